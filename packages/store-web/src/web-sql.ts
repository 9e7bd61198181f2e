/** The `Sql` port over SQLite's WASM build. */

import type { Bytes } from "@alcove/bytes";
import { type MemorySql, type Sql, type SqlRow, type SqlStatement, type SqlValue, StoreFault } from "@alcove/vault";
import type { Database, PreparedStatement, Sqlite3Static } from "@sqlite.org/sqlite-wasm";

export function openMemory(sqlite: Sqlite3Static, image?: Bytes): MemorySql {
  const database = new sqlite.oo1.DB(":memory:");
  if (image) guarded(() => deserialize(sqlite, database, image));
  database.exec("PRAGMA temp_store = MEMORY");
  return {
    ...wrapDatabase(sqlite, database),
    serialize: () => sqlite.capi.sqlite3_js_db_export(database) as Bytes,
  };
}

function deserialize({ capi, wasm }: Sqlite3Static, database: Database, image: Bytes): void {
  const at = wasm.allocFromTypedArray(image);
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE;
  // SQLite owns and frees the copy from here on, even when it refuses it.
  database.checkRc(capi.sqlite3_deserialize(database, "main", at, image.length, image.length, flags));
}

export function wrapDatabase({ capi }: Sqlite3Static, database: Database): Sql {
  const prepared = new Map<string, SqlStatement>();
  let depth = 0;
  const inTransaction = () => capi.sqlite3_get_autocommit(database) === 0;
  return {
    exec: (sql) => void guarded(() => database.exec(sql)),
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
        if (inTransaction()) database.exec("ROLLBACK");
        throw error;
      } finally {
        depth--;
      }
    },
    close() {
      prepared.clear();
      // Finalizes every statement as well; a second call does nothing.
      database.close();
    },
  };
}

function wrapStatement(statement: PreparedStatement): SqlStatement {
  function rows(values: readonly SqlValue[], limit: number): SqlRow[] {
    return guarded(() => {
      try {
        if (values.length > 0) statement.bind(values);
        const found: SqlRow[] = [];
        while (found.length < limit && statement.step()) found.push(statement.get({}) as SqlRow);
        return found;
      } finally {
        // An error of `step` is thrown already; `reset` would only repeat it.
        statement.resetNoThrow(true);
      }
    });
  }
  return {
    run: (...values) => void rows(values, Number.POSITIVE_INFINITY),
    all: (...values) => rows(values, Number.POSITIVE_INFINITY),
    get: (...values) => rows(values, 1)[0],
  };
}

/**
 * SQLite result codes: 10 I/O error and 14 can't open (how the OPFS pool reports every refusal of the browser, a quota
 * that is used up among them), 13 full; 11 corrupt, 26 not a database.
 */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code =
      error instanceof Error && "resultCode" in error && typeof error.resultCode === "number"
        ? error.resultCode & 0xff
        : 0;
    if (code === 13 || code === 10 || code === 14) throw new StoreFault("disk-full", error);
    if (code === 11 || code === 26) throw new StoreFault("store-damaged", error);
    throw error;
  }
}
