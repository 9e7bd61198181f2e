/** An author's own set as one more reader of their psychotherapy notes, and who gives keys once its cards were used. */

import { type ChartId, type RecoverySetId, toHex } from "@alcove/bytes";
import { testPort } from "@alcove/crypto/testing";
import { expect, test } from "vitest";
import {
  addMember,
  applyRight,
  applyRotation,
  createCompartment,
  createSet,
  delivery,
  foundTestPractice,
  idFrom,
  makeSet,
  recoveryStatement,
  type Rotation,
  rotation,
  setParts,
  type Signer,
  successorKeys,
  type TestCompartment,
  type TestPractice,
} from "../testing/index.ts";
import { doAs } from "../testing/refused.ts";
import { applyKeyLogEntry, awaitingDelivery, isStale, type KeyLog } from "./key-log.ts";

const port = await testPort("key-log of a successor");

async function verdict(p: TestPractice, c: TestCompartment, { entry, sealedKeys }: Rotation) {
  const applied = await applyKeyLogEntry(port, p.roster, c.log, entry, sealedKeys, p.next);
  return applied.ok ? "applied" : applied.error.code;
}

async function begun() {
  const p = await foundTestPractice(port);
  const [author, successor] = [await addMember(p), await addMember(p)];
  const c = await createCompartment(p, "psychotherapy", idFrom<ChartId>(port), author);
  await applyRotation(p, c, await rotation(p, c, {}, author));
  return { p, author, successor, c };
}

async function makeOwn(p: TestPractice, author: Signer, successor: Signer) {
  const made = await createSet(p);
  await doAs(p, author, [["successor.set", successor.member.account, ...setParts(made)]]);
  return made;
}

test("SUC-7 LOG-6 LOG-7 the set awaits what was there, and every rotation delivers to it", async () => {
  const { p, author, successor, c } = await begun();
  const made = await makeOwn(p, author, successor);
  expect(isStale(p.roster, c.log as KeyLog)).toBe(false);
  expect(awaitingDelivery(p.roster, c.log as KeyLog).map(toHex)).toEqual([toHex(made.set)]);
  expect(await verdict(p, c, await delivery(p, c, [made.set], {}, author))).toBe("applied");
  const without = await rotation(p, c, {}, author, [author.member.account]);
  expect(await verdict(p, c, without)).toBe("statement-refused");
  expect(await verdict(p, c, await rotation(p, c, {}, author))).toBe("applied");
});

test("SUC-7 LOG-6 to no other set: the practice's, another author's, one that was replaced (HS-20, IN-01)", async () => {
  const { p, author, successor, c } = await begun();
  const practices = await makeSet(p);
  const others = await makeOwn(p, successor, author);
  const former = await makeOwn(p, author, successor);
  const made = await makeOwn(p, author, successor);
  await applyRotation(p, c, await rotation(p, c, {}, author));
  for (const [set, seal] of [
    [practices.set, practices.sealKey],
    [others.set, others.sealKey],
    [former.set, former.sealKey],
    [idFrom<RecoverySetId>(port), made.sealKey],
    [made.set, practices.sealKey],
  ] as const) {
    // As a server would have its readers believe.
    const successorSets = p.roster.successorSets.map((one) =>
      toHex(one.set) === toHex(made.set) ? { ...one, set, seal } : one,
    );
    const forged = { ...p, roster: { ...p.roster, successorSets: [...successorSets].reverse() } };
    expect(await verdict(p, c, await delivery(forged, c, [set], {}, author))).toBe("not-entitled");
  }
  expect(await verdict(p, c, await delivery(p, c, [made.set], {}, author))).toBe("applied");
});

test("SUC-7 LOG-4 after its use the successor gives and rotates as any reader, with no third signature", async () => {
  const { p, author, successor, c } = await begun();
  const made = await makeOwn(p, author, successor);
  await applyRotation(p, c, await rotation(p, c, {}, author));
  expect(await verdict(p, c, await rotation(p, c, {}, successor)), "before").toBe("not-entitled");
  const use = await recoveryStatement(p, [["successor.use", made.set]], successor, successorKeys(made, successor));
  await applyRight(p, use);
  expect(isStale(p.roster, c.log as KeyLog)).toBe(true);
  expect(await verdict(p, c, await delivery(p, c, [made.set], {}, author))).toBe("not-entitled");
  const next = await rotation(p, c, {}, successor);
  expect(await verdict(p, c, next)).toBe("applied");
});
