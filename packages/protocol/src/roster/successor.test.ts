/** An author's own set for psychotherapy notes: who makes, ends and uses it, and what it reads. */

import { type ChartId, type CompartmentId, type RecoverySetId, toHex } from "@alcove/bytes";
import { testPort } from "@alcove/crypto/testing";
import { describe, expect, test } from "vitest";
import {
  addMember,
  applyRight,
  createCompartment,
  createDevice,
  createSet,
  enrolment,
  foundTestPractice,
  idFrom,
  makeSet,
  recover,
  recoveryStatement,
  setParts,
  type Signer,
  successorKeys,
  type TestPractice,
  type TestSet,
} from "../testing/index.ts";
import { doAs, expectRefused, tryAs } from "../testing/refused.ts";
import { roles } from "./roles.ts";
import { isAmong, setsReading } from "./roster.ts";
import { signerKinds } from "./signed.ts";
import { ownSet } from "./successor-set.ts";
import type { BegunKind, Operation } from "./statement.ts";

const port = await testPort("a set for a successor");

const set = (made: TestSet, successor: Signer | null = null): Operation => [
  "successor.set",
  successor?.member.account ?? null,
  ...setParts(made),
];
const compartmentIn = (p: TestPractice, id: CompartmentId) => {
  const found = p.roster.compartments.get(toHex(id));
  if (!found) throw new Error("the compartment is in the roster");
  return found;
};
const readBySet = (p: TestPractice, id: CompartmentId) => setsReading(p.roster, compartmentIn(p, id)).map(toHex);
const notes = async (p: TestPractice, author: Signer, kind: BegunKind = "psychotherapy") =>
  (await createCompartment(p, kind, idFrom<ChartId>(port), author)).id;

async function makeOwn(p: TestPractice, author: Signer, successor: Signer | null = null) {
  const made = await createSet(p);
  const index = await doAs(p, author, [set(made, successor)]);
  return { made, index };
}
const use = async (
  p: TestPractice,
  made: TestSet,
  by: Signer,
  operations: Operation[] = [["successor.use", made.set]],
) => recoveryStatement(p, operations, by, successorKeys(made, by));

async function addDevice(p: TestPractice, { member, device }: Signer) {
  const spare = await createDevice(port);
  await doAs(p, { member, device }, [enrolment(member, spare, "pairing")]);
  return { device: spare };
}

