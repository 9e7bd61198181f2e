// Turns in the life of a chart, and a client's language, on the command line.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Device, makePlace, type RunningServer, startServer } from "./alcove.ts";

const place = makePlace();
const laptop = new Device(place, "laptop");
let server: RunningServer;
beforeAll(async () => {
  server = await startServer(place);
  await laptop.found(server.origin);
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

const words = async (args: readonly string[]) => (await laptop.start(args).ended).stdout;
const begin = async (name: string) => (await laptop.must<{ id: string }>(["chart", "create", "--name", name])).id;
const add = async (chart: string, name: string, ...more: string[]) =>
  (await laptop.must<{ id: string }>(["person", "save", "--chart", chart, "--name", name, ...more])).id;

test("SEP-1 one of two goes on in a chart of her own", async () => {
  const chart = await begin("Ines and Rosa");
  const ines = await add(chart, "Ines", "--role", "client", "--phone", "555 0144");
  await add(chart, "Rosa", "--role", "client", "--phone", "5550144");
  const text = join(place.folder, "alone.txt");
  writeFileSync(text, "She has found a place.");
  const note = ["note", "add", "--chart", chart, "--file", text];
  await laptop.must([...note, "--about", ines]);
  await laptop.must(note);
  const before = await words(["chart", "separate", "--chart", chart]);
  expect(before).toContain("1 about several of them: stays in this chart.");
  expect(before).toContain("can go along");
  expect(before).toContain("Ines and Rosa both gave it");
  const unclear = await laptop.run(["chart", "separate", "--chart", chart, "--person", ines]);
  expect(unclear.exit).not.toBe(0);
  const of = ["chart", "separate", "--chart", chart, "--person", ines, "--notes"];
  const { own } = await laptop.must<{ own: string }>([...of, "--name", "Ines"]);
  expect(await words(["note", "list", "--chart", own])).toContain("She has found a place");
  expect(await words(["chart", "people", "--chart", own])).not.toContain("555");
  expect(await words([...of, "--into", own])).toContain("is there");
});

test("AGE-2 who comes of age is listed, and what is left", async () => {
  const chart = await begin("Tom");
  const soon = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  await add(chart, "Tom", "--role", "client", "--born", `${Number(soon.slice(0, 4)) - 18}${soon.slice(4)}`);
  await add(chart, "Ann", "--role", "consents");
  const says = await words(["chart", "of-age"]);
  for (const line of [
    `Tom: 18 on ${soon}`,
    "has not consented themselves",
    "still consents for them",
    "check your own law",
  ])
    expect(says).toContain(line);
  expect(await words(["chart", "of-age", "--chart", await begin("Somebody else")])).toContain("Nobody comes of age");
});

test("FRM-10 a form is asked in its client's language, or in the one that is named", async () => {
  const chart = await begin("Lucía");
  await add(chart, "Lucía", "--role", "client", "--language", "es");
  expect(await words(["chart", "people", "--chart", chart])).toContain("reads es");
  const show = ["form", "show", "consent-therapy", "--chart", chart];
  expect(await words(show)).toContain("Consentimiento para psicoterapia");
  expect(await words([...show, "--language", "en"])).toContain("Consent to psychotherapy");
  expect((await laptop.run([...show, "--language", "fr"])).exit).not.toBe(0);
  const answers = join(place.folder, "answers.json");
  writeFileSync(answers, JSON.stringify({ "client-name": "Lucía", therapist: "Ada" }));
  const { id } = await laptop.must<{ id: string }>([
    ...["form", "fill", "--chart", chart, "--form", "consent-therapy", "--answers", answers],
  ]);
  expect(await words(["form", "read", id])).toContain("Asked and signed in es.");
});
