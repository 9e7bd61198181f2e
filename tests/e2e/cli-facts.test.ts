// Diagnoses, medication and flags of a chart on the command line, and the official table of codes.

import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
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

type WithId = { readonly id: string };
type Listed = { readonly facts: readonly { readonly id: string; readonly said: object }[] };
const words = async (args: readonly string[]) => (await laptop.start(args).ended).stdout;
const codeOf = async (args: readonly string[]) => {
  const { json, exit } = await laptop.run(args);
  return [json.code, exit];
};

test("a diagnosis by its code, medication and a flag: written, listed in their order, changed and ended with a reason", async () => {
  expect(await words(["fact", "list", ...on])).toContain("Nothing of the kind in this chart yet.");
  const anxiety = await laptop.must<WithId>([
    "diagnosis",
    "write",
    ...on,
    "--code",
    "f41.1",
    "--principal",
    "--since",
    "2026-03",
  ]);
  await laptop.must(["diagnosis", "write", ...on, "--words", "Grief, not yet coded", "--by", "Dr. Okafor"]);
  const drug = await laptop.must<WithId>([
    "medication",
    "write",
    ...on,
    "--name",
    "Sertraline",
    "--dose",
    "50 mg",
    "--since",
    "2025",
  ]);
  await laptop.must([
    "flag",
    "write",
    ...on,
    "--about",
    "suicide",
    "--words",
    "A plan in May, none since",
    "--since",
    "2026-05-02",
    "--review-by",
    "2026-12-01",
  ]);
  const lines = (await words(["fact", "list", ...on])).split("\n").map((line) => line.replace(/^[0-9a-f]{32} {2}/, ""));
  expect(lines.slice(0, 4)).toEqual([
    "Flag, suicide: A plan in May, none since; since 2026-05-02; look again by 2026-12-01",
    "Diagnosis: F41.1 Generalized anxiety disorder; provisional; principal; since 2026-03",
    "Diagnosis: Grief, not yet coded; provisional; by Dr. Okafor",
    "Medication: Sertraline, 50 mg; says the client; since 2025",
  ]);
  await laptop.must(["medication", "write", ...on, "--id", drug.id, "--dose", "100 mg"]);
  await laptop.must([
    "medication",
    "write",
    ...on,
    "--id",
    drug.id,
    "--end",
    "2026-06-01",
    "--reason",
    "could not sleep",
  ]);
  await laptop.must([
    "diagnosis",
    "write",
    ...on,
    "--id",
    anxiety.id,
    "--end",
    "2026-07-01",
    "--reason",
    "it was grief",
    "--as",
    "ruled-out",
  ]);
  const history = await words(["fact", "list", ...on, "--id", drug.id]);
  expect(
    history
      .split("\n")
      .map((line) => line.replace(/^[-0-9: ]{16} {2}/, ""))
      .slice(0, 3),
  ).toEqual([
    "Ada Fern: Medication: Sertraline, 50 mg; says the client; since 2025",
    "Ada Fern: Medication: Sertraline, 100 mg; says the client; since 2025",
    "Ada Fern: Medication: Sertraline, 100 mg; says the client; since 2025; ended 2026-06-01: could not sleep",
  ]);
  const { facts } = await laptop.must<Listed>(["fact", "list", ...on]);
  expect(facts.find(({ id }) => id === anxiety.id)?.said).toMatchObject({
    code: { code: "F41.1", edition: "2027" },
    principal: false,
    ended: { on: "2026-07-01", as: "ruled-out", reason: "it was grief" },
  });
  await laptop.must(["diagnosis", "write", ...on, "--id", anxiety.id, "--stands"]);
  const again = await laptop.must<Listed>(["fact", "list", ...on]);
  expect(again.facts.find(({ id }) => id === anxiety.id)?.said).not.toHaveProperty("ended");
});

