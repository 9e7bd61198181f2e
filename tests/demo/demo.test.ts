// The demo practice of `npm run dev`: founded on a real server, and found whole by a second device.

import { statSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { textOfDoc } from "../../apps/web/src/screens/note/note-text.ts";
import { makePlace, type Place, run, type RunningServer, startServer } from "../e2e/alcove.ts";
import { type DemoFiles, isSeeded } from "./files.ts";
import { docOfMarkup } from "./note-doc.ts";
import { demoCharts } from "./practice.ts";
import { seedDemo } from "./seed.ts";

let place: Place;
let server: RunningServer;
let files: DemoFiles;

beforeAll(async () => {
  place = makePlace();
  server = await startServer(place);
  files = await seedDemo(server.origin, place.path("demo"), Date.now());
});
afterAll(async () => {
  await server?.stop();
  place?.remove();
});

/** On a second device. */
async function ask<Facts>(...args: readonly string[]): Promise<Facts> {
  const device = ["--profile", place.path("second"), "--passphrase-file", files.passphrase];
  const answer = await run<Facts>([...args, ...device], { inEarnest: true });
  expect(answer.json, answer.stderr).toMatchObject({ ok: true });
  return answer.json;
}

type Chart = { readonly id: string; readonly name: string; readonly progressNotes: number; readonly changedAt: number };
type Note = { readonly id: string; readonly date: string; readonly title: string; readonly revisions: number };
type Found = { readonly total: number; readonly apart: number; readonly hits: readonly { readonly note: string }[] };

const kindOf = (kind: "progress" | "psychotherapy") => (note: { readonly forMeAlone?: true }) =>
  (kind === "psychotherapy") === (note.forMeAlone ?? false);

test("it has some forty progress notes in six charts, and some notes apart", () => {
  const notes = demoCharts.flatMap((chart) => chart.notes);
  expect(demoCharts).toHaveLength(6);
  expect(notes.filter(kindOf("progress"))).toHaveLength(40);
  expect(notes.filter(kindOf("psychotherapy"))).toHaveLength(6);
  expect(isSeeded(place.path("demo"))).toBe(true);
});

test("a second device, enrolled by its kit, finds every chart, note and measure", async () => {
  await ask("device", "enrol", "--kit", files.kit, "--device-name", "laptop", "--totp-file", files.secondFactor);
  await ask("device", "confirm", "--yes");
  const { charts } = await ask<{ readonly charts: readonly Chart[] }>("chart", "list");
  expect(new Map(charts.map(({ name, progressNotes }) => [name, progressNotes]))).toEqual(
    new Map(demoCharts.map(({ name, notes }) => [name, notes.filter(kindOf("progress")).length])),
  );
  expect(charts.every(({ changedAt }) => changedAt < Date.now())).toBe(true);

  const measured = demoCharts.filter(({ measures }) => measures !== undefined);
  expect(measured).not.toEqual([]);
  for (const { name, measures } of measured) {
    const chart = charts.find((one) => one.name === name)?.id ?? "";
    const { entries } = await ask<{ readonly entries: readonly object[] }>("measure", "list", "--chart", chart);
    expect(entries).toHaveLength(measures?.length ?? 0);
  }

  const { id = "" } = charts.find(({ name }) => name === "Henrik Solberg") ?? {};
  const { notes } = await ask<{ readonly notes: readonly Note[] }>("note", "list", "--chart", id);
  expect(notes.filter(({ revisions }) => revisions === 2)).toHaveLength(1);
  const days = notes.map(({ date }) => new Date(`${date}T12:00`).getDay());
  expect(new Set(days), "its sessions are on Fridays").toEqual(new Set([5]));
});

test("and finds them by their words; those kept apart are only counted", async () => {
  const hallway = await ask<Found>("search", "hallway");
  expect(hallway.total).toBeGreaterThanOrEqual(2);
  expect((await ask<Found>("search", '"parking ticket"')).apart).toBe(1);
  const { hits } = await ask<Found>("search", "groundnut");
  const shown = await ask<{ readonly text: string }>("note", "show", hits[0]?.note ?? "");
  expect(JSON.stringify(shown)).toContain("Less. LESS. You never listen.");
});

test("its notes look as the editor writes them, its dates name no month that could be wrong", () => {
  const texts = demoCharts.flatMap((chart) => chart.notes.map((note) => note.text));
  const months = /\b(January|February|March|April|June|July|August|September|October|November|December)\b/;
  expect(texts.filter((text) => months.test(text))).toEqual([]);
  const [intake = ""] = texts;
  expect(textOfDoc(docOfMarkup(intake))).toBe(intake.replaceAll(/^## (.*)\n/gm, "$1\n\n"));
});

test.skipIf(process.platform === "win32")("secrets in its folder are its owner's alone to read", () => {
  for (const file of [files.kit, files.passphrase, files.secondFactor]) expect(statSync(file).mode & 0o077).toBe(0);
});
