/** A chart of 500 notes and a gigabyte of documents as one sealed ZIP file, beside what any program has to do with as many bytes. */

import { createDecipheriv, createHash, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, ofRounds, rounds } from "../figure.ts";
import { inProcess } from "../in-process.ts";
import { startServer } from "../real-parts.ts";
import type { Order } from "./export-process.ts";

const program = new URL("export-process.ts", import.meta.url);
const documents = 8;
const documentBytes = 128 * 1024 * 1024;
const chunkBytes = 256 * 1024;

type Measured = {
  readonly megabytes: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
};

export async function measureExports(say: (text: string) => void): Promise<Figure[]> {
  const place = mkdtempSync(join(tmpdir(), "alcove-exports-"));
  const folder = join(place, "device");
  try {
    say("A chart of 500 notes and a gigabyte of documents ...");
    const server = await startServer();
    const run = (order: Order) => inProcess<Measured>(program, order);
    await run({ kind: "fill", origin: server.origin, folder, notes: 500, documents, bytes: documentBytes });
    await server.stop();
    const measured: Figure[][] = [];
    for (let round = 0; round < rounds; round++) {
      const out = join(place, "chart.zip");
      const probe = openHashAndWrite(out);
      const { megabytes, seconds, cpuSeconds, peakMiB } = await run({ kind: "export", folder, out });
      rmSync(out);
      const parts = { wallMBps: megabytes / seconds, probeMBps: probe };
      measured.push([
        { key: "exportMBps", value: megabytes / cpuSeconds, mustBe: 60, atLeast: true, reachFor: 150, parts },
        { key: "exportPeakMiB", value: peakMiB, mustBe: 300, reachFor: 200, counts: "highest", parts: {} },
      ]);
    }
    return ofRounds(measured);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** AES-256-GCM, SHA-256 and a durable file, a chunk after the other: megabytes a second of CPU time. */
function openHashAndWrite(out: string): number {
  const [key, nonce, chunk] = [randomBytes(32), randomBytes(12), randomBytes(chunkBytes)];
  const total = documents * documentBytes;
  const before = process.cpuUsage();
  const hash = createHash("sha256");
  const file = openSync(out, "wx");
  for (let at = 0; at < total; at += chunkBytes) {
    // Both directions cost the same, and this one needs no tag that fits.
    const opened = createDecipheriv("aes-256-gcm", key, nonce).update(chunk);
    hash.update(opened);
    writeSync(file, opened);
  }
  hash.digest();
  fsyncSync(file);
  closeSync(file);
  rmSync(out);
  const { user, system } = process.cpuUsage(before);
  return total / 1e6 / ((user + system) / 1e6);
}
