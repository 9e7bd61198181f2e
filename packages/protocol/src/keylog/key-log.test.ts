import {
  type AccountId,
  asHash,
  type Bytes,
  type CborValue,
  encodeCbor,
  type Hash,
  parseCbor,
  type PracticeId,
  zeroHash,
} from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import { damagedCopies, flipped, testPort, wrong, wrongFields } from "@alcove/crypto/testing";
import { describe, expect, test } from "vitest";
import {
  addMember,
  applyRight,
  applyRotation,
  createCompartment,
  createDevice,
  createMember,
  enrolment,
  entitle,
  foundTestPractice,
  idFrom,
  keyLogEntry,
  type Rotation,
  rotation,
  type Signer,
  statement,
  type TestCompartment,
  type TestPractice,
} from "../testing/index.ts";
import { encodeKeyLogBody, type KeyLogBody, type KeyLogEntry, parseKeyLogEntry } from "./entry.ts";
import { applyKeyLogEntry, currentEpoch, isStale, type KeyLog } from "./key-log.ts";

const port = await testPort("key-log");

async function withCompartment() {
  const p = await foundTestPractice(port);
  return { p, c: await createCompartment(p) };
}
async function withEpoch() {
  const { p, c } = await withCompartment();
  await applyRotation(p, c, await rotation(p, c));
  return { p, c, log: c.log as KeyLog };
}
async function verdict(
  p: TestPractice,
  c: TestCompartment,
  entry: Bytes,
  sealedKeys: readonly Bytes[],
  index = p.next,
) {
  const applied = await applyKeyLogEntry(port, p.roster, c.log, entry, sealedKeys, index);
  return applied.ok ? "applied" : applied.error.code;
}
const operationOf = (right: Rotation) => (parseKeyLogEntry(right.entry) as KeyLogEntry).body.operation;
/** A rotation with fields of its operation replaced, and signed again. */
async function altered(p: TestPractice, c: TestCompartment, right: Rotation, changes: Record<number, unknown>) {
  const fields = [...operationOf(right)] as unknown[];
  for (const [at, value] of Object.entries(changes)) fields[Number(at)] = value;
  return keyLogEntry(p, c, fields as unknown as KeyLogBody["operation"]);
}

describe("shape", () => {
  test("LOG-1 an entry is CBOR [body, signatures] and reads back with its body", async () => {
    const { p, c } = await withCompartment();
    const entry = parseKeyLogEntry((await rotation(p, c)).entry) as KeyLogEntry;
    expect(entry.body).toMatchObject({
      compartment: c.id,
      sequence: 0,
      previous: zeroHash(),
      rosterHead: p.roster.head,
    });
    expect(entry.bodyBytes).toEqual(encodeKeyLogBody(entry.body));
  });

  test("LOG-1 a body or operation with any field wrong, missing or more is refused", async () => {
    const { p, c } = await withCompartment();
    const right = await rotation(p, c);
    const [bodyBytes, signatures] = parseCbor(right.entry) as [Uint8Array, CborValue];
    const body = parseCbor(bodyBytes) as CborValue[];
    const parse = (fields: Uint8Array) => parseKeyLogEntry(encodeCbor([fields, signatures]));
    expect(parse(encodeCbor(body))).toBeDefined();
    const cases = wrongFields(body, [
      wrong.version,
      wrong.bytes16,
      wrong.index,
      wrong.bytes32,
      wrong.bytes32,
      wrong.bytes16,
      wrong.bytes16,
      [1, null, [], ["rotate"], ["forget", 1, []]],
    ]);
    for (const { name, bytes } of cases) expect(parse(bytes), name).toBeUndefined();
    for (const bytes of damagedCopies(bodyBytes).slice(0, 3)) expect(parse(bytes)).toBeUndefined();

    const delivery = (body[7] as CborValue[])[5] as CborValue[];
    const badDeliveries = [[], 1, null, [1], [[]], Array.from({ length: 1001 }, () => delivery[0] as CborValue)];
    const operations: [CborValue[], (readonly CborValue[])[]][] = [
      [
        body[7] as CborValue[],
        [
          ["Rotate", 1],
          wrong.count,
          wrong.bytes32,
          [new Uint8Array(1215), new Uint8Array(1217), null],
          [new Uint8Array(59), new Uint8Array(61), 1],
          badDeliveries,
        ],
      ],
      [
        ["deliver", 1, delivery],
        [["Deliver", 1], wrong.count, badDeliveries],
      ],
    ];
    for (const [operation, wrongValues] of operations) {
      expect(parse(encodeCbor(body.with(7, operation))), JSON.stringify(operation[0])).toBeDefined();
      for (const { name, bytes } of wrongFields(operation, wrongValues))
        expect(parse(encodeCbor(body.with(7, parseCbor(bytes) as CborValue))), name).toBeUndefined();
    }
    const one = delivery[0] as CborValue[];
    for (const { name, bytes } of wrongFields(one, [wrong.bytes16, wrong.bytes32, wrong.bytes32]))
      expect(parse(encodeCbor(body.with(7, ["deliver", 1, [parseCbor(bytes) as CborValue]]))), name).toBeUndefined();
  });
});

