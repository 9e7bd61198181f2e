/** Openings that people let through: the part as it is kept and given, the opening that asks, the answer, and who may (docs/spec 02, 04, 17). */

import {
  type AccountId,
  type CompartmentId,
  encodeCbor,
  parseCbor,
  type PracticeId,
  toHex,
  zeroHash,
} from "@alcove/bytes";
import {
  askedId,
  combineParts,
  commitmentOf,
  type DeliveryPlace,
  type GivenPlace,
  hash,
  type MemberPart,
  openingTags,
  type ReleasePart,
  releasePartCommitment,
  sealGivenPart,
  sealingPublicKeyOf,
  type SealingSeed,
  sealReleasePart,
} from "@alcove/crypto";
import { encodeReleaseBody, signAsPerson, signOpening } from "@alcove/protocol";
import { createDevice, createMember, idFrom, signStatement } from "@alcove/protocol/testing";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";
import { frozenPort } from "./frozen-port.ts";

const hex = toHex;

export async function releaseCases(): Promise<FrozenCase[]> {
  const port = await frozenPort("alcove frozen formats, releases");
  const practice = idFrom<PracticeId>(port);
  const compartment = idFrom<CompartmentId>(port);
  const signer = { member: await createMember(port), device: await createDevice(port) };
  const { member, device } = signer;
  const place = { practice, compartment, epoch: 2 };
  const parts = { member: port.random(32) as MemberPart, release: port.random(32) as ReleasePart };
  const commitment = await commitmentOf(port, await combineParts(port, parts.member, parts.release, place), place);
  const released = await releasePartCommitment(port, parts.release, place);
  const placeFacts = { practice: hex(practice), compartment: hex(compartment), epoch: 2 };
  const otherPlace = otherFacts({ practice: hex(idFrom(port)), compartment: hex(idFrom(port)), epoch: 3 });

  const delivery: DeliveryPlace = {
    ...place,
    commitment,
    recipient: member.account,
    recipientKey: member.sealKey,
    deliverer: member.account,
    rosterHead: hash(port.random(32)),
  };
  const kept = await sealReleasePart(port, delivery, parts.release);

  const seed = port.random(32) as SealingSeed;
  const key = await sealingPublicKeyOf(seed);
  const asker = await createDevice(port);
  const account = idFrom<AccountId>(port);
  const openingBody = {
    compartment,
    epoch: 2,
    account,
    device: asker.device,
    at: 1_764_000_000_000,
    sequence: 3,
    tag: openingTags(parts.member)(account)(asker.device, 3),
    checkpoint: { size: 40, root: zeroHash() },
    key,
  };
  const opening = await signOpening(port, asker.key, practice, openingBody);
  const [openingSigned, signature] = parseCbor(opening) as [Uint8Array, Uint8Array];
  const fields = parseCbor(openingSigned) as never[];
  const withFields = (changed: readonly unknown[]) => hex(encodeCbor([encodeCbor(changed as never), signature]));

  const given: GivenPlace = { ...place, asked: askedId(opening), releaser: member.account };
  const sealed = await sealGivenPart(port, key, given, parts.release);
  if (!kept || !sealed) throw new Error("the keys are valid");
  const person = { account: member.account, identity: member.signKey, device: device.device, deviceKey: device.key };
  const body = encodeReleaseBody({
    compartment,
    epoch: 2,
    asker: asker.device,
    asked: given.asked,
    account: member.account,
    device: device.device,
    sealedHash: hash(sealed),
    checkpoint: { size: 41, root: zeroHash() },
  });
  const release = await signAsPerson(port, "release", practice, body, person);
  const signerFacts = {
    practice: hex(practice),
    account: hex(member.account),
    device: hex(device.device),
    identityKey: hex(member.signKey.publicKey),
    deviceKey: hex(device.key.publicKey),
  };
  const otherKeys = {
    practice: hex(idFrom(port)),
    account: hex(idFrom(port)),
    device: hex(idFrom(port)),
    identityKey: hex(device.key.publicKey),
    deviceKey: hex(member.signKey.publicKey),
  };
  const statement = await signStatement(
    port,
    practice,
    {
      sequence: 8,
      previous: hash(port.random(32)),
      account: member.account,
      device: device.device,
      checkpoint: { size: 40, root: zeroHash() },
      operations: [["entitle", account, "release", null, [compartment]]],
    },
    signer,
  );

  return [
    {
      format: "release-part",
      rule: "KEY-23",
      facts: {
        ...placeFacts,
        commitment: hex(commitment),
        releaseCommitment: hex(released),
        recipient: hex(delivery.recipient),
        recipientSeed: hex(member.sealSeed),
        deliverer: hex(delivery.deliverer),
        rosterHead: hex(delivery.rosterHead),
      },
      bytes: hex(kept),
      opens: hex(parts.release),
      refused: [
        ...damaged(kept),
        ...otherPlace,
        ...otherFacts({
          commitment: hex(released),
          releaseCommitment: hex(commitment),
          recipient: hex(idFrom(port)),
          recipientSeed: hex(port.random(32)),
          deliverer: hex(idFrom(port)),
          rosterHead: hex(port.random(32)),
        }),
      ],
    },
    {
      format: "given-part",
      rule: "KEY-23",
      facts: {
        ...placeFacts,
        releaseCommitment: hex(released),
        opening: hex(opening),
        releaser: hex(member.account),
        oneTimeSeed: hex(seed),
      },
      bytes: hex(sealed),
      opens: hex(parts.release),
      refused: [
        ...damaged(sealed),
        ...otherPlace,
        ...otherFacts({
          releaseCommitment: hex(commitment),
          opening: withFields(fields.with(7, port.random(16) as never)),
          releaser: hex(idFrom(port)),
          oneTimeSeed: hex(port.random(32)),
        }),
      ],
    },
    {
      format: "opening-with-key",
      rule: "GRD-1",
      facts: { practice: hex(practice), memberPart: hex(parts.member), deviceKey: hex(asker.key.publicKey) },
      bytes: hex(opening),
      opens: {
        compartment: hex(compartment),
        epoch: 2,
        account: hex(account),
        device: hex(asker.device),
        sequence: 3,
        keyHash: hex(hash(key)),
        asked: hex(given.asked),
      },
      refused: [
        ...damaged(opening),
        ...otherFacts({
          practice: hex(idFrom(port)),
          memberPart: hex(parts.release),
          deviceKey: hex(device.key.publicKey),
        }),
        { name: "another key", bytes: withFields(fields.with(10, port.random(1216) as never)) },
        { name: "without a key", bytes: withFields(fields.slice(0, 10)) },
        { name: "of the version without a key", bytes: withFields(fields.with(0, 1 as never)) },
      ],
    },
    {
      format: "release",
      rule: "GRD-17",
      facts: signerFacts,
      bytes: hex(release),
      opens: {
        compartment: hex(compartment),
        epoch: 2,
        asker: hex(asker.device),
        asked: hex(given.asked),
        sealedHash: hex(hash(sealed)),
        tag: hex(given.asked.slice(0, 16)),
      },
      refused: [...damaged(release), ...otherFacts(otherKeys)],
    },
    {
      format: "statement-of-releasers",
      rule: "ROS-15",
      facts: signerFacts,
      bytes: hex(statement),
      opens: { operations: ["entitle"], rights: ["release"] },
      refused: [...damaged(statement), ...otherFacts(otherKeys)],
    },
  ];
}
