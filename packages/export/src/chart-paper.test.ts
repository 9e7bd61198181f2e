import { expect, test } from "vitest";
import { chartPaper } from "./chart-paper.ts";
import type { Material, NoteOut } from "./collect.ts";

const note = (id: string, date: string, more: { adds?: string; writtenAt?: number; isSigned?: true } = {}): NoteOut =>
  ({
    head: { id, kind: "progress", date, revisions: 1, ...(more.adds === undefined ? {} : { adds: more.adds }) },
    versions: [
      { number: 1, revision: `r-${id}`, title: id, author: "Ada", writtenAt: more.writtenAt ?? 0, body: { text: id } },
    ],
    signatures: more.isSigned ? [{ by: "Ada", intent: "sign", at: 0, revision: `r-${id}` }] : [],
  }) as unknown as NoteOut;

function linesOf(notes: readonly NoteOut[]): string[] {
  const nothing = { measures: [], questions: [], filled: [], facts: [], people: [], appointments: [], documents: [] };
  const none = { cases: [], caseKinds: [], sittings: [], disclosures: [], names: new Map() };
  const named = { chart: { id: "c", name: "R. Client", createdAt: 0 }, practice: { id: "p", name: "Practice" } };
  const material = { ...nothing, ...none, ...named, notes } as unknown as Material;
  return chartPaper(material, { madeAt: 0, madeBy: "Ada" }).blocks.flatMap((block) =>
    block.kind === "heading" || block.kind === "paragraph" ? [block.text] : [],
  );
}
const titles = (notes: readonly NoteOut[]) => linesOf(notes).filter((line) => /^\d{4}-/.test(line));

test("EXP-15 what was added to a note stands behind it, by the day it was written, and names it; so is said that one is not signed", () => {
  const first = note("first", "2026-03-01", { isSigned: true });
  const added = note("added", "2026-03-09", { adds: "first", writtenAt: 2 });
  const before = note("before", "2026-03-08", { adds: "first", writtenAt: 1 });
  const second = note("second", "2026-03-05");
  const all = [added, before, second, first];
  expect(titles(all)).toEqual(["2026-03-05  second", "2026-03-01  first", "2026-03-08  before", "2026-03-09  added"]);
  const lines = linesOf(all).join("\n");
  expect(lines).toContain("Adds to the note of 2026-03-01 above");
  expect(lines.match(/Not signed/g)).toHaveLength(3);
});

test("EXP-15 none stays out, whatever it says that it adds to", () => {
  const alone = note("alone", "2026-03-01", { adds: "gone" });
  const [one, other] = [note("one", "2026-03-02", { adds: "other" }), note("other", "2026-03-03", { adds: "one" })];
  expect(titles([alone, one, other])).toHaveLength(3);
  expect(linesOf([alone]).join("\n")).toContain("Adds to note gone");
});