describe("the chain", () => {
  test("LOG-2 identity and device sign; another practice, key or damaged byte is refused", async () => {
    const { p, c } = await withCompartment();
    const { member, device } = p.founder;
    const right = await rotation(p, c);
    const other = { ...p, practice: idFrom<PracticeId>(port) };
    expect(await verdict(p, c, (await rotation(other, c)).entry, right.sealedKeys)).toBe("signature-wrong");
    const ghost = await createDevice(port);
    const thieves: Signer[] = [
      { member, device: { ...ghost, device: device.device } },
      { member: { ...(await createMember(port)), account: member.account }, device },
    ];
    for (const thief of thieves) {
      const { entry, sealedKeys } = await rotation(p, c, {}, thief);
      expect(await verdict(p, c, entry, sealedKeys)).toBe("signature-wrong");
    }
    for (const entry of damagedCopies(right.entry))
      expect(await verdict(p, c, entry, right.sealedKeys)).not.toBe("applied");
    expect(await verdict(p, c, right.entry, right.sealedKeys)).toBe("applied");
  });

  test("LOG-3 entries follow one another by sequence and hash in their compartment, each at a later place", async () => {
    const { p, c } = await withCompartment();
    const first = await rotation(p, c);
    const firstIndex = await applyRotation(p, c, first);
    expect(c.log).toMatchObject({ sequence: 0, head: hash(first.entry), headIndex: firstIndex });
    const changes: Partial<KeyLogBody>[] = [
      { sequence: 0 },
      { sequence: 2 },
      { previous: zeroHash() },
      { previous: asHash(port.random(32)) },
    ];
    for (const change of changes) {
      const { entry, sealedKeys } = await rotation(p, c, change);
      expect(await verdict(p, c, entry, sealedKeys)).toBe("head-moved");
    }
    const second = await rotation(p, c);
    for (const index of [firstIndex, p.roster.headIndex, 0])
      expect(await verdict(p, c, second.entry, second.sealedKeys, index)).toBe("head-moved");
    await applyRotation(p, c, second);
    expect(await verdict(p, c, second.entry, second.sealedKeys), "replayed").toBe("head-moved");
    expect(c.log).toMatchObject({ sequence: 1, head: hash(second.entry) });
  });

  test("LOG-3 an entry is judged with the roster before it, not a later one", async () => {
    const { p, c } = await withCompartment();
    const right = await rotation(p, c);
    const earlier = p.next;
    p.next += 3;
    await createCompartment(p);
    expect(await verdict(p, c, right.entry, right.sealedKeys, earlier)).toBe("head-moved");
    expect(await verdict(p, c, right.entry, right.sealedKeys)).toBe("applied");
  });

  test("LOG-3 an entry of another compartment's log is refused", async () => {
    const { p, c } = await withEpoch();
    const other = await createCompartment(p);
    const right = await rotation(p, other);
    expect(await verdict(p, c, right.entry, right.sealedKeys)).toBe("request-malformed");
    expect(await verdict(p, other, right.entry, right.sealedKeys)).toBe("applied");
  });
});

