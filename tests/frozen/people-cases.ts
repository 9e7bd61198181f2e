/** A statement with every operation about people and rights, under each kind of signature (docs/spec 04). */

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
import type { CryptoPort } from "@alcove/crypto";
import { encodeStatementBody, type Operation, parseStatement } from "@alcove/protocol";
import { addition, createDevice, createMember, idFrom, signStatement } from "@alcove/protocol/testing";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;

export async function peopleCases(port: CryptoPort): Promise<FrozenCase[]> {
  const practice = idFrom<PracticeId>(port);
  const signer = { member: await createMember(port), device: await createDevice(port) };
  const added = { member: await createMember(port), device: await createDevice(port) };
  const [nextIdentity, secondOwner] = [await createMember(port), await createMember(port)];
  const { account } = signer.member;
  const somebody = () => idFrom<AccountId>(port);
  const somewhere = () => idFrom<CompartmentId>(port);
  const operations: Operation[] = [
    addition(added, "supervisor"),
    ["member.role", somebody(), "front-desk"],
    ["member.remove", somebody()],
    ["member.rekey", account, nextIdentity.signKey.publicKey, nextIdentity.sealKey, 2, "exposed"],
    ["entitle", somebody(), "read-write", 20_454, [somewhere(), somewhere()]],
    ["entitle", somebody(), "write", null, [somewhere()]],
    ["disentitle", somebody(), [somewhere()]],
  ];
  const body = {
    sequence: 7,
    previous: asHash(port.random(32)),
    account,
    device: signer.device.device,
    checkpoint: { size: 40, root: zeroHash() },
    operations,
  };
  const bytes = await signStatement(port, practice, body, signer, { nextIdentity, secondOwner });
  const signatures = (parseCbor(bytes) as [Uint8Array, never[]])[1];
  const withSignatures = (list: never[]) => hex(encodeCbor([encodeStatementBody(body), list]));
  const facts = {
    practice: hex(practice),
    account: hex(account),
    identityKey: hex(signer.member.signKey.publicKey),
    device: hex(signer.device.device),
    deviceKey: hex(signer.device.key.publicKey),
    nextIdentityKey: hex(nextIdentity.signKey.publicKey),
    secondOwner: hex(secondOwner.account),
    secondOwnerKey: hex(secondOwner.signKey.publicKey),
  };
  const withOperation = async (operation: Operation) =>
    hex(
      await signStatement(port, practice, { ...body, operations: [operation] }, signer, { nextIdentity, secondOwner }),
    );
  const [otherId, otherKey] = [hex(idFrom(port)), hex(added.member.signKey.publicKey)];
  const others = Object.keys(facts).map((name) => [name, name.endsWith("Key") ? otherKey : otherId]);
  return [
    {
      format: "statement-of-people",
      rule: "ROS-2",
      facts,
      bytes: hex(bytes),
      opens: { operations: (parseStatement(bytes)?.body.operations ?? []).map((each) => each[0]) },
      refused: [
        ...damaged(bytes),
        { name: "without the second owner", bytes: withSignatures(signatures.slice(0, 3)) },
        { name: "without the identity that begins", bytes: withSignatures(signatures.toSpliced(2, 1)) },
        { name: "the second owner twice", bytes: withSignatures([...signatures, signatures[3] as never]) },
        { name: "signatures in another order", bytes: withSignatures(signatures.toReversed()) },
        { name: "a role there is not", bytes: await withOperation(["member.role", account, "admin" as never]) },
        {
          name: "a right there is not",
          bytes: await withOperation(["entitle", account, "all" as never, null, [somewhere()]]),
        },
        { name: "a day before 1970", bytes: await withOperation(["entitle", account, "read", -1, [somewhere()]]) },
        { name: "no compartment", bytes: await withOperation(["disentitle", account, []]) },
        {
          name: "keyring version 0",
          bytes: await withOperation([
            "member.rekey",
            account,
            nextIdentity.signKey.publicKey,
            nextIdentity.sealKey,
            0,
            "lost",
          ]),
        },
        ...otherFacts(Object.fromEntries(others)),
      ],
    },
  ];
}
