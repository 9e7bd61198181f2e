/** Measures by the command line: filed, asked for a risk enquiry, mended, listed with what changed. */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Device, makePlace, type RunningServer, startServer } from "./alcove.ts";

type Entry = { readonly id: string; readonly mistaken: boolean; readonly filled: object; readonly scales: object[] };
type Listed = {
  readonly entries: readonly Entry[];
  readonly courses: readonly { readonly change?: { readonly verdict: string; readonly points: number } }[];
};

const place = makePlace();
const laptop = new Device(place, "laptop");
let server: RunningServer;
let chart = "";

beforeAll(async () => {
  server = await startServer(place);
  await laptop.found(server.origin);
  chart = (await laptop.must<{ id: string }>(["chart", "create", "--name", "Client One"])).id;
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

const add = (...args: string[]) =>
  laptop.run<{ id: string; entry: Entry }>(["measure", "add", "--chart", chart, ...args]);
const list = () => laptop.must<Listed>(["measure", "list", "--chart", chart]);

test("says which measures there are, and their questions", async () => {
  const { measures } = await laptop.must<{ measures: { id: string }[] }>(["measure", "forms"]);
  expect(measures.map(({ id }) => id)).toContain("phq-9");
  const one = await laptop.must<{ measures: { items: object[] }[] }>(["measure", "forms", "--measure", "gad-7"]);
  expect(one.measures[0]?.items).toHaveLength(8);
  expect((await laptop.run(["measure", "forms", "--measure", "isi"])).json).toMatchObject({ code: "measure-unknown" });
});

test("files answers with their gaps, and asks for a risk enquiry first", async () => {
  const first = await add("--measure", "phq-9", "--answers", "2,2,2,2,2,2,2,2,0,1", "--date", "2026-03-03");
  expect(first.json).toMatchObject({
    waiting: 0,
    entry: { scales: [{ state: "whole", score: 16, band: "moderately severe" }] },
  });
  const asks = ["--measure", "phq-9", "--answers", "0,-,0,0,0,0,0,0,1,", "--date", "2026-06-09", "--how", "paper"];
  const refused = await add(...asks);
  expect(refused).toMatchObject({ exit: 1, json: { code: "risk-enquiry-needed" } });
  expect(refused.json).toMatchObject({ hint: expect.stringContaining("--enquiry") });
  const filed = await add(...asks, "--enquiry", "Asked: no plan.");
  expect(filed.json.entry).toMatchObject({
    filled: { how: "paper", answers: [0, null, 0, 0, 0, 0, 0, 0, 1, null] },
    scales: [{ state: "filled", gaps: [2] }],
    enquiry: { asked: true, words: "Asked: no plan." },
  });
});

test("lists what changed, and leaves out what was a mistake", async () => {
  const before = await list();
  expect(before.courses[0]?.change).toMatchObject({ verdict: "recovered", points: -15 });
  const [newest] = before.entries;
  const gone = await add("--entry", newest?.id ?? "", "--mistaken", "--note", "Another client's.");
  expect(gone.json.entry).toMatchObject({ mistaken: true, filled: newest?.filled });
  const after = await list();
  expect(after.entries).toHaveLength(2);
  expect(after.courses[0]?.change).toBeUndefined();
});

test("files the result alone of what it does not have", async () => {
  const result = [
    "--name",
    "ORS",
    "--total",
    "23.4",
    "--parts",
    "social=5.5,work=6",
    "--scored-by",
    "Ada",
    "--licensed",
  ];
  const filed = await add(...result);
  expect(filed.json.entry.filled).toEqual({
    how: "result",
    name: "ORS",
    version: "",
    total: "23.4",
    parts: [
      { name: "social", score: "5.5" },
      { name: "work", score: "6" },
    ],
    scoredBy: "Ada",
    licensed: true,
  });
});

test("goes out with the chart, in words that anybody can read", async () => {
  const out = place.path("export");
  const { measures } = await laptop.must<{ measures: number }>(["export", "--chart", chart, "--out", out]);
  const files = readdirSync(join(out, "measures")).map((name) => readFileSync(join(out, "measures", name), "utf8"));
  expect(files).toHaveLength(measures);
  const paper = files.find((text) => text.includes("Date: 2026-06-09")) ?? "";
  for (const line of [
    "Measure: PHQ-9, Patient Health Questionnaire, depression",
    "1. Little interest or pleasure in doing things: 0 Not at all",
    "2. Feeling down, depressed, or hopeless: left blank",
    "Entered by mistake",
    "needs clinical review",
    "Another client's.",
  ])
    expect(paper).toContain(line);
});

test("makes a measure of the practice's own, and takes it out of use", async () => {
  const definition = {
    name: "Evenings",
    lookBack: "the last week",
    instruction: "How were they?",
    questions: ["I could rest", "I was alone"],
    choices: [
      { value: 0, label: "never" },
      { value: 1, label: "often" },
    ],
    higherIs: "better",
  };
  writeFileSync(place.path("own.json"), JSON.stringify(definition));
  const define = ["measure", "define", "--file", place.path("own.json"), "--rights"];
  expect((await laptop.run([...define, " "])).json).toMatchObject({ code: "measure-rights-unsaid" });
  const { id } = await laptop.must<{ id: string }>([...define, "Written by us"]);
  const filed = await add("--measure", id, "--answers", "1,1");
  expect(filed.json.entry).toMatchObject({ name: "Evenings", scales: [{ score: 2, highest: 2 }] });
  await laptop.must(["measure", "retire", "--measure", id]);
  expect((await add("--measure", id, "--answers", "1,1")).json).toMatchObject({ code: "measure-unknown" });
  writeFileSync(place.path("own.json"), "{");
  expect((await laptop.run([...define, "Written by us"])).exit).toBe(2);
});

test.each([
  [["--answers", "1,2"], 2],
  [["--measure", "phq-9"], 2],
  [["--measure", "phq-9", "--name", "ISI"], 2],
  [["--measure", "phq-9", "--answers", "a,b"], 2],
  [["--measure", "phq-9", "--answers", "1,2"], 1],
  [["--measure", "phq-9", "--answers", "1", "--how", "telepathy"], 2],
  [["--name", "ISI", "--total", "high"], 1],
  [["--mistaken"], 2],
  [["--enquiry", "a", "--no-enquiry", "b"], 2],
] as const)("refuses %j", async (args, exit) => {
  expect((await add(...args)).exit).toBe(exit);
});

test("MEA-9 MEA-10 in a chart of two clients it asks whose it is, and lists them apart", async () => {
  const { id: couple } = await laptop.must<{ id: string }>(["chart", "create", "--name", "Holt and Brandt"]);
  for (const name of ["Maren Holt", "Jonas Brandt"])
    await laptop.must(["person", "save", "--chart", couple, "--name", name, "--role", "client"]);
  const phq = (each: number, date: string, ...more: string[]) =>
    laptop.run<{ entry: { person?: string } }>([
      ...["measure", "add", "--chart", couple, "--measure", "phq-9", "--date", date],
      ...["--answers", `${Array(8).fill(each).join(",")},0,-`, ...more],
    ]);
  const refused = await phq(2, "2026-03-02");
  expect(refused).toMatchObject({ exit: 1, json: { code: "measure-whose-unsaid" } });
  expect(refused.json).toMatchObject({ hint: expect.stringContaining("--person NAME") });
  const { entry } = (await phq(2, "2026-03-02", "--person", "Maren Holt")).json;
  await phq(1, "2026-04-02", "--person", "Maren Holt");
  await phq(3, "2026-04-02", "--person", "Jonas Brandt");
  await phq(0, "2026-04-03", "--person", "");
  const listOf = (...more: string[]) => laptop.must<Listed>(["measure", "list", "--chart", couple, ...more]);
  expect((await listOf()).courses).toHaveLength(3);
  const hers = await listOf("--person", "Maren Holt");
  expect(hers).toMatchObject({ courses: [{ person: entry.person, change: { points: -8, verdict: "recovered" } }] });
  expect(hers.entries).toHaveLength(2);
  expect((await listOf("--person", "")).entries).toHaveLength(1);
  expect((await laptop.run(["measure", "list", "--chart", couple, "--person", "Nobody"])).exit).toBe(2);
});
