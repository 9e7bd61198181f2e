/** DT-01, SD-01: the scanner itself. What it does not find, no leak test proves. */

import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { constants, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Inflater } from "./layer/inflate.ts";
import { type Canary, contentsOf, findLeaks } from "./leak-scan.ts";

const words = "Wintergarten mit Überhang";
const canaries: readonly Canary[] = [
  { name: "a sentence", words },
  { name: "a key", secret: new Uint8Array(randomBytes(32)) },
  { name: "another", words: "Kolibri" },
];
const around = (planted: Uint8Array | string, shift = 0): Uint8Array =>
  Buffer.concat([
    randomBytes(5000 + shift),
    typeof planted === "string" ? Buffer.from(planted, "latin1") : planted,
    randomBytes(3000),
  ]);
const long = Buffer.from(`Before ${words} and after. `.repeat(20), "utf8");

const scan = (bytes: Uint8Array) => findLeaks([{ file: "planted", bytes }], canaries);

describe("a planted leak is found", () => {
  const utf8 = Buffer.from(words, "utf8");
  const utf16 = Buffer.from(words, "utf16le");
  const base64 = (shift: number) => Buffer.concat([randomBytes(shift), utf8, randomBytes(7)]).toString("base64");
  const ways: Readonly<Record<string, readonly [Uint8Array, string]>> = {
    "UTF-8": [around(utf8), "UTF-8"],
    "lower case": [around(Buffer.from(words.toLowerCase())), "UTF-8"],
    "UTF-16LE": [around(utf16), "UTF-16LE"],
    "Latin-1": [around(Buffer.from(words, "latin1")), "Latin-1"],
    "UTF-16BE": [around(Buffer.from(utf16).swap16()), "UTF-16BE"],
    hex: [around(utf8.toString("hex")), "UTF-8 in hex"],
    "hex in capitals": [around(utf8.toString("hex").toUpperCase()), "UTF-8 in hex"],
    "base64, first alignment": [around(base64(0)), "UTF-8 in base64"],
    "base64, second alignment": [around(base64(1)), "UTF-8 in base64"],
    "base64, third alignment": [around(base64(2)), "UTF-8 in base64"],
    "UTF-16 in base64": [
      around(Buffer.concat([randomBytes(1), utf16, randomBytes(5)]).toString("base64")),
      "UTF-16LE in base64",
    ],
    zlib: [around(deflateSync(long)), "UTF-8, deflated"],
    gzip: [around(gzipSync(long)), "UTF-8, deflated"],
    "raw deflate": [around(deflateRawSync(long)), "UTF-8, deflated"],
    "deflate with the fixed code": [around(deflateRawSync(long, { strategy: constants.Z_FIXED })), "UTF-8, deflated"],
    "deflate that only stores": [
      around(deflateRawSync(Buffer.concat([randomBytes(300), utf8]), { level: 0 })),
      "UTF-8, deflated",
    ],
    "deflate that is cut off": [
      around(deflateRawSync(Buffer.concat([long, randomBytes(9000)])).subarray(0, 800)),
      "UTF-8, deflated",
    ],
    "base64 in gzip": [around(gzipSync(Buffer.from(`{"text":"${base64(1).repeat(3)}"}`))), "UTF-8 in base64, deflated"],
  };
  test.each(Object.entries(ways))("as %s", (_, [bytes, encoding]) => {
    expect(scan(bytes)).toContainEqual({ canary: "a sentence", encoding, file: "planted" });
  });

  test("as base64url, where it is another text than base64", () => {
    const canary = { name: "signs", words: "???>>>???>>>" };
    const text = Buffer.from(canary.words).toString("base64url");
    expect(text).toMatch(/[-_]/);
    expect(findLeaks([{ file: "planted", bytes: around(text) }], [canary])).toContainEqual({
      canary: "signs",
      encoding: "UTF-8 in base64url",
      file: "planted",
    });
  });

  test("as the bytes of a secret, in hex and in base64", () => {
    const { secret } = canaries[1] as Extract<Canary, { secret: Uint8Array }>;
    // By chance the noise before it reads as a stream that only stores, and it is found in there as well.
    for (const [planted, encoding] of [
      [secret, "bytes"],
      [Buffer.from(secret).toString("hex"), "bytes in hex"],
      [Buffer.concat([randomBytes(2), secret, randomBytes(2)]).toString("base64"), "bytes in base64"],
    ] as const)
      expect(scan(around(planted as Uint8Array))).toContainEqual({ canary: "a key", encoding, file: "planted" });
  });
});

