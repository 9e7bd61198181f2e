import { createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import {
  asHash,
  asId,
  type BlobId,
  type Bytes,
  concatBytes,
  type DeviceId,
  encodeCbor,
  type PracticeId,
  toHex,
  utf8,
} from "@alcove/bytes";
import { expect, test } from "vitest";
import {
  chunkBytes,
  chunkCount,
  type ChunkPlace,
  deriveFileHashKey,
  isChunkLength,
  keyedFileHash,
  paddedAttachmentLength,
  sealChunk,
} from "./attachment.ts";
import { openChunk } from "./open/attachment.ts";
import type { KeyringKey } from "./keys/keyring.ts";
import { importSealKey, sealWithNonce } from "./primitives/aead.ts";
import { damagedCopies, testPort } from "./testing/index.ts";

const port = await testPort("attachment");
const rawKey = port.random(32);
const key = await importSealKey(port, rawKey);
const practice = asId<PracticeId>(port.random(16));
const blob = asId<BlobId>(port.random(16));
const place = (index: number, last: boolean): ChunkPlace => ({ practice, blob, index, last });
const file = new Uint8Array(chunkBytes * 2 + 100).map((_, i) => i % 251);
const parts = [
  file.slice(0, chunkBytes),
  file.slice(chunkBytes, chunkBytes * 2),
  file.slice(chunkBytes * 2),
] as Bytes[];
const sealed = await Promise.all(parts.map((part, i) => sealChunk(port, key, place(i, i === 2), part)));
const [first, second, third] = sealed as [Bytes, Bytes, Bytes];

test("ATT-1 a chunk's nonce is index and last flag, its additional data practice, blob, index and last flag", () => {
  for (const [index, last, nonce] of [
    [0, false, "000000000000000000000000"],
    [1, false, "000000000000000100000000"],
    [2, true, "000000000000000200000001"],
  ] as const) {
    const decipher = createDecipheriv("aes-256-gcm", rawKey, Buffer.from(nonce, "hex"));
    decipher.setAAD(Buffer.concat([utf8("alcove/v1/chunk\0"), practice, encodeCbor([blob, index, last])]));
    const chunk = sealed[index] as Bytes;
    decipher.setAuthTag(chunk.subarray(-16));
    const opened = Buffer.concat([decipher.update(chunk.subarray(0, -16)), decipher.final()]);
    expect(new Uint8Array(opened)).toEqual(parts[index]);
  }
});

test("ATT-2 every chunk but the last is full, and the last is not empty", async () => {
  expect([1, chunkBytes].map((length) => isChunkLength({ last: true }, length))).toEqual([true, true]);
  expect([0, chunkBytes + 1].map((length) => isChunkLength({ last: true }, length))).toEqual([false, false]);
  const around = [0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1];
  expect(around.map((length) => isChunkLength({ last: false }, length))).toEqual([false, false, false, true, false]);
  await expect(sealChunk(port, key, place(0, false), new Uint8Array(5))).rejects.toThrow("bug");
  // What an author of another app sealed under the right key and place, but cut elsewhere.
  const nonce = new Uint8Array(12);
  const additional = new Uint8Array([...utf8("alcove/v1/chunk\0"), ...practice, ...encodeCbor([blob, 0, false])]);
  const short = await sealWithNonce(port, key, nonce, new Uint8Array(5), additional);
  expect(await openChunk(port, key, place(0, false), short)).toBeUndefined();
});

test("ATT-3 a file is padded as an envelope is, and cut into so many chunks", () => {
  expect([0, 1, 1024, 1025, 5000].map(paddedAttachmentLength)).toEqual([1024, 1024, 1024, 1088, 5120]);
  expect([0, 1, chunkBytes, chunkBytes + 1, chunkBytes * 4].map(chunkCount)).toEqual([1, 1, 1, 2, 4]);
  expect(chunkCount(2 * 1024 ** 3)).toBe(8192);
});

test("ATT-4 the chunks in order, the last one as the last, give the file", async () => {
  const opened = await Promise.all(sealed.map((chunk, i) => openChunk(port, key, place(i, i === 2), chunk)));
  expect(concatBytes(...(opened as Bytes[]))).toEqual(concatBytes(...parts));
});

test("ATT-4 reordered, truncated, extended, spliced, or of another key, practice or damaged: nothing opens (HS-18)", async () => {
  expect(await openChunk(port, key, place(1, false), first), "reordered").toBeUndefined();
  expect(await openChunk(port, key, place(0, false), second), "reordered").toBeUndefined();
  expect(await openChunk(port, key, place(1, true), second), "truncated before the last").toBeUndefined();
  expect(await openChunk(port, key, place(2, false), third), "extended behind the last").toBeUndefined();
  const otherFile = asId<BlobId>(port.random(16));
  expect(await openChunk(port, key, { ...place(0, false), blob: otherFile }, first), "spliced").toBeUndefined();
  const otherPractice = asId<PracticeId>(port.random(16));
  expect(await openChunk(port, key, { ...place(0, false), practice: otherPractice }, first)).toBeUndefined();
  expect(await openChunk(port, await importSealKey(port, port.random(32)), place(0, false), first)).toBeUndefined();
  for (const damaged of damagedCopies(third))
    expect(await openChunk(port, key, place(2, true), damaged)).toBeUndefined();
  for (const damaged of damagedCopies(first))
    expect(await openChunk(port, key, place(0, false), damaged)).toBeUndefined();
});

test("ATT-5 a keyed hash is this device's own, and another one for each file, kind and chart", async () => {
  const keyringKey = port.random(32) as KeyringKey;
  const device = asId<DeviceId>(port.random(16));
  const chart = port.random(16);
  const hash = asHash(port.random(32));
  const hashKey = await deriveFileHashKey(port, keyringKey, device);
  const info = Buffer.concat([utf8("alcove/v1/file-hash\0"), device]);
  const mac = createHmac("sha256", new Uint8Array(hkdfSync("sha256", keyringKey, "", info, 32)));
  const keyed = keyedFileHash(hashKey, { kind: "clinical", chart }, hash);
  expect(toHex(keyed)).toBe(mac.update(encodeCbor(["clinical", chart, hash])).digest("hex"));

  const onAnother = await deriveFileHashKey(port, keyringKey, asId<DeviceId>(port.random(16)));
  const all = [
    keyed,
    keyedFileHash(onAnother, { kind: "clinical", chart }, hash),
    keyedFileHash(hashKey, { kind: "psychotherapy", chart }, hash),
    keyedFileHash(hashKey, { kind: "clinical", chart: port.random(16) }, hash),
    keyedFileHash(hashKey, { kind: "clinical", chart }, asHash(port.random(32))),
  ];
  expect(new Set(all.map(toHex)).size).toBe(all.length);
});
