import {
  asHash,
  asId,
  type CborValue,
  type DeviceId,
  encodeCbor,
  parseCbor,
  type PracticeId,
  utf8,
} from "@alcove/bytes";
import { importVerifyKey, type PublicKey, verify, type VerifyKey } from "@alcove/crypto";
import { damagedCopies, flipped, testPort, wrong, wrongFields } from "@alcove/crypto/testing";
import { describe, expect, test } from "vitest";
import { createMember, foundTestPractice, idFrom } from "../testing/index.ts";
import { roles } from "./roles.ts";
import { countersign, personKeys, signerKinds, verifyAsPerson, verifySigned } from "./signed.ts";
import { begunKinds, parseStatement, recoveryReasons, rekeyReasons, rights, type Statement } from "./statement.ts";

const port = await testPort("statement");
const p = await foundTestPractice(port);
const encoded = p.foundingStatement;
const parsed = parseStatement(encoded) as Statement;
const outer = parseCbor(encoded) as [Uint8Array, [number, Uint8Array, Uint8Array][]];
const bodyFields = parseCbor(outer[0]) as CborValue[];
const withBody = (body: Uint8Array) => parseStatement(encodeCbor([body, outer[1]]));
const withOperation = (operation: CborValue) => withBody(encodeCbor(bodyFields.with(7, [operation])));

