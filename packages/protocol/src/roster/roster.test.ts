import {
  type AccountId,
  asHash,
  type ChartId,
  type CompartmentId,
  type DeviceId,
  type PracticeId,
  toHex,
  zeroHash,
} from "@alcove/bytes";
import { hash, importSigningKey, publicKeyOf, type SigningSeed } from "@alcove/crypto";
import { damagedCopies, testPort } from "@alcove/crypto/testing";
import { describe, expect, test } from "vitest";
import {
  addMember,
  applyRight,
  createDevice,
  createMember,
  enrolment,
  foundingBody,
  foundingOperation,
  foundTestPractice,
  idFrom,
  signStatement,
  statement,
  type TestPractice,
} from "../testing/index.ts";
import { doAs, expectRefused, tryAs } from "../testing/refused.ts";
import { applyStatement } from "./apply-statement.ts";
import { deviceAt } from "./roster.ts";
import { begunKinds, type Operation, type StatementBody } from "./statement.ts";

const port = await testPort("roster");
const createDirectory = (): Operation => ["compartment.create", idFrom<CompartmentId>(port), "directory", null];
const deviceOf = (p: TestPractice, device: DeviceId) => p.roster.devices.get(toHex(device));

/** A practice with a second device of the founder's, paired. */
async function withSecondDevice() {
  const p = await foundTestPractice(port);
  const second = await createDevice(port);
  const enrolledIndex = await applyRight(p, await statement(p, [enrolment(p.founder.member, second, "pairing")]));
  return { p, second, enrolledIndex, bySecond: { member: p.founder.member, device: second } };
}

describe("the chain", () => {
  test("ROS-3 statements follow one another by sequence and hash, each at a later place", async () => {
    const p = await foundTestPractice(port);
    p.next = 7;
    const encoded = await statement(p, [createDirectory()]);
    expect(await applyRight(p, encoded)).toBe(7);
    expect(p.roster.head).toEqual(hash(encoded));
    expect([p.roster.sequence, p.roster.headIndex]).toEqual([1, 7]);
    expect(p.roster.heads.get(toHex(p.roster.head))).toEqual({ sequence: 1, index: 7 });
    expect(p.roster.heads.get(toHex(p.roster.founding))).toEqual({ sequence: 0, index: 0 });
  });

  test("ROS-3 another sequence or previous, a place not after the head's, a checkpoint from the future: refused", async () => {
    const { p } = await withSecondDevice();
    const create: Operation[] = [createDirectory()];
    const changes: Partial<StatementBody>[] = [
      { sequence: 1 },
      { sequence: 3 },
      { previous: p.roster.founding },
      { previous: zeroHash() },
      { checkpoint: { size: p.next + 1, root: zeroHash() } },
    ];
    for (const change of changes) await expectRefused(p, await statement(p, create, change), "head-moved");
    const right = await statement(p, create, { checkpoint: { size: 0, root: zeroHash() } });
    for (const index of [p.roster.headIndex, 0, -1]) await expectRefused(p, right, "head-moved", index);
    await applyRight(p, right);
    await expectRefused(p, right, "head-moved");
  });

  test("ROS-3 a statement of another practice, or with a damaged byte, is refused", async () => {
    const { p } = await withSecondDevice();
    const other = await foundTestPractice(port);
    const create: Operation[] = [createDirectory()];
    const body: StatementBody = {
      ...foundingBody(p.founder, create),
      sequence: p.roster.sequence + 1,
      previous: p.roster.head,
    };
    await expectRefused(p, await signStatement(port, other.practice, body, p.founder), "signature-wrong");
    await expectRefused(p, other.foundingStatement, "head-moved");
    const right = await statement(p, create);
    for (const damaged of damagedCopies(right)) {
      const applied = await applyStatement(port, p.roster, damaged, p.next);
      expect(applied.ok).toBe(false);
    }
    await applyRight(p, right);
  });

  test("ROS-10 of two statements judged at once on one roster, one is applied", async () => {
    const p = await foundTestPractice(port);
    const two = await Promise.all([1, 2].map(() => statement(p, [createDirectory()])));
    const both = await Promise.all(two.map((each) => applyStatement(port, p.roster, each, p.next)));
    expect(both.filter((each) => each.ok)).toHaveLength(1);
    expect(p.roster.compartments.size).toBe(1);
  });
});

