/**
 * What the hardware does with the same bytes and none of our code: the lower part of every ratio. Imports no Alcove package.
 */

import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign, verify, webcrypto } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const { subtle } = webcrypto;

function withFile<T>(work: (database: DatabaseSync) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "alcove-probe-"));
  const database = new DatabaseSync(join(folder, "probe.sqlite"));
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (n INTEGER PRIMARY KEY, bytes BLOB)",
  );
  try {
    return work(database);
  } finally {
    database.close();
    rmSync(folder, { recursive: true });
  }
}

function insertIn(database: DatabaseSync, rows: readonly Uint8Array[]): void {
  const insert = database.prepare("INSERT INTO rows (bytes) VALUES (?)");
  for (let at = 0; at < rows.length; at += 100) {
    database.exec("BEGIN");
    for (const row of rows.slice(at, at + 100)) insert.run(row);
    database.exec("COMMIT");
  }
}

async function key(): Promise<webcrypto.CryptoKey> {
  return subtle.importKey("raw", randomBytes(32), "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** AES-256-GCM one by one as a straight program would, then rows of 100 a durable transaction. Microseconds a note. */
export async function sealAndInsert(texts: readonly string[]): Promise<number> {
  const k = await key();
  const began = performance.now();
  const sealed: Uint8Array[] = [];
  for (const text of texts) {
    const iv = webcrypto.getRandomValues(new Uint8Array(12));
    const data = new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, k, Buffer.from(text)));
    const row = new Uint8Array(12 + data.length);
    row.set(iv);
    row.set(data, 12);
    sealed.push(row);
  }
  withFile((database) => insertIn(database, sealed));
  return ((performance.now() - began) * 1000) / texts.length;
}

/** Rows of 100 a durable transaction as they came, then opened one by one into text. Microseconds a note. */
export async function openAndInsert(texts: readonly string[]): Promise<number> {
  const k = await key();
  const rows: { iv: Uint8Array<ArrayBuffer>; data: Uint8Array<ArrayBuffer> }[] = [];
  for (const text of texts) {
    const iv = webcrypto.getRandomValues(new Uint8Array(12));
    rows.push({ iv, data: new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, k, Buffer.from(text))) });
  }
  const began = performance.now();
  withFile((database) =>
    insertIn(
      database,
      rows.map((row) => row.data),
    ),
  );
  let length = 0;
  for (const { iv, data } of rows)
    length += Buffer.from(await subtle.decrypt({ name: "AES-GCM", iv }, k, data)).toString("utf8").length;
  if (length === 0) throw new Error("nothing was opened");
  return ((performance.now() - began) * 1000) / texts.length;
}

/** A contentless FTS5 table of the same texts. Microseconds a note, and the table for `searchRaw`. */
export function buildIndex(texts: readonly string[]): { microseconds: number; database: DatabaseSync } {
  const database = new DatabaseSync(":memory:");
  database.exec(
    `CREATE VIRTUAL TABLE words USING fts5(body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2", prefix='2 3')`,
  );
  const insert = database.prepare("INSERT INTO words (rowid, body) VALUES (?, ?)");
  const began = performance.now();
  for (let at = 0; at < texts.length; at += 100) {
    database.exec("BEGIN");
    for (let i = at; i < Math.min(at + 100, texts.length); i++) insert.run(i + 1, texts[i] as string);
    database.exec("COMMIT");
  }
  return { microseconds: ((performance.now() - began) * 1000) / texts.length, database };
}

/** Milliseconds of each query: newest 20 and how many in all, as the search page asks. */
export function searchRaw(database: DatabaseSync, expressions: readonly string[]): number[] {
  const newest = database.prepare("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 20");
  const count = database.prepare("SELECT count(*) AS n FROM words WHERE words MATCH ?");
  return expressions.map((expression) => {
    const began = performance.now();
    newest.all(expression);
    count.get(expression);
    return performance.now() - began;
  });
}

/** One Ed25519 verification by node:crypto, microseconds. */
export function verifyOnce(): number {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const message = randomBytes(300);
  const signature = sign(null, message, createPrivateKey(privateKey.export({ format: "pem", type: "pkcs8" })));
  const began = performance.now();
  for (let i = 0; i < 500; i++) if (!verify(null, message, publicKey, signature)) throw new Error("probe is wrong");
  return ((performance.now() - began) * 1000) / 500;
}

/** One HMAC-SHA256 of a short message under a new key by node:crypto, microseconds. */
export function hmacMicroseconds(): number {
  const [key, message] = [randomBytes(32), randomBytes(20)];
  const began = performance.now();
  for (let i = 0; i < 20_000; i++) createHmac("sha256", key).update(message).digest();
  return ((performance.now() - began) * 1000) / 20_000;
}

/** HPKE to X-Wing keys by the library as it comes, one after the other. */
export async function sealsPerSecond(count: number): Promise<number> {
  const { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_MLKEM768_X25519 } = await import("hpke");
  const suite = new CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
  const { publicKey } = await suite.GenerateKeyPair();
  const [info, plaintext] = [new Uint8Array(randomBytes(250)), new Uint8Array(randomBytes(32))];
  const began = performance.now();
  for (let i = 0; i < count; i++) await suite.Seal(publicKey, plaintext, { info });
  return (count * 1000) / (performance.now() - began);
}

/** Argon2id as the key settings ask, milliseconds: what unlocking costs before anything of ours runs. */
export async function argon2Milliseconds(): Promise<number> {
  const { argon2Sync } = await import("node:crypto");
  const times = Array.from({ length: 3 }, () => {
    const began = performance.now();
    argon2Sync("argon2id", {
      message: Buffer.from("walnut ferry quilt amber gravel"),
      nonce: randomBytes(16),
      parallelism: 1,
      tagLength: 32,
      memory: 65536,
      passes: 3,
    });
    return performance.now() - began;
  });
  return times.sort((a, b) => a - b)[1] as number;
}

/** What `work` took on the clock, and of the processors: where others use the machine too, the first says little. Milliseconds. */
export async function timed<T>(
  work: () => T | Promise<T>,
): Promise<{ value: Awaited<T>; milliseconds: number; cpu: number }> {
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const value = await work();
  const milliseconds = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { value, milliseconds, cpu: (user + system) / 1000 };
}

export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] as number;
}