describe("shape", () => {
  test("ROS-1 a statement is CBOR [body, signatures] and reads back with its body", () => {
    const { body } = parsed;
    const { member, device } = p.founder;
    expect(outer[0]).toEqual(parsed.bodyBytes);
    expect(bodyFields).toEqual([
      1,
      0,
      body.previous,
      member.account,
      device.device,
      0,
      body.checkpoint.root,
      body.operations,
    ] as CborValue[]);
    expect(outer[1].map(([kind, id]) => [kind, id])).toEqual([
      [1, member.account],
      [2, device.device],
    ]);
  });

  test("ROS-1 a body with any field wrong, missing or more is refused", () => {
    const cases = wrongFields(bodyFields, [
      wrong.version,
      wrong.index,
      wrong.bytes32,
      wrong.bytes16,
      wrong.bytes16,
      wrong.index,
      wrong.bytes32,
      [[], 1, null, "practice.create", [[]], [["practice.create"]], Array.from({ length: 1001 }, () => ["x"])],
    ]);
    for (const { name, bytes } of cases) expect(withBody(bytes), name).toBeUndefined();
    const confirm = ["freshness.confirm", port.random(16), port.random(16)];
    const withConfirms = (length: number) =>
      withBody(
        encodeCbor(
          bodyFields.with(
            7,
            Array.from({ length }, () => confirm),
          ),
        ),
      );
    expect(withConfirms(1000)).toBeDefined();
    expect(withConfirms(1001)).toBeUndefined();
    for (const bytes of damagedCopies(outer[0]).slice(0, 3)) expect(withBody(bytes)).toBeUndefined();
  });

  test("ROS-1 bytes that are no pair of body and one to eight signatures are refused", () => {
    const [signature] = outer[1];
    const signatures = [[], 1, null, Array.from({ length: 9 }, () => signature as CborValue)];
    for (const { name, bytes } of wrongFields(outer, [[1, null, "x"], signatures]))
      expect(parseStatement(bytes), name).toBeUndefined();
    const bad = wrongFields(signature as CborValue[], [[0, 5, "1", null], wrong.bytes16, wrong.bytes64]);
    for (const { name, bytes } of bad)
      expect(parseStatement(encodeCbor([outer[0], [parseCbor(bytes) as CborValue]])), name).toBeUndefined();
    for (const bytes of damagedCopies(encoded).slice(0, 3)) expect(parseStatement(bytes)).toBeUndefined();
  });

  test("ROS-1 every operation with any field wrong, missing or more is refused, and so is an unknown one", () => {
    const account = port.random(16);
    const device = asId<DeviceId>(port.random(16));
    const key = port.random(32);
    const sealingKey = new Uint8Array(1216);
    const names = [1, "practice.Create", null];
    const wrongRoles = ["admin", 1, null];
    const wrongSealingKeys = [new Uint8Array(1215), new Uint8Array(1217), null];
    const wrongCompartments = [[], 1, null, [1], [new Uint8Array(15)], Array.from({ length: 1001 }, () => device)];
    const set: CborValue[] = [port.random(16), 2, key, sealingKey, [key, key]];
    const wrongShares = [[], 1, null, [key], [key, device], Array.from({ length: 17 }, () => key)];
    const wrongSet = [wrong.bytes16, wrong.count, wrong.bytes32, wrongSealingKeys, wrongShares];
    const operations: [CborValue[], (readonly CborValue[])[]][] = [
      [
        (bodyFields[7] as CborValue[][])[0] as CborValue[],
        [
          names,
          wrong.bytes16,
          [1, null, "x".repeat(201)],
          wrong.bytes32,
          wrong.bytes16,
          wrong.bytes32,
          wrongSealingKeys,
          wrong.bytes16,
          wrong.bytes32,
        ],
      ],
      [
        ["device.enrol", account, device, key, "pairing", port.random(32)],
        [names, wrong.bytes16, wrong.bytes16, wrong.bytes32, ["founding", 1, null], [1, new Uint8Array(31)]],
      ],
      [
        ["device.revoke", account, device, "lost"],
        [names, wrong.bytes16, wrong.bytes16, ["broken", 1, null]],
      ],
      [
        ["compartment.create", device, "directory", null],
        [names, wrong.bytes16, ["diary", 1, null], [1, new Uint8Array(15)]],
      ],
      [
        ["freshness.confirm", account, device],
        [names, wrong.bytes16, wrong.bytes16],
      ],
      [
        ["member.add", account, "front-desk", key, sealingKey, device, key, port.random(16), port.random(32)],
        [
          names,
          wrong.bytes16,
          wrongRoles,
          wrong.bytes32,
          wrongSealingKeys,
          wrong.bytes16,
          wrong.bytes32,
          wrong.bytes16,
          wrong.bytes32,
        ],
      ],
      [
        ["member.remove", account],
        [names, wrong.bytes16],
      ],
      [
        ["member.role", account, "auditor"],
        [names, wrong.bytes16, wrongRoles],
      ],
      [
        ["member.rekey", account, key, sealingKey, 2, "exposed"],
        [names, wrong.bytes16, wrong.bytes32, wrongSealingKeys, wrong.count, ["retired", 1, null]],
      ],
      [
        ["entitle", account, "read-write", 20_000, [device]],
        [names, wrong.bytes16, ["all", 1, null], [-1, "x"], wrongCompartments],
      ],
      [
        ["disentitle", account, [device]],
        [names, wrong.bytes16, wrongCompartments],
      ],
      [
        ["compartment.destroy", device, 1, key],
        [names, wrong.bytes16, wrong.count, wrong.bytes32],
      ],
      [
        ["emergency.give", device, account, account, 20_000],
        [names, wrong.bytes16, wrong.bytes16, wrong.bytes16, wrong.index],
      ],
      [
        ["recovery.set", ...set],
        [names, ...wrongSet],
      ],
      [
        ["recovery.use", account, account, key, sealingKey, device, key, 2, "absent", ...set],
        [
          names,
          wrong.bytes16,
          wrong.bytes16,
          wrong.bytes32,
          wrongSealingKeys,
          wrong.bytes16,
          wrong.bytes32,
          wrong.count,
          ["retired", 1, null],
          ...wrongSet,
        ],
      ],
      [
        ["recovery.drill", account, [1, 3]],
        [names, wrong.bytes16, [[], 1, null, [0], ["1"], Array.from({ length: 17 }, (_, i) => i + 1)]],
      ],
    ];
    for (const [good, wrongValues] of operations) {
      expect(withOperation(good), JSON.stringify(good[0])).toBeDefined();
      for (const { name, bytes } of wrongFields(good, wrongValues))
        expect(withOperation(parseCbor(bytes) as CborValue), `${JSON.stringify(good[0])}: ${name}`).toBeUndefined();
    }
    expect(withOperation(["policy.set", account])).toBeUndefined();
    expect(withOperation(["witness.set", [["w", wrong.bytes32[0] as CborValue]]])).toBeUndefined();
    for (const kind of begunKinds) expect(withOperation(["compartment.create", device, kind, null])).toBeDefined();
    for (const role of roles) expect(withOperation(["member.role", account, role])).toBeDefined();
    for (const right of rights) expect(withOperation(["entitle", account, right, null, [device]])).toBeDefined();
    for (const reason of rekeyReasons)
      expect(withOperation(["member.rekey", account, key, sealingKey, 2, reason])).toBeDefined();
    for (const reason of recoveryReasons) {
      const use = ["recovery.use", account, account, key, sealingKey, device, key, 2, reason, ...set];
      expect(withOperation(use)).toBeDefined();
    }
    const allCards = Array.from({ length: 16 }, () => key);
    expect(withOperation(["recovery.set", ...set.with(4, allCards)])).toBeDefined();
    const most = Array.from({ length: 1000 }, () => device);
    expect(withOperation(["entitle", account, "read", null, most])).toBeDefined();
  });
});

