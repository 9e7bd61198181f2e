/** A folder of ten clients' notes into new charts, from its files to what is read back, beside what any program has to do with as many. */

import { createCipheriv, createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { docx } from "../../e2e/zip.ts";
import { type Figure, ofRounds, rounds } from "../figure.ts";
import { generateNotes } from "../generate-notes.ts";
import { inProcess } from "../in-process.ts";
import { startServer } from "../real-parts.ts";
import type { Measured, Order } from "./import-process.ts";

const program = new URL("import-process.ts", import.meta.url);
const kinds = [
  {
    key: "importTextPerSecond",
    ending: "txt",
    files: 1000,
    mustBe: 300,
    reachFor: 1000,
    made: (text: string) => Buffer.from(text),
  },
  {
    key: "importDocxPerSecond",
    ending: "docx",
    files: 200,
    mustBe: 20,
    reachFor: 200,
    made: (text: string) => docx(asXml(text)),
  },
] as const;
const clients = [
  "Rosa Vermeer",
  "Tom Berg",
  "Ngozi Abara",
  "Lena Oduya",
  "Sam Whitlock",
  "Ines Prado",
  "Karl Amsel",
  "Mira Sand",
  "Jon Ferris",
  "Ada Quill",
];
const asXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export async function measureImports(say: (text: string) => void): Promise<Figure[]> {
  const place = mkdtempSync(join(tmpdir(), "alcove-imports-"));
  try {
    const measured: Figure[][] = [];
    for (const { ending, files, made } of kinds) {
      say(`${files} ${ending} files ...`);
      fill(join(place, ending), ending, files, made);
    }
    for (let round = 0; round < rounds; round++) {
      const figures: Figure[] = [];
      for (const { key, ending, files, mustBe, reachFor } of kinds) {
        const source = join(place, ending);
        const probe = files / readSealAndWrite(source, ending, files, join(place, "probe"));
        const server = await startServer();
        const folder = join(place, `device ${ending} ${round}`);
        const order: Order = { origin: server.origin, server: server.pid, folder, source, files };
        const { seconds, cpuSeconds } = await inProcess<Measured>(program, order);
        await server.stop();
        const parts = { wallPerSecond: files / seconds, probePerSecond: probe };
        figures.push({ key, value: files / cpuSeconds, mustBe, atLeast: true, reachFor, parts });
      }
      measured.push(figures);
    }
    return ofRounds(measured);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Named as people name them, so that nothing has to be asked. */
const nameOf = (at: number, ending: string): string => {
  const day = new Date(Date.UTC(2021, 0, 4 + Math.floor(at / clients.length) * 3)).toISOString().slice(0, 10);
  return join(clients[at % clients.length] as string, `${day} session.${ending}`);
};

function fill(folder: string, ending: string, files: number, made: (text: string) => Uint8Array): void {
  for (const client of clients) mkdirSync(join(folder, client), { recursive: true });
  for (const [at, { text }] of generateNotes(files).entries())
    writeFileSync(join(folder, nameOf(at, ending)), made(text));
}

/** Each file read, its words inflated where they are packed, hashed, sealed, and all in one durable file: seconds of CPU time. */
function readSealAndWrite(folder: string, ending: string, files: number, out: string): number {
  const key = randomBytes(32);
  const before = process.cpuUsage();
  const file = openSync(out, "wx");
  for (let at = 0; at < files; at++) {
    const bytes = readFileSync(join(folder, nameOf(at, ending)));
    const words = ending === "docx" ? inflateRawSync(packedIn(bytes)) : bytes;
    createHash("sha256").update(words).digest();
    const cipher = createCipheriv("aes-256-gcm", key, randomBytes(12));
    writeSync(file, Buffer.concat([cipher.update(words), cipher.final()]));
  }
  fsyncSync(file);
  closeSync(file);
  rmSync(out);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Of the document's own part, which these files hold as their last. */
function packedIn(bytes: Buffer): Buffer {
  const at = bytes.lastIndexOf("PK\u0003\u0004", undefined, "latin1");
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  return bytes.subarray(start, start + bytes.readUInt32LE(at + 18));
}
