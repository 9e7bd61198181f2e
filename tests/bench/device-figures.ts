/** What a device does with many notes: import, first sync, index, unlock, search, memory, bytes on the server. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { VaultOptions } from "@alcove/vault";
import type { Order } from "./device-process.ts";
import { type Figure, ofRounds, rounds } from "./figure.ts";
import { generateNotes, peakMiB, plainBytes } from "./generate-notes.ts";
import { argon2Milliseconds, buildIndex, openAndInsert, percentile, sealAndInsert, searchRaw } from "./probes.ts";
import { inProcess as runInProcess } from "./in-process.ts";
import { bytesIn, type ServerProcess, startServer } from "./real-parts.ts";

/** Each as the vault takes it and as FTS5 does. */
const queries = [
  ["hallway exercise", "hallway AND exercise"],
  ["grief", "grief"],
  ["sleep*", "sleep*"],
  ['"the drive home"', '"the drive home"'],
  ["zq1*", "zq1*"],
  ["manager panic train", "manager AND panic AND train"],
  ["exposure -grief", "exposure NOT grief"],
  ["chair work tenderness", "chair AND work AND tenderness"],
  ["physician", "physician"],
  ["letter court", "letter AND court"],
  ["zqa*", "zqa*"],
  ["choir relief", "choir AND relief"],
] as const;
export const searches = Array.from({ length: 10 }, () => queries).flat();

/** Microseconds a note. */
export type PerNote = { readonly imported: number; readonly synced: number };

export async function measureDevice(count: number): Promise<{ figures: Figure[]; perNote: PerNote }> {
  const measured: Awaited<ReturnType<typeof measureOnce>>[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await measureOnce(count));
  const middle = (values: readonly number[]) => percentile(values, 50);
  return {
    figures: ofRounds(measured.map(({ figures }) => figures)),
    perNote: {
      imported: middle(measured.map(({ perNote }) => perNote.imported)),
      synced: middle(measured.map(({ perNote }) => perNote.synced)),
    },
  };
}

async function measureOnce(count: number): Promise<{ figures: Figure[]; perNote: PerNote }> {
  const notes = generateNotes(count);
  const texts = notes.map((note) => note.text);
  const plain = plainBytes(notes);
  const sealProbe = await sealAndInsert(texts);
  const openProbe = await openAndInsert(texts);
  const index = buildIndex(texts);
  const argon2 = await argon2Milliseconds();
  return withDevices(async (server, [first, second, third]) => {
    const imported = await inProcess({ kind: "import", origin: server.origin, folder: first, notes: count });
    const plainly = await firstSync(server, third, imported, "when-searched");
    const synced = await firstSync(server, second, imported, "soon");
    const unlocked = await inProcess({ kind: "unlock", folder: second, times: 5 });
    const found = await inProcess({ kind: "search", folder: second, queries: searches.map(([words]) => words) });
    const raw = rawP95(index);
    const perNote = { imported: imported["microseconds"] ?? 0, synced: syncedPerNote(plainly, argon2, count) };
    const indexed = syncedPerNote(synced, argon2, count) + ((synced["searchedMilliseconds"] ?? 0) * 1000) / count;
    const serverPeak = peakMiB(server.pid) ?? 0;
    const bytes = bytesIn(await server.stopAndKeep());
    const [unlock = 0, unlockArgon2 = 0] = [unlocked["milliseconds"], unlocked["argon2Milliseconds"]];
    const p95 = found["p95"] ?? 0;
    const peaks = { import: imported["peakMiB"] ?? 0, firstSync: synced["peakMiB"] ?? 0 };
    return {
      perNote,
      figures: [
        atMost("importPerNote", perNote.imported / sealProbe, 2, 1.2, {
          microseconds: perNote.imported,
          probe: sealProbe,
        }),
        atMost("firstSyncPerNote", perNote.synced / openProbe, 2, 1.3, {
          microseconds: perNote.synced,
          probe: openProbe,
        }),
        atMost("firstSyncIndexed", indexed / (index.microseconds + openProbe), 1.5, 1.1, {
          microseconds: indexed,
          ftsProbe: index.microseconds,
          openProbe,
        }),
        atMost("unlockToNote", unlock - unlockArgon2, 150, 50, {
          milliseconds: unlock,
          argon2Milliseconds: unlockArgon2,
        }),
        atMost("searchP95", p95 / raw, 2, 1.2, { milliseconds: p95, probe: raw }),
        peak("devicePeakMiB", Math.max(peaks.import, peaks.firstSync), 400, 250, peaks),
        peak("serverPeakMiB", serverPeak, 300, 150, {}),
        atMost("storedBytesPerPlainByte", bytes / plain, 1.15, 1, { bytes, plain }),
      ],
    };
  });
}

