import { hkdfSync } from "node:crypto";
import {
  type AccountId,
  asHash,
  asId,
  type Branded,
  type CompartmentId,
  concatBytes,
  encodeCbor,
  type PracticeId,
  u64,
  utf8,
} from "@alcove/bytes";
import { expect, test } from "vitest";
import {
  batchTag,
  commitmentOf,
  type DeliveryPlace,
  deriveTagKey,
  type EpochKey,
  type EpochPlace,
  epochTags,
} from "./epoch.ts";
import {
  askedId,
  combineParts,
  type GivenPlace,
  givenPartContext,
  type MemberPart,
  memberPartCommitment,
  memberPartContext,
  partInsideContext,
  type ReleasePart,
  releasePartCommitment,
  releaseTag,
  sealGivenPart,
  sealMemberPart,
  sealPartInside,
  sealReleasePart,
} from "./guard.ts";
import { openEpochKey } from "./open/epoch.ts";
import { openGivenPart, openMemberPart, openPartInside, openReleasePart } from "./open/guard.ts";
import { hash } from "./primitives/hash.ts";
import { sealingPublicKeyOf, type SealingSeed } from "./primitives/hpke.ts";
import { damagedCopies, testPort } from "./testing/index.ts";

const port = await testPort("guard");
const id = <B extends Branded<string>>() => asId<B>(port.random(16));
const member = port.random(32) as MemberPart;
const release = port.random(32) as ReleasePart;
const place: EpochPlace = { practice: id<PracticeId>(), compartment: id<CompartmentId>(), epoch: 2 };
const elsewhere: EpochPlace[] = [
  { ...place, practice: id<PracticeId>() },
  { ...place, compartment: id<CompartmentId>() },
  { ...place, epoch: 1 },
];
const derive = (from: Uint8Array, kind: string) =>
  new Uint8Array(
    hkdfSync(
      "sha256",
      from,
      "",
      concatBytes(utf8(`alcove/v1/${kind}\0`), place.practice, place.compartment, u64(2)),
      32,
    ),
  );

test("KEY-18 the epoch key is HKDF over member part and release part, in this order, and differs in each place", async () => {
  const key = await combineParts(port, member, release, place);
  expect(key).toEqual(derive(concatBytes(member, release), "guarded"));
  const others = [
    await combineParts(port, release as never, member as never, place),
    await combineParts(port, member, port.random(32) as ReleasePart, place),
    await combineParts(port, port.random(32) as MemberPart, release, place),
  ];
  for (const other of elsewhere) others.push(await combineParts(port, member, release, other));
  for (const other of others) expect(other).not.toEqual(key);
});

test("KEY-19 each part has a commitment of its own kind and place, which is neither part and not the key's", async () => {
  expect(await memberPartCommitment(port, member, place)).toEqual(derive(member, "commit-member"));
  expect(await releasePartCommitment(port, release, place)).toEqual(derive(release, "commit-release"));
  const same = port.random(32);
  expect(await memberPartCommitment(port, same as never, place)).not.toEqual(
    await releasePartCommitment(port, same as never, place),
  );
  expect(await commitmentOf(port, same as never, place)).not.toEqual(
    await memberPartCommitment(port, same as never, place),
  );
  for (const other of elsewhere) {
    expect(await memberPartCommitment(port, member, other)).not.toEqual(derive(member, "commit-member"));
    expect(await releasePartCommitment(port, release, other)).not.toEqual(derive(release, "commit-release"));
  }
});

test("KEY-20 a delivered member part opens in its place, under the signed commitment, and is no epoch key (HS-26)", async () => {
  const seed = port.random(32) as SealingSeed;
  const delivery: DeliveryPlace = {
    ...place,
    commitment: await commitmentOf(port, await combineParts(port, member, release, place), place),
    recipient: id<AccountId>(),
    recipientKey: await sealingPublicKeyOf(seed),
    deliverer: id<AccountId>(),
    rosterHead: asHash(port.random(32)),
  };
  const { compartment, epoch, commitment, recipient, recipientKey, deliverer, rosterHead } = delivery;
  const facts = encodeCbor([compartment, epoch, commitment, recipient, hash(recipientKey), deliverer, rosterHead]);
  expect(memberPartContext(delivery)).toEqual(concatBytes(utf8("alcove/v1/member-part\0"), place.practice, facts));
  const sealed = (await sealMemberPart(port, delivery, member)) as Uint8Array;
  const committed = await memberPartCommitment(port, member, place);
  expect(sealed.length).toBe(1168);
  expect(await openMemberPart(port, seed, delivery, committed, sealed)).toEqual(member);
  expect(await openEpochKey(port, seed, delivery, sealed), "as an epoch key").toBeUndefined();
  const others: Partial<DeliveryPlace>[] = [
    ...elsewhere,
    { commitment: await commitmentOf(port, port.random(32) as never, place) },
    { recipient: id<AccountId>() },
    { recipientKey: await sealingPublicKeyOf(port.random(32) as SealingSeed) },
    { deliverer: id<AccountId>() },
    { rosterHead: asHash(port.random(32)) },
  ];
  for (const [i, other] of others.entries())
    expect(await openMemberPart(port, seed, { ...delivery, ...other }, committed, sealed), `fact ${i}`).toBeUndefined();
  for (const damaged of damagedCopies(sealed))
    expect(await openMemberPart(port, seed, delivery, committed, damaged)).toBeUndefined();
  const second = (await sealMemberPart(port, delivery, port.random(32) as MemberPart)) as Uint8Array;
  expect(await openMemberPart(port, seed, delivery, committed, second), "another part").toBeUndefined();
  const short = member.slice(1) as never;
  const toShort = await memberPartCommitment(port, short, place);
  const sealedShort = (await sealMemberPart(port, delivery, short)) as Uint8Array;
  expect(await openMemberPart(port, seed, delivery, toShort, sealedShort), "too short").toBeUndefined();
});

