/**
 * Prepared statements, on the WASM module's own exports. The wrapper that comes with it takes 10 to 200 us a call for
 * its checks; these take 1 to 5.
 */

import type { SqlRow, SqlStatement, SqlValue } from "@alcove/vault";
import type { Database, PreparedStatement, Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import { faultOf } from "./sqlite-fault.ts";

type Pointer = number;

/** What is used of `sqlite3.wasm.exports`, which is untyped. Each returns a result code unless its name says otherwise. */
export type Exports = {
  sqlite3_malloc(bytes: number): Pointer;
  sqlite3_free(at: Pointer): void;
  sqlite3_bind_null(statement: Pointer, place: number): number;
  sqlite3_bind_int(statement: Pointer, place: number, value: number): number;
  sqlite3_bind_int64(statement: Pointer, place: number, value: bigint): number;
  sqlite3_bind_double(statement: Pointer, place: number, value: number): number;
  sqlite3_bind_text(statement: Pointer, place: number, at: Pointer, bytes: number, lifetime: number): number;
  sqlite3_bind_blob(statement: Pointer, place: number, at: Pointer, bytes: number, lifetime: number): number;
  sqlite3_clear_bindings(statement: Pointer): number;
  sqlite3_step(statement: Pointer): number;
  sqlite3_reset(statement: Pointer): number;
  sqlite3_column_count(statement: Pointer): number;
  sqlite3_column_type(statement: Pointer, column: number): number;
  sqlite3_column_double(statement: Pointer, column: number): number;
  sqlite3_column_text(statement: Pointer, column: number): Pointer;
  sqlite3_column_blob(statement: Pointer, column: number): Pointer;
  sqlite3_column_bytes(statement: Pointer, column: number): number;
};

/** `sqlite3_bind_*`: the bytes stay where they are until the bindings are cleared. */
const stays = 0;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One for each database: its statements never run inside one another, so that they can share what is bound. */
export type Bench = ReturnType<typeof createBench>;

/** Memory in the module for the text and blobs of one call. */
export function createBench({ wasm }: Sqlite3Static) {
  const exports = wasm.exports as Exports;
  const usualBytes = 65_536;
  let at: Pointer = 0;
  let size = 0;
  const release = (): void => {
    if (at !== 0) exports.sqlite3_free(at);
    at = 0;
    size = 0;
  };
  return {
    /** Room for `bytes`, until the next call. @throws RangeError when the module's memory is used up */
    reserve(bytes: number): Pointer {
      if (bytes <= size) return at;
      release();
      at = exports.sqlite3_malloc(Math.max(bytes, usualBytes));
      if (at === 0) throw new RangeError(`no memory for ${bytes} bytes`);
      size = Math.max(bytes, usualBytes);
      return at;
    },
    /** Leaves no plaintext lying there, and lets go of more than the usual. */
    clear(bytes: number): void {
      if (bytes > 0) wasm.heap8u().fill(0, at, at + bytes);
      if (size > usualBytes) release();
    },
    release,
  };
}

/** Throws what the `Sql` port throws; an integer that a number can't hold exactly is a `RangeError`. */
export function wrapStatement(
  { capi, wasm }: Sqlite3Static,
  database: Database,
  prepared: PreparedStatement,
  bench: Bench,
): SqlStatement {
  const exports = wasm.exports as Exports;
  const statement = prepared.pointer as Pointer;
  const { SQLITE_ROW, SQLITE_DONE, SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT, SQLITE_BLOB } = capi;
  let names: readonly string[] = prepared.columnCount > 0 ? prepared.getColumnNames() : [];

  function check(code: number): void {
    if (code === 0) return;
    throw faultOf(code, new Error(`SQLite ${code}: ${capi.sqlite3_errmsg(database)}`));
  }

  /** How many bytes of the bench are in use. */
  function bind(values: readonly SqlValue[]): number {
    let wanted = 0;
    for (const value of values) {
      // A character of UTF-16 becomes 3 bytes of UTF-8 at most. One byte at least: a blob at address 0 would be NULL.
      if (typeof value === "string") wanted += value.length * 3 + 1;
      else if (value instanceof Uint8Array) wanted += value.length + 1;
    }
    let at = wanted > 0 ? bench.reserve(wanted) : 0;
    for (const [i, value] of values.entries()) {
      if (typeof value === "string") {
        const heap = wasm.heap8u().subarray(at, at + value.length * 3);
        const { written } = encoder.encodeInto(value, heap);
        check(exports.sqlite3_bind_text(statement, i + 1, at, written, stays));
        at += value.length * 3 + 1;
      } else if (value instanceof Uint8Array) {
        wasm.heap8u().set(value, at);
        check(exports.sqlite3_bind_blob(statement, i + 1, at, value.length, stays));
        at += value.length + 1;
      } else check(bindNumber(i + 1, value));
    }
    return wanted;
  }

  function bindNumber(place: number, value: number | null): number {
    if (value === null) return exports.sqlite3_bind_null(statement, place);
    if ((value | 0) === value) return exports.sqlite3_bind_int(statement, place, value);
    if (Number.isSafeInteger(value)) return exports.sqlite3_bind_int64(statement, place, BigInt(value));
    return exports.sqlite3_bind_double(statement, place, value);
  }

  function readRow(): SqlRow {
    const row: Record<string, SqlValue> = {};
    for (const [column, name] of names.entries()) row[name] = readColumn(column);
    return row;
  }

  function readColumn(column: number): SqlValue {
    switch (exports.sqlite3_column_type(statement, column)) {
      case SQLITE_INTEGER: {
        const value = exports.sqlite3_column_double(statement, column);
        if (!Number.isSafeInteger(value)) throw new RangeError(`column ${names[column]} is beyond 2^53 - 1`);
        return value;
      }
      case SQLITE_FLOAT:
        return exports.sqlite3_column_double(statement, column);
      case SQLITE_TEXT: {
        const at = exports.sqlite3_column_text(statement, column);
        return decoder.decode(wasm.heap8u().subarray(at, at + exports.sqlite3_column_bytes(statement, column)));
      }
      case SQLITE_BLOB: {
        const at = exports.sqlite3_column_blob(statement, column);
        return wasm.heap8u().slice(at, at + exports.sqlite3_column_bytes(statement, column));
      }
      default:
        return null;
    }
  }

  /** At most `limit` rows; the statement is back at its beginning afterwards, and holds no lock and no value. */
  function rows(values: readonly SqlValue[], limit: number): SqlRow[] {
    let used = 0;
    try {
      used = bind(values);
      const found: SqlRow[] = [];
      while (found.length < limit) {
        const code = exports.sqlite3_step(statement);
        if (code === SQLITE_DONE) break;
        if (code !== SQLITE_ROW) check(code);
        // A changed schema has SQLite prepare the statement anew at its first step.
        if (names.length !== exports.sqlite3_column_count(statement)) names = prepared.getColumnNames();
        found.push(readRow());
      }
      return found;
    } finally {
      // Repeats the error of `step`, which is thrown already.
      exports.sqlite3_reset(statement);
      exports.sqlite3_clear_bindings(statement);
      bench.clear(used);
    }
  }

  return {
    run: (...values) => void rows(values, Number.POSITIVE_INFINITY),
    all: (...values) => rows(values, Number.POSITIVE_INFINITY),
    get: (...values) => rows(values, 1)[0],
  };
}
