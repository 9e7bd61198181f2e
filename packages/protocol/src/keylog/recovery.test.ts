/** The recovery set as one more reader of what is recoverable, and what its key signs once its cards were used. */

import { type ChartId, type RecoverySetId, toHex } from "@alcove/bytes";
import type { EpochKey } from "@alcove/crypto";
import { openEpochKey } from "@alcove/crypto/open";
import { testPort } from "@alcove/crypto/testing";
import { describe, expect, test } from "vitest";
import type { BegunKind } from "../roster/statement.ts";
import {
  addMember,
  afresh,
  applyRotation,
  createCompartment,
  delivery,
  foundTestPractice,
  idFrom,
  makeSet,
  recover,
  type Rotation,
  rotation,
  type Signer,
  type TestCompartment,
  type TestPractice,
  type TestSet,
  withRecoveryKey,
} from "../testing/index.ts";
import { doAs } from "../testing/refused.ts";
import { deliveriesOf, parseKeyLogEntry } from "./entry.ts";
import { applyKeyLogEntry, awaitingDelivery, currentEpoch, isStale, type KeyLog } from "./key-log.ts";

const port = await testPort("key-log recovery");

async function verdict(p: TestPractice, c: TestCompartment, { entry, sealedKeys }: Rotation) {
  const applied = await applyKeyLogEntry(port, p.roster, c.log, entry, sealedKeys, p.next);
  return applied.ok ? "applied" : applied.error.code;
}
async function apply(p: TestPractice, c: TestCompartment, made: Rotation): Promise<void> {
  const { entry, sealedKeys } = made;
  const applied = await applyKeyLogEntry(port, p.roster, c.log, entry, sealedKeys, p.next);
  expect(applied.ok ? "applied" : applied.error.code).toBe("applied");
  if (applied.ok) c.log = applied.value;
  p.next++;
}
const rotate = async (p: TestPractice, c: TestCompartment, signer: Signer = p.founder) =>
  applyRotation(p, c, await rotation(p, c, {}, signer));

async function compartment(p: TestPractice, kind: BegunKind = "clinical", signer: Signer = p.founder) {
  const c = await createCompartment(p, kind, idFrom<ChartId>(port), signer);
  await rotate(p, c, signer);
  return c;
}

/** As whoever put the cards together opens what an entry delivers to the set. */
async function openAsSet(p: TestPractice, made: TestSet, { entry, sealedKeys }: Rotation, c: TestCompartment) {
  const parsed = parseKeyLogEntry(entry);
  const operation = parsed?.body.operation;
  if (!parsed || !operation) throw new Error("it was just made");
  const deliveries = deliveriesOf(operation);
  const at = deliveries.findIndex(([recipient]) => toHex(recipient) === toHex(made.set));
  const commitment = operation[0] === "rotate" ? operation[2] : currentEpoch(c.log as KeyLog).commitment;
  const place = {
    practice: p.practice,
    compartment: c.id,
    epoch: operation[1],
    commitment,
    recipient: made.set,
    recipientKey: made.sealKey,
    deliverer: parsed.body.account,
    rosterHead: parsed.body.rosterHead,
  };
  const sealed = sealedKeys[at];
  return sealed && openEpochKey(port, made.sealSeed, place, sealed);
}

