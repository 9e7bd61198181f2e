import { type ChartId, type CompartmentId, type DeviceId, type Hash, toHex } from "@alcove/bytes";
import { testPort } from "@alcove/crypto/testing";
import { describe, expect, test } from "vitest";
import {
  addition,
  addMember,
  afresh,
  applyRight,
  createCompartment,
  createDevice,
  createMember,
  createSet,
  enrolment,
  foundTestPractice,
  idFrom,
  makeSet,
  recover,
  recovery,
  recoveryKeys,
  recoveryStatement,
  setParts,
  type Signer,
  type TestPractice,
  type TestSet,
} from "../testing/index.ts";
import { doAs, expectRefused, tryAs } from "../testing/refused.ts";
import { isOfChart, roles } from "./roles.ts";
import { deviceAt, memberOf } from "./roster.ts";
import { signerKinds } from "./signed.ts";
import type { Operation } from "./statement.ts";
import { begunKinds } from "./statement.ts";

const port = await testPort("recovery of a practice");
const set = (made: TestSet): Operation => ["recovery.set", ...setParts(made)];
const compartmentIn = (p: TestPractice, id: CompartmentId) => p.roster.compartments.get(toHex(id));

/** One compartment of each kind, all of the founder. */
async function withAllKinds(p: TestPractice) {
  const chart = idFrom<ChartId>(port);
  const ids = new Map<string, CompartmentId>();
  for (const kind of ["clinical", ...begunKinds.filter((one) => one !== "clinical")] as const) {
    const ofChart = isOfChart(kind);
    ids.set(kind, (await createCompartment(p, kind, ofChart ? chart : null)).id);
  }
  return ids;
}