/** How much more a note costs among ten times as many. */
export async function measureGrowth(count: number, small: PerNote): Promise<Figure[]> {
  const argon2 = await argon2Milliseconds();
  return withDevices(async (server, [first, second]) => {
    const imported = await inProcess({ kind: "import", origin: server.origin, folder: first, notes: count });
    const synced = syncedPerNote(await firstSync(server, second, imported, "when-searched"), argon2, count);
    const microseconds = imported["microseconds"] ?? 0;
    return [
      atMost("importGrowth", microseconds / small.imported, 1.3, 1, { microseconds, small: small.imported }),
      atMost("firstSyncGrowth", synced / small.synced, 1.3, 1, { microseconds: synced, small: small.synced }),
    ];
  });
}

export async function measureLargeSearch(count: number): Promise<Figure[]> {
  const index = buildIndex(generateNotes(count).map((note) => note.text));
  const raw = rawP95(index);
  return withDevices(async (server, [folder]) => {
    await inProcess({ kind: "import", origin: server.origin, folder, notes: count });
    const found = await inProcess({ kind: "search", folder, queries: searches.map(([words]) => words) });
    const p95 = found["p95"] ?? 0;
    return [
      atMost("searchP95Large", p95 / raw, 2, 1.2, { milliseconds: p95, probe: raw }),
      atMost("searchP95LargeMs", p95, 30, 10, { p50: found["p50"] ?? 0 }),
    ];
  });
}

export const atMost = (
  key: string,
  value: number,
  mustBe: number,
  reachFor: number,
  parts: Readonly<Record<string, number>>,
): Figure => ({ key, value, mustBe, reachFor, parts });

const peak = (...figure: Parameters<typeof atMost>): Figure => ({ ...atMost(...figure), counts: "highest" });

const rawP95 = ({ database }: ReturnType<typeof buildIndex>): number =>
  percentile(
    searchRaw(
      database,
      searches.map(([, expression]) => expression),
    ),
    95,
  );

function syncedPerNote(synced: Record<string, number>, argon2: number, count: number): number {
  if (synced["notes"] !== count) throw new Error(`of ${count} notes ${synced["notes"]} came`);
  return (((synced["syncedMilliseconds"] ?? 0) - argon2) * 1000) / count;
}

function firstSync(
  server: ServerProcess,
  folder: string,
  imported: { kit?: string },
  indexing: VaultOptions["indexing"],
) {
  const kit = imported.kit ?? "";
  return inProcess({ kind: "firstSync", origin: server.origin, folder, kit, indexing });
}

async function withDevices<T>(
  work: (server: ServerProcess, folders: readonly [string, string, string]) => Promise<T>,
): Promise<T> {
  const server = await startServer();
  const folder = (name: string) => mkdtempSync(join(tmpdir(), `alcove-bench-${name}-`));
  const folders = [folder("first"), folder("second"), folder("third")] as const;
  try {
    return await work(server, folders);
  } finally {
    await server.stop();
    for (const each of folders) rmSync(each, { recursive: true, force: true });
  }
}

const inProcess = (order: Order) =>
  runInProcess<Record<string, number> & { kit?: string }>(new URL("./device-process.ts", import.meta.url), order);
