/**
 * Looks for what must not be readable: words and secrets, as UTF-8, UTF-16, Latin-1, hex, base64 at every alignment and base64url,
 * in lower case, and inside whatever inflates at any offset. Files are read raw, so free pages and write-ahead logs are
 * in; the values of SQLite files are read besides, since a long one is spread over pages.
 */

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Inflater } from "./layer/inflate.ts";

/** `words` is looked for as text, `secret` as bytes. `name` stands in the report, never the thing itself. */
export type Canary = { readonly name: string } & ({ readonly words: string } | { readonly secret: Uint8Array });
/** `file`: relative, with what inside it. */
export type Leak = { readonly canary: string; readonly encoding: string; readonly file: string };
export type Content = { readonly file: string; readonly bytes: Uint8Array };

type Pattern = { readonly canary: string; readonly encoding: string; readonly bytes: Uint8Array };

/** Shorter things are found by chance. */
const shortestBytes = 6;

/** Each leak once for each file and encoding. */
export function findLeaks(contents: Iterable<Content>, canaries: readonly Canary[]): Leak[] {
  const finder = createFinder(canaries.flatMap(patternsOf));
  const inflater = new Inflater();
  const leaks = new Map<string, Leak>();
  const note = ({ canary, encoding }: Pattern, file: string) => {
    leaks.set(`${file}\n${canary}\n${encoding}`, { canary, encoding, file });
  };
  for (const { file, bytes } of contents) {
    for (const found of finder(bytes)) note(found, file);
    for (let offset = 0; offset < bytes.length; offset++) {
      const inflated = inflater.inflate(bytes, offset);
      if (inflated)
        for (const found of finder(inflated)) note({ ...found, encoding: `${found.encoding}, deflated` }, file);
    }
  }
  return [...leaks.values()];
}

/** Every file below a folder, and every value of every SQLite file among them. */
export function* contentsOf(folder: string): Generator<Content> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const file = relative(folder, path);
    const bytes = new Uint8Array(readFileSync(path));
    yield { file, bytes };
    // A name tells as much as a content.
    yield { file: `the name ${file}`, bytes: new TextEncoder().encode(file) };
    if (new TextDecoder("latin1").decode(bytes.subarray(0, 15)) === "SQLite format 3") yield* valuesOf(path, file);
  }
}

/** From a copy, which may be one of a database in use. */
function* valuesOf(path: string, file: string): Generator<Content> {
  const copy = mkdtempSync(join(tmpdir(), "alcove-leak-scan-"));
  try {
    for (const suffix of ["", "-wal"])
      cpSync(path + suffix, join(copy, basename(path) + suffix), { recursive: true, force: true, errorOnExist: false });
  } catch {
    // There is no write-ahead log.
  }
  const database = new DatabaseSync(join(copy, basename(path)));
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    for (const table of tables) {
      const name = String(table["name"]);
      const rows = database.prepare(`SELECT * FROM "${name}"`);
      // Browsers count microseconds since 1601.
      rows.setReadBigInts(true);
      for (const row of rows.iterate()) {
        for (const [column, value] of Object.entries(row)) {
          if (typeof value === "string")
            yield { file: `${file}: ${name}.${column}`, bytes: new TextEncoder().encode(value) };
          if (value instanceof Uint8Array) yield { file: `${file}: ${name}.${column}`, bytes: value };
        }
      }
    }
  } finally {
    database.close();
    rmSync(copy, { recursive: true, force: true });
  }
}

function patternsOf(canary: Canary): Pattern[] {
  const texts = "words" in canary ? [...new Set([canary.words, canary.words.toLowerCase()])] : [];
  const plain = texts.flatMap((text): [string, Uint8Array][] => [
    ["UTF-8", Buffer.from(text, "utf8")],
    ["UTF-16LE", Buffer.from(text, "utf16le")],
    ["UTF-16BE", Buffer.from(text, "utf16le").swap16()],
    ["Latin-1", Buffer.from(text, "latin1")],
  ]);
  if ("secret" in canary) plain.push(["bytes", canary.secret]);
  const encoded = plain.flatMap(([encoding, bytes]): [string, string][] => {
    const hex = Buffer.from(bytes).toString("hex");
    return [
      [`${encoding} in hex`, hex],
      [`${encoding} in hex`, hex.toUpperCase()],
      ...[0, 1, 2].flatMap((shift): [string, string][] => {
        const text = base64At(bytes, shift);
        return [
          [`${encoding} in base64`, text],
          [`${encoding} in base64url`, text.replaceAll("+", "-").replaceAll("/", "_")],
        ];
      }),
    ];
  });
  const all: Pattern[] = [
    ...plain.map(([encoding, bytes]) => ({ canary: canary.name, encoding, bytes })),
    ...encoded.map(([encoding, text]) => ({ canary: canary.name, encoding, bytes: Buffer.from(text, "latin1") })),
  ];
  for (const { bytes } of all)
    if (bytes.length < shortestBytes) throw new Error(`canary "${canary.name}" is too short to look for`);
  // Where two are the same, as base64 and base64url often are, the first stands for both.
  return all.filter(({ bytes }, i) => all.findIndex((other) => Buffer.compare(other.bytes, bytes) === 0) === i);
}

/** The characters that depend on `bytes` alone where they begin `shift` bytes after a multiple of three. */
function base64At(bytes: Uint8Array, shift: number): string {
  const text = Buffer.concat([new Uint8Array(shift), bytes]).toString("base64");
  return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
}

/** All patterns in one pass: their first two bytes say where to look closer. */
function createFinder(patterns: readonly Pattern[]): (bytes: Uint8Array) => Pattern[] {
  const byStart = new Map<number, Pattern[]>();
  const starts = new Uint8Array(65_536);
  for (const pattern of patterns) {
    const start = ((pattern.bytes[0] as number) << 8) | (pattern.bytes[1] as number);
    starts[start] = 1;
    byStart.set(start, [...(byStart.get(start) ?? []), pattern]);
  }
  return (bytes) => {
    const found = new Set<Pattern>();
    for (let at = 0; at + 1 < bytes.length; at++) {
      const start = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
      if (starts[start] === 0) continue;
      for (const pattern of byStart.get(start) ?? []) if (standsAt(bytes, at, pattern.bytes)) found.add(pattern);
    }
    return [...found];
  };
}

function standsAt(bytes: Uint8Array, at: number, pattern: Uint8Array): boolean {
  if (at + pattern.length > bytes.length) return false;
  for (let i = 2; i < pattern.length; i++) if (bytes[at + i] !== pattern[i]) return false;
  return true;
}
