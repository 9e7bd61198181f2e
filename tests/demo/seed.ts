/**
 * Founds the demo practice as a therapist would: through the vault, on a device of its own, over HTTP. Its clock stands
 * where each session ended, so that the notes carry the times they would have.
 */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { nodeClock, nodeCryptoPort, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault, type Outcome, type Vault } from "@alcove/vault";
import { kitSheet } from "../../apps/cli/src/kit-file.ts";
import { codeAt } from "../../apps/cli/src/second-factor.ts";
import { textOfDoc } from "../../apps/web/src/screens/note/note-text.ts";
import type { DemoChart } from "./demo-chart.ts";
import { type DemoFiles, demoFiles } from "./files.ts";
import { docOfMarkup } from "./note-doc.ts";
import { demoCharts, demoPractice } from "./practice.ts";

const minuteMs = 60_000;
const sessionMs = 50 * minuteMs;

/** In words for the developer. */
export class NotFounded extends Error {}

/** One thing that was written down, and when. */
type Act = { readonly at: number; readonly run: () => Promise<void> };

/**
 * What stands in `folder` from an attempt that was broken off is thrown away; the Emergency Kit is written last.
 * `now`: milliseconds since 1970; the last sessions lie before it.
 * @throws NotFounded with the code of what failed
 */
export async function seedDemo(server: string, folder: string, now: number): Promise<DemoFiles> {
  const files = demoFiles(folder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(files.device, { recursive: true });
  let moment = now - 20 * 7 * 24 * 60 * minuteMs;
  const vault = createVault({
    crypto: await nodeCryptoPort(),
    store: openNodeStore(files.device),
    transport: createHttpTransport(),
    clock: { ...nodeClock, now: () => moment },
    log: () => {},
  });
  try {
    const founded = must(await vault.found({ server, ...demoPractice }));
    must(await vault.confirmTotp(codeAt(founded.totp.secret, Date.now())));
    const groups = founded.kit.secretKey.split(" ").map((text, index) => ({ index, text }));
    must(await vault.confirmKit(groups));
    const acts: Act[] = [];
    for (const chart of demoCharts) acts.push(...(await beginChart(vault, chart, now, (at) => (moment = at))));
    for (const { at, run } of acts.toSorted((a, b) => a.at - b.at)) {
      moment = at;
      await run();
    }
    moment = now;
    must(await vault.sync());
    writeOwnersFile(files.passphrase, `${demoPractice.passphrase}\n`);
    writeOwnersFile(files.secondFactor, `${founded.totp.secret}\n`);
    writeOwnersFile(files.kit, kitSheet(must(await vault.kit())));
    return files;
  } finally {
    await vault.close();
  }
}

/** Makes the chart on the day of its first session; gives what is written in it later. */
async function beginChart(
  vault: Vault,
  demo: DemoChart,
  now: number,
  setClock: (at: number) => void,
): Promise<readonly Act[]> {
  const ends = (weeksAgo: number) => sessionEnd(demo, weeksAgo, now);
  setClock(ends(Math.max(...demo.notes.map((note) => note.weeksAgo))));
  const chart = must(await vault.createChart({ name: demo.name })).id;
  const notes = demo.notes.map((note) => {
    const kind = note.forMeAlone ? ("psychotherapy" as const) : ("progress" as const);
    const at = ends(note.weeksAgo) + (note.forMeAlone ? 9 : 4) * minuteMs;
    const title = note.title ?? (note.forMeAlone ? "Psychotherapy note" : "Progress note");
    const common = { chart, kind, title, date: dayOf(at) };
    return {
      at,
      async run() {
        const first = await vault.saveNote({ ...common, body: bodyOf(note.before ?? note.text), basedOn: [] });
        const { note: id, revision } = must(first);
        if (note.before === undefined) return;
        must(await vault.saveNote({ ...common, note: id, body: bodyOf(note.text), basedOn: [revision] }));
      },
    };
  });
  const measures = (demo.measures ?? []).map(({ weeksAgo, measure, answers, asked }) => ({
    at: ends(weeksAgo) - 45 * minuteMs,
    async run() {
      const date = dayOf(ends(weeksAgo));
      const filled = { how: "client" as const, measure, version: "1", answers: [...answers].map(Number) };
      const enquiry = asked === undefined ? {} : { enquiry: { asked: true, words: asked } };
      must(await vault.saveMeasure({ chart, date, filled, note: "", ...enquiry }));
    },
  }));
  const files = (demo.files ?? []).map(({ weeksAgo, name, mediaType, text }) => ({
    at: ends(weeksAgo) + 6 * minuteMs,
    async run() {
      must(await vault.attach({ chart, name, mediaType, bytes: new TextEncoder().encode(text) }));
    },
  }));
  const { draft } = demo;
  const drafts = draft && {
    at: now,
    async run() {
      const common = { chart, kind: "progress" as const, title: "Progress note", date: dayOf(now), basedOn: [] };
      must(await vault.keepDraft({ ...common, body: bodyOf(draft.text) }));
    },
  };
  return [...notes, ...measures, ...files, ...(drafts ? [drafts] : [])];
}

/** When the session of that week ended; weeks are counted back from the last one that is over. */
function sessionEnd({ sessions }: DemoChart, weeksAgo: number, now: number): number {
  const last = new Date(now);
  last.setHours(sessions.hour, 0, 0, 0);
  // Never today: today's note is the one that is begun.
  const back = (last.getDay() - sessions.weekday + 7) % 7 || 7;
  last.setDate(last.getDate() - back - weeksAgo * 7);
  return last.getTime() + sessionMs;
}

function dayOf(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function bodyOf(markup: string): { readonly text: string; readonly doc: unknown } {
  const doc = docOfMarkup(markup);
  return { text: textOfDoc(doc), doc };
}

/** Readable by its owner alone, as the command line asks of files with secrets. */
function writeOwnersFile(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
}

function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new NotFounded(`The demo practice could not be founded (${outcome.error.code}).`);
  return outcome.value;
}
