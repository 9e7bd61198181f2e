/** The `Sql` port over SQLite's WASM build. */

import type { Bytes } from "@alcove/bytes";
import type { MemorySql, Sql, SqlStatement } from "@alcove/vault";
import type { Database, Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import { guarded } from "./sqlite-fault.ts";
import { createBench, wrapStatement } from "./web-statement.ts";

/** @throws StoreFault `store-damaged` when `image` is no database, here or at its first statement */
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

export function wrapDatabase(sqlite: Sqlite3Static, database: Database): Sql {
  const prepared = new Map<string, SqlStatement>();
  const bench = createBench(sqlite);
  let depth = 0;

  function prepare(sql: string): SqlStatement {
    let statement = prepared.get(sql);
    if (!statement) {
      statement = wrapStatement(
        sqlite,
        database,
        guarded(() => database.prepare(sql)),
        bench,
      );
      prepared.set(sql, statement);
    }
    return statement;
  }

  return {
    exec: (sql) => void guarded(() => database.exec(sql)),
    prepare,
    transaction(work) {
      if (depth > 0) return work();
      depth++;
      try {
        prepare("BEGIN IMMEDIATE").run();
        const result = work();
        prepare("COMMIT").run();
        return result;
      } catch (error) {
        // SQLite has rolled back by itself after some errors, a full disk among them.
        if (sqlite.capi.sqlite3_get_autocommit(database) === 0) prepare("ROLLBACK").run();
        throw error;
      } finally {
        depth--;
      }
    },
    close() {
      prepared.clear();
      bench.release();
      // Finalizes every statement as well; a second call does nothing.
      database.close();
    },
  };
}