describe("recovery.set", () => {
  test("ROS-23 an owner makes the practice's set, and nobody else", async () => {
    const p = await foundTestPractice(port);
    for (const role of roles.filter((one) => one !== "owner")) {
      const somebody = await addMember(p, role);
      expect(await tryAs(p, somebody, [set(await createSet(p))]), role).toBe("statement-refused");
      const countersigned = await tryAs(p, somebody, [set(await createSet(p))], { secondOwner: p.founder.member });
      expect(countersigned, `${role}, with an owner`).toBe("statement-refused");
    }
    const made = await createSet(p, { needed: 3, cards: 5 });
    const index = await doAs(p, p.founder, [set(made)]);
    expect(p.roster.recoverySet).toMatchObject({
      set: made.set,
      needed: 3,
      sign: { publicKey: made.signKey.publicKey },
      seal: made.sealKey,
      shares: made.hashes,
      sinceIndex: index,
    });
  });

  test("ROS-23 ROS-18 of two owners both sign", async () => {
    const p = await foundTestPractice(port);
    const second = await addMember(p, "owner");
    expect(await tryAs(p, p.founder, [set(await createSet(p))])).toBe("statement-refused");
    expect(await tryAs(p, p.founder, [set(await createSet(p))], { secondOwner: second.member })).toBe("applied");
  });

  test("ROS-23 fewer than two cards, more than there are, or one twice is refused", async () => {
    const p = await foundTestPractice(port);
    const made = await createSet(p);
    const [first, second] = made.hashes as [Hash, Hash, Hash];
    const wrongs: Partial<TestSet>[] = [{ needed: 1 }, { needed: 4 }, { hashes: [first, first, second] }];
    for (const changes of wrongs)
      expect(await tryAs(p, p.founder, [set({ ...made, ...changes })])).toBe("statement-refused");
    expect(await tryAs(p, p.founder, [set({ ...made, needed: 3 })])).toBe("applied");
  });

  test("ROS-23 an id or a key that was ever held, or that is none, is refused", async () => {
    const p = await foundTestPractice(port);
    const gone = await addMember(p);
    await doAs(p, p.founder, [["member.remove", gone.member.account]]);
    const former = await makeSet(p);
    const present = await makeSet(p);
    const right = set(await createSet(p));
    const { member, device } = p.founder;
    const wrongs: [string, number, unknown][] = [
      ["the present set's id", 1, present.set],
      ["a former set's id", 1, former.set],
      ["an account", 1, member.account],
      ["a former account", 1, gone.member.account],
      ["no signing key", 3, new Uint8Array(32)],
      ["an identity key", 3, member.signKey.publicKey],
      ["a device key", 3, device.key.publicKey],
      ["the present set's key", 3, present.signKey.publicKey],
      ["a former set's key", 3, former.signKey.publicKey],
      ["no sealing key", 4, new Uint8Array(1216).fill(0xff)],
      ["a member's sealing key", 4, member.sealKey],
      ["the present set's sealing key", 4, present.sealKey],
      ["a former set's sealing key", 4, former.sealKey],
    ];
    for (const [what, at, value] of wrongs) {
      const changed = (right as readonly unknown[]).with(at, value) as unknown as Operation;
      expect(await tryAs(p, p.founder, [changed]), what).toBe("statement-refused");
    }
    expect(await tryAs(p, p.founder, [right])).toBe("applied");
  });

  test("ROS-11 ROS-6 nobody gets the id or a key of a recovery set", async () => {
    const p = await foundTestPractice(port);
    const [former, present] = [await makeSet(p), await makeSet(p)];
    const right = addition({ member: await createMember(port), device: await createDevice(port) }, "clinician");
    for (const made of [former, present]) {
      const wrongs: [number, unknown][] = [
        [1, made.set],
        [3, made.signKey.publicKey],
        [4, made.sealKey],
        [6, made.signKey.publicKey],
      ];
      for (const [at, value] of wrongs) {
        const changed = (right as readonly unknown[]).with(at, value) as unknown as Operation;
        expect(await tryAs(p, p.founder, [changed]), `field ${at}`).toBe("statement-refused");
      }
      const device = { ...(await createDevice(port)), key: made.signKey };
      expect(await tryAs(p, p.founder, [enrolment(p.founder.member, device, "pairing")])).toBe("statement-refused");
    }
  });

  test("ROS-10 one of them in a statement, beside no drill", async () => {
    const p = await foundTestPractice(port);
    const present = await makeSet(p);
    const [one, two] = [set(await createSet(p)), set(await createSet(p))];
    expect(await tryAs(p, p.founder, [one, two])).toBe("statement-refused");
    expect(await tryAs(p, p.founder, [one, ["recovery.drill", present.set, [1]]])).toBe("statement-refused");
    expect(await tryAs(p, p.founder, [one])).toBe("applied");
  });

  test("ROS-24 the first set changes all that is recoverable, another one makes it stale, psychotherapy neither", async () => {
    const p = await foundTestPractice(port);
    const ids = await withAllKinds(p);
    const created = new Map([...ids].map(([kind, id]) => [kind, compartmentIn(p, id)?.changedIndex]));
    const first = await doAs(p, p.founder, [set(await createSet(p))]);
    for (const [kind, id] of ids) {
      const changedIndex = kind === "psychotherapy" ? created.get(kind) : first;
      expect(compartmentIn(p, id), kind).toMatchObject({ changedIndex });
      expect(compartmentIn(p, id)?.staleIndex, kind).toBeUndefined();
    }
    const second = await doAs(p, p.founder, [set(await createSet(p))]);
    for (const [kind, id] of ids)
      expect(compartmentIn(p, id)?.staleIndex, kind).toBe(kind === "psychotherapy" ? undefined : second);
    expect(p.roster.formerSets.map(({ untilIndex, used }) => [untilIndex, used])).toEqual([[second, undefined]]);
  });
});

