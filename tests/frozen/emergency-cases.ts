/** The statement that gives words in an emergency (docs/spec, ROS-33). */

import {
  type AccountId,
  asHash,
  type ChartId,
  type CompartmentId,
  type PracticeId,
  toHex,
  zeroHash,
} from "@alcove/bytes";
import type { CryptoPort } from "@alcove/crypto";
import type { Operation } from "@alcove/protocol";
import { createDevice, createMember, idFrom, signStatement } from "@alcove/protocol/testing";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;

export async function emergencyCases(port: CryptoPort): Promise<FrozenCase[]> {
  const practice = idFrom<PracticeId>(port);
  const signer = { member: await createMember(port), device: await createDevice(port) };
  const { member, device } = signer;
  const given = [idFrom<CompartmentId>(port), idFrom<ChartId>(port), idFrom<AccountId>(port)] as const;
  const body = {
    sequence: 5,
    previous: asHash(port.random(32)),
    account: member.account,
    device: device.device,
    checkpoint: { size: 40, root: zeroHash() },
  };
  const signed = (operation: readonly unknown[]) =>
    signStatement(port, practice, { ...body, operations: [operation as Operation] }, signer);
  const bytes = await signed(["emergency.give", ...given, 20_800]);
  return [
    {
      format: "statement-of-emergency",
      rule: "ROS-33",
      facts: {
        practice: hex(practice),
        account: hex(member.account),
        device: hex(device.device),
        identityKey: hex(member.signKey.publicKey),
        deviceKey: hex(device.key.publicKey),
      },
      bytes: hex(bytes),
      opens: { compartment: hex(given[0]), chart: hex(given[1]), account: hex(given[2]), untilDay: 20_800 },
      refused: [
        ...damaged(bytes),
        ...otherFacts({
          practice: hex(idFrom(port)),
          account: hex(idFrom(port)),
          device: hex(idFrom(port)),
          identityKey: hex(device.key.publicKey),
          deviceKey: hex(member.signKey.publicKey),
        }),
        { name: "without a last day", bytes: hex(await signed(["emergency.give", ...given, null])) },
        { name: "a field more", bytes: hex(await signed(["emergency.give", ...given, 20_800, 0])) },
      ],
    },
  ];
}