describe("successor.set", () => {
  test("SUC-1 is its author's alone, whatever their role, and needs no second owner", async () => {
    const p = await foundTestPractice(port);
    const authors: [string, Signer][] = [];
    for (const role of roles.slice(1)) authors.push([role, await addMember(p, role)]);
    const second = await addMember(p, "owner");
    for (const [role, author] of [["owner", second] as const, ...authors]) {
      const made = await createSet(p);
      expect(await tryAs(p, author, [set(made)], { secondOwner: p.founder.member }), role).toBe("statement-refused");
      expect(await tryAs(p, author, [set(made)]), role).toBe("applied");
      expect(ownSet(p.roster, author.member)).toMatchObject({ set: made.set, author: author.member.account });
    }
    expect(p.roster.recoverySet).toBeUndefined();
  });

  test("SUC-1 names a present member who could be let in, and not the author, or nobody", async () => {
    const p = await foundTestPractice(port);
    const [author, colleague, auditor, gone] = [
      await addMember(p),
      await addMember(p),
      await addMember(p, "auditor"),
      await addMember(p),
    ];
    await doAs(p, p.founder, [["member.remove", gone.member.account]]);
    for (const [wrong, what] of [
      [author, "the author"],
      [auditor, "an auditor"],
      [gone, "somebody who left"],
    ] as const)
      expect(await tryAs(p, author, [set(await createSet(p), wrong)]), what).toBe("statement-refused");
    expect(await tryAs(p, author, [set(await createSet(p), colleague)])).toBe("applied");
  });

  test("SUC-1 its id, keys and cards are as those of a practice's set, and nobody's before or after", async () => {
    const p = await foundTestPractice(port);
    const author = await addMember(p);
    const practices = await makeSet(p);
    const { made: former } = await makeOwn(p, author);
    const right = await createSet(p);
    for (const changes of [{ needed: 1 }, { needed: 4 }, { set: practices.set }, { set: former.set }])
      expect(await tryAs(p, author, [set({ ...right, ...changes } as TestSet)])).toBe("statement-refused");
    for (const other of [practices, former])
      for (const changes of [{ signKey: other.signKey }, { sealKey: other.sealKey }])
        expect(await tryAs(p, author, [set({ ...right, ...changes })])).toBe("statement-refused");
    expect(await tryAs(p, p.founder, [["recovery.set", ...setParts(former)]])).toBe("statement-refused");
    expect(await tryAs(p, author, [set(right), ["recovery.drill", former.set, [1]]])).toBe("statement-refused");
    expect(await tryAs(p, author, [set(right), set(await createSet(p))])).toBe("statement-refused");
  });

  test("SUC-2 reads the author's psychotherapy notes, those to come too, and nothing else", async () => {
    const p = await foundTestPractice(port);
    const [author, other] = [await addMember(p), await addMember(p)];
    const [before, clinical, others] = [
      await notes(p, author),
      await notes(p, author, "clinical"),
      await notes(p, other),
    ];
    const created = compartmentIn(p, others).changedIndex;
    const { made, index } = await makeOwn(p, author);
    const after = await notes(p, author);
    expect(readBySet(p, before)).toEqual([toHex(made.set)]);
    expect(readBySet(p, after)).toEqual([toHex(made.set)]);
    expect(readBySet(p, others)).toEqual([]);
    expect(readBySet(p, clinical)).toEqual([]);
    expect(compartmentIn(p, before)).toMatchObject({ changedIndex: index });
    expect(compartmentIn(p, before).staleIndex).toBeUndefined();
    expect(compartmentIn(p, others)).toMatchObject({ changedIndex: created });
  });

  test("SUC-3 another set takes its place, and what it read is stale", async () => {
    const p = await foundTestPractice(port);
    const author = await addMember(p);
    const id = await notes(p, author);
    await makeOwn(p, author);
    const { made, index } = await makeOwn(p, author);
    expect(readBySet(p, id)).toEqual([toHex(made.set)]);
    expect(compartmentIn(p, id)).toMatchObject({ staleIndex: index, changedIndex: index });
  });
});

describe("successor.end", () => {
  test("SUC-3 is the author's, of their present set, and nothing reads in its place", async () => {
    const p = await foundTestPractice(port);
    const author = await addMember(p);
    const id = await notes(p, author);
    const { made: former } = await makeOwn(p, author);
    const { made } = await makeOwn(p, author);
    const end = ({ set: of }: TestSet): Operation => ["successor.end", of];
    expect(await tryAs(p, p.founder, [end(made)]), "an owner").toBe("statement-refused");
    expect(await tryAs(p, author, [end(former)]), "one that was replaced").toBe("statement-refused");
    expect(await tryAs(p, author, [["successor.end", idFrom<RecoverySetId>(port)]])).toBe("statement-refused");
    const index = await doAs(p, author, [end(made)]);
    expect(readBySet(p, id)).toEqual([]);
    expect(compartmentIn(p, id)).toMatchObject({ staleIndex: index, changedIndex: index });
    expect(await tryAs(p, author, [end(made)]), "twice").toBe("statement-refused");
  });
});