test("KEY-22 the member part lies under its own epoch's key, in 60 bytes that open in that place only", async () => {
  const key = await combineParts(port, member, release, place);
  const committed = await memberPartCommitment(port, member, place);
  const sealed = await sealPartInside(port, key, place, member);
  expect(sealed.length).toBe(60);
  const facts = encodeCbor([place.compartment, 2]);
  expect(partInsideContext(place)).toEqual(concatBytes(utf8("alcove/v1/part-inside\0"), place.practice, facts));
  expect(await openPartInside(port, key, place, committed, sealed)).toEqual(member);
  for (const other of elsewhere) expect(await openPartInside(port, key, other, committed, sealed)).toBeUndefined();
  expect(await openPartInside(port, port.random(32) as EpochKey, place, committed, sealed)).toBeUndefined();
  for (const damaged of damagedCopies(sealed))
    expect(await openPartInside(port, key, place, committed, damaged)).toBeUndefined();
  const another = await sealPartInside(port, key, place, port.random(32) as MemberPart);
  expect(await openPartInside(port, key, place, committed, another), "another part").toBeUndefined();
});

test("KEY-21 tags of a guarded epoch come from the member part", async () => {
  const [account, author] = [id<AccountId>(), id() as never];
  const key = await deriveTagKey(port, member, account);
  expect(epochTags(member)(account)(author, 7)).toEqual(batchTag(key, author, 7));
});

test("KEY-23 a release part opens for who lets in, and for one opening to its key, in its place only and under its commitment", async () => {
  const seed = port.random(32) as SealingSeed;
  const recipientKey = await sealingPublicKeyOf(seed);
  const committed = await releasePartCommitment(port, release, place);
  const delivery: DeliveryPlace = {
    ...place,
    commitment: await commitmentOf(port, await combineParts(port, member, release, place), place),
    recipient: id<AccountId>(),
    recipientKey,
    deliverer: id<AccountId>(),
    rosterHead: asHash(port.random(32)),
  };
  const delivered = (await sealReleasePart(port, delivery, release)) as Uint8Array;
  expect(await openReleasePart(port, seed, delivery, committed, delivered)).toEqual(release);
  expect(await openMemberPart(port, seed, delivery, committed, delivered), "as a member part").toBeUndefined();
  for (const other of [...elsewhere, { recipient: id<AccountId>() }, { rosterHead: asHash(port.random(32)) }])
    expect(await openReleasePart(port, seed, { ...delivery, ...other }, committed, delivered)).toBeUndefined();

  const given: GivenPlace = { ...place, asked: askedId(port.random(300)), releaser: id<AccountId>() };
  const facts = encodeCbor([given.compartment, given.epoch, given.asked, given.releaser]);
  expect(givenPartContext(given)).toEqual(concatBytes(utf8("alcove/v1/given-part\0"), place.practice, facts));
  const sealed = (await sealGivenPart(port, recipientKey, given, release)) as Uint8Array;
  expect(sealed.length).toBe(1168);
  expect(await openGivenPart(port, seed, given, committed, sealed)).toEqual(release);
  const others: Partial<GivenPlace>[] = [
    ...elsewhere,
    { asked: askedId(port.random(300)) },
    { releaser: id<AccountId>() },
  ];
  for (const other of others)
    expect(await openGivenPart(port, seed, { ...given, ...other }, committed, sealed)).toBeUndefined();
  expect(await openGivenPart(port, port.random(32) as SealingSeed, given, committed, sealed)).toBeUndefined();
  const second = (await sealGivenPart(port, recipientKey, given, port.random(32) as ReleasePart)) as Uint8Array;
  expect(await openGivenPart(port, seed, given, committed, second), "another part").toBeUndefined();
  const asked = askedId(release);
  expect(asked).toEqual(hash(concatBytes(utf8("alcove/v1/asked\0"), release)));
  expect(asked, "not what its leaf says").not.toEqual(hash(release));
  expect(releaseTag(asked)).toEqual(asked.slice(0, 16));
});