describe("founding", () => {
  test("ROS-4 the first statement makes the founder owner, with identity and first device", async () => {
    const { roster, founder, practice, ledgerKey, foundingStatement } = await foundTestPractice(port);
    expect(roster.practice).toEqual(practice);
    expect(roster.founding).toEqual(hash(foundingStatement));
    expect(roster.ledgerKey.publicKey).toEqual(ledgerKey.publicKey);
    const [member] = [...roster.members.values()];
    expect(member).toMatchObject({
      account: founder.member.account,
      role: "owner",
      identitySeal: founder.member.sealKey,
    });
    const [device] = [...roster.devices.values()];
    expect(device).toMatchObject({
      device: founder.device.device,
      via: "founding",
      enrolledIndex: 0,
      enrolledSequence: 0,
    });
    expect([roster.members.size, roster.devices.size, roster.compartments.size]).toEqual([1, 1, 0]);
  });

  test("ROS-4 any other founding is refused", async () => {
    const practice = idFrom<PracticeId>(port);
    const ledgerKey = await importSigningKey(port, port.random(32) as SigningSeed);
    const founder = { member: await createMember(port), device: await createDevice(port) };
    const create = foundingOperation(practice, ledgerKey, founder);
    const body = foundingBody(founder, [create]);
    const judge = async (changed: StatementBody, index = 0, signer = founder, under = practice) => {
      const applied = await applyStatement(port, undefined, await signStatement(port, under, changed, signer), index);
      return applied.ok ? "applied" : applied.error.code;
    };
    expect(await judge(body)).toBe("applied");

    const refused: Record<string, StatementBody> = {
      sequence: { ...body, sequence: 1 },
      previous: { ...body, previous: asHash(port.random(32)) },
      checkpoint: { ...body, checkpoint: { size: 1, root: zeroHash() } },
      "another account": { ...body, account: idFrom(port) },
      "another device": { ...body, device: idFrom(port) },
      twice: { ...body, operations: [create, create] },
      "with something else": { ...body, operations: [create, createDirectory()] },
      "something else": { ...body, operations: [createDirectory()] },
    };
    for (const [why, changed] of Object.entries(refused)) expect(await judge(changed), why).toBe("statement-refused");
    expect(await judge(body, 1), "not the first leaf").toBe("statement-refused");
    expect(await judge(body, 0, founder, idFrom<PracticeId>(port)), "signed for another").toBe("signature-wrong");
    const thief = {
      member: { ...founder.member, signKey: (await createMember(port)).signKey },
      device: founder.device,
    };
    expect(await judge(body, 0, thief), "signed by another").toBe("signature-wrong");

    const smallOrder = new Uint8Array(32) as typeof ledgerKey.publicKey;
    for (const [at, name] of [
      [3, "checkpoint key"],
      [5, "identity key"],
      [8, "device key"],
    ] as const) {
      const changed = (create as unknown[]).with(at, smallOrder) as unknown as Operation;
      expect(await judge({ ...body, operations: [changed] }), name).toBe("statement-refused");
    }
    const sameKey = { member: founder.member, device: { ...founder.device, key: founder.member.signKey } };
    const oneKey = foundingOperation(practice, ledgerKey, sameKey);
    expect(await judge({ ...body, operations: [oneKey] }, 0, sameKey), "one key for both").toBe("statement-refused");
  });

  test("ROS-4 there is no second founding", async () => {
    const p = await foundTestPractice(port);
    const again = foundingOperation(idFrom<PracticeId>(port), p.ledgerKey, p.founder);
    await expectRefused(p, await statement(p, [again]), "statement-refused");
  });
});