describe("a set as recipient", () => {
  test("LOG-6 LOG-7 a rotation delivers to the set too, named by its id, and its key opens it", async () => {
    const p = await foundTestPractice(port);
    const made = await makeSet(p);
    const c = await createCompartment(p, "clinical", idFrom<ChartId>(port));
    const { account } = p.founder.member;
    expect(await verdict(p, c, await rotation(p, c, {}, p.founder, [account]))).toBe("statement-refused");
    const right = await rotation(p, c);
    expect(await openAsSet(p, made, right, c)).toEqual(right.epochKey);
    await applyRotation(p, c, right);
    expect(awaitingDelivery(p.roster, c.log as KeyLog)).toEqual([]);
  });

  test("LOG-6 LOG-8 compartments from before the set wait until somebody delivers", async () => {
    const p = await foundTestPractice(port);
    const c = await compartment(p);
    expect(awaitingDelivery(p.roster, c.log as KeyLog)).toEqual([]);
    const before = p.roster.head;
    const made = await makeSet(p);
    expect(isStale(p.roster, c.log as KeyLog)).toBe(false);
    expect(awaitingDelivery(p.roster, c.log as KeyLog)).toEqual([made.set]);
    const blind = await rotation(p, c, { rosterHead: before }, p.founder, [p.founder.member.account]);
    expect(await verdict(p, c, blind), "by somebody who has not seen the set").toBe("head-moved");
    const right = await delivery(p, c, [made.set]);
    expect(await openAsSet(p, made, right, c)).toEqual(c.epochKeys[0]);
    await apply(p, c, right);
    expect(awaitingDelivery(p.roster, c.log as KeyLog)).toEqual([]);
  });

  test("LOG-6 to the present set only, under its id and to its key (HS-20)", async () => {
    const p = await foundTestPractice(port);
    const former = await makeSet(p);
    const made = await makeSet(p);
    const c = await compartment(p);
    expect(await verdict(p, c, await delivery(p, c, [made.set]))).toBe("applied");
    expect(await verdict(p, c, await delivery(p, c, [made.set, made.set]))).toBe("not-entitled");
    for (const [roster, what] of [
      [{ ...p.roster, recoverySet: { ...p.roster.recoverySet, set: former.set } }, "a former set's id"],
      [{ ...p.roster, recoverySet: { ...p.roster.recoverySet, set: idFrom<RecoverySetId>(port) } }, "no set's id"],
      [{ ...p.roster, recoverySet: { ...p.roster.recoverySet, seal: former.sealKey } }, "another key"],
    ] as const) {
      const as = { ...p, roster: roster as never };
      const set = as.roster["recoverySet"]["set"];
      const wrong = await delivery(as, c, [set]);
      expect(await verdict(p, c, wrong), what).toBe("not-entitled");
    }
  });

  test("LOG-6 nothing of a psychotherapy compartment is delivered to it", async () => {
    const p = await foundTestPractice(port);
    const made = await makeSet(p);
    const c = await compartment(p, "psychotherapy");
    expect(awaitingDelivery(p.roster, c.log as KeyLog)).toEqual([]);
    expect(await verdict(p, c, await delivery(p, c, [made.set]))).toBe("not-entitled");
    const { account } = p.founder.member;
    expect(await verdict(p, c, await rotation(p, c, {}, p.founder, [account, made.set]))).toBe("not-entitled");
  });
});

