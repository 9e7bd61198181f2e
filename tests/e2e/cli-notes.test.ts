/** Templates and signatures by the command line: a page to write into, a note of that form, signed, locked and added to. */

import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Device, makePlace, type RunningServer, startServer } from "./alcove.ts";

const place = makePlace();
const laptop = new Device(place, "laptop");
let server: RunningServer;
let chart = "";
let note = "";

beforeAll(async () => {
  server = await startServer(place);
  await laptop.found(server.origin, { secondFactor: true });
  chart = (await laptop.must<{ id: string }>(["chart", "create", "--name", "Client One"])).id;
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

test("a template's page is written into and becomes a note of that form", async () => {
  const { templates } = await laptop.must<{ templates: { id: string }[] }>(["template", "list"]);
  expect(templates.map(({ id }) => id)).toContain("dap");
  expect((await laptop.start(["template", "show", "dap"]).ended).stdout).toContain("Plan\n  What comes next");
  const page = (await laptop.start(["template", "show", "dap", "--chart", chart]).ended).stdout;
  expect(page).toBe("Data\n\nAssessment\n\nPlan\n");
  const file = place.path("page.txt");
  writeFileSync(file, page.replace("Data\n", "Data\n\nCame in on time.\n"));
  const written = ["note", "add", "--chart", chart, "--template", "dap", "--file", file];
  note = (await laptop.must<{ id: string }>(written)).id;
  const { note: shown } = await laptop.must<{ note: { head: object } }>(["note", "show", note]);
  expect(shown.head).toMatchObject({ form: "dap", title: "Progress note" });
  expect(await laptop.run(["template", "show", "nothing"])).toMatchObject({
    exit: 5,
    json: { code: "template-unknown" },
  });
});

test("a psychotherapy template seals under the author's own key without being told to", async () => {
  const written = ["note", "add", "--chart", chart, "--template", "psychotherapy"];
  const { id } = await laptop.must<{ id: string }>(written, { input: "Hunches\n\nThe lighthouse again.\n" });
  const { note: shown } = await laptop.must<{ note: { head: object } }>(["note", "show", id]);
  expect(shown.head).toMatchObject({ kind: "psychotherapy", form: "psychotherapy" });
});

test("a snippet is saved, listed and taken out", async () => {
  await laptop.must(["snippet", "save", "risk", "--text", "Asked directly."]);
  expect(await laptop.must(["snippet", "list"])).toMatchObject({
    snippets: [{ word: "risk", text: "Asked directly." }],
  });
  expect(await laptop.run(["snippet", "save", "no word", "--text", "x"])).toMatchObject({
    exit: 1,
    json: { code: "snippet-unfit" },
  });
  await laptop.must(["snippet", "save", "risk"]);
  expect(await laptop.must(["snippet", "list"])).toMatchObject({ snippets: [] });
});

test("a signed note is locked, added to, and shown with who signed", async () => {
  expect(await laptop.run(["note", "sign", note, "--countersign"])).toMatchObject({
    exit: 1,
    json: { code: "note-unsigned" },
  });
  const { signatures } = await laptop.must<{ signatures: object[] }>(["note", "sign", note]);
  expect(signatures).toMatchObject([{ intent: "sign", isYours: true, isOfNow: true }]);
  expect(await laptop.run(["note", "edit", note], { input: "Another text." })).toMatchObject({
    exit: 1,
    json: { code: "note-signed" },
  });
  await laptop.must(["note", "add", "--chart", chart, "--adds", note], { input: "She called in the evening." });
  const said = (await laptop.start(["note", "show", note]).ended).stdout;
  expect(said).toContain("\nsigned by Ada Fern, ");
  expect(said).toMatch(/\nadded: \w+ {2}[\d-]+ {2}Addendum {2}\(adds to/);
  const { notes } = await laptop.must<{ notes: object[] }>(["note", "unsigned"]);
  expect(notes).toMatchObject([{ title: "Addendum" }]);
});

test("a note in the wrong chart is moved with its addendum, the old chart says so, and it is put back", async () => {
  const { id: other } = await laptop.must<{ id: string }>(["chart", "create", "--name", "Client Two"]);
  expect(await laptop.run(["note", "move", note, "--to", chart])).toMatchObject({
    exit: 1,
    json: { code: "chart-same" },
  });
  const moved = await laptop.must<{ note: string }>(["note", "move", note, "--to", other]);
  const there = await laptop.must<{ notes: { id: string }[] }>(["note", "list", "--chart", other]);
  expect(there.notes).toHaveLength(2);
  expect(there.notes.map(({ id }) => id)).toContain(moved.note);
  type Listed = { notes: { id: string }[]; moved: { id: string; by: string; reason: string }[] };
  const here = await laptop.must<Listed>(["note", "list", "--chart", chart]);
  expect(here.notes.map(({ id }) => id)).not.toContain(note);
  expect(here.moved).toMatchObject([{ by: "Ada Fern", reason: "about-another" }]);
  const said = (await laptop.start(["note", "list", "--chart", chart]).ended).stdout;
  expect(said).toContain(`took out on`);
  expect(said).not.toContain("Client Two");
  const back = ["note", "back", here.moved[0]?.id ?? ""];
  expect(await laptop.must(back)).toMatchObject({ stays: false });
  expect(await laptop.run(back)).toMatchObject({ json: { code: "note-unknown" } });
  const again = await laptop.must<Listed>(["note", "list", "--chart", chart]);
  expect(again.notes.map(({ id }) => id)).toContain(note);
  expect(again.moved).toEqual([]);
});
