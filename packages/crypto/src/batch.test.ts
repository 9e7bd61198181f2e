import {
  asHash,
  asId,
  type Branded,
  type CborValue,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  type GroupId,
  type PracticeId,
  utf8,
} from "@alcove/bytes";
import { describe, expect, test } from "vitest";
import {
  type Batch,
  type BatchBody,
  maxBatchesInCompartment,
  maxEnvelopesPerBatch,
  parseBatch,
  signBatch,
  verifyBatch,
} from "./batch.ts";
import type { Tag } from "./epoch.ts";
import {
  importSigningKey,
  importVerifyKey,
  publicKeyOf,
  type SigningSeed,
  verify,
  type VerifyKey,
} from "./primitives/sign.ts";
import { damagedCopies, flipped, testPort, wrong, wrongFields } from "./testing/index.ts";

const port = await testPort("batch");
const id = <B extends Branded<string>>() => asId<B>(port.random(16));
const practice = id<PracticeId>();
const seed = port.random(32) as SigningSeed;
const key = await importSigningKey(port, seed);
const verifyKey = (await importVerifyKey(port, publicKeyOf(seed))) as VerifyKey;
const body: BatchBody = {
  compartment: id<CompartmentId>(),
  epoch: 2,
  author: id<DeviceId>(),
  deviceCounter: 9,
  compartmentCounter: 4,
  previous: asHash(port.random(32)),
  rosterHead: asHash(port.random(32)),
  checkpoint: { size: 70, root: asHash(port.random(32)) },
  group: null,
  tag: port.random(16) as Tag,
  envelopes: [asHash(port.random(32)), asHash(port.random(32))],
};
const fields: CborValue[] = [
  1,
  body.compartment,
  2,
  body.author,
  9,
  4,
  body.previous,
  body.rosterHead,
  70,
  body.checkpoint.root,
  null,
  body.tag,
  [...body.envelopes],
];
const batch = await signBatch(port, key, practice, body);
const parsed = parseBatch(batch) as Batch;

describe("shape", () => {
  test("BAT-1 a batch is CBOR [body, signature] and reads back with its body", () => {
    expect(parsed.body).toEqual(body);
    expect(parsed.bodyBytes).toEqual(encodeCbor(fields));
    expect(batch).toEqual(encodeCbor([encodeCbor(fields), parsed.signature]));
  });

  test("BAT-1 a body with any field wrong, missing or more is refused", () => {
    const outer = (bodyBytes: Uint8Array) => parseBatch(encodeCbor([bodyBytes, parsed.signature]));
    expect(outer(encodeCbor(fields.with(10, id<GroupId>())))?.body.group).toHaveLength(16);
    const hashes = [1, null, [], [1], [new Uint8Array(31)], [new Uint8Array(32), new Uint8Array(32)]];
    const cases = wrongFields(fields, [
      wrong.version,
      wrong.bytes16,
      wrong.count,
      wrong.bytes16,
      wrong.count,
      wrong.count,
      wrong.bytes32,
      wrong.bytes32,
      wrong.count,
      wrong.bytes32,
      wrong.bytes16.filter((value) => value !== null),
      wrong.bytes16,
      hashes,
    ]);
    for (const { name, bytes } of cases) expect(outer(bytes), name).toBeUndefined();
    for (const bytes of damagedCopies(encodeCbor(fields)).slice(0, 3)) expect(outer(bytes)).toBeUndefined();
  });

  test("BAT-1 a batch names 1 to 1,000 envelopes, each once", () => {
    const withHashes = (count: number) => {
      const hashes = Array.from({ length: count }, () => port.random(32));
      return parseBatch(encodeCbor([encodeCbor(fields.with(12, hashes)), parsed.signature]));
    };
    expect(withHashes(1)).toBeDefined();
    expect(withHashes(maxEnvelopesPerBatch)).toBeDefined();
    expect(withHashes(maxEnvelopesPerBatch + 1)).toBeUndefined();
  });

  test("BAT-1 a device's batches in a compartment end before one content key has sealed 2^31 envelopes", () => {
    const withCounter = (counter: number) =>
      parseBatch(encodeCbor([encodeCbor(fields.with(5, counter)), parsed.signature]));
    expect(maxBatchesInCompartment * maxEnvelopesPerBatch).toBeLessThan(2 ** 31);
    expect(withCounter(maxBatchesInCompartment)).toBeDefined();
    expect(withCounter(maxBatchesInCompartment + 1)).toBeUndefined();
  });

  test("BAT-1 bytes that are no pair of body and signature are refused", () => {
    for (const { name, bytes } of wrongFields([parsed.bodyBytes, parsed.signature], [[1, null, "x"], wrong.bytes64]))
      expect(parseBatch(bytes), name).toBeUndefined();
    for (const bytes of damagedCopies(batch).slice(0, 3)) expect(parseBatch(bytes)).toBeUndefined();
  });
});

describe("signature", () => {
  test("ENC-5 BAT-2 the device's signature is over context, practice and the body's bytes as they travel", async () => {
    expect(await verifyBatch(port, verifyKey, practice, parsed)).toBe(true);
    const message = new Uint8Array([...utf8("alcove/v1/batch\0"), ...practice, ...parsed.bodyBytes]);
    expect(await verify(port, verifyKey, parsed.signature, message)).toBe(true);
  });

  test("BAT-2 another practice, device, or a changed body or signature is refused", async () => {
    const other = (await importVerifyKey(port, publicKeyOf(port.random(32) as SigningSeed))) as VerifyKey;
    expect(await verifyBatch(port, other, practice, parsed)).toBe(false);
    expect(await verifyBatch(port, verifyKey, id<PracticeId>(), parsed)).toBe(false);
    const bodyBytes = flipped(parsed.bodyBytes, -1);
    expect(await verifyBatch(port, verifyKey, practice, { ...parsed, bodyBytes })).toBe(false);
    const signature = flipped(parsed.signature, 40) as Batch["signature"];
    expect(await verifyBatch(port, verifyKey, practice, { ...parsed, signature })).toBe(false);
  });
});
