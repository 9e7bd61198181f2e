/**
 * Write points: before every commit, every statement on a database file and every change of a file or folder, and after
 * each that stands by itself. A worker counts them and ends itself by SIGKILL at the one it was told, so that each point of
 * a scenario is hit once, not by luck.
 */

import fs, { writeSync as writeNow } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { DatabaseSync, StatementSync } from "node:sqlite";

/** Where to end: the point of this number, counted from 1, or the first one of this name. 0: nowhere. */
export type KillAt = number | string;

export class KillPoints {
  #at: KillAt;
  #isHeard: boolean;
  #passed = 0;
  readonly #passedWithin = new Set<string>();

  /** `isHeard`: whether anybody may hear of a write before the next one; else what is after one is before the next. */
  constructor(at: KillAt, { isHeard } = { isHeard: true }) {
    this.#at = at;
    this.#isHeard = isHeard;
  }

  /** Counts anew from here. */
  arm(at: KillAt): void {
    this.#at = at;
    this.#isHeard = true;
    this.#passed = 0;
    this.#passedWithin.clear();
  }

  pass(name: string): void {
    if (!this.#isHeard && name.startsWith("after")) return;
    this.#passed++;
    if (this.#at !== this.#passed && this.#at !== name) return;
    writeNow(1, `${JSON.stringify({ killedAt: name })}\n`);
    process.kill(process.pid, "SIGKILL");
  }

  around<T>(name: string, work: () => T): T {
    this.pass(`before ${name}`);
    const result = work();
    this.pass(`after ${name}`);
    return result;
  }

  /** What doesn't stand until its transaction ends: wherever it is killed, nothing happened. Once for each statement. */
  within<T>(name: string, work: () => T): T {
    if (!this.#passedWithin.has(name)) this.pass(`before ${name}`);
    this.#passedWithin.add(name);
    return work();
  }

  async aroundLater<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.pass(`before ${name}`);
    const result = await work();
    this.pass(`after ${name}`);
    return result;
  }
}

/** Plants them in this process, before anything of Alcove is loaded: whatever is written to a file in `folder` passes `points`. */
export function plantKillPoints(points: KillPoints, folder: string): void {
  plantInDatabases(points);
  plantInFiles(points, folder);
  syncBuiltinESMExports();
}

/** The statement as one line, without what only lists its columns. */
export function nameOf(sql: string): string {
  return sql.replaceAll(/\s+/g, " ").replaceAll('"', "").trim().slice(0, 60).toUpperCase();
}

/** Kysely asks for its tables by a query that begins with "with". */
const isRead = /^\s*(select|with|begin( \w+)?;?\s*$)/i;
/** The other pragmas say how this connection works, and write nothing. */
const isSetting = /^\s*pragma (?!journal_mode|user_version|wal_checkpoint)\w+( = \w+)?;?\s*$/i;
const writes = (sql: string): boolean => !isRead.test(sql) && !isSetting.test(sql);

function plantInDatabases(points: KillPoints): void {
  const onDisk = new WeakMap<StatementSync, DatabaseSync>();
  const { exec, prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
    const work = () => exec.call(this, sql);
    if (this.location() === null || !writes(sql)) work();
    else passing(points, this, sql, work);
  };
  DatabaseSync.prototype.prepare = function (this: DatabaseSync, ...given: Parameters<typeof prepare>) {
    const statement = prepare.apply(this, given);
    if (this.location() !== null && writes(given[0])) onDisk.set(statement, this);
    return statement;
  };
  for (const method of ["run", "all", "get"] as const) {
    const original = StatementSync.prototype[method] as (this: StatementSync, ...values: unknown[]) => unknown;
    Object.defineProperty(StatementSync.prototype, method, {
      value(this: StatementSync, ...values: unknown[]) {
        const work = () => original.apply(this, values);
        const database = onDisk.get(this);
        return database ? passing(points, database, this.sourceSQL, work) : work();
      },
    });
  }
}

function passing<T>(points: KillPoints, database: DatabaseSync, sql: string, work: () => T): T {
  const isWithin = database.isTransaction && !/^\s*(commit|end)\b/i.test(sql);
  return isWithin ? points.within(nameOf(sql), work) : points.around(nameOf(sql), work);
}

type AnyFunction = (...given: never[]) => unknown;

function plantInFiles(points: KillPoints, folder: string): void {
  const isOurs = (path: unknown): boolean => typeof path === "string" && path.startsWith(folder);
  const handles = new Set<number>();
  const plant = <Name extends string>(
    of: Record<Name, AnyFunction>,
    name: Name,
    around: (original: AnyFunction, given: unknown[]) => unknown,
  ) => {
    const original = of[name];
    of[name] = ((...given: unknown[]) => around(original, given)) as AnyFunction;
  };
  const call = (original: AnyFunction, given: unknown[]): unknown => original(...(given as never[]));

  for (const name of ["mkdirSync", "renameSync", "rmSync", "chmodSync"] as const) {
    plant(fs as never, name, (original, given) =>
      isOurs(given[0]) ? points.around(name, () => call(original, given)) : call(original, given),
    );
  }
  plant(fs as never, "openSync", (original, given) => {
    const handle = call(original, given) as number;
    if (isOurs(given[0])) handles.add(handle);
    else handles.delete(handle);
    return handle;
  });
  for (const name of ["writeSync", "fsyncSync"] as const) {
    plant(fs as never, name, (original, given) =>
      handles.has(given[0] as number) ? points.around(name, () => call(original, given)) : call(original, given),
    );
  }

  for (const name of ["mkdir", "rename", "unlink"] as const) {
    plant(fs.promises as never, name, (original, given) =>
      isOurs(given[0])
        ? points.aroundLater(name, () => call(original, given) as Promise<unknown>)
        : call(original, given),
    );
  }
  plant(fs.promises as never, "open", async (original, given) => {
    const handle = (await call(original, given)) as FileHandle;
    if (!isOurs(given[0])) return handle;
    points.pass("after open");
    for (const name of ["writeFile", "sync"] as const) {
      const write = handle[name].bind(handle) as (...given: unknown[]) => Promise<void>;
      handle[name] = (...rest: unknown[]) => points.aroundLater(name, () => write(...rest));
    }
    return handle;
  });
}
