import { createHmac, hkdfSync } from "node:crypto";
import {
  type AccountId,
  asHash,
  asId,
  type Branded,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  type PracticeId,
  u64,
  utf8,
} from "@alcove/bytes";
import { expect, test } from "vitest";
import {
  backLinkContext,
  backLinkKey,
  batchTag,
  commitmentOf,
  type DeliveryPlace,
  deliveryContext,
  deriveContentKey,
  deriveTagKey,
  epochTags,
  dropBoxPublicKey,
  dropBoxSeed,
  type EpochKey,
  type EpochPlace,
  sealBackLink,
  sealedEpochKeyBytes,
  sealEpochKey,
} from "./epoch.ts";
import { openBackLink, openEpochKey } from "./open/epoch.ts";
import { importSealKey, open, seal } from "./primitives/aead.ts";
import { hash } from "./primitives/hash.ts";
import { type SealingPublicKey, sealingPublicKeyOf, type SealingSeed } from "./primitives/hpke.ts";
import { damagedCopies, testPort } from "./testing/index.ts";

const port = await testPort("epoch");
const id = <B extends Branded<string>>() => asId<B>(port.random(16));
const epochKey = port.random(32) as EpochKey;
const place: EpochPlace = { practice: id<PracticeId>(), compartment: id<CompartmentId>(), epoch: 2 };
const elsewhere: EpochPlace[] = [
  { ...place, practice: id<PracticeId>() },
  { ...place, compartment: id<CompartmentId>() },
  { ...place, epoch: 1 },
  { ...place, epoch: 3 },
];
const nothing = new Uint8Array(0);
const derive = (info: string, ...parts: Uint8Array[]) =>
  new Uint8Array(hkdfSync("sha256", epochKey, "", Buffer.concat([utf8(`alcove/v1/${info}\0`), ...parts]), 32));

test("KEY-9 an author device's content key is HKDF over the context with its id, and no other device's", async () => {
  const author = id<DeviceId>();
  const sealed = await seal(port, await importSealKey(port, derive("env", author)), epochKey, nothing);
  expect(await open(port, await deriveContentKey(port, epochKey, author), sealed, nothing)).toEqual(epochKey);
  expect(await open(port, await deriveContentKey(port, epochKey, id<DeviceId>()), sealed, nothing)).toBeUndefined();
  const otherKey = port.random(32) as EpochKey;
  expect(await open(port, await deriveContentKey(port, otherKey, author), sealed, nothing)).toBeUndefined();
});

test("KEY-10 a commitment is HKDF over practice, compartment and epoch, and differs for each of them and each key", async () => {
  const commitment = await commitmentOf(port, epochKey, place);
  expect(commitment).toEqual(derive("commit", place.practice, place.compartment, u64(2)));
  for (const other of elsewhere) expect(await commitmentOf(port, epochKey, other)).not.toEqual(commitment);
  expect(await commitmentOf(port, port.random(32) as EpochKey, place)).not.toEqual(commitment);
});

test("KEY-11 a back link has 60 bytes and opens to the key before, checked against that epoch's commitment", async () => {
  const before = port.random(32) as EpochKey;
  const commitmentBefore = await commitmentOf(port, before, { ...place, epoch: 1 });
  const link = await sealBackLink(port, epochKey, place, before);
  expect(link.length).toBe(60);
  expect(backLinkContext(place)).toEqual(
    new Uint8Array([...utf8("alcove/v1/back\0"), ...place.practice, ...encodeCbor([place.compartment, 2])]),
  );
  expect(await openBackLink(port, epochKey, place, commitmentBefore, link)).toEqual(before);
  for (const other of elsewhere)
    expect(await openBackLink(port, epochKey, other, commitmentBefore, link)).toBeUndefined();
  expect(await openBackLink(port, before, place, commitmentBefore, link)).toBeUndefined();
  for (const damaged of damagedCopies(link))
    expect(await openBackLink(port, epochKey, place, commitmentBefore, damaged)).toBeUndefined();
  // A well sealed link to another key than the one that everybody committed to.
  const other = await sealBackLink(port, epochKey, place, port.random(32) as EpochKey);
  expect(await openBackLink(port, epochKey, place, commitmentBefore, other)).toBeUndefined();
  const short = await seal(port, await backLinkKey(port, epochKey), before.slice(1), backLinkContext(place));
  expect(await openBackLink(port, epochKey, place, commitmentBefore, short)).toBeUndefined();
  // Nor under a commitment to just that: HKDF would take a key of any length.
  const toShort = await commitmentOf(port, before.slice(1) as EpochKey, { ...place, epoch: 1 });
  expect(await openBackLink(port, epochKey, place, toShort, short)).toBeUndefined();
});