test("noise, and what only resembles a canary, is no leak", () => {
  const near = Buffer.from(`${words.slice(0, -1)} ${words.slice(1)} Kolibr olibri`);
  expect(scan(Buffer.concat([randomBytes(1_000_000), near, gzipSync(near)]))).toEqual([]);
});

test("a canary that is too short to mean anything is refused", () => {
  expect(() => findLeaks([], [{ name: "short", words: "Eve" }])).toThrow(/too short/);
});

test("the inflater gives what zlib gives, and stops where there is no stream", () => {
  const inflater = new Inflater();
  for (const level of [0, 1, 6, 9]) {
    for (const text of [long, Buffer.concat([long, randomBytes(40_000), long]), Buffer.alloc(70_000, 7)]) {
      const packed = deflateRawSync(text, { level });
      expect(Buffer.compare(inflater.inflate(packed, 0) as Uint8Array, text), `level ${level}`).toBe(0);
    }
  }
  expect(inflater.inflate(new Uint8Array([7, 7, 7]), 0)).toBeUndefined();
  expect(inflater.inflate(new Uint8Array(0), 0)).toBeUndefined();
  expect(inflater.inflate(deflateRawSync(Buffer.from("short")), 0)).toBeUndefined();
});

describe("in a folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "alcove-leak-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("files in folders, their names, and nothing where there is nothing", () => {
    mkdirSync(join(folder, "a", "b"), { recursive: true });
    writeFileSync(join(folder, "a", "b", "file"), around(Buffer.from(words)));
    writeFileSync(join(folder, "a", "Kolibri.bin"), randomBytes(1000));
    const found = findLeaks(contentsOf(folder), canaries).map(({ file }) => file);
    expect(found).toContain(join("a", "b", "file"));
    expect(found).toContain(`the name ${join("a", "Kolibri.bin")}`);
    rmSync(join(folder, "a"), { recursive: true });
    expect(findLeaks(contentsOf(folder), canaries)).toEqual([]);
  });

  test("SQLite: a row, a row that was deleted, the write-ahead log, and a value that is spread over pages", () => {
    const database = new DatabaseSync(join(folder, "store.sqlite"));
    database.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (v BLOB)");
    const insert = database.prepare("INSERT INTO t VALUES (?)");
    insert.run(around(Buffer.from(words)));
    expect(findLeaks(contentsOf(folder), canaries).map(({ file }) => file)).toEqual(
      expect.arrayContaining(["store.sqlite-wal", "store.sqlite: t.v"]),
    );
    database.exec("DELETE FROM t; PRAGMA wal_checkpoint(TRUNCATE)");
    // In random bytes a stored block begins by chance, two or three times in a hundred; what lies in it is found a second time.
    const free = new Set(findLeaks(contentsOf(folder), canaries).map(({ file }) => file));
    expect([...free], "its free pages").toEqual(["store.sqlite"]);
    database.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
    expect(findLeaks(contentsOf(folder), canaries)).toEqual([]);
    // Wherever the boundary lies, one of these words lies across it.
    insert.run(Buffer.from(words.repeat(2000)));
    insert.run(gzipSync(Buffer.concat([randomBytes(30_000), long])));
    const spread = findLeaks(contentsOf(folder), canaries).filter(({ file }) => file === "store.sqlite: t.v");
    expect(spread.map(({ encoding }) => encoding).sort()).toEqual(["UTF-8", "UTF-8, deflated"]);
    database.close();
  });
});