describe("who may sign", () => {
  test("ROS-5 a member with a device of theirs; nobody and nothing else", async () => {
    const { p, bySecond } = await withSecondDevice();
    const create: Operation[] = [createDirectory()];
    const stranger = await createMember(port);
    const ghost = await createDevice(port);
    const refused = {
      "an unknown member": { member: stranger, device: p.founder.device },
      "an unknown device": { member: p.founder.member, device: ghost },
    };
    for (const [why, signer] of Object.entries(refused)) {
      expect(why).toBeDefined();
      await expectRefused(p, await statement(p, create, {}, signer), "statement-refused");
    }
    // The device's key without the identity: what a thief of a locked device has (HS-02).
    const locked = { member: { ...stranger, account: p.founder.member.account }, device: p.founder.device };
    await expectRefused(p, await statement(p, create, {}, locked), "signature-wrong");
    const identityOnly = { member: p.founder.member, device: { ...ghost, device: p.founder.device.device } };
    await expectRefused(p, await statement(p, create, {}, identityOnly), "signature-wrong");
    await applyRight(p, await statement(p, create, {}, bySecond));
  });

  test("ROS-5 one member's identity and another's device make no signer", async () => {
    const p = await foundTestPractice(port);
    const second = await addMember(p);
    const mixed = { member: p.founder.member, device: second.device };
    await expectRefused(p, await statement(p, [createDirectory()], {}, mixed), "statement-refused");
    await applyRight(p, await statement(p, [createDirectory()], {}, second));
  });

  test("ROS-5 a revoked device signs nothing more, not even its own kit enrolment", async () => {
    const { p, second, bySecond } = await withSecondDevice();
    await applyRight(p, await statement(p, [["device.revoke", p.founder.member.account, second.device, "retired"]]));
    const create: Operation = createDirectory();
    await expectRefused(p, await statement(p, [create], {}, bySecond), "statement-refused");
    await expectRefused(
      p,
      await statement(p, [enrolment(p.founder.member, second, "kit")], {}, bySecond),
      "statement-refused",
    );
  });
});