describe("signatures", () => {
  const { member, device } = p.founder;
  const verifyKeyOf = async (key: PublicKey) => (await importVerifyKey(port, key)) as VerifyKey;
  const signer = async () => ({
    account: member.account,
    identity: await verifyKeyOf(member.signKey.publicKey),
    device: device.device,
    deviceKey: await verifyKeyOf(device.key.publicKey),
  });
  const right = async (statement: Statement, practice = p.practice) =>
    verifyAsPerson(port, "statement", practice, statement, await signer());

  test("ENC-5 ROS-2 identity and device sign context, practice and the body's bytes as they travel", async () => {
    expect(await right(parsed)).toBe(true);
    const message = new Uint8Array([...utf8("alcove/v1/statement\0"), ...p.practice, ...outer[0]]);
    const keys = [member.signKey.publicKey, device.key.publicKey];
    for (const [i, key] of keys.entries())
      expect(await verify(port, await verifyKeyOf(key), outer[1][i]?.[2] as Uint8Array, message)).toBe(true);
  });

  test("ROS-2 another practice, purpose or body is refused", async () => {
    expect(await right(parsed, idFrom<PracticeId>(port))).toBe(false);
    expect(await verifyAsPerson(port, "key-log", p.practice, parsed, await signer())).toBe(false);
    expect(await right({ ...parsed, bodyBytes: flipped(parsed.bodyBytes, -1) })).toBe(false);
  });

  test("ROS-2 exactly these two signatures, in this order, each right and under its own name", async () => {
    const [identity, ofDevice] = parsed.signatures as [Statement["signatures"][0], Statement["signatures"][0]];
    const other = asHash(port.random(32)).slice(0, 16);
    const wrongs: Record<string, Statement["signatures"]> = {
      none: [],
      "identity only": [identity],
      "device only": [ofDevice],
      "the other order": [ofDevice, identity],
      "identity twice": [identity, identity],
      "one more": [identity, ofDevice, identity],
      "another account": [{ ...identity, id: other }, ofDevice],
      "another device": [identity, { ...ofDevice, id: other }],
      "kinds swapped": [
        { ...identity, kind: 2 },
        { ...ofDevice, kind: 1 },
      ],
      "device's kind at the identity": [{ ...identity, kind: 2 }, ofDevice],
      "identity's kind at the device": [identity, { ...ofDevice, kind: 1 }],
      "identity's damaged": [{ ...identity, signature: flipped(identity.signature, 1) as never }, ofDevice],
      "device's damaged": [identity, { ...ofDevice, signature: flipped(ofDevice.signature, 63) as never }],
      "device's in place of identity's": [{ ...identity, signature: ofDevice.signature }, ofDevice],
    };
    for (const [why, signatures] of Object.entries(wrongs))
      expect(await right({ ...parsed, signatures }), why).toBe(false);
  });

  test("ROS-2 a second owner signs the same bytes, last in the list", async () => {
    const second = await createMember(port);
    const encoded = await countersign(port, p.practice, parsed, second.account, second.signKey);
    const both = parseStatement(encoded) as Statement;
    expect(both.bodyBytes).toEqual(parsed.bodyBytes);
    expect(both.signatures.slice(0, 2)).toEqual(parsed.signatures);
    const named = personKeys(await signer());
    const third = { kind: signerKinds.identity, id: second.account, key: await verifyKeyOf(second.signKey.publicKey) };
    const signedBy = (keys: typeof named) => verifySigned(port, "statement", p.practice, both, keys);
    expect(await signedBy([...named, third])).toBe(true);
    expect(await signedBy(named), "one more than named").toBe(false);
    expect(await signedBy([...named, third, third]), "one fewer than named").toBe(false);
    expect(await signedBy([third, ...named]), "another order").toBe(false);
    expect(await signedBy([...named, { ...third, kind: 3 }]), "as another kind").toBe(false);
    expect(await signedBy([...named, { ...third, id: member.account }]), "under another name").toBe(false);
    expect(await signedBy([...named, { ...third, key: (named[0] as typeof third).key }]), "by another").toBe(false);
  });
});