describe("successor.use", () => {
  test("SUC-4 SUC-5 the named member reads what the set read, and the set is spent", async () => {
    const p = await foundTestPractice(port);
    const [author, successor] = [await addMember(p), await addMember(p)];
    const id = await notes(p, author);
    const { made } = await makeOwn(p, author, successor);
    const others = await notes(p, p.founder);
    const clinical = await notes(p, author, "clinical");
    const index = await applyRight(p, await use(p, made, successor));
    const { account } = successor.member;
    expect(isAmong(compartmentIn(p, id).readers, account)).toBe(true);
    expect(isAmong(compartmentIn(p, id).writers, account)).toBe(false);
    expect(compartmentIn(p, id)).toMatchObject({ staleIndex: index, changedIndex: index });
    for (const other of [others, clinical]) {
      expect(isAmong(compartmentIn(p, other).readers, account)).toBe(false);
      expect(compartmentIn(p, other).staleIndex).toBeUndefined();
    }
    expect(readBySet(p, id)).toEqual([]);
    const later = await notes(p, author);
    expect(isAmong(compartmentIn(p, later).readers, account)).toBe(false);
    await expectRefused(p, await use(p, made, successor), "statement-refused");
    // The author's own word ends it.
    const ended = await doAs(p, author, [["disentitle", account, [id]]]);
    expect(compartmentIn(p, id)).toMatchObject({ staleIndex: ended });
    expect(isAmong(compartmentIn(p, id).readers, account)).toBe(false);
  });

  test("SUC-5 who could write goes on writing, and a right until a day has no end any more", async () => {
    const p = await foundTestPractice(port);
    const [author, successor] = [await addMember(p), await addMember(p)];
    const id = await notes(p, author);
    await doAs(p, author, [["entitle", successor.member.account, "read-write", 20_000, [id]]]);
    const { made } = await makeOwn(p, author, successor);
    await applyRight(p, await use(p, made, successor));
    expect(isAmong(compartmentIn(p, id).writers, successor.member.account)).toBe(true);
    expect(compartmentIn(p, id).dated).toEqual([]);
  });

  test("SUC-4 is nobody else's, owner and officers least of all, and no auditor's (IN-01)", async () => {
    const p = await foundTestPractice(port);
    const [author, successor] = [await addMember(p), await addMember(p)];
    const { made } = await makeOwn(p, author, successor);
    await expectRefused(p, await use(p, made, p.founder), "statement-refused");
    await expectRefused(p, await use(p, made, author), "statement-refused");
    for (const role of roles.filter((one) => one !== "owner"))
      await expectRefused(p, await use(p, made, await addMember(p, role)), "statement-refused");
    const { made: anybodys } = await makeOwn(p, author);
    await expectRefused(p, await use(p, anybodys, await addMember(p, "auditor")), "statement-refused");
    await expectRefused(p, await use(p, made, successor), "statement-refused");
    await applyRight(p, await use(p, anybodys, await addMember(p)));
  });

  test("SUC-4 takes the set's own key beside person and device, and nothing beside it (HS-20)", async () => {
    const p = await foundTestPractice(port);
    const [author, successor] = [await addMember(p), await addMember(p)];
    const { made } = await makeOwn(p, author, successor);
    const other = await makeSet(p);
    const operations: Operation[] = [["successor.use", made.set]];
    const right = successorKeys(made, successor);
    const [identity, device, card] = right as [(typeof right)[0], (typeof right)[0], (typeof right)[0]];
    const wrongs = [
      [identity, device],
      [device, identity, card],
      [card, identity, device],
      [identity, device, { ...card, key: other.signKey }],
      [identity, device, { ...card, id: other.set }],
      [identity, device, { ...card, kind: signerKinds.nextIdentity }],
      [identity, { ...device, key: author.device.key }, card],
      [{ ...identity, key: author.member.signKey }, device, card],
    ];
    for (const keys of wrongs)
      await expectRefused(p, await recoveryStatement(p, operations, successor, keys), "signature-wrong");
    const beside: Operation[] = [
      ["successor.use", made.set],
      ["device.revoke", successor.member.account, successor.device.device, "retired"],
    ];
    await expectRefused(p, await use(p, made, successor, beside), "statement-refused");
    await expectRefused(p, await use(p, other, successor), "statement-refused");
    await applyRight(p, await use(p, made, successor));
  });

  test("SUC-4 ROS-19 not while suspended", async () => {
    const p = await foundTestPractice(port);
    const [author, successor] = [await addMember(p), await addMember(p)];
    const { made } = await makeOwn(p, author, successor);
    const { account } = successor.member;
    const spare = { ...successor, device: (await addDevice(p, successor)).device };
    await doAs(p, p.founder, [["device.revoke", account, successor.device.device, "lost"]]);
    await expectRefused(p, await use(p, made, spare), "statement-refused");
  });

  test("SUC-4 after their author has left", async () => {
    const p = await foundTestPractice(port);
    const [author, successor] = [await addMember(p), await addMember(p)];
    const id = await notes(p, author);
    const { made } = await makeOwn(p, author, successor);
    await doAs(p, p.founder, [["member.remove", author.member.account]]);
    expect(compartmentIn(p, id).readers).toEqual([]);
    await applyRight(p, await use(p, made, successor));
    expect(compartmentIn(p, id).readers.map(toHex)).toEqual([toHex(successor.member.account)]);
  });
});

