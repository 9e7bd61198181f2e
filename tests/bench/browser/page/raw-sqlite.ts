/**
 * SQLite's WASM build with nothing of ours: its own VFS on the private file system, statements by the module's exports,
 * since the wrapper that comes with it would be most of what is measured. Imports no Alcove package.
 */

import sqlite3InitModule, { type Database, type Sqlite3Static } from "@sqlite.org/sqlite-wasm";

/** Bytes are text, as UTF-8, for statements on `words`, and blobs elsewhere. Answers the first column of each row. */
type RawStatement = (...values: readonly (number | Uint8Array)[]) => number[];

export type RawDatabase = {
  exec(sql: string): void;
  prepare(sql: string): RawStatement;
  remove(): Promise<void>;
};

type Exports = Readonly<Record<string, (...args: readonly number[]) => number>>;

/** As the Node probe's: WAL, every transaction durable. */
export async function openRawFile(): Promise<RawDatabase> {
  const sqlite = await load();
  const pool = await sqlite.installOpfsSAHPoolVfs({ name: "probe", directory: ".probe" });
  const database = new pool.OpfsSAHPoolDb("/probe.sqlite");
  database.exec(
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (n INTEGER PRIMARY KEY, bytes BLOB)",
  );
  return wrap(sqlite, database, async () => {
    database.close();
    await pool.removeVfs();
  });
}

export async function openRawMemory(): Promise<RawDatabase> {
  const sqlite = await load();
  const database = new sqlite.oo1.DB(":memory:");
  return wrap(sqlite, database, async () => database.close());
}

/** Without the ways to store that need a worker of their own, and silent about it. */
function load(): Promise<Sqlite3Static> {
  const silent = () => {};
  const disable = { vfs: { kvvfs: true, opfs: true, "opfs-wl": true } };
  Object.assign(globalThis, { sqlite3ApiConfig: { disable, debug: silent, log: silent, warn: silent, error: silent } });
  return sqlite3InitModule();
}

function wrap(sqlite: Sqlite3Static, database: Database, remove: () => Promise<void>): RawDatabase {
  const exports = sqlite.wasm.exports as unknown as Exports;
  const room = 65_536;
  const at = exports["sqlite3_malloc"]?.(room) as number;
  return {
    exec: (sql) => void database.exec(sql),
    prepare(sql) {
      const bindBytes = sql.includes("words") ? "sqlite3_bind_text" : "sqlite3_bind_blob";
      const statement = database.prepare(sql).pointer as number;
      const call = (name: string, ...args: readonly number[]) => exports[name]?.(statement, ...args) as number;
      return (...values) => {
        for (const [i, value] of values.entries()) {
          if (typeof value === "number") call("sqlite3_bind_int", i + 1, value);
          else {
            if (value.length > room) throw new Error("a note is longer than the room for it");
            sqlite.wasm.heap8u().set(value, at);
            call(bindBytes, i + 1, at, value.length, 0);
          }
        }
        const found: number[] = [];
        let code = call("sqlite3_step");
        for (; code === sqlite.capi.SQLITE_ROW; code = call("sqlite3_step")) found.push(call("sqlite3_column_int", 0));
        if (code !== sqlite.capi.SQLITE_DONE) throw new Error(`SQLite ${code}`);
        call("sqlite3_reset");
        return found;
      };
    },
    remove,
  };
}
