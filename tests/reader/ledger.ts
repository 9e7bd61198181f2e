/** The ledger of docs/spec/06-ledger.md: leaves, tree, checkpoint. */

import { bound, context, H, hex, must, same, u64, verify } from "./primitives.ts";
import { join } from "./cbor.ts";

export const kinds = { roster: 1, keyLog: 2, batch: 3, heartbeat: 4, server: 5 } as const;
export type Leaf = { readonly kind: number; readonly tag: Uint8Array; readonly bodyHash: Uint8Array };

/** LED-1. */
export function readLeaves(bytes: Uint8Array): { raw: Uint8Array[]; leaves: Leaf[] } {
  must(bytes.length % 49 === 0, "LED-1");
  const raw = Array.from({ length: bytes.length / 49 }, (_, i) => bytes.subarray(i * 49, i * 49 + 49));
  const leaves = raw.map((leaf) => ({ kind: leaf[0] as number, tag: leaf.slice(1, 17), bodyHash: leaf.slice(17) }));
  must(
    leaves.every(({ kind }) => kind >= 1 && kind <= 5),
    "LED-1",
  );
  return { raw, leaves };
}

/** LED-2. */
export const tags = {
  roster: (sequence: number) => H(context("tag-roster", u64(sequence))).slice(0, 16),
  keyLog: (compartment: Uint8Array, sequence: number) =>
    H(context("tag-key-log", compartment, u64(sequence))).slice(0, 16),
  heartbeat: (device: Uint8Array, sequence: number) => H(context("tag-heartbeat", device, u64(sequence))).slice(0, 16),
};

/** LED-4, word for word as RFC 6962 has it. */
export function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return H();
  if (leaves.length === 1) return H(Uint8Array.of(0), only);
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return H(Uint8Array.of(1), rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
}

/** LED-6. */
export function readCheckpoint(
  note: string,
  practice: Uint8Array,
  key: Uint8Array,
): { size: number; root: Uint8Array } {
  const origin = `alcove.invalid/ledger/${hex(practice)}`;
  const cut = note.indexOf("\n\n") + 1;
  const text = note.slice(0, cut);
  const [name, size, root, end, ...more] = text.split("\n");
  must(name === origin && end === "" && more.length === 0 && note.length <= 16_384, "LED-6");
  must(/^(0|[1-9][0-9]*)$/.test(size ?? "") && Number.isSafeInteger(Number(size)), "LED-6");
  const rootBytes = Uint8Array.from(Buffer.from(root ?? "", "base64"));
  must(rootBytes.length === 32 && Buffer.from(rootBytes).toString("base64") === root, "LED-6");
  const keyHash = H(Buffer.from(origin), Uint8Array.of(0x0a, 0x01), key).slice(0, 4);
  for (const line of note.slice(cut + 1).split("\n")) {
    const [dash, signer, encoded] = line.split(" ");
    const bytes = Uint8Array.from(Buffer.from(encoded ?? "", "base64"));
    if (dash !== "\u2014" || signer !== origin || bytes.length !== 68 || !same(bytes.subarray(0, 4), keyHash)) continue;
    must(verify(key, bytes.subarray(4), Buffer.from(text)), "LED-6");
    return { size: Number(size), root: rootBytes };
  }
  must(false, "LED-6");
}

/** ATT-1: nonce and additional data of a chunk. */
export function chunkPlace(practice: Uint8Array, blob: Uint8Array, index: number, last: boolean) {
  const nonce = join(u64(index), Uint8Array.of(0, 0, 0, last ? 1 : 0));
  return { nonce, additional: bound("chunk", practice, [blob, index, last]) };
}
