/** Leaves, tree, checkpoint, and attachment chunks (docs/spec 06 and 07). */

import {
  asHash,
  asId,
  type BlobId,
  type Bytes,
  type CompartmentId,
  type DeviceId,
  type PracticeId,
  toHex,
  utf8,
} from "@alcove/bytes";
import {
  appendLeaves,
  type CryptoPort,
  emptyFrontier,
  encodeLeaf,
  heartbeatTag,
  importSealKey,
  importSigningKey,
  keyLogTag,
  leafHash,
  proveConsistency,
  proveInclusion,
  rootOf,
  sealChunk,
  signCheckpoint,
  type SigningSeed,
  statementTag,
} from "@alcove/crypto";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;

export async function ledgerCases(port: CryptoPort): Promise<FrozenCase[]> {
  const practice = asId<PracticeId>(port.random(16));
  const compartment = asId<CompartmentId>(port.random(16));
  const device = asId<DeviceId>(port.random(16));
  const tags = { roster: statementTag(0), keyLog: keyLogTag(compartment, 1), heartbeat: heartbeatTag(device, 2) };
  const kinds = ["roster", "keyLog", "heartbeat"] as const;
  const leaves = kinds.map((kind) => encodeLeaf({ kind, tag: tags[kind], bodyHash: asHash(port.random(32)) }));
  leaves.push(encodeLeaf({ kind: "batch", tag: port.random(16) as never, bodyHash: asHash(port.random(32)) }));
  const [leaf] = leaves as [Bytes];
  const hashes = leaves.map(leafHash);
  const root = rootOf(appendLeaves(emptyFrontier, leaves));
  const three = rootOf(appendLeaves(emptyFrontier, leaves.slice(0, 3)));

  const key = await importSigningKey(port, port.random(32) as SigningSeed);
  const otherKey = await importSigningKey(port, port.random(32) as SigningSeed);
  const note = utf8(await signCheckpoint(port, key, practice, { size: 4, root }));
  const other = hex(port.random(16));
  return [
    {
      format: "leaf",
      rule: "LED-1",
      facts: {},
      bytes: hex(leaf),
      opens: { kind: "roster", tag: hex(tags.roster), bodyHash: hex(leaf.subarray(17)) },
      refused: [...damaged(leaf).slice(1), { name: "of an unknown kind", bytes: `06${hex(leaf).slice(2)}` }],
    },
    {
      format: "tree",
      rule: "LED-5",
      facts: {
        leaves: leaves.map(hex),
        index: 2,
        inclusion: proveInclusion(hashes, 2).map(hex),
        oldSize: 3,
        oldRoot: hex(three),
        consistency: proveConsistency(hashes, 3).map(hex),
      },
      bytes: hex(root),
      opens: true,
      refused: [
        ...damaged(root).slice(0, 1),
        ...otherFacts({
          leaves: leaves.toReversed().map(hex),
          index: 1,
          inclusion: proveInclusion(hashes, 1).map(hex),
          oldSize: 2,
          oldRoot: hex(root),
          consistency: [],
        }),
      ],
    },
    {
      format: "checkpoint",
      rule: "LED-6",
      facts: { practice: hex(practice), ledgerKey: hex(key.publicKey) },
      bytes: hex(note),
      opens: { size: 4, root: hex(root) },
      refused: [
        ...damaged(note),
        { name: "without a signature", bytes: hex(note.subarray(0, note.indexOf(0xe2))) },
        { name: "of another size", bytes: hex(note).replace("0a340a", "0a350a") },
        { name: "by another key", bytes: hex(utf8(await signCheckpoint(port, otherKey, practice, { size: 4, root }))) },
        ...otherFacts({ practice: other, ledgerKey: hex(otherKey.publicKey) }),
      ],
    },
    ...(await chunkCases(port)),
  ];
}

async function chunkCases(port: CryptoPort): Promise<FrozenCase[]> {
  const rawKey = port.random(32);
  const place = {
    practice: asId<PracticeId>(port.random(16)),
    blob: asId<BlobId>(port.random(16)),
    index: 3,
    last: true,
  };
  const plaintext = port.random(64);
  const chunk = await sealChunk(port, await importSealKey(port, rawKey), place, plaintext);
  const other = hex(port.random(16));
  return [
    {
      format: "chunk",
      rule: "ATT-1",
      facts: { practice: hex(place.practice), blob: hex(place.blob), index: 3, last: true, key: hex(rawKey) },
      bytes: hex(chunk),
      opens: hex(plaintext),
      refused: [
        ...damaged(chunk),
        { name: "nothing in it", bytes: hex(chunk.subarray(-16)) },
        ...otherFacts({ practice: other, blob: other, index: 2, last: false, key: hex(new Uint8Array(32)) }),
      ],
    },
  ];
}