describe("who may sign", () => {
  test("LOG-4 a reader of the compartment with an enrolled device of theirs; nobody else", async () => {
    const { p, c } = await withCompartment();
    const { member, device } = p.founder;
    const second = await createDevice(port);
    const unknown = await createMember(port);
    const refused: Record<string, { changes?: Partial<KeyLogBody>; signer?: Signer }> = {
      "an unknown device": { signer: { member, device: second } },
      "another account than the device's": { signer: { member: unknown, device } },
      "no such compartment": { changes: { compartment: idFrom(port) } },
    };
    for (const [why, { changes, signer }] of Object.entries(refused)) {
      const { entry, sealedKeys } = await rotation(p, c, changes, signer);
      expect(await verdict(p, c, entry, sealedKeys), why).toBe("not-entitled");
    }
    // Another member, entitled to nothing, who delivers to the reader; and one's identity with the other's device.
    const another = await addMember(p);
    for (const signer of [another, { member, device: another.device }]) {
      const { entry, sealedKeys } = await rotation(p, c, {}, signer);
      expect(await verdict(p, c, entry, sealedKeys)).toBe("not-entitled");
    }

    await applyRight(p, await statement(p, [enrolment(member, second, "pairing")]));
    const bySecond = await rotation(p, c, {}, { member, device: second });
    expect(await verdict(p, c, bySecond.entry, bySecond.sealedKeys)).toBe("applied");
    await applyRight(p, await statement(p, [["device.revoke", member.account, second.device, "retired"]]));
    expect(await verdict(p, c, bySecond.entry, bySecond.sealedKeys), "revoked").toBe("not-entitled");
  });

  test("LOG-4 a roster head that nobody knows is refused", async () => {
    const { p, c } = await withCompartment();
    const { entry, sealedKeys } = await rotation(p, c, { rosterHead: asHash(port.random(32)) });
    expect(await verdict(p, c, entry, sealedKeys)).toBe("head-moved");
  });
});

describe("sealed keys and deliveries", () => {
  test("LOG-5 the sealed keys beside an entry are exactly those it names, each of a sealed key's length", async () => {
    const { p, c } = await withCompartment();
    const right = await rotation(p, c);
    const [sealed] = right.sealedKeys as [Bytes];
    for (const keys of [[], [sealed, sealed], [flipped(sealed, 5)], [sealed.slice(1)]])
      expect(await verdict(p, c, right.entry, keys), `${keys.length} keys`).toBe("envelope-mismatch");
    const long = new Uint8Array([...sealed, 0]);
    const [recipient, keyHash] = (operationOf(right)[5] as [AccountId, Hash, Hash][])[0] as [AccountId, Hash, Hash];
    const entry = await altered(p, c, right, { 5: [[recipient, keyHash, hash(long)]] });
    expect(await verdict(p, c, entry, [long])).toBe("envelope-mismatch");
  });

  test("LOG-6 keys go to readers only, to the key that the roster names, once each", async () => {
    const { p, c } = await withCompartment();
    const right = await rotation(p, c);
    const [sealed] = right.sealedKeys as [Bytes];
    const { account, sealKey } = p.founder.member;
    const mine = [account, hash(sealKey), hash(sealed)];
    const other = await createMember(port);
    const lists: Record<string, { deliveries: unknown[]; count: number }> = {
      "a stranger besides": { deliveries: [mine, [other.account, hash(other.sealKey), hash(sealed)]], count: 2 },
      "another key for a member (HS-01)": { deliveries: [[account, hash(other.sealKey), hash(sealed)]], count: 1 },
      "the same twice": { deliveries: [mine, mine], count: 2 },
    };
    for (const [why, { deliveries, count }] of Object.entries(lists)) {
      const keys = Array.from({ length: count }, () => sealed);
      expect(await verdict(p, c, await altered(p, c, right, { 5: deliveries }), keys), why).toBe("not-entitled");
    }
  });
});