describe("device.enrol", () => {
  test("ROS-6 by kit a device enrols itself, and that alone; from then on it may sign", async () => {
    const p = await foundTestPractice(port);
    const fresh = await createDevice(port);
    const byFresh = { member: p.founder.member, device: fresh };
    const enrol = enrolment(p.founder.member, fresh, "kit");
    const another = await createDevice(port);
    const create: Operation = createDirectory();
    await expectRefused(p, await statement(p, [enrol, create], {}, byFresh), "statement-refused");
    await expectRefused(
      p,
      await statement(p, [enrolment(p.founder.member, another, "kit")], {}, byFresh),
      "statement-refused",
    );
    await expectRefused(
      p,
      await statement(p, [enrolment(p.founder.member, fresh, "pairing")], {}, byFresh),
      "statement-refused",
    );
    await expectRefused(p, await statement(p, [enrol]), "statement-refused");
    const index = await applyRight(p, await statement(p, [enrol], {}, byFresh));
    expect(deviceOf(p, fresh.device)).toMatchObject({ via: "kit", enrolledIndex: index, enrolledSequence: 1 });
    await applyRight(p, await statement(p, [create], {}, byFresh));
  });

  test("ROS-6 by kit the signature is by the very key that is enrolled", async () => {
    const p = await foundTestPractice(port);
    const fresh = await createDevice(port);
    const other = await createDevice(port);
    const enrol = enrolment(p.founder.member, fresh, "kit");
    const byOther = { member: p.founder.member, device: { ...other, device: fresh.device } };
    await expectRefused(p, await statement(p, [enrol], {}, byOther), "signature-wrong");
  });

  test("ROS-6 by pairing an enrolled device of the same member enrols it, naming the transcript", async () => {
    const { p, second, enrolledIndex } = await withSecondDevice();
    expect(deviceOf(p, second.device)).toMatchObject({ via: "pairing", enrolledIndex, enrolledSequence: 1 });
    const third = await createDevice(port);
    const { member } = p.founder;
    await expectRefused(p, await statement(p, [enrolment(member, third, "pairing", null)]), "statement-refused");
    const withTranscript = enrolment(member, third, "kit", asHash(port.random(32)));
    await expectRefused(p, await statement(p, [withTranscript], {}, { member, device: third }), "statement-refused");
    const forAnother = enrolment(await createMember(port), third, "pairing");
    await expectRefused(p, await statement(p, [forAnother]), "statement-refused");
  });

  test("ROS-6 a member has at most fifty devices that are not taken out, however they are enrolled", async () => {
    const p = await foundTestPractice(port);
    const { member } = p.founder;
    const some = async (count: number) =>
      Promise.all(Array.from({ length: count }, async () => enrolment(member, await createDevice(port), "pairing")));
    expect(await tryAs(p, p.founder, await some(50))).toBe("statement-refused");
    await doAs(p, p.founder, await some(49));
    const one = await some(1);
    expect(await tryAs(p, p.founder, one)).toBe("statement-refused");
    const old = [...p.roster.devices.values()].at(-1);
    if (!old) throw new Error("there are fifty");
    const out = ["device.revoke", member.account, old.device, "retired"] as const;
    expect(await tryAs(p, p.founder, [[...out], ...one]), "in one statement").toBe("statement-refused");
    await doAs(p, p.founder, [[...out]]);
    expect(await tryAs(p, p.founder, one)).toBe("applied");
  });

  test("ROS-6 an id or a key that was ever used, or is no key, is refused", async () => {
    const { p, second } = await withSecondDevice();
    const { member, device } = p.founder;
    await applyRight(p, await statement(p, [["device.revoke", member.account, second.device, "retired"]]));
    const fresh = await createDevice(port);
    const keys = {
      "the member's identity": member.signKey.publicKey,
      "this device's": device.key.publicKey,
      "a revoked device's": second.key.publicKey,
      "the checkpoint key": p.ledgerKey.publicKey,
      "of small order": new Uint8Array(32) as typeof device.key.publicKey,
    };
    for (const [why, publicKey] of Object.entries(keys)) {
      expect(why).toBeDefined();
      const enrol: Operation = [
        "device.enrol",
        member.account,
        fresh.device,
        publicKey,
        "pairing",
        asHash(port.random(32)),
      ];
      await expectRefused(p, await statement(p, [enrol]), "statement-refused");
    }
    for (const used of [device.device, second.device]) {
      const enrol = enrolment(member, { ...fresh, device: used }, "pairing");
      await expectRefused(p, await statement(p, [enrol]), "statement-refused");
    }
  });

  test("ROS-6 a device counts from after its enrolment to before its revocation", async () => {
    const { p, second, enrolledIndex } = await withSecondDevice();
    p.next += 5;
    const revokedIndex = await applyRight(
      p,
      await statement(p, [["device.revoke", p.founder.member.account, second.device, "lost"]]),
    );
    const at = (index: number) => deviceAt(p.roster, second.device, index) !== undefined;
    expect([enrolledIndex, enrolledIndex + 1, revokedIndex - 1, revokedIndex, revokedIndex + 1].map(at)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(deviceAt(p.roster, idFrom<DeviceId>(port), 5)).toBeUndefined();
  });
});

describe("device.revoke", () => {
  test("ROS-7 a lost or stolen device makes stale what its member reads, a retired one nothing", async () => {
    for (const [reason, stale] of [
      ["lost", true],
      ["stolen", true],
      ["retired", false],
    ] as const) {
      const { p, second } = await withSecondDevice();
      const compartment = idFrom<CompartmentId>(port);
      await applyRight(p, await statement(p, [["compartment.create", compartment, "directory", null]]));
      const index = await applyRight(
        p,
        await statement(p, [["device.revoke", p.founder.member.account, second.device, reason]]),
      );
      expect(deviceOf(p, second.device)?.revoked).toEqual({ index, reason });
      expect(p.roster.compartments.get(toHex(compartment))?.staleIndex).toBe(stale ? index : undefined);
    }
  });

  test("ROS-7 an unknown device, a revoked one, or one of another account is refused", async () => {
    const { p, second } = await withSecondDevice();
    const { account } = p.founder.member;
    await expectRefused(
      p,
      await statement(p, [["device.revoke", account, idFrom<DeviceId>(port), "lost"]]),
      "statement-refused",
    );
    await expectRefused(
      p,
      await statement(p, [["device.revoke", idFrom<AccountId>(port), second.device, "lost"]]),
      "statement-refused",
    );
    await applyRight(p, await statement(p, [["device.revoke", account, second.device, "retired"]]));
    await expectRefused(
      p,
      await statement(p, [["device.revoke", account, second.device, "lost"]]),
      "statement-refused",
    );
  });

  test("ROS-7 who is neither owner nor security officer revokes devices of their own only", async () => {
    const p = await foundTestPractice(port);
    const second = await addMember(p);
    const revoke = async ({ member, device }: typeof second) =>
      statement(p, [["device.revoke", member.account, device.device, "lost"]], {}, second);
    await expectRefused(p, await revoke(p.founder), "statement-refused");
    await applyRight(p, await revoke(second));
  });
});

describe("compartment.create", () => {
  test("ROS-8 the signer reads and writes what they create; chart compartments name a chart, others don't", async () => {
    const p = await foundTestPractice(port);
    const ofCharts = ["clinical", "psychotherapy", "administrative", "access-log", "portal", "crisis"];
    for (const kind of begunKinds) {
      const compartment = idFrom<CompartmentId>(port);
      const chart = ofCharts.includes(kind) ? idFrom<ChartId>(port) : null;
      const wrongChart = chart === null ? idFrom<ChartId>(port) : null;
      await expectRefused(
        p,
        await statement(p, [["compartment.create", compartment, kind, wrongChart]]),
        "statement-refused",
      );
      const createdIndex = await applyRight(p, await statement(p, [["compartment.create", compartment, kind, chart]]));
      const { account } = p.founder.member;
      expect(p.roster.compartments.get(toHex(compartment))).toEqual({
        compartment,
        kind,
        chart,
        author: account,
        createdIndex,
        readers: [account],
        writers: [account],
        releasers: [],
        dated: [],
        changedIndex: createdIndex,
      });
      await expectRefused(
        p,
        await statement(p, [["compartment.create", compartment, kind, chart]]),
        "statement-refused",
      );
    }
  });
});

describe("freshness.confirm", () => {
  test("ROS-9 a member vouches for a device of their own that is not revoked", async () => {
    const { p, second, bySecond } = await withSecondDevice();
    const { account } = p.founder.member;
    const index = await applyRight(
      p,
      await statement(p, [["freshness.confirm", account, second.device]], {}, bySecond),
    );
    expect(deviceOf(p, second.device)?.confirmedIndex).toBe(index);
    await expectRefused(
      p,
      await statement(p, [["freshness.confirm", idFrom<AccountId>(port), second.device]]),
      "statement-refused",
    );
    await expectRefused(
      p,
      await statement(p, [["freshness.confirm", account, idFrom<DeviceId>(port)]]),
      "statement-refused",
    );
    await applyRight(p, await statement(p, [["device.revoke", account, second.device, "retired"]]));
    await expectRefused(p, await statement(p, [["freshness.confirm", account, second.device]]), "statement-refused");
  });

  test("ROS-9 nobody vouches for another member's device, under their name or one's own", async () => {
    const p = await foundTestPractice(port);
    const second = await addMember(p);
    for (const { account } of [second.member, p.founder.member]) {
      const confirm: Operation = ["freshness.confirm", account, second.device.device];
      await expectRefused(p, await statement(p, [confirm]), "statement-refused");
    }
    await applyRight(
      p,
      await statement(p, [["freshness.confirm", second.member.account, second.device.device]], {}, second),
    );
  });
});

describe("several operations", () => {
  test("ROS-10 a statement takes effect whole or not at all", async () => {
    const { p, second } = await withSecondDevice();
    const { account } = p.founder.member;
    const compartment = idFrom<CompartmentId>(port);
    const create: Operation = ["compartment.create", compartment, "directory", null];
    const revoke: Operation = ["device.revoke", account, second.device, "lost"];
    const unknown: Operation = ["device.revoke", account, idFrom<DeviceId>(port), "lost"];
    await expectRefused(p, await statement(p, [create, revoke, unknown]), "statement-refused");
    const index = await applyRight(p, await statement(p, [create, revoke]));
    expect(deviceOf(p, second.device)?.revoked?.index).toBe(index);
    expect(p.roster.compartments.get(toHex(compartment))?.staleIndex).toBe(index);
  });

  test("ROS-10 two operations about one device, key or compartment are refused", async () => {
    const { p, second } = await withSecondDevice();
    const { member } = p.founder;
    const third = await createDevice(port);
    const fourth = await createDevice(port);
    const compartment = idFrom<CompartmentId>(port);
    const pairs: Record<string, Operation[]> = {
      device: [enrolment(member, third, "pairing"), enrolment(member, { ...fourth, device: third.device }, "pairing")],
      key: [enrolment(member, third, "pairing"), enrolment(member, { ...third, device: fourth.device }, "pairing")],
      "revoked and confirmed": [
        ["device.revoke", member.account, second.device, "retired"],
        ["freshness.confirm", member.account, second.device],
      ],
      compartment: [
        ["compartment.create", compartment, "directory", null],
        ["compartment.create", compartment, "programme", null],
      ],
    };
    for (const [why, operations] of Object.entries(pairs)) {
      expect(why).toBeDefined();
      await expectRefused(p, await statement(p, operations), "statement-refused");
    }
    await applyRight(
      p,
      await statement(p, [enrolment(member, third, "pairing"), enrolment(member, fourth, "pairing")]),
    );
    expect(publicKeyOf(third.seed)).toEqual(deviceOf(p, third.device)?.key.publicKey);
  });
});
