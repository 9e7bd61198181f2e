/** The ledger's signed entries as they lie on this device: each at its place, and byte for byte what its leaf names. */

import { type Bytes, equalBytes } from "@alcove/bytes";
import { hash, type Leaf, leafBytes, parseLeaf } from "@alcove/crypto";
import type { Disk } from "../disk.ts";

export type SignedBody = { readonly index: number; readonly kind: Leaf["kind"]; readonly entry: Bytes };

/** In ledger order, below index `to`. Whether an entry counted where it stands is not asked again. */
export function* signedBodies(disk: Disk, kinds: ReadonlySet<Leaf["kind"]>, to: number): Generator<SignedBody> {
  const entries = disk.bodies.entries();
  let next = entries.next();
  for (const { start, bytes } of disk.leaves.from(0)) {
    for (let at = 0; at < bytes.length; at += leafBytes) {
      const index = start + at / leafBytes;
      while (!next.done && next.value.position < index) next = entries.next();
      if (next.done || index >= to) return;
      const leaf = parseLeaf(bytes.subarray(at, at + leafBytes));
      if (next.value.position !== index || !leaf || !kinds.has(leaf.kind)) continue;
      if (equalBytes(hash(next.value.entry), leaf.bodyHash)) yield { index, kind: leaf.kind, entry: next.value.entry };
    }
  }
}
