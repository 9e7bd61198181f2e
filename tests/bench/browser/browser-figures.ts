/**
 * The keys of `main.ts` in a real Chromium: the vault in a worker on the private file system, against a real server
 * process that also serves the page. Each probe runs in the worker that it is compared with.
 */

import { rmSync } from "node:fs";
import { atMost, searches } from "../device-figures.ts";
import { type Figure, ofRounds, rounds } from "../figure.ts";
import { generateNotes } from "../generate-notes.ts";
import { percentile } from "../probes.ts";
import { startServer } from "../real-parts.ts";
import { type BrowserDevice, bundleBenchPage, openBrowserDevice } from "./bench-page.ts";

export async function measureInBrowser(count: number, say: (text: string) => void): Promise<readonly Figure[]> {
  const notes = generateNotes(count);
  say("Browser: page ...");
  const page = await bundleBenchPage(notes);
  const measured: (readonly Figure[])[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`Browser: round ${round} of ${rounds} ...`);
    measured.push(await measureOnce(page, notes.length));
  }
  rmSync(page, { recursive: true, force: true });
  return ofRounds(measured);
}

async function measureOnce(page: string, count: number): Promise<readonly Figure[]> {
  const server = await startServer(page);
  const perNote = (milliseconds: number) => (milliseconds * 1000) / count;

  const first = await openBrowserDevice(server.origin);
  const sealProbe = perNote(await first.measure("sealAndInsert"));
  const imported = await first.measure("importNotes");
  await first.remove();
  const importMicroseconds = perNote(imported.milliseconds);

  const plain = await openBrowserDevice(server.origin);
  const openProbe = perNote(await plain.measure("openAndInsert"));
  const plainArgon2 = await argon2Of(plain);
  const synced = await plain.measure("firstSync", imported.kit, count, "when-searched");
  const syncMicroseconds = perNote(synced.synced - plainArgon2);
  await plain.remove();

  const second = await openBrowserDevice(server.origin);
  const ftsProbe = perNote(await second.measure("buildIndex"));
  const secondArgon2 = await argon2Of(second);
  const indexed = await second.measure("firstSync", imported.kit, count, "soon");
  const indexedMicroseconds = perNote(indexed.synced + indexed.indexed - secondArgon2);

  await second.reload();
  // By turns: Argon2id takes longer than all the rest, and on a busy machine now more, now less.
  const argon2s: number[] = [];
  const unlocks: number[] = [];
  for (let i = 0; i < 7; i++) {
    argon2s.push(await second.measure("argon2"));
    unlocks.push(await second.measure("unlock"));
  }
  const [argon2, unlock] = [percentile(argon2s, 50), percentile(unlocks, 50)];
  const found = await second.measure(
    "search",
    searches.map(([words]) => words),
  );
  await second.measure("buildIndex");
  const expressions = searches.map(([, expression]) => expression);
  const raw = percentile(await second.measure("searchRaw", expressions), 95);
  await second.remove();
  await server.stop();

  return [
    atMost("importPerNote", importMicroseconds / sealProbe, 2, 1.2, {
      microseconds: importMicroseconds,
      probe: sealProbe,
    }),
    atMost("firstSyncPerNote", syncMicroseconds / openProbe, 2, 1.3, {
      microseconds: syncMicroseconds,
      probe: openProbe,
      argon2Milliseconds: plainArgon2,
    }),
    atMost("firstSyncIndexed", indexedMicroseconds / (ftsProbe + openProbe), 1.5, 1.1, {
      microseconds: indexedMicroseconds,
      ftsProbe,
      openProbe,
    }),
    atMost("unlockToNote", unlock - argon2, 150, 50, { milliseconds: unlock, argon2Milliseconds: argon2 }),
    atMost("searchP95", percentile(found, 95) / raw, 2, 1.2, {
      milliseconds: percentile(found, 95),
      p50: percentile(found, 50),
      probe: raw,
    }),
  ];
}

async function argon2Of(device: BrowserDevice): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) times.push(await device.measure("argon2"));
  return percentile(times, 50);
}
