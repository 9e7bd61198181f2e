/** Guarded charts: what both parts make, an opening, the statement and the entry that begin a guard (docs/spec 02, 04, 05, 15). */

import {
  type AccountId,
  asHash,
  type CompartmentId,
  encodeCbor,
  parseCbor,
  type PracticeId,
  toHex,
  zeroHash,
} from "@alcove/bytes";
import {
  combineParts,
  commitmentOf,
  type CryptoPort,
  type DeliveryPlace,
  dropBoxPublicKey,
  hash,
  type MemberPart,
  memberPartCommitment,
  openingTags,
  type ReleasePart,
  releasePartCommitment,
  sealMemberPart,
  sealPartInside,
  type Tag,
} from "@alcove/crypto";
import { encodeKeyLogBody, signAsPerson, signOpening } from "@alcove/protocol";
import { createDevice, createMember, idFrom, signStatement } from "@alcove/protocol/testing";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;

export async function guardedCases(port: CryptoPort): Promise<FrozenCase[]> {
  const practice = idFrom<PracticeId>(port);
  const compartment = idFrom<CompartmentId>(port);
  const signer = { member: await createMember(port), device: await createDevice(port) };
  const { member, device } = signer;
  const place = { practice, compartment, epoch: 2 };
  const parts = { member: port.random(32) as MemberPart, release: port.random(32) as ReleasePart };
  const epochKey = await combineParts(port, parts.member, parts.release, place);
  const commitment = await commitmentOf(port, epochKey, place);
  const committed = await memberPartCommitment(port, parts.member, place);
  const released = await releasePartCommitment(port, parts.release, place);
  const author = idFrom<AccountId>(port);
  const inside = await sealPartInside(port, epochKey, place, parts.member);
  const placeFacts = { practice: hex(practice), compartment: hex(compartment), epoch: 2 };
  const otherPlace = otherFacts({ practice: hex(idFrom(port)), compartment: hex(idFrom(port)), epoch: 3 });

  const delivery: DeliveryPlace = {
    ...place,
    commitment,
    recipient: member.account,
    recipientKey: member.sealKey,
    deliverer: member.account,
    rosterHead: asHash(port.random(32)),
  };
  const sealed = await sealMemberPart(port, delivery, parts.member);
  if (!sealed) throw new Error("the key is valid");
  const person = { account: member.account, identity: member.signKey, device: device.device, deviceKey: device.key };
  const entry = await signAsPerson(
    port,
    "key-log",
    practice,
    encodeKeyLogBody({
      compartment,
      sequence: 1,
      previous: asHash(port.random(32)),
      rosterHead: delivery.rosterHead,
      account: member.account,
      device: device.device,
      operation: [
        "rotate.guarded",
        2,
        commitment,
        await dropBoxPublicKey(port, epochKey, place),
        port.random(60) as never,
        [[member.account, hash(member.sealKey), hash(sealed)]],
        committed,
        released,
        inside as never,
      ],
    }),
    person,
  );
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

  const otherTag = port.random(16) as Tag;
  const openingBody = {
    compartment,
    epoch: 2,
    account: member.account,
    device: device.device,
    at: 1_764_000_000_000,
    sequence: 3,
    tag: openingTags(parts.member)(member.account)(device.device, 3),
    checkpoint: { size: 40, root: zeroHash() },
  };
  const opening = await signOpening(port, device.key, practice, openingBody);
  const [signedBody, signature] = parseCbor(opening) as [Uint8Array, Uint8Array];
  const fields = parseCbor(signedBody) as never[];
  const withFields = (changed: readonly unknown[]) => hex(encodeCbor([encodeCbor(changed as never), signature]));

  const body = {
    sequence: 7,
    previous: asHash(port.random(32)),
    account: member.account,
    device: device.device,
    checkpoint: { size: 40, root: zeroHash() },
    operations: [
      ["guard.set", [compartment]],
      ["guard.unset", [idFrom<CompartmentId>(port)]],
    ] as const,
  };
  const statement = await signStatement(port, practice, body as never, signer);
  const none = await signStatement(port, practice, { ...body, operations: [["guard.set", []]] } as never, signer);

  return [
    {
      format: "guarded-epoch",
      rule: "KEY-18",
      facts: { ...placeFacts, memberPart: hex(parts.member), releasePart: hex(parts.release), author: hex(author) },
      bytes: hex(inside),
      opens: {
        epochKey: hex(epochKey),
        commitment: hex(commitment),
        memberCommitment: hex(committed),
        releaseCommitment: hex(released),
      },
      refused: [
        ...damaged(inside),
        ...otherPlace,
        ...otherFacts({ memberPart: hex(parts.release), releasePart: hex(parts.member) }),
      ],
    },
    {
      format: "member-part",
      rule: "KEY-20",
      facts: {
        ...placeFacts,
        commitment: hex(commitment),
        memberCommitment: hex(committed),
        recipient: hex(delivery.recipient),
        recipientSeed: hex(member.sealSeed),
        deliverer: hex(delivery.deliverer),
        rosterHead: hex(delivery.rosterHead),
      },
      bytes: hex(sealed),
      opens: hex(parts.member),
      refused: [
        ...damaged(sealed),
        ...otherPlace,
        ...otherFacts({
          commitment: hex(committed),
          memberCommitment: hex(commitment),
          recipient: hex(idFrom(port)),
          recipientSeed: hex(port.random(32)),
          deliverer: hex(idFrom(port)),
          rosterHead: hex(port.random(32)),
        }),
      ],
    },
    {
      format: "key-log-entry-guarded",
      rule: "LOG-11",
      facts: signerFacts,
      bytes: hex(entry),
      opens: {
        operation: "rotate.guarded",
        epoch: 2,
        memberCommitment: hex(committed),
        releaseCommitment: hex(released),
      },
      refused: [...damaged(entry), ...otherFacts(otherKeys)],
    },
    {
      format: "opening",
      rule: "GRD-1",
      facts: { practice: hex(practice), memberPart: hex(parts.member), deviceKey: hex(device.key.publicKey) },
      bytes: hex(opening),
      opens: {
        compartment: hex(compartment),
        epoch: 2,
        account: hex(member.account),
        device: hex(device.device),
        at: 1_764_000_000_000,
        sequence: 3,
        tag: hex(openingBody.tag),
      },
      refused: [
        ...damaged(opening),
        ...otherFacts({
          practice: hex(idFrom(port)),
          memberPart: hex(parts.release),
          deviceKey: hex(member.signKey.publicKey),
        }),
        { name: "another epoch", bytes: withFields(fields.with(2, 3 as never)) },
        { name: "another tag", bytes: withFields(fields.with(7, otherTag as never)) },
        { name: "another version", bytes: withFields(fields.with(0, 2 as never)) },
        { name: "a field more", bytes: withFields([...fields, 0]) },
      ],
    },
    {
      format: "statement-of-guard",
      rule: "ROS-28",
      facts: signerFacts,
      bytes: hex(statement),
      opens: { operations: ["guard.set", "guard.unset"] },
      refused: [...damaged(statement), ...otherFacts(otherKeys), { name: "no compartment", bytes: hex(none) }],
    },
  ];
}
