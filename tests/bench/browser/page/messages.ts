/** What goes between the benchmark, the page and its one worker. */

import type { Work } from "./worker.ts";

export type Call = { readonly id: number; readonly name: keyof Work; readonly args: readonly unknown[] };

export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: string };

declare global {
  interface Window {
    /** Runs one function of the worker. */
    measureInWorker(name: keyof Work, args: readonly unknown[]): Promise<unknown>;
  }
}
