/** Plain operations on `Uint8Array`. Text encodings live at the edge, in `text.ts`. */

import { bytesToHex } from "@noble/hashes/utils.js";
import { assert } from "./result.ts";

/** Bytes with their own buffer, the kind WebCrypto takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Compares public values. Not constant in time: secrets are compared by MAC verification only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Whether no two are equal. */
export function areDistinct(all: readonly Uint8Array[]): boolean {
  return all.length < 2 || new Set(all.map((bytes) => bytesToHex(bytes))).size === all.length;
}

/** Same time for every pair of one length. For short codes and MACs that no WebCrypto call compares. */
export function equalSecret(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}

/** Big-endian, 8 bytes. */
export function u64(value: number): Bytes {
  assert(Number.isSafeInteger(value) && value >= 0, "u64 takes a safe non-negative integer");
  const out = new Uint8Array(8);
  const view = new DataView(out.buffer);
  view.setUint32(0, Math.floor(value / 2 ** 32));
  view.setUint32(4, value % 2 ** 32);
  return out;
}

/** Best effort: an engine may have copied the bytes before (threat model, "key wiping"). */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}

/** A copy with its own buffer, so that a view into a large message doesn't keep it alive. */
export function copyBytes(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

const leastLetGo = 64 * 1024;

/**
 * Gives the memory of a large buffer back at once: of pieces that come faster than the collector runs, dozens of megabytes would lie
 * around. For who alone has it; the view is empty afterwards. What is small, or a part of something, is left as it is.
 */
export function letGo(bytes: Uint8Array): void {
  const buffer = bytes.buffer as ArrayBuffer & { transfer?: (length: number) => ArrayBuffer };
  if (bytes.length < leastLetGo || bytes.length !== buffer.byteLength) return;
  const { Window, WorkerGlobalScope, MessageChannel } = globalThis as Surroundings;
  if (!MessageChannel || !(Window ?? WorkerGlobalScope)) return void buffer.transfer?.(0);
  // What came in a message, an answer or from WebCrypto, Chromium keeps until it is collected, also when its buffer was emptied: of a large
  // file hundreds of megabytes. What is sent to nobody it gives back.
  const { port1, port2 } = new MessageChannel();
  port2.close();
  port1.postMessage(undefined, [buffer]);
  port1.close();
}

/** What a browser's page and its workers have. */
type Surroundings = {
  readonly Window?: unknown;
  readonly WorkerGlobalScope?: unknown;
  readonly MessageChannel?: new () => { readonly port1: Port; readonly port2: Port };
};
type Port = { postMessage(message: undefined, moved: readonly ArrayBuffer[]): void; close(): void };