test("a plan is written from a file and changed by another", async () => {
  const objective = {
    words: "sleeps six nights of seven",
    baseline: "3",
    target: "6",
    by: "2026-12-01",
    state: "open",
  };
  const goals = [{ words: "Sleep like before", objectives: [objective], interventions: "CBT-I, weekly" }];
  const file = (name: string, value: object) => {
    writeFileSync(place.path(name), JSON.stringify(value));
    return place.path(name);
  };
  const begin = [
    "plan",
    "write",
    ...on,
    "--file",
    file("plan.json", { problems: "Lies awake", goals }),
    "--since",
    "2026-05-02",
  ];
  const { id } = await laptop.must<WithId>(begin);
  const met = [{ ...goals[0], objectives: [{ ...objective, state: "met" }] }];
  await laptop.must([
    "plan",
    "write",
    ...on,
    "--id",
    id,
    "--file",
    file("met.json", { goals: met }),
    "--review-by",
    "2026-12-20",
  ]);
  expect(await words(["fact", "list", ...on])).toContain(
    `${id}  Plan: Lies awake; goal: Sleep like before, objective: sleeps six nights of seven, from 3 to 6, by 2026-12-01, met; since 2026-05-02; look again by 2026-12-20`,
  );
  expect(await codeOf(["plan", "write", ...on])).toEqual(["usage", 2]);
  expect(await codeOf(["plan", "write", ...on, "--file", file("wrong.json", { goals: "none" })])).toEqual([
    "fact-unfit",
    1,
  ]);
  writeFileSync(place.path("no.json"), "no JSON");
  expect(await codeOf(["plan", "write", ...on, "--file", place.path("no.json")])).toEqual(["usage", 2]);
});

test("what does not fit is refused with a code and an exit code of its kind", async () => {
  const nobody = ["--id", "00".repeat(16)];
  expect(await codeOf(["diagnosis", "write", ...on, "--code", "F41"])).toEqual(["code-unknown", 5]);
  expect(await codeOf(["flag", "write", ...on, "--about", "weather"])).toEqual(["usage", 2]);
  expect(await codeOf(["flag", "write", ...on, ...nobody, "--words", "more"])).toEqual(["fact-unknown", 5]);
  expect(await codeOf(["medication", "write", ...on, "--name", " "])).toEqual(["fact-unfit", 1]);
  expect(await codeOf(["medication", "write", ...on, "--name", "Lithium", "--since", "2026-02-30"])).toEqual([
    "fact-unfit",
    1,
  ]);
  expect(await codeOf(["medication", "write", ...on, "--name", "Lithium", "--end", "2026-06-01"])).toEqual([
    "usage",
    2,
  ]);
  expect(await codeOf(["fact", "list", "--chart", "00".repeat(16)])).toEqual(["chart-unknown", 5]);
});

test("the official table is read in once, by its name", async () => {
  expect(await words(["codes", "find", "ptsd"])).toContain("F43.10    Post-traumatic stress disorder, unspecified");
  const none = await laptop.run(["codes", "find", "cholera"]);
  expect(none.exit).toBe(5);
  const lines = Array.from({ length: 60_000 }, (_, i) => `B${String(i).padStart(6, "0")} Disease ${i}`);
  const text = ["A000    Cholera due to Vibrio cholerae 01, biovar cholerae", ...lines].join("\n");
  const file = place.path("icd10cm-codes-2028.txt");
  writeFileSync(file, text);
  writeFileSync(place.path("codes.txt"), text);
  expect(await codeOf(["codes", "import", place.path("codes.txt")])).toEqual(["codes-name", 1]);
  expect(await laptop.must(["codes", "import", file])).toMatchObject({ edition: "2028", codes: 60_001, added: true });
  expect(await words(["codes", "find", "chol vib"])).toContain("A00.0     Cholera due to Vibrio cholerae 01");
  expect(await laptop.must(["codes", "import", file])).toMatchObject({ edition: "2028", added: false });
});

test("a guarded chart that is closed says nothing of it", async () => {
  await laptop.must(["chart", "guard", ...on]);
  for (const args of [
    ["fact", "list", ...on],
    ["flag", "write", ...on, "--about", "legal"],
  ])
    expect((await codeOf(args))[0]).toBe("guard-closed");
});
