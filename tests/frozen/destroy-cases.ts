/** The statement that destroys psychotherapy notes, and what it says of them by their leaves (docs/spec, ROS-34, DES-2). */

import { asHash, type CompartmentId, type PracticeId, toHex, zeroHash } from "@alcove/bytes";
import { type CryptoPort, destroyedDigest, encodeLeaf, type Tag } from "@alcove/crypto";
import type { Operation } from "@alcove/protocol";
import { createDevice, createMember, idFrom, signStatement } from "@alcove/protocol/testing";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;

export async function destroyCases(port: CryptoPort): Promise<FrozenCase[]> {
  const practice = idFrom<PracticeId>(port);
  const compartment = idFrom<CompartmentId>(port);
  const signer = { member: await createMember(port), device: await createDevice(port) };
  const { member, device } = signer;
  const leaves = (["keyLog", "batch"] as const).map((kind) =>
    encodeLeaf({ kind, tag: port.random(16) as Tag, bodyHash: asHash(port.random(32)) }),
  );
  const digest = destroyedDigest(practice, compartment, leaves);
  const body = {
    sequence: 6,
    previous: asHash(port.random(32)),
    account: member.account,
    device: device.device,
    checkpoint: { size: 60, root: zeroHash() },
  };
  const signed = (operation: readonly unknown[]) =>
    signStatement(port, practice, { ...body, operations: [operation as Operation] }, signer);
  const bytes = await signed(["compartment.destroy", compartment, 2, digest]);
  return [
    {
      format: "statement-of-destruction",
      rule: "ROS-34",
      facts: {
        practice: hex(practice),
        account: hex(member.account),
        device: hex(device.device),
        identityKey: hex(member.signKey.publicKey),
        deviceKey: hex(device.key.publicKey),
        leaves: leaves.map(hex),
      },
      bytes: hex(bytes),
      opens: { compartment: hex(compartment), entries: 2, digest: hex(digest) },
      refused: [
        ...damaged(bytes),
        ...otherFacts({
          practice: hex(idFrom(port)),
          account: hex(idFrom(port)),
          device: hex(idFrom(port)),
          identityKey: hex(device.key.publicKey),
          deviceKey: hex(member.signKey.publicKey),
          leaves: leaves.toReversed().map(hex),
        }),
        { name: "of no entry", bytes: hex(await signed(["compartment.destroy", compartment, 0, digest])) },
        { name: "a field more", bytes: hex(await signed(["compartment.destroy", compartment, 2, digest, 0])) },
      ],
    },
  ];
}
