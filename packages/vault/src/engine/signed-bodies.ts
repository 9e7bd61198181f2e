/** The ledger's signed entries as they lie on this device: each at its place, and byte for byte what its leaf names. */

import { type Bytes, equalBytes } from "@alcove/bytes";
import { hash, type Leaf, parseLeaf } from "@alcove/crypto";
import type { Disk } from "../disk.ts";

export type SignedBody = { readonly index: number; readonly kind: Leaf["kind"]; readonly entry: Bytes };

/** In ledger order, below index `to`. Whether an entry counted where it stands is not asked again. */
export function* signedBodies(disk: Disk, kinds: ReadonlySet<Leaf["kind"]>, to: number): Generator<SignedBody> {
  const entries = disk.bodies.entries();
  let next = entries.next();
  let index = -1;
  for (const raw of disk.leaves.each(to)) {
    index++;
    while (!next.done && next.value.position < index) next = entries.next();
    if (next.done) return;
    const leaf = parseLeaf(raw);
    if (next.value.position !== index || !leaf || !kinds.has(leaf.kind)) continue;
    if (equalBytes(hash(next.value.entry), leaf.bodyHash)) yield { index, kind: leaf.kind, entry: next.value.entry };
  }
}
