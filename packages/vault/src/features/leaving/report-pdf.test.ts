import { expect, test } from "vitest";
import type { CouldHaveRead } from "../../facade.ts";
import { reportPdf } from "./report-pdf.ts";

const id = (letter: string) => letter.repeat(32);
const act = { index: 23, day: "2026-11-30", by: id("a"), byName: "Anna" };

const report: CouldHaveRead = {
  format: "alcove-could-have-read-1",
  practice: { id: id("0"), name: "Quiet Room" },
  member: { id: id("b"), name: "Ben" },
  madeAt: 0,
  madeBy: { id: id("a"), name: "Anna" },
  ledger: { size: 40, root: id("f") },
  devices: [{ id: id("d"), name: "study laptop", enrolledAt: 3 }],
  compartments: [
    {
      id: id("c"),
      kind: "clinical",
      chart: id("e"),
      chartName: "\u0633\u0627\u0631\u0629 \u{1f426}",
      rights: [{ right: "read-write", begun: act }],
      key: { given: act, epochs: [1], guarded: false },
    },
  ],
  openings: [],
  restsOn: [],
  notKnown: [],
};

test("it says names, keeps ids for its end, and says where a name has signs that it lacks", () => {
  const rows = [
    ...Buffer.from(reportPdf(report))
      .toString("latin1")
      .matchAll(/\((.*)\) Tj/g),
  ].map(([, row]) => row);
  const said = rows.join(" ");
  const [people = "", checkers = ""] = said.split("For whoever checks it");
  expect(people).toContain("About: Ben.");
  expect(people).toContain("Right to read and write: given on 2026-11-30 or later, by Anna [23]. It still holds.");
  expect(people).toContain("[in signs that this sheet lacks] \\(eeeeeeee\\): progress notes");
  for (const whole of ["0", "a", "b", "c", "d", "e", "f"].map(id)) expect(people).not.toContain(whole);
  for (const whole of ["0", "b", "c", "d", "f"].map(id)) expect(checkers).toContain(whole);
});
