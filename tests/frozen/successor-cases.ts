/** Cards for psychotherapy notes: what their author says of them, and what their key signs (docs/spec 21). */

import { type AccountId, asHash, encodeCbor, parseCbor, type PracticeId, toHex, zeroHash } from "@alcove/bytes";
import type { CryptoPort } from "@alcove/crypto";
import { encodeStatementBody, type Operation, signBy } from "@alcove/protocol";
import { createDevice, createMember, createSet, idFrom, setParts, successorKeys } from "@alcove/protocol/testing";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;

export async function successorCases(port: CryptoPort): Promise<FrozenCase[]> {
  const practice = idFrom<PracticeId>(port);
  const made = await createSet({ port, practice });
  // Shares are drawn by the library itself: what is published of them stands here by other bytes.
  const hashes = [1, 2, 3].map(() => asHash(port.random(32)));
  const next = { ...(await createSet({ port, practice })), hashes };
  const signer = { member: await createMember(port), device: await createDevice(port) };
  const body = {
    sequence: 9,
    previous: asHash(port.random(32)),
    account: signer.member.account,
    device: signer.device.device,
    checkpoint: { size: 40, root: zeroHash() },
  };
  const signed = async (operations: Operation[]) =>
    signBy(port, "statement", practice, encodeStatementBody({ ...body, operations }), successorKeys(made, signer));
  // They never stand together: one statement here, so that one example has each of their shapes.
  const bytes = await signed([
    ["successor.use", made.set],
    ["successor.set", null, ...setParts(next)],
    ["successor.set", idFrom<AccountId>(port), ...setParts(next)],
    ["successor.end", next.set],
  ]);
  const [signedBody, signatures] = parseCbor(bytes) as [Uint8Array, never[]];
  const withSignatures = (list: never[]) => hex(encodeCbor([signedBody as never, list]));
  const facts = {
    practice: hex(practice),
    account: hex(signer.member.account),
    identityKey: hex(signer.member.signKey.publicKey),
    device: hex(signer.device.device),
    deviceKey: hex(signer.device.key.publicKey),
    set: hex(made.set),
    recoveryKey: hex(made.signKey.publicKey),
  };
  const other = hex(next.set);
  const others = Object.keys(facts).map((name) => [name, name.endsWith("Key") ? hex(next.signKey.publicKey) : other]);
  return [
    {
      format: "statement-of-successor",
      rule: "SUC-4",
      facts,
      bytes: hex(bytes),
      opens: { operations: ["successor.use", "successor.set", "successor.set", "successor.end"] },
      refused: [
        ...damaged(bytes),
        { name: "without the set's key", bytes: withSignatures(signatures.slice(0, 2)) },
        { name: "the set's key first", bytes: withSignatures(signatures.toReversed()) },
        {
          name: "one card",
          bytes: hex(
            await signed([["successor.set", null, ...setParts({ ...next, hashes: next.hashes.slice(1, 2) })]]),
          ),
        },
        { name: "no set", bytes: hex(await signed([["successor.use", null as never]])) },
        ...otherFacts(Object.fromEntries(others)),
      ],
    },
  ];
}
