/**
 * `npm run bench [-- --json] [-- --notes 10000] [-- --only key,key]`: each figure with its probe in the same run. Ratios are
 * what counts; absolute figures drift with the machine. Prints a table, or one JSON object. Exits 1 where a "must be" is missed.
 */

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureAppends } from "./appends.ts";
import { measureChangeSeen } from "./change-seen.ts";
import type { Order } from "./device-process.ts";
import { generateNotes, peakMiB, plainBytes } from "./generate-notes.ts";
import { argon2Milliseconds, buildIndex, openAndInsert, percentile, sealAndInsert, searchRaw } from "./probes.ts";
import { bytesIn, startServer } from "./real-parts.ts";

type Figure = {
  readonly key: string;
  readonly value: number;
  readonly mustBe: number;
  readonly atLeast?: true;
  readonly reachFor: number;
  readonly parts: Record<string, number>;
};

const { values: flags } = parseArgs({
  options: { json: { type: "boolean", default: false }, notes: { type: "string", default: "10000" } },
});
const count = Number(flags.notes);
const say = (text: string) => {
  if (!flags.json) console.error(text);
};

async function inProcess(order: Order): Promise<Record<string, number> & { kit?: string }> {
  const program = fileURLToPath(new URL("./device-process.ts", import.meta.url));
  // As `scripts/alcove.mjs` starts the command line program.
  const child = spawn(process.execPath, ["--no-warnings", "--max-semi-space-size=32", program, JSON.stringify(order)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`a device process ended with ${String(code)}`);
  return JSON.parse(out) as Record<string, number> & { kit?: string };
}

const figures: Figure[] = [];
const notes = generateNotes(count);
const texts = notes.map((note) => note.text);
const plain = plainBytes(notes);

say(`${count} notes of ${Math.round(plain / count)} bytes. Probes ...`);
const sealProbe = await sealAndInsert(texts);
const openProbe = await openAndInsert(texts);
const index = buildIndex(texts);
const argon2 = await argon2Milliseconds();

say("Import ...");
const server = await startServer();
const folders = ["first", "second"].map((name) => mkdtempSync(join(tmpdir(), `alcove-bench-${name}-`)));
const [first = "", second = ""] = folders;
const imported = await inProcess({ kind: "import", origin: server.origin, folder: first, notes: count });
figures.push({
  key: "importPerNote",
  value: (imported["microseconds"] ?? 0) / sealProbe,
  mustBe: 2,
  reachFor: 1.2,
  parts: { microseconds: imported["microseconds"] ?? 0, probe: sealProbe },
});

say("First sync ...");
const enrolOnly = argon2;
const synced = await inProcess({
  kind: "firstSync",
  origin: server.origin,
  folder: second,
  kit: imported.kit ?? "",
  notes: count,
  indexing: "now",
});
const syncMicroseconds = (((synced["syncedMilliseconds"] ?? 0) - enrolOnly) * 1000) / count;
const indexMicroseconds = ((synced["indexMilliseconds"] ?? 0) * 1000) / count;
figures.push({
  key: "firstSyncPerNote",
  value: syncMicroseconds / openProbe,
  mustBe: 2,
  reachFor: 1.3,
  parts: { microseconds: syncMicroseconds, probe: openProbe, argon2Milliseconds: argon2 },
});
figures.push({
  key: "firstSyncIndexed",
  value: (syncMicroseconds + indexMicroseconds) / (index.microseconds + openProbe),
  mustBe: 1.5,
  reachFor: 1.1,
  parts: { microseconds: syncMicroseconds + indexMicroseconds, ftsProbe: index.microseconds, openProbe },
});

say("Unlock and search ...");
const unlocked = await inProcess({ kind: "unlock", folder: second, times: 5 });
figures.push({
  key: "unlockToNote",
  value: (unlocked["milliseconds"] ?? 0) - argon2,
  mustBe: 150,
  reachFor: 50,
  parts: { milliseconds: unlocked["milliseconds"] ?? 0, argon2Milliseconds: argon2 },
});
const queries = [
  "hallway exercise",
  "grief",
  "sleep*",
  '"the drive home"',
  "zq1*",
  "manager panic train",
  "exposure -grief",
  "chair work tenderness",
  "physician",
  "letter court",
  "zqa*",
  "choir relief",
];
const expressions = [
  "hallway AND exercise",
  "grief",
  "sleep*",
  '"the drive home"',
  "zq1*",
  "manager AND panic AND train",
  "exposure NOT grief",
  "chair AND work AND tenderness",
  "physician",
  "letter AND court",
  "zqa*",
  "choir AND relief",
];
const repeated = Array.from({ length: 10 }, () => queries).flat();
const found = await inProcess({ kind: "search", folder: second, queries: repeated });
const raw = percentile(searchRaw(index.database, Array.from({ length: 10 }, () => expressions).flat()), 95);
figures.push({
  key: "searchP95",
  value: (found["p95"] ?? 0) / raw,
  mustBe: 2,
  reachFor: 1.2,
  parts: { milliseconds: found["p95"] ?? 0, probe: raw },
});

say("Stored bytes and memory ...");
figures.push({
  key: "devicePeakMiB",
  value: Math.max(imported["peakMiB"] ?? 0, synced["peakMiB"] ?? 0),
  mustBe: 400,
  reachFor: 250,
  parts: { import: imported["peakMiB"] ?? 0, firstSync: synced["peakMiB"] ?? 0 },
});
figures.push({ key: "serverPeakMiB", value: peakMiB(server.pid) ?? 0, mustBe: 300, reachFor: 150, parts: {} });
const stopped = await server.stopAndKeep();
figures.push({
  key: "storedBytesPerPlainByte",
  value: bytesIn(stopped) / plain,
  mustBe: 1.15,
  reachFor: 1,
  parts: { bytes: bytesIn(stopped), plain },
});
rmSync(stopped, { recursive: true, force: true });

say("A change seen on the other device ...");
const seen = await measureChangeSeen();
figures.push({ key: "changeSeenP95", value: seen.p95, mustBe: 50, reachFor: 12, parts: { p50: seen.p50 } });

say("Appends a second ...");
const appends = await measureAppends();
figures.push({
  key: "appendsPerSecond",
  value: appends.ours / appends.bare,
  mustBe: 0.5,
  atLeast: true,
  reachFor: 0.8,
  parts: { ours: appends.ours, bare: appends.bare },
});

for (const folder of folders) rmSync(folder, { recursive: true, force: true });

const missed = figures.filter((figure) =>
  figure.atLeast ? figure.value < figure.mustBe : figure.value > figure.mustBe,
);
if (flags.json)
  console.log(
    JSON.stringify({ notes: count, figures: Object.fromEntries(figures.map(({ key, ...rest }) => [key, rest])) }),
  );
else {
  console.log(`${"key".padEnd(26)}${"value".padStart(10)}${"must be".padStart(12)}${"reach for".padStart(12)}`);
  for (const { key, value, mustBe, atLeast, reachFor, parts } of figures) {
    const sign = atLeast ? ">=" : "<=";
    const details = Object.entries(parts)
      .map(([name, part]) => `${name} ${part.toFixed(part < 10 ? 2 : 0)}`)
      .join(", ");
    console.log(
      `${key.padEnd(26)}${value.toFixed(2).padStart(10)}${`${sign} ${mustBe}`.padStart(12)}${`${sign} ${reachFor}`.padStart(12)}   ${details}`,
    );
  }
  for (const { key } of missed) console.log(`missed: ${key}`);
}
process.exitCode = missed.length > 0 ? 1 : 0;
