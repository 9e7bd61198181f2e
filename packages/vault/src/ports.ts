/**
 * What the engine needs from its surroundings. Adapters are one package each and pass the contract suites in `testing/`.
 * SQL is synchronous on purpose: `node:sqlite` and SQLite's WASM build in a worker both are, and a write that has
 * returned is durable.
 */

import type { Bytes, Result } from "@alcove/bytes";
import type { CryptoPort } from "@alcove/crypto";
import type { Failure } from "@alcove/protocol";

export type SqlValue = number | string | Uint8Array | null;
export type SqlRow = { readonly [column: string]: SqlValue };

export type SqlStatement = {
  run(...values: readonly SqlValue[]): void;
  all(...values: readonly SqlValue[]): SqlRow[];
  get(...values: readonly SqlValue[]): SqlRow | undefined;
};

export type Sql = {
  /** One or more statements without values. */
  exec(sql: string): void;
  /** Prepared once for each text, kept until `close`. */
  prepare(sql: string): SqlStatement;
  /** All of `work` or nothing; nested calls join the outer one. Not for asynchronous work. */
  transaction<T>(work: () => T): T;
  close(): void;
};
/** An in-memory database; gone with the process. */
export type MemorySql = Sql & { serialize(): Bytes };

/**
 * Thrown by `Sql` when the disk says no. `disk-full`: nothing of the transaction was kept, what was there before is.
 * `store-damaged`: the file is no database, or breaks its own rules. `device-in-use`: another process has it open.
 */
export class StoreFault extends Error {
  readonly code: "disk-full" | "store-damaged" | "device-in-use";
  constructor(code: StoreFault["code"], cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

export type Store = {
  /** The device's own file; WAL or its like, durable at the end of each transaction. */
  readonly disk: Sql;
  /** A new in-memory database, from `image` where one is given. */
  memory(image?: Bytes): MemorySql;
  close(): void;
};

export type TransportRequest = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path and query, from `/v1/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Bytes;
};
export type TransportAnswer = {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly body: Bytes;
};

export type Transport = {
  /** Never throws. Failures: `server-unreachable`, `server-slow`, `server-rubbish` (cut or oversized answer). */
  request(origin: string, request: TransportRequest): Promise<Result<TransportAnswer, Failure>>;
  /** Server-sent events: calls `onData` for each `data:` line until `stop` is called or the stream ends (`onEnd`). */
  events(
    origin: string,
    request: TransportRequest,
    onData: (data: string) => void,
    onEnd: () => void,
  ): { stop(): void };
};

export type Clock = {
  now(): number;
  /** Calls `work` once after `ms`; the returned function cancels. */
  after(ms: number, work: () => void): () => void;
};

/** Codes, ids, lengths and times only. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number>>) => void;

export type Ports = {
  readonly crypto: CryptoPort;
  readonly store: Store;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
};