describe("after the cards were used", () => {
  /** A clinician's chart in a practice whose owner was just re-set, who reads nothing of it. */
  async function recovered(kind: BegunKind = "clinical") {
    const p = await foundTestPractice(port);
    const [clinician, outsider] = [await addMember(p), await addMember(p)];
    const made = await makeSet(p);
    const c = await compartment(p, kind, clinician);
    const { signer, next } = await recover(p, made);
    const as = async (right: Rotation, by: Signer = signer, spent = made) => ({
      ...right,
      entry: await withRecoveryKey(p, right.entry, by, spent),
    });
    return { p, c, clinician, outsider, made, next, signer, as };
  }

  test("LOG-10 LOG-2 the re-set owner rotates with the spent set's signature beside their own", async () => {
    const { p, c, clinician, outsider: late, next, signer, as } = await recovered();
    expect(isStale(p.roster, c.log as KeyLog)).toBe(true);
    const made2 = await rotation(p, c, {}, signer);
    expect(await verdict(p, c, made2), "without the set's signature").toBe("signature-wrong");
    expect(await verdict(p, c, await as(made2, signer, next)), "with the new set's").toBe("signature-wrong");
    const notToNew = await rotation(p, c, {}, signer, [clinician.member.account]);
    expect(await verdict(p, c, await as(notToNew)), "not to the new set").toBe("statement-refused");
    const toOld = await rotation(p, c, {}, signer, [clinician.member.account, next.set]);
    expect(await verdict(p, c, await as(toOld))).toBe("applied");
    const right = await as(made2);
    expect(await openAsSet(p, next, right, c)).toEqual(made2.epochKey);
    await applyRotation(p, c, right);
    expect(isStale(p.roster, c.log as KeyLog)).toBe(false);
    expect(awaitingDelivery(p.roster, c.log as KeyLog)).toEqual([]);
    expect(await verdict(p, c, await as(await rotation(p, c, {}, signer))), "a second time").toBe("not-entitled");
    await doAs(p, clinician, [["entitle", late.member.account, "read", null, [c.id]]]);
    expect(await verdict(p, c, await as(await delivery(p, c, [late.member.account], {}, signer)))).toBe("applied");
  });

  test("LOG-10 nobody else and no other device does, nor before its use or after another set was made", async () => {
    const { p, c, clinician, outsider, signer, as } = await recovered();
    const byOther = await rotation(p, c, {}, outsider);
    expect(await verdict(p, c, await as(byOther, outsider)), "another member").toBe("not-entitled");
    const { device } = await afresh(port, signer.member);
    const transcript = new Uint8Array(32).fill(7) as never;
    await doAs(p, signer, [
      ["device.enrol", signer.member.account, device.device, device.key.publicKey, "pairing", transcript],
    ]);
    const second = { ...signer, device };
    expect(await verdict(p, c, await as(await rotation(p, c, {}, second), second)), "another device").toBe(
      "not-entitled",
    );
    expect(await verdict(p, c, await as(await rotation(p, c, {}, signer)))).toBe("applied");
    const byReader = await rotation(p, c, {}, clinician);
    expect(await verdict(p, c, await as(byReader, clinician)), "a reader needs none").toBe("signature-wrong");
    expect(await verdict(p, c, byReader)).toBe("applied");
    await makeSet(p, signer);
    expect(await verdict(p, c, await as(await rotation(p, c, {}, signer))), "after another set").toBe("not-entitled");
  });

  test("LOG-10 of no compartment without an epoch, and of no psychotherapy compartment", async () => {
    const { p, clinician, signer, as } = await recovered();
    const empty = await createCompartment(p, "directory", null, clinician);
    expect(await verdict(p, empty, await as(await rotation(p, empty, {}, signer)))).toBe("not-entitled");
    const closed = await recovered("psychotherapy");
    const right = await rotation(closed.p, closed.c, {}, closed.signer, [closed.clinician.member.account]);
    expect(await verdict(closed.p, closed.c, await closed.as(right))).toBe("not-entitled");
  });

  test("LOG-10 a set that was replaced without its cards signs nothing", async () => {
    const p = await foundTestPractice(port);
    const clinician = await addMember(p);
    const made = await makeSet(p);
    const c = await compartment(p, "clinical", clinician);
    await makeSet(p);
    const right = await rotation(p, c, {}, p.founder);
    const entry = await withRecoveryKey(p, right.entry, p.founder, made);
    expect(await verdict(p, c, { ...right, entry })).toBe("not-entitled");
  });

  test("LOG-7 a practice of one: the re-set owner reads their own compartments and rotates them as a reader", async () => {
    const p = await foundTestPractice(port);
    const made = await makeSet(p);
    const c = await createCompartment(p, "clinical", idFrom<ChartId>(port));
    const first = await rotation(p, c);
    await applyRotation(p, c, first);
    const { signer, next } = await recover(p, made);
    expect(await openAsSet(p, made, first, c)).toEqual(first.epochKey);
    const second = await rotation(p, c, {}, signer);
    expect(await openAsSet(p, made, second, c), "the spent cards are given nothing of it").toBeUndefined();
    expect(await openAsSet(p, next, second, c)).toEqual(second.epochKey satisfies EpochKey);
    await applyRotation(p, c, second);
  });
});