describe("rotate", () => {
  test("LOG-7 epochs count from 1 without gaps; only the first has no back link", async () => {
    const { p, c } = await withCompartment();
    const first = await rotation(p, c);
    const link = new Uint8Array(60);
    for (const changes of [{ 1: 2 }, { 4: link }, { 1: 2, 4: link }])
      expect(await verdict(p, c, await altered(p, c, first, changes), first.sealedKeys)).toBe("statement-refused");
    await applyRotation(p, c, first);
    const second = await rotation(p, c);
    for (const changes of [{ 1: 1 }, { 1: 3 }, { 4: null }, { 1: 1, 4: null }])
      expect(await verdict(p, c, await altered(p, c, second, changes), second.sealedKeys)).toBe("statement-refused");
    const index = await applyRotation(p, c, second);
    const [, epoch, commitment, dropBoxKey, backLink] = operationOf(second) as Extract<
      KeyLogBody["operation"],
      { 0: "rotate" }
    >;
    expect(currentEpoch(c.log as KeyLog)).toEqual({ epoch, commitment, dropBoxKey, backLink, index });
    expect(c.log?.epochs.map((each) => each.epoch)).toEqual([1, 2]);
  });

  test("LOG-7 every reader gets the key", async () => {
    const { p, c } = await withCompartment();
    const second = await addMember(p);
    await entitle(p, second.member, "read", [c.id]);
    const toOne = await rotation(p, c, {}, p.founder, [p.founder.member.account]);
    expect(await verdict(p, c, toOne.entry, toOne.sealedKeys)).toBe("statement-refused");
    const right = await rotation(p, c);
    expect(await verdict(p, c, right.entry, right.sealedKeys)).toBe("applied");
  });

  test("LOG-7 a rotation relies on a roster that knows why it was needed (HS-27)", async () => {
    const { p, c, log } = await withEpoch();
    const before = p.roster.head;
    expect(isStale(p.roster, log)).toBe(false);
    const lost = await createDevice(port);
    const { member } = p.founder;
    await applyRight(p, await statement(p, [enrolment(member, lost, "pairing")]));
    await applyRight(p, await statement(p, [["device.revoke", member.account, lost.device, "stolen"]]));
    expect(isStale(p.roster, log)).toBe(true);
    const blind = await rotation(p, c, { rosterHead: before });
    expect(await verdict(p, c, blind.entry, blind.sealedKeys)).toBe("head-moved");
    await applyRotation(p, c, await rotation(p, c));
    expect(isStale(p.roster, c.log as KeyLog)).toBe(false);
  });
});

describe("deliver", () => {
  test("LOG-8 a key of any epoch there is can be delivered again; it changes the head and no epoch", async () => {
    const { p, c, log } = await withEpoch();
    const right = await rotation(p, c);
    const deliveries = operationOf(right)[5] as never;
    for (const epoch of [2, 99])
      expect(await verdict(p, c, await keyLogEntry(p, c, ["deliver", epoch, deliveries]), right.sealedKeys)).toBe(
        "statement-refused",
      );
    const entry = await keyLogEntry(p, c, ["deliver", 1, deliveries]);
    const applied = await applyKeyLogEntry(port, p.roster, c.log, entry, right.sealedKeys, p.next);
    expect(applied).toMatchObject({ ok: true, value: { head: hash(entry), sequence: 1, epochs: log.epochs } });
    const empty = await createCompartment(p);
    expect(await verdict(p, empty, await keyLogEntry(p, empty, ["deliver", 1, deliveries]), right.sealedKeys)).toBe(
      "statement-refused",
    );
  });
});
