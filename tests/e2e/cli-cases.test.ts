// Cases on the command line: a request for access to its end, a paper that holds the chart, a report.

import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findTool } from "../needs.ts";
import { Device, makePlace, type RunningServer, startServer } from "./alcove.ts";

const place = makePlace();
const laptop = new Device(place, "laptop");
let server: RunningServer;
let on: readonly string[] = [];
beforeAll(async () => {
  server = await startServer(place);
  await laptop.found(server.origin);
  const { id } = await laptop.must<{ id: string }>(["chart", "create", "--name", "Marion Keller"]);
  on = ["--chart", id];
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

type Begun = { readonly id: string; readonly due?: string };
const words = async (args: readonly string[]) => (await laptop.start(args).ended).stdout;
const codeOf = async (args: readonly string[]) => {
  const { json, exit } = await laptop.run(args);
  return [json.code, exit];
};
const begin = (...args: readonly string[]) => laptop.must<Begun>(["case", "begin", ...on, ...args]);

test("a request for access: begun with its clock, checked, extended once, denied in part on a ground, closed", async () => {
  const asked = ["--kind", "access", "--received", "2026-03-02", "--from", "Marion Keller", "--asked", "All of 2025."];
  const { id, due } = await begin(...asked, "--address", "3 Mill Lane\\nSalem");
  expect(due).toBe("2026-04-01");
  const set = (...args: readonly string[]) => ["case", "set", ...on, "--id", id, ...args];
  await laptop.must(set("--checked", "Passport", "--on", "2026-03-03"));
  await laptop.must(set("--step", "form", "--words", "On paper", "--on", "2026-03-03"));
  const extend = set("--extend-until", "2026-04-20", "--words", "Two volumes are in the archive", "--on", "2026-03-30");
  await laptop.must(extend);
  expect(await codeOf(set("--extend-until", "2026-04-25", "--words", "Again", "--on", "2026-03-31"))).toEqual([
    "extension-once",
    1,
  ]);
  expect(await codeOf(set("--close"))).toEqual(["case-undecided", 1]);
  expect(await codeOf(set("--decide", "in-part", "--on", "2026-04-10"))).toEqual(["ground-missing", 1]);
  await laptop.must(set("--decide", "in-part", "--ground", "psychotherapy-notes", "--on", "2026-04-10"));
  expect(await words(["case", "list"])).toContain("due 2026-04-20, Marion Keller");
  await laptop.must(set("--close", "--on", "2026-04-12", "--words", "Sent by post"));
  const shown = await words(["case", "list", ...on]);
  for (const line of [
    "access, received 2026-03-02, closed",
    "identity: Passport",
    "extended to 2026-04-20",
    "in-part 2026-04-10 psychotherapy-notes",
    "closed 2026-04-12 Sent by post",
  ])
    expect(shown).toContain(line);
  expect(await codeOf(["case", "set", ...on, "--id", "00".repeat(16), "--close"])).toEqual(["case-unknown", 5]);
  expect((await laptop.run(set("--close", "--checked", "Twice"))).exit).toBe(2);
});

test("a subpoena holds the chart until it is closed, and its kind says what to ask an attorney", async () => {
  const { id, due } = await begin("--kind", "subpoena", "--received", "2026-03-02", "--answer-by", "2026-03-16");
  expect(due).toBe("2026-03-16");
  expect(await words(["case", "list", ...on])).toContain("legal hold");
  expect(await words(["case", "kinds", "--kind", "subpoena"])).toContain("is not a court order");
  const set = (...args: readonly string[]) => ["case", "set", ...on, "--id", id, "--on", "2026-03-10", ...args];
  await laptop.must(set("--decide", "denied", "--ground", "no-assurance,privilege"));
  await laptop.must(set("--close"));
  expect(await words(["case", "list", ...on])).not.toContain("legal hold");
  expect((await laptop.run(["case", "begin", ...on, "--kind", "summons"])).exit).toBe(2);
});

test("a report is told, is in the accounting by itself, and the letter lists it", async () => {
  const report = await begin("--kind", "child-report", "--received", "2026-03-05");
  const tell = ["case", "set", ...on, "--id", report.id, "--on", "2026-03-05", "--tell", "Child abuse hotline"];
  await laptop.must([...tell, "--address", "855 503 7233", "--words", "Name, age, the stairs"]);
  expect(await words(["case", "list", ...on])).toContain("given out: 1");
  const { id } = await begin("--kind", "accounting", "--received", "2026-03-06", "--from", "Marion Keller");
  const out = place.path("list.pdf");
  const write = ["case", "letter", ...on, "--id", id, "--out", out, "--letter"];
  expect((await laptop.run([...write, "paper-answer"])).exit).toBe(2);
  expect((await laptop.run([...write, "decision"])).exit, "nothing is decided").toBe(2);
  await laptop.must([...write, "accounting"]);
  expect(await words(["chart", "log", ...on])).toContain("wrote 1 note to files");
  if (!findTool("pdftotext")) return;
  const text = execFileSync("pdftotext", ["-layout", out, "-"], { encoding: "utf8" });
  for (const said of ["March 5, 2026", "Child abuse hotline", "Name, age, the stairs", "free of charge"])
    expect(text).toContain(said);
});
