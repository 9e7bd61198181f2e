import {
  asHash,
  asId,
  type Branded,
  type CborValue,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  type PracticeId,
  type RecordId,
  utf8,
} from "@alcove/bytes";
import { describe, expect, test } from "vitest";
import {
  type EnvelopeHeader,
  encodeHeader,
  envelopeContext,
  maxParents,
  parseEnvelope,
  type ParsedEnvelope,
  sealEnvelope,
} from "./envelope.ts";
import { deriveContentKey, type EpochKey } from "./epoch.ts";
import { openEnvelope } from "./open/envelope.ts";
import { pad } from "./padding.ts";
import { seal } from "./primitives/aead.ts";
import { damagedCopies, testPort, wrong, wrongFields } from "./testing/index.ts";

const port = await testPort("envelope");
const id = <B extends Branded<string>>() => asId<B>(port.random(16));
const practice = id<PracticeId>();
const epochKey = port.random(32) as EpochKey;
const header: EnvelopeHeader = {
  schema: 1,
  compartment: id<CompartmentId>(),
  epoch: 3,
  record: id<RecordId>(),
  revision: 2,
  parents: [asHash(port.random(32))],
  author: id<DeviceId>(),
};
const key = await deriveContentKey(port, epochKey, header.author);
const plaintext = utf8("Slept better. Bring the letter next time.");
const envelope = await sealEnvelope(port, key, practice, header, plaintext);
const parsed = parseEnvelope(envelope) as ParsedEnvelope;

describe("sealing and opening", () => {
  test("ENV-1 an envelope is CBOR [header, sealed] and reads back with its header", () => {
    expect(parsed.header).toEqual(header);
    expect(envelope).toEqual(encodeCbor([encodeHeader(header), parsed.sealed]));
    const fields = [1, 1, header.compartment, 3, header.record, 2, header.parents, header.author];
    expect(parsed.headerBytes).toEqual(encodeCbor(fields));
  });

  test("ENV-2 an envelope opens to its plaintext under practice and header", async () => {
    expect(await openEnvelope(port, key, practice, parsed)).toEqual(plaintext);
    expect(envelopeContext(practice, parsed.headerBytes)).toEqual(
      new Uint8Array([...utf8("alcove/v1/envelope\0"), ...practice, ...parsed.headerBytes]),
    );
  });

  test("ENV-2 moved to another practice, record, revision, compartment, epoch or author it does not open", async () => {
    expect(await openEnvelope(port, key, id<PracticeId>(), parsed)).toBeUndefined();
    const others: Partial<EnvelopeHeader>[] = [
      { schema: 2 },
      { compartment: id<CompartmentId>() },
      { epoch: 2 },
      { record: id<RecordId>() },
      { revision: 3 },
      { parents: [asHash(port.random(32))] },
      { parents: [...header.parents, asHash(port.random(32))] },
      { author: id<DeviceId>() },
    ];
    for (const other of others) {
      const moved = parseEnvelope(encodeCbor([encodeHeader({ ...header, ...other }), parsed.sealed]));
      expect(moved, JSON.stringify(Object.keys(other))).toBeDefined();
      expect(await openEnvelope(port, key, practice, moved as ParsedEnvelope)).toBeUndefined();
    }
  });

  test("ENV-2 another epoch's or author's key, and changed bytes, open nothing", async () => {
    const otherKeys = [
      await deriveContentKey(port, port.random(32) as EpochKey, header.author),
      await deriveContentKey(port, epochKey, id<DeviceId>()),
    ];
    for (const other of otherKeys) expect(await openEnvelope(port, other, practice, parsed)).toBeUndefined();
    for (const sealed of damagedCopies(parsed.sealed))
      expect(await openEnvelope(port, key, practice, { ...parsed, sealed })).toBeUndefined();
  });

  test("ENV-3 a plaintext without padding inside does not open", async () => {
    const sealed = await seal(port, key, new Uint8Array(1024), envelopeContext(practice, parsed.headerBytes));
    expect(await openEnvelope(port, key, practice, { ...parsed, sealed })).toBeUndefined();
    const good = await seal(port, key, pad(plaintext), envelopeContext(practice, parsed.headerBytes));
    expect(await openEnvelope(port, key, practice, { ...parsed, sealed: good })).toEqual(plaintext);
  });
});

describe("parsing", () => {
  const fields: CborValue[] = [1, 1, header.compartment, 3, header.record, 2, header.parents, header.author];
  const outer = (headerBytes: Uint8Array) => parseEnvelope(encodeCbor([headerBytes, parsed.sealed]));

  test("ENV-1 a header with any field wrong, missing or more is refused", () => {
    expect(outer(encodeCbor(fields))).toBeDefined();
    const cases = wrongFields(fields, [
      wrong.version,
      wrong.count,
      wrong.bytes16,
      wrong.count,
      wrong.bytes16,
      wrong.count,
      [1, null, {}, [new Uint8Array(31)], [1], [new Uint8Array(16)]],
      wrong.bytes16,
    ]);
    for (const { name, bytes } of cases) expect(outer(bytes), name).toBeUndefined();
    for (const bytes of damagedCopies(encodeCbor(fields)).slice(0, 3)) expect(outer(bytes)).toBeUndefined();
  });

  test("ENV-1 bytes that are no pair of header and sealed are refused", () => {
    const pair = [parsed.headerBytes, parsed.sealed];
    for (const { name, bytes } of wrongFields(pair, [
      [1, null, "x", []],
      [1, null, "x", new Uint8Array(0)],
    ]))
      expect(parseEnvelope(bytes), name).toBeUndefined();
    for (const bytes of damagedCopies(envelope).slice(0, 3)) expect(parseEnvelope(bytes)).toBeUndefined();
  });

  test("ENV-4 only a first revision has no parents; others have up to 16, each once", () => {
    const withParents = (revision: number, parents: Uint8Array[]) =>
      outer(encodeCbor(fields.with(5, revision).with(6, parents)));
    const hashes = Array.from({ length: maxParents + 1 }, () => port.random(32));
    const [one, two] = hashes as [Uint8Array, Uint8Array];
    expect(withParents(1, [])).toBeDefined();
    expect(withParents(2, [one])).toBeDefined();
    expect(withParents(2, [one, two])).toBeDefined();
    expect(withParents(2, hashes.slice(0, maxParents))).toBeDefined();
    expect(withParents(1, [one])).toBeUndefined();
    expect(withParents(2, [])).toBeUndefined();
    expect(withParents(2, [one, two, one])).toBeUndefined();
    expect(withParents(2, hashes)).toBeUndefined();
  });

  test("ENV-6 an envelope whose sealed part fills no bucket is refused without a key", async () => {
    for (const length of [0, 28, 28 + 1023, 28 + 1025, 28 + 1087]) {
      const bytes = encodeCbor([parsed.headerBytes, new Uint8Array(length)]);
      expect(parseEnvelope(bytes), `${length} bytes`).toBeUndefined();
    }
    expect(parseEnvelope(encodeCbor([parsed.headerBytes, new Uint8Array(28 + 1088)]))).toBeDefined();
  });
});
