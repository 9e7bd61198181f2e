/** `node:sqlite` in the shape that Kysely's SQLite dialect drives. */

import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { type Dialect, SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";

/** More statements than the code has; a bound against queries whose text varies. */
const keptStatements = 256;

export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  const prepared = new Map<string, SqliteStatement>();
  const adapted: SqliteDatabase = {
    close: () => database.close(),
    prepare(sql) {
      // SQLite rolls back by itself when the disk is full; Kysely asks for it once more.
      if (sql === "rollback" && !database.isTransaction) return nothing;
      let statement = prepared.get(sql);
      if (statement === undefined) {
        statement = adapt(database.prepare(sql));
        if (prepared.size >= keptStatements) prepared.clear();
        prepared.set(sql, statement);
      }
      return statement;
    },
  };
  return new TransactionalDialect({ database: adapted });
}

/** Kysely leaves it open; without it a server killed in the middle of a migration could never start again. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): true {
    return true;
  }
}

class TransactionalDialect extends SqliteDialect {
  override createAdapter(): TransactionalAdapter {
    return new TransactionalAdapter();
  }
}

function adapt(statement: StatementSync): SqliteStatement {
  const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

const nothing: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};