describe("beside the practice's recovery", () => {
  test("SUC-2 ROS-26 whoever gets the account by the practice's cards gets no part in its set", async () => {
    const p = await foundTestPractice(port);
    const [successor, thief] = [await addMember(p), await addMember(p)];
    const id = await notes(p, p.founder);
    const { made } = await makeOwn(p, p.founder, successor);
    const { signer } = await recover(p, await makeSet(p));
    expect(readBySet(p, id), "it still reads what was there").toEqual([toHex(made.set)]);
    expect(ownSet(p.roster, signer.member)).toBeUndefined();
    expect(await tryAs(p, signer, [["successor.end", made.set]])).toBe("statement-refused");
    expect(await tryAs(p, signer, [["recovery.drill", made.set, [1]]])).toBe("statement-refused");
    const later = await notes(p, signer);
    expect(readBySet(p, later), "nothing of the new identity").toEqual([]);
    const { made: next } = await makeOwn(p, signer, thief);
    expect(readBySet(p, id), "a set of the new identity takes no place of it").toEqual([toHex(made.set)]);
    expect(readBySet(p, later)).toEqual([toHex(next.set)]);
    await applyRight(p, await use(p, next, thief));
    expect(isAmong(compartmentIn(p, id).readers, thief.member.account)).toBe(false);
    await applyRight(p, await use(p, made, successor));
    expect(isAmong(compartmentIn(p, id).readers, successor.member.account)).toBe(true);
    expect(isAmong(compartmentIn(p, later).readers, successor.member.account)).toBe(false);
  });

  test("SUC-6 ROS-27 a drill of one's own set, and of nobody else's", async () => {
    const p = await foundTestPractice(port);
    const author = await addMember(p);
    const { made } = await makeOwn(p, author);
    const drill = (cards: number[]): Operation => ["recovery.drill", made.set, cards];
    expect(await tryAs(p, p.founder, [drill([1])]), "an owner").toBe("statement-refused");
    for (const wrong of [[4], [1, 1]]) expect(await tryAs(p, author, [drill(wrong)])).toBe("statement-refused");
    const index = await doAs(p, author, [drill([3, 1])]);
    expect(ownSet(p.roster, author.member)?.drill).toEqual({ index, cards: [3, 1] });
  });
});

describe("a will's compartment", () => {
  test("ROS-17 its author lets somebody in", async () => {
    const p = await foundTestPractice(port);
    const [author, other] = [await addMember(p), await addMember(p)];
    const { id } = await createCompartment(p, "will", null, author);
    const owners: Operation = ["entitle", p.founder.member.account, "read", null, [id]];
    expect(await tryAs(p, other, [owners])).toBe("statement-refused");
    expect(await tryAs(p, author, [owners])).toBe("applied");
  });
});
