/** The `Sql` port over `node:sqlite` (SQLite 3.53, WAL, synchronous=FULL for the device's file). */

import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { Bytes } from "@alcove/bytes";
import { type MemorySql, type Sql, type SqlRow, type SqlStatement, type SqlValue, StoreFault } from "@alcove/vault";

/** One process at a time: the file is locked from here until `close`, or until the process ends however it ends. */
export function openFile(path: string): Sql {
  const database = guarded(() => new DatabaseSync(path));
  try {
    guarded(() =>
      database.exec(
        // Exclusive before the first access: so WAL needs no shared memory, and the lock is taken right here.
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 2000; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST; BEGIN EXCLUSIVE; COMMIT",
      ),
    );
  } catch (error) {
    database.close();
    throw error;
  }
  return wrap(database);
}

export function openMemory(image?: Bytes): MemorySql {
  const database = new DatabaseSync(":memory:");
  if (image) guarded(() => database.deserialize(image));
  database.exec("PRAGMA temp_store = MEMORY");
  return { ...wrap(database), serialize: () => database.serialize() as Bytes };
}

function wrap(database: DatabaseSync): Sql {
  const prepared = new Map<string, SqlStatement>();
  let depth = 0;
  return {
    exec: (sql) => guarded(() => database.exec(sql)),
    prepare(sql) {
      let statement = prepared.get(sql);
      if (!statement) {
        statement = wrapStatement(guarded(() => database.prepare(sql)));
        prepared.set(sql, statement);
      }
      return statement;
    },
    transaction(work) {
      if (depth > 0) return work();
      depth++;
      try {
        guarded(() => database.exec("BEGIN IMMEDIATE"));
        const result = work();
        guarded(() => database.exec("COMMIT"));
        return result;
      } catch (error) {
        // SQLite has rolled back by itself after some errors, a full disk among them.
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      } finally {
        depth--;
      }
    },
    close() {
      prepared.clear();
      if (database.isOpen) database.close();
    },
  };
}

function wrapStatement(statement: StatementSync): SqlStatement {
  const given = (values: readonly SqlValue[]) => values as SQLInputValue[];
  return {
    run: (...values) => void guarded(() => statement.run(...given(values))),
    all: (...values) => guarded(() => statement.all(...given(values))) as SqlRow[],
    get: (...values) => guarded(() => statement.get(...given(values))) as SqlRow | undefined,
  };
}

/** SQLite result codes: 5 busy, 6 locked; 10 I/O error, 13 full; 11 corrupt, 26 not a database. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code =
      error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode & 0xff : 0;
    if (code === 5 || code === 6) throw new StoreFault("device-in-use", error);
    if (code === 13 || code === 10) throw new StoreFault("disk-full", error);
    if (code === 11 || code === 26) throw new StoreFault("store-damaged", error);
    throw error;
  }
}