describe("recovery.use", () => {
  const use = async (p: TestPractice, made: TestSet, { member }: Signer = p.founder) => {
    const signer = await afresh(port, member);
    const next = await createSet(p);
    return { signer, next, operation: recovery(made, signer, next), keys: recoveryKeys(made, signer) };
  };

  test("ROS-25 ROS-26 an owner goes on with new keys, and nothing of the old ones counts", async () => {
    const p = await foundTestPractice(port);
    const spare = await createDevice(port);
    await doAs(p, p.founder, [enrolment(p.founder.member, spare, "pairing")]);
    const made = await makeSet(p);
    const { signer, next, index } = await recover(p, made);
    const { account, signKey, sealKey } = signer.member;
    expect(memberOf(p.roster, account)).toMatchObject({
      role: "owner",
      identitySign: { publicKey: signKey.publicKey },
      identitySeal: sealKey,
      keyringVersion: 2,
      recoveredIndex: index,
    });
    expect(p.roster.former.at(-1)).toMatchObject({ account, why: "recovered", untilIndex: index });
    for (const { device } of [p.founder.device, spare]) {
      expect(p.roster.devices.get(toHex(device))?.revoked).toEqual({ index, reason: "recovered" });
      expect(deviceAt(p.roster, device, index + 1)).toBeUndefined();
    }
    expect(p.roster.devices.get(toHex(signer.device.device))).toMatchObject({ via: "recovery", enrolledIndex: index });
    expect(p.roster.recoverySet).toMatchObject({ set: next.set, sinceIndex: index });
    const used = { account, device: signer.device.device, reason: "locked-out" };
    expect(p.roster.formerSets).toMatchObject([{ set: made.set, untilIndex: index, used }]);
    const create: Operation = ["compartment.create", idFrom<CompartmentId>(port), "directory", null];
    expect(await tryAs(p, p.founder, [create])).toBe("statement-refused");
    expect(await tryAs(p, { ...signer, device: spare }, [create])).toBe("statement-refused");
    expect(await tryAs(p, signer, [create])).toBe("applied");
    expect(await tryAs(p, signer, [set(await createSet(p))])).toBe("applied");
  });

  test("ROS-25 it stands in place of both owners, also where one of them is suspended", async () => {
    const p = await foundTestPractice(port);
    const second = await addMember(p, "owner");
    const spare = await createDevice(port);
    await doAs(p, second, [enrolment(second.member, spare, "pairing")]);
    const made = await createSet(p);
    await doAs(p, p.founder, [set(made)], { secondOwner: second.member });
    await doAs(p, p.founder, [["device.revoke", second.member.account, spare.device, "stolen"]]);
    const { signer, next } = await recover(p, made, second);
    expect(memberOf(p.roster, second.member.account).suspendedIndex).toBeUndefined();
    await recover(p, next, p.founder);
    const { account } = signer.member;
    expect(memberOf(p.roster, account).identitySign.publicKey).toEqual(signer.member.signKey.publicKey);
  });

  test("ROS-25 ROS-2 exactly recovery key, new device and new identity sign, in this order (HS-20)", async () => {
    const p = await foundTestPractice(port);
    const made = await makeSet(p);
    const { signer, operation, keys } = await use(p, made);
    const [recoveryKey, device, identity] = keys as [(typeof keys)[0], (typeof keys)[0], (typeof keys)[0]];
    const old = { kind: signerKinds.identity, id: signer.member.account, key: p.founder.member.signKey } as const;
    const other = await createSet(p);
    const wrongs: Record<string, [typeof keys, string]> = {
      "nobody of the set": [[device, identity], "signature-wrong"],
      "without the new identity": [[recoveryKey, device], "signature-wrong"],
      "without the new device": [[recoveryKey, identity], "signature-wrong"],
      "in another order": [[recoveryKey, identity, device], "signature-wrong"],
      "with the old identity": [[...keys, old], "signature-wrong"],
      "the old identity instead": [[old, device, identity], "signature-wrong"],
      "another set's key": [[{ ...recoveryKey, key: other.signKey }, device, identity], "signature-wrong"],
      "under another set's id": [[{ ...recoveryKey, id: other.set }, device, identity], "signature-wrong"],
      "as another kind": [[{ ...recoveryKey, kind: signerKinds.identity }, device, identity], "signature-wrong"],
      "another identity": [[recoveryKey, device, { ...identity, key: other.signKey }], "signature-wrong"],
      "another device": [[recoveryKey, { ...device, key: other.signKey }, identity], "signature-wrong"],
    };
    for (const [why, [signers, code]] of Object.entries(wrongs)) {
      const encoded = await recoveryStatement(p, [operation], signer, signers);
      const before = p.roster.head;
      await expectRefused(p, encoded, code);
      expect(p.roster.head, why).toEqual(before);
    }
    expect(await tryAs(p, p.founder, [operation]), "as a person signs").toBe("statement-refused");
    await applyRight(p, await recoveryStatement(p, [operation], signer, keys));
  });

  test("ROS-25 what it names must fit: set, account, device, keys, versions, and nothing beside it", async () => {
    const p = await foundTestPractice(port);
    const former = await makeSet(p);
    const made = await makeSet(p);
    const clinician = await addMember(p);
    const { signer, next, operation, keys } = await use(p, made);
    const refused = async (what: string, changed: Operation, by: Signer = signer, signers = keys) => {
      const encoded = await recoveryStatement(p, [changed], by, signers);
      const before = p.roster.head;
      await expectRefused(p, encoded, "statement-refused");
      expect(p.roster.head, what).toEqual(before);
    };
    const withField = (at: number, value: unknown) =>
      (operation as readonly unknown[]).with(at, value) as unknown as Operation;
    await refused("a former set", withField(1, former.set), signer, recoveryKeys(former, signer));
    await refused("a set there is not", withField(1, next.set), signer, recoveryKeys(next, signer));
    await refused("another account than the signer's", withField(2, clinician.member.account));
    await refused("another device than the signer's", withField(5, idFrom<DeviceId>(port)));
    await refused("the keyring version of before", withField(7, 1));
    await refused("a new set that takes one card", withField(10, 1));
    await refused("the spent set again", withField(9, made.set));
    await refused("the spent set's key", withField(11, made.signKey.publicKey));
    await refused("one key for identity and set", withField(11, signer.member.signKey.publicKey));
    await refused("one sealing key for both", withField(12, signer.member.sealKey));
    const oldSeal = withField(4, p.founder.member.sealKey);
    await refused("the sealing key of before", oldSeal);
    const oldIdentity = { ...signer, member: p.founder.member };
    await refused(
      "the identity of before",
      recovery(made, oldIdentity, next),
      oldIdentity,
      recoveryKeys(made, oldIdentity),
    );
    const oldDevice = { ...signer, device: p.founder.device };
    await refused("a device of before", recovery(made, oldDevice, next), oldDevice, recoveryKeys(made, oldDevice));
    const oldId = { ...signer, device: { ...signer.device, device: p.founder.device.device } };
    await refused("a device id of before", recovery(made, oldId, next), oldId, recoveryKeys(made, oldId));
    const oldKey = { ...signer, device: { ...signer.device, key: p.founder.device.key } };
    await refused("a device key of before", recovery(made, oldKey, next), oldKey, recoveryKeys(made, oldKey));
    const notAnOwner = await afresh(port, clinician.member);
    const forClinician = recovery(made, notAnOwner, next);
    await refused("for somebody who is no owner", forClinician, notAnOwner, recoveryKeys(made, notAnOwner));
    const nobody = { ...signer, member: await createMember(port) };
    await refused("for nobody", recovery(made, nobody, next), nobody, recoveryKeys(made, nobody));
    const { account: theirs } = clinician.member;
    const beside: Operation = ["device.revoke", theirs, clinician.device.device, "retired"];
    for (const operations of [
      [operation, beside],
      [beside, operation],
      [operation, operation],
    ]) {
      const encoded = await recoveryStatement(p, operations, signer, keys);
      await expectRefused(p, encoded, "statement-refused");
    }
    const { index } = await recover(p, made);
    expect(index).toBe(p.roster.headIndex);
  });

  test("ROS-25 without a set nothing is recovered", async () => {
    const p = await foundTestPractice(port);
    const { signer, operation, keys } = await use(p, await createSet(p));
    await expectRefused(p, await recoveryStatement(p, [operation], signer, keys), "statement-refused");
  });

  test("ROS-26 all that is recoverable is stale, of whomever, and the spent cards do nothing more", async () => {
    const p = await foundTestPractice(port);
    const clinician = await addMember(p);
    const chart = idFrom<ChartId>(port);
    const theirs = await createCompartment(p, "clinical", chart, clinician);
    const closed = await createCompartment(p, "psychotherapy", chart, clinician);
    const made = await makeSet(p);
    const { index } = await recover(p, made);
    expect(compartmentIn(p, theirs.id)).toMatchObject({ staleIndex: index, changedIndex: index });
    expect(compartmentIn(p, closed.id)?.staleIndex).toBeUndefined();
    const again = await use(p, made);
    await expectRefused(
      p,
      await recoveryStatement(p, [again.operation], again.signer, again.keys),
      "statement-refused",
    );
  });

  test("ROS-26 ROS-17 psychotherapy notes stay closed: no right of them is left, nor their author's say", async () => {
    const p = await foundTestPractice(port);
    const supervisor = await addMember(p, "supervisor");
    const chart = idFrom<ChartId>(port);
    const clinical = await createCompartment(p, "clinical", chart);
    const own = await createCompartment(p, "psychotherapy", chart);
    const { account } = p.founder.member;
    await doAs(p, p.founder, [["entitle", supervisor.member.account, "read", null, [own.id]]]);
    const { signer, index } = await recover(p, await makeSet(p));
    expect(compartmentIn(p, own.id)).toMatchObject({
      readers: [supervisor.member.account],
      writers: [],
      staleIndex: index,
    });
    expect(compartmentIn(p, clinical.id)).toMatchObject({ readers: [account], writers: [account] });
    for (const operation of [
      ["entitle", account, "read", null, [own.id]],
      ["entitle", supervisor.member.account, "read-write", null, [own.id]],
      ["disentitle", supervisor.member.account, [own.id]],
    ] as Operation[])
      expect(await tryAs(p, signer, [operation])).toBe("statement-refused");
    const later = await createCompartment(p, "psychotherapy", chart, signer);
    const supervised: Operation = ["entitle", supervisor.member.account, "read", null, [later.id]];
    expect(await tryAs(p, signer, [supervised]), "what they author from now on is theirs").toBe("applied");
    expect(await tryAs(p, signer, [["disentitle", account, [clinical.id]]])).toBe("applied");
  });
});

