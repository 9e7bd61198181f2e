/** What this browser does with the same bytes and none of our code. Imports no Alcove package. */

import { argon2id } from "hash-wasm";
import { openRawFile, openRawMemory, type RawDatabase } from "./raw-sqlite.ts";

type Text = { readonly text: string };
const encoder = new TextEncoder();

export function createProbeWork(fetchNotes: () => Promise<readonly Text[]>) {
  let words: RawDatabase | undefined;
  const texts = async () => (await fetchNotes()).map(({ text }) => text);
  return {
    /** AES-256-GCM one by one as a straight program would, then rows of 100 a durable transaction. Milliseconds. */
    async sealAndInsert(): Promise<number> {
      const all = await texts();
      const [key, database] = [await newKey(), await openRawFile()];
      const began = performance.now();
      const rows: Uint8Array[] = [];
      for (const text of all) {
        const { iv, data } = await seal(key, text);
        const row = new Uint8Array(12 + data.length);
        row.set(iv);
        row.set(data, 12);
        rows.push(row);
      }
      insertIn(database, rows);
      const milliseconds = performance.now() - began;
      await database.remove();
      return milliseconds;
    },

    /** Rows of 100 a durable transaction as they came, then opened one by one into text. Milliseconds. */
    async openAndInsert(): Promise<number> {
      const [key, database] = [await newKey(), await openRawFile()];
      const rows: Awaited<ReturnType<typeof seal>>[] = [];
      for (const text of await texts()) rows.push(await seal(key, text));
      const decoder = new TextDecoder();
      const began = performance.now();
      insertIn(
        database,
        rows.map(({ data }) => data),
      );
      let length = 0;
      for (const { iv, data } of rows)
        length += decoder.decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data)).length;
      const milliseconds = performance.now() - began;
      if (length === 0) throw new Error("nothing was opened");
      await database.remove();
      return milliseconds;
    },

    /** A contentless FTS5 table of the same texts, kept for `searchRaw`. Milliseconds. */
    async buildIndex(): Promise<number> {
      const all = await texts();
      words = await openRawMemory();
      words.exec(
        `CREATE VIRTUAL TABLE words USING fts5(body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2", prefix='2 3')`,
      );
      const insert = words.prepare("INSERT INTO words (rowid, body) VALUES (?, ?)");
      const began = performance.now();
      for (let at = 0; at < all.length; at += 100) {
        words.exec("BEGIN");
        for (let i = at; i < Math.min(at + 100, all.length); i++) insert(i + 1, encoder.encode(all[i]));
        words.exec("COMMIT");
      }
      return performance.now() - began;
    },

    /** Milliseconds of each query: newest 20 and how many in all, as the search page asks. */
    async searchRaw(expressions: readonly string[]): Promise<readonly number[]> {
      if (!words) throw new Error("buildIndex comes first");
      const newest = words.prepare("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 20");
      const count = words.prepare("SELECT count(*) FROM words WHERE words MATCH ?");
      return expressions.map((expression) => {
        const began = performance.now();
        newest(encoder.encode(expression));
        count(encoder.encode(expression));
        return performance.now() - began;
      });
    },

    /** Argon2id as the key settings ask: what unlocking costs before anything of ours runs. Milliseconds. */
    async argon2(): Promise<number> {
      const began = performance.now();
      await argon2id({
        password: "walnut ferry quilt amber gravel",
        salt: crypto.getRandomValues(new Uint8Array(16)),
        parallelism: 1,
        memorySize: 65_536,
        iterations: 3,
        hashLength: 32,
        outputType: "binary",
      });
      return performance.now() - began;
    },
  };
}

function newKey(): Promise<CryptoKey> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function seal(key: CryptoKey, text: string) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, encoder.encode(text));
  return { iv, data: new Uint8Array(data) };
}

function insertIn(database: RawDatabase, rows: readonly Uint8Array[]): void {
  const insert = database.prepare("INSERT INTO rows (bytes) VALUES (?)");
  for (let at = 0; at < rows.length; at += 100) {
    database.exec("BEGIN");
    for (const row of rows.slice(at, at + 100)) insert(row);
    database.exec("COMMIT");
  }
}
