/**
 * Signature work as it crosses to the worker thread: one buffer a batch, handed over and not copied.
 *
 *   jobs    = count (u32), then each: kind (1) || key (32) || signature (64) || message length (u32) || message
 *   results = each: verified 1 or 0 in 1 byte, or a signature in 64
 *
 * Numbers are big-endian. Of a `sign` job the key is the seed and the signature is 64 zero bytes.
 */

import { assert, type Bytes } from "@alcove/bytes";

export type SignatureJob =
  | { readonly kind: "verify"; readonly key: Uint8Array; readonly signature: Uint8Array; readonly message: Uint8Array }
  | { readonly kind: "sign"; readonly seed: Uint8Array; readonly message: Uint8Array };

const headBytes = 1 + 32 + 64 + 4;
const codes = { verify: 1, sign: 2 } as const;
const noSignature = new Uint8Array(64);

export function packJobs(jobs: readonly SignatureJob[]): Bytes {
  const packed = new Uint8Array(jobs.reduce((sum, { message }) => sum + headBytes + message.length, 4));
  const view = new DataView(packed.buffer);
  view.setUint32(0, jobs.length);
  let at = 4;
  for (const job of jobs) {
    packed[at] = codes[job.kind];
    packed.set(job.kind === "verify" ? job.key : job.seed, at + 1);
    packed.set(job.kind === "verify" ? job.signature : noSignature, at + 33);
    view.setUint32(at + 97, job.message.length);
    packed.set(job.message, at + headBytes);
    at += headBytes + job.message.length;
  }
  return packed;
}

export function unpackJobs(packed: Uint8Array): SignatureJob[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const jobs: SignatureJob[] = [];
  let at = 4;
  for (let left = view.getUint32(0); left > 0; left--) {
    const length = view.getUint32(at + 97);
    const key = packed.subarray(at + 1, at + 33);
    const message = packed.subarray(at + headBytes, at + headBytes + length);
    jobs.push(
      packed[at] === codes.sign
        ? { kind: "sign", seed: key, message }
        : { kind: "verify", key, signature: packed.subarray(at + 33, at + 97), message },
    );
    at += headBytes + length;
  }
  return jobs;
}

export type SignatureResult = boolean | Bytes;

export function packResults(results: readonly SignatureResult[]): Bytes {
  const packed = new Uint8Array(results.reduce((sum, result) => sum + (typeof result === "boolean" ? 1 : 64), 0));
  let at = 0;
  for (const result of results) {
    if (typeof result === "boolean") packed[at++] = result ? 1 : 0;
    else {
      packed.set(result, at);
      at += 64;
    }
  }
  return packed;
}

/** `jobs`: those that were answered, in order. */
export function unpackResults(jobs: readonly SignatureJob[], packed: Uint8Array): SignatureResult[] {
  let at = 0;
  const results = jobs.map(({ kind }) => {
    if (kind === "verify") return packed[at++] === 1;
    at += 64;
    return packed.slice(at - 64, at) as Bytes;
  });
  assert(at === packed.length, "each job has its result");
  return results;
}