describe("recovery.drill", () => {
  test("ROS-27 an owner says which cards of the present set were seen", async () => {
    const p = await foundTestPractice(port);
    const former = await makeSet(p);
    const made = await makeSet(p);
    const drill = (id: TestSet, cards: number[]): Operation => ["recovery.drill", id.set, cards];
    const clinician = await addMember(p);
    expect(await tryAs(p, clinician, [drill(made, [1])]), "no owner").toBe("statement-refused");
    expect(await tryAs(p, p.founder, [drill(former, [1])]), "a former set").toBe("statement-refused");
    expect(await tryAs(p, p.founder, [drill(made, [4])]), "a card there is not").toBe("statement-refused");
    expect(await tryAs(p, p.founder, [drill(made, [1, 1])]), "one card twice").toBe("statement-refused");
    const directory = await createCompartment(p);
    const before = compartmentIn(p, directory.id);
    const index = await doAs(p, p.founder, [drill(made, [3, 1])]);
    expect(p.roster.recoverySet?.drill).toEqual({ index, cards: [3, 1] });
    expect(compartmentIn(p, directory.id)).toEqual(before);
    await doAs(p, p.founder, [set(await createSet(p))]);
    expect(p.roster.recoverySet?.drill).toBeUndefined();
  });

  test("ROS-27 without a set there is none", async () => {
    const p = await foundTestPractice(port);
    const drill: Operation = ["recovery.drill", (await createSet(p)).set, [1]];
    expect(await tryAs(p, p.founder, [drill])).toBe("statement-refused");
  });

  test("ROS-19 a suspended owner makes no set and signs no drill", async () => {
    const p = await foundTestPractice(port);
    const made = await makeSet(p);
    const officer = await addMember(p, "security-officer");
    const spare = await createDevice(port);
    await doAs(p, p.founder, [enrolment(p.founder.member, spare, "pairing")]);
    await doAs(p, officer, [["device.revoke", p.founder.member.account, spare.device, "lost"]]);
    expect(await tryAs(p, p.founder, [set(await createSet(p))])).toBe("statement-refused");
    expect(await tryAs(p, p.founder, [["recovery.drill", made.set, [1]]])).toBe("statement-refused");
    await recover(p, made);
    expect(memberOf(p.roster, p.founder.member.account).suspendedIndex).toBeUndefined();
  });
});
