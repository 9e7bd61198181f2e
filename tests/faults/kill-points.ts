/**
 * Write points: every statement and commit on a database file, before and after it happens. A worker counts them and ends
 * itself by SIGKILL at the one it was told, so that each point of a scenario is hit once, not by luck.
 */

import type { MemorySql, Sql, Store } from "@alcove/vault";

/** Counts from 1; `at` 0 never kills. */
export type KillPoints = { readonly reached: () => number; readonly pass: () => void };

export function killPoints(at: number): KillPoints {
  let count = 0;
  return {
    reached: () => count,
    pass() {
      count++;
      if (count === at) process.kill(process.pid, "SIGKILL");
    },
  };
}

export function withKillPoints(store: Store, points: KillPoints): Store {
  return { ...store, disk: counted(store.disk, points), memory: (image): MemorySql => store.memory(image) };
}

function counted(sql: Sql, points: KillPoints): Sql {
  const around = <T>(work: () => T): T => {
    points.pass();
    const result = work();
    points.pass();
    return result;
  };
  return {
    exec: (text) => around(() => sql.exec(text)),
    prepare(text) {
      const statement = sql.prepare(text);
      if (/^\s*(SELECT|PRAGMA)/i.test(text)) return statement;
      return { all: statement.all, get: statement.get, run: (...values) => around(() => statement.run(...values)) };
    },
    transaction: (work) => around(() => sql.transaction(work)),
    close: () => sql.close(),
  };
}
