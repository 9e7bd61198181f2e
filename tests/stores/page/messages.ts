/** What goes between test, page and worker. A test calls `callWorker` in the page; the worker does the work. */

import type { Work } from "./worker.ts";

export type Call = { readonly id: number; readonly name: keyof Work; readonly args: readonly unknown[] };

export type FromWorker =
  | { readonly kind: "done"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly error: string }
  /** Something that only the test can do; the page answers with the same id. */
  | { readonly kind: "ask"; readonly id: number; readonly what: Asked }
  /** A transaction that has returned; the page answers with the same id once the test knows of it. */
  | { readonly kind: "committed"; readonly id: number; readonly number: number };

export type Answered = { readonly answered: number };

/** `fill-disk` leaves this origin as much room as it uses now; `free-disk` takes the limit away. */
export type Asked = "fill-disk" | "free-disk";

declare global {
  interface Window {
    /** Calls one function of the worker called `worker`, which is started at its first call. */
    callWorker(worker: string, name: keyof Work, args: readonly unknown[]): Promise<unknown>;
    endWorker(worker: string): void;
    /** Given by the test. */
    askTest(what: Asked): Promise<void>;
    /** Given by the test. */
    committed(number: number): Promise<void>;
  }
}
