/**
 * Leaves of a practice's ledger (docs/spec, LED-1 to LED-3). A leaf is 49 bytes, `kind (1) || tag (16) || body hash (32)`;
 * every member device gets all of them and rebuilds the tree.
 */

import { type Bytes, type CompartmentId, concatBytes, type DeviceId, type Hash, u64 } from "@alcove/bytes";
import { context } from "../context.ts";
import type { Tag } from "../epoch.ts";
import { hash } from "../primitives/hash.ts";

export const leafKinds = { roster: 1, keyLog: 2, batch: 3, heartbeat: 4, server: 5 } as const;
export type LeafKind = keyof typeof leafKinds;
export const leafBytes = 49;

export type Leaf = { readonly kind: LeafKind; readonly tag: Tag; readonly bodyHash: Hash };

export function encodeLeaf(leaf: Leaf): Bytes {
  return concatBytes(new Uint8Array([leafKinds[leaf.kind]]), leaf.tag, leaf.bodyHash);
}

const kindByCode = new Map<number, LeafKind>(Object.entries(leafKinds).map(([name, code]) => [code, name as LeafKind]));

/** `undefined`: not 49 bytes, or of an unknown kind. */
export function parseLeaf(bytes: Uint8Array): Leaf | undefined {
  const kind = kindByCode.get(bytes[0] ?? 0);
  if (bytes.length !== leafBytes || kind === undefined) return undefined;
  return { kind, tag: bytes.slice(1, 17) as Tag, bodyHash: bytes.slice(17) as Hash };
}

/** Tags of what is owed to everybody: plain hashes of place, so that anybody can tell which body a leaf stands for. */
export const statementTag = (sequence: number): Tag => plainTag(context("tag-roster", u64(sequence)));
export const keyLogTag = (compartment: CompartmentId, sequence: number): Tag =>
  plainTag(context("tag-key-log", compartment, u64(sequence)));
export const heartbeatTag = (device: DeviceId, sequence: number): Tag =>
  plainTag(context("tag-heartbeat", device, u64(sequence)));

function plainTag(bytes: Bytes): Tag {
  return hash(bytes).slice(0, 16) as Tag;
}