test("KEY-12 a delivery is bound to place, commitment, recipient, key, deliverer and roster head", async () => {
  const seed = port.random(32) as SealingSeed;
  const delivery: DeliveryPlace = {
    ...place,
    commitment: await commitmentOf(port, epochKey, place),
    recipient: id<AccountId>(),
    recipientKey: await sealingPublicKeyOf(seed),
    deliverer: id<AccountId>(),
    rosterHead: asHash(port.random(32)),
  };
  const { compartment, epoch, commitment, recipient, recipientKey, deliverer, rosterHead } = delivery;
  const facts = encodeCbor([compartment, epoch, commitment, recipient, hash(recipientKey), deliverer, rosterHead]);
  expect(deliveryContext(delivery)).toEqual(
    new Uint8Array([...utf8("alcove/v1/epoch-key\0"), ...place.practice, ...facts]),
  );

  const sealed = (await sealEpochKey(port, delivery, epochKey)) as Uint8Array;
  expect(sealed.length).toBe(1168);
  expect(sealed.length).toBe(sealedEpochKeyBytes);
  expect(await openEpochKey(port, seed, delivery, sealed)).toEqual(epochKey);
  const others: Partial<DeliveryPlace>[] = [
    ...elsewhere,
    { commitment: await commitmentOf(port, port.random(32) as EpochKey, place) },
    { recipient: id<AccountId>() },
    { recipientKey: await sealingPublicKeyOf(port.random(32) as SealingSeed) },
    { deliverer: id<AccountId>() },
    { rosterHead: asHash(port.random(32)) },
  ];
  for (const [i, other] of others.entries())
    expect(await openEpochKey(port, seed, { ...delivery, ...other }, sealed), `other fact ${i}`).toBeUndefined();
  expect(await openEpochKey(port, port.random(32) as SealingSeed, delivery, sealed)).toBeUndefined();
  for (const damaged of damagedCopies(sealed))
    expect(await openEpochKey(port, seed, delivery, damaged)).toBeUndefined();

  // Two readers can't be given two keys: only the one that fits the signed commitment is taken (HS-26).
  const second = (await sealEpochKey(port, delivery, port.random(32) as EpochKey)) as Uint8Array;
  expect(await openEpochKey(port, seed, delivery, second)).toBeUndefined();
  expect(
    await sealEpochKey(port, { ...delivery, recipientKey: new Uint8Array(1215) as SealingPublicKey }, epochKey),
  ).toBeUndefined();
});

test("KEY-13 every reader derives the same drop box, another in each place", async () => {
  const seed = await dropBoxSeed(port, epochKey, place);
  expect(seed).toEqual(derive("drop-box", place.practice, place.compartment, u64(2)));
  expect(await dropBoxPublicKey(port, epochKey, place)).toEqual(await sealingPublicKeyOf(seed));
  for (const other of elsewhere) expect(await dropBoxSeed(port, epochKey, other)).not.toEqual(seed);
});

test("KEY-14 a tag is 16 bytes of HMAC over author and counter under the member's tag key", async () => {
  const member = id<AccountId>();
  const author = id<DeviceId>();
  const tagKey = await deriveTagKey(port, epochKey, member);
  expect(tagKey).toEqual(derive("tag", member));
  const mac = createHmac("sha256", tagKey)
    .update(encodeCbor([author, 7]))
    .digest();
  expect(batchTag(tagKey, author, 7)).toEqual(new Uint8Array(mac.subarray(0, 16)));
  const tags = [
    batchTag(tagKey, author, 7),
    batchTag(tagKey, author, 8),
    batchTag(tagKey, id<DeviceId>(), 7),
    batchTag(await deriveTagKey(port, epochKey, id<AccountId>()), author, 7),
    batchTag(await deriveTagKey(port, port.random(32) as EpochKey, member), author, 7),
  ];
  expect(new Set(tags.map(String)).size).toBe(tags.length);
  const tagOf = epochTags(epochKey)(member);
  for (const counter of [7, 8, 70_000]) expect(tagOf(author, counter)).toEqual(batchTag(tagKey, author, counter));
});
