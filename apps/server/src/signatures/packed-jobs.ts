/**
 * Verifications as they cross to the worker thread: one buffer a batch, handed over and not copied.
 *
 *   jobs    = count (u32), then each: key (32) || signature (64) || message length (u32) || message
 *   results = each: 1 where the signature is right, else 0
 *
 * Numbers are big-endian.
 */

import { assert, type Bytes } from "@alcove/bytes";

export type VerifyJob = {
  /** 32 bytes that passed the strict check. */
  readonly key: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
  readonly message: Uint8Array;
};

const headBytes = 32 + 64 + 4;

export function packJobs(jobs: readonly VerifyJob[]): Bytes {
  const packed = new Uint8Array(jobs.reduce((sum, { message }) => sum + headBytes + message.length, 4));
  const view = new DataView(packed.buffer);
  view.setUint32(0, jobs.length);
  let at = 4;
  for (const { key, signature, message } of jobs) {
    packed.set(key, at);
    packed.set(signature, at + 32);
    view.setUint32(at + 96, message.length);
    packed.set(message, at + headBytes);
    at += headBytes + message.length;
  }
  return packed;
}

export function unpackJobs(packed: Uint8Array): VerifyJob[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const jobs: VerifyJob[] = [];
  let at = 4;
  for (let left = view.getUint32(0); left > 0; left--) {
    const message = packed.subarray(at + headBytes, at + headBytes + view.getUint32(at + 96));
    jobs.push({ key: packed.subarray(at, at + 32), signature: packed.subarray(at + 32, at + 96), message });
    at += headBytes + message.length;
  }
  return jobs;
}

export function packResults(results: readonly boolean[]): Bytes {
  return Uint8Array.from(results, Number);
}

/** `count`: how many jobs were answered. */
export function unpackResults(count: number, packed: Uint8Array): boolean[] {
  assert(count === packed.length, "each job has its result");
  return Array.from(packed, (result) => result === 1);
}
