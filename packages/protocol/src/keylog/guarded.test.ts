/** Epochs whose keys are made of two parts, and what opens them (docs/spec, LOG-11, LOG-12, GRD-1). */

import { type Bytes, type ChartId, type CborValue, encodeCbor, parseCbor, toHex } from "@alcove/bytes";
import { type MemberPart, memberPartCommitment, releasePartCommitment, type Tag } from "@alcove/crypto";
import { openEpochKey, openMemberPart } from "@alcove/crypto/open";
import { damagedCopies, testPort, wrong, wrongFields } from "@alcove/crypto/testing";
import { expect, test } from "vitest";
import { judgeOpening, type Opening, type OpeningBody, parseOpening, signOpening } from "../opening.ts";
import {
  addMember,
  applyRotation,
  createCompartment,
  entitle,
  foundTestPractice,
  idFrom,
  makeSet,
  type Rotation,
  rotation,
  type Signer,
  type TestCompartment,
  type TestPractice,
} from "../testing/index.ts";
import { doAs } from "../testing/refused.ts";
import { deliveriesOf, parseKeyLogEntry } from "./entry.ts";
import { applyKeyLogEntry, currentEpoch, type KeyLog, mayLackSealedKeys } from "./key-log.ts";

const port = await testPort("guarded key log");

async function guarded(p: TestPractice): Promise<TestCompartment> {
  const c = await createCompartment(p, "clinical", idFrom<ChartId>(port));
  await applyRotation(p, c, await rotation(p, c));
  await doAs(p, p.founder, [["guard.set", [c.id]]]);
  return c;
}
/** As if the compartment's guard were the other way round. */
function turned(p: TestPractice, c: TestCompartment, isSet: boolean): TestPractice {
  const compartment = p.roster.compartments.get(toHex(c.id));
  if (!compartment) throw new Error("it is there");
  const compartments = new Map([[toHex(c.id), { ...compartment, guard: { isSet, sinceIndex: 1 } }]]);
  return { ...p, roster: { ...p.roster, compartments } };
}
const verdict = async (p: TestPractice, c: TestCompartment, made: Rotation, keys: readonly Bytes[] | "gone") => {
  const applied = await applyKeyLogEntry(port, p.roster, c.log, made.entry, keys, p.next);
  return applied.ok ? "applied" : applied.error.code;
};

test("LOG-11 a guarded compartment rotates to a key of two parts, any other to a whole one", async () => {
  const p = await foundTestPractice(port);
  const c = await guarded(p);
  const whole = await rotation(turned(p, c, false), c);
  expect(await verdict(p, c, whole, whole.sealedKeys)).toBe("statement-refused");
  const right = await rotation(p, c);
  expect(await verdict(turned(p, c, false), c, right, right.sealedKeys)).toBe("statement-refused");
  await applyRotation(p, c, right);
  const parts = right.parts as NonNullable<Rotation["parts"]>;
  const place = { practice: p.practice, compartment: c.id, epoch: 2 };
  expect(currentEpoch(c.log as KeyLog).guard).toEqual({
    member: await memberPartCommitment(port, parts.member, place),
    release: await releasePartCommitment(port, parts.release, place),
    inside: expect.any(Uint8Array),
    releasers: [],
  });
  await doAs(p, p.founder, [["guard.unset", [c.id]]]);
  await applyRotation(p, c, await rotation(p, c));
  expect(currentEpoch(c.log as KeyLog).guard).toBeUndefined();
});

test("LOG-11 members are given their part, the recovery set the whole key", async () => {
  const p = await foundTestPractice(port);
  const made = await makeSet(p);
  const c = await guarded(p);
  const right = await rotation(p, c);
  const body = parseKeyLogEntry(right.entry)?.body as NonNullable<ReturnType<typeof parseKeyLogEntry>>["body"];
  const commitment = body.operation[2] as never;
  const place = { practice: p.practice, compartment: c.id, epoch: 2, commitment };
  const facts = { ...place, deliverer: body.account, rosterHead: body.rosterHead };
  const at = (id: Uint8Array) => deliveriesOf(body.operation).findIndex(([each]) => toHex(each) === toHex(id));
  const { account, sealSeed, sealKey } = p.founder.member;
  const toMember = { ...facts, recipient: account, recipientKey: sealKey };
  const member = right.parts?.member as MemberPart;
  const committed = await memberPartCommitment(port, member, place);
  const mine = right.sealedKeys[at(account)] as Bytes;
  expect(await openMemberPart(port, sealSeed, toMember, committed, mine)).toEqual(member);
  expect(await openEpochKey(port, sealSeed, toMember, mine), "the whole key").toBeUndefined();
  const toSet = { ...facts, recipient: made.set, recipientKey: made.sealKey };
  expect(await openEpochKey(port, made.sealSeed, toSet, right.sealedKeys[at(made.set)] as Bytes)).toEqual(
    right.epochKey,
  );
});

test("LOG-12 sealed keys of entries before the guard may be gone, and no others", async () => {
  const p = await foundTestPractice(port);
  const c = await createCompartment(p, "clinical", idFrom<ChartId>(port));
  const first = await rotation(p, c);
  expect(await verdict(p, c, first, [])).toBe("envelope-mismatch");
  expect(await verdict(p, c, first, "gone")).toBe("applied");
  const at = await applyRotation(p, c, first);
  const compartmentNow = () => p.roster.compartments.get(toHex(c.id));
  expect(mayLackSealedKeys(compartmentNow(), at)).toBe(false);
  const since = await doAs(p, p.founder, [["guard.set", [c.id]]]);
  expect(mayLackSealedKeys(compartmentNow(), at)).toBe(true);
  expect(mayLackSealedKeys(compartmentNow(), since + 1)).toBe(false);
  await doAs(p, p.founder, [["guard.unset", [c.id]]]);
  expect(mayLackSealedKeys(compartmentNow(), at), "also when it ended").toBe(true);
});

const openingOf = (
  p: TestPractice,
  c: TestCompartment,
  changes: Partial<OpeningBody> = {},
  { member, device }: Signer = p.founder,
) =>
  signOpening(port, device.key, p.practice, {
    compartment: c.id,
    epoch: 2,
    account: member.account,
    device: device.device,
    at: 1_764_000_000_000,
    sequence: 1,
    tag: port.random(16) as Tag,
    checkpoint: { size: p.next, root: port.random(32) as never },
    ...changes,
  });

test("GRD-1 an opening with any field wrong, missing or more is refused", async () => {
  const p = await foundTestPractice(port);
  const encoded = await openingOf(p, await guarded(p));
  const [body, signature] = parseCbor(encoded) as [Uint8Array, Uint8Array];
  const cases = wrongFields(parseCbor(body) as CborValue[], [
    wrong.version,
    wrong.bytes16,
    wrong.count,
    wrong.bytes16,
    wrong.bytes16,
    wrong.index,
    wrong.count,
    wrong.bytes16,
    wrong.count,
    wrong.bytes32,
  ]);
  for (const { name, bytes } of cases) expect(parseOpening(encodeCbor([bytes, signature])), name).toBeUndefined();
  for (const bytes of damagedCopies(encoded).slice(0, 3)) expect(parseOpening(bytes)).toBeUndefined();
});

test("GRD-2 GRD-11 an opening stands by a reader's own device, of the newest epoch, which is guarded, with the next number", async () => {
  const p = await foundTestPractice(port);
  const [reader, stranger] = [await addMember(p), await addMember(p)];
  const c = await guarded(p);
  const log = () => c.log as KeyLog;
  const judged = async (encoded: Bytes, last: number | "unknown" = 0) => {
    const before = last === "unknown" ? undefined : last;
    return (
      (await judgeOpening(port, p.roster, log(), parseOpening(encoded) as Opening, p.next, before))?.code ?? "stands"
    );
  };
  expect(await judged(await openingOf(p, c, { epoch: 1 })), "not guarded yet").toBe("epoch-stale");
  await entitle(p, reader.member, "read", [c.id]);
  await applyRotation(p, c, await rotation(p, c));
  expect(await judged(await openingOf(p, c))).toBe("stands");
  expect(await judged(await openingOf(p, c, {}, reader))).toBe("stands");
  expect(await judged(await openingOf(p, c, {}, stranger))).toBe("not-entitled");
  expect(await judged(await openingOf(p, c, { account: reader.member.account }))).toBe("not-entitled");
  expect(await judged(await openingOf(p, c, { device: idFrom(port) }))).toBe("device-revoked");
  expect(await judged(await openingOf(p, c, { epoch: 1 }))).toBe("epoch-stale");
  expect(await judged(await openingOf(p, c, { epoch: 3 }))).toBe("epoch-stale");
  expect(
    await judged(await openingOf(p, c, { checkpoint: { size: p.next + 1, root: port.random(32) as never } })),
  ).toBe("head-moved");
  expect(await judged(await openingOf(p, c), 1), "the same once more").toBe("counter-wrong");
  expect(await judged(await openingOf(p, c, { sequence: 3 }), 1), "one is left out").toBe("counter-wrong");
  expect(await judged(await openingOf(p, c, { sequence: 2 }), 1)).toBe("stands");
  expect(await judged(await openingOf(p, c, { sequence: 7 }), "unknown"), "to who can't know").toBe("stands");
  const others = parseOpening(await openingOf(p, c, {}, reader)) as Opening;
  const mine = parseOpening(await openingOf(p, c)) as Opening;
  const mixed = encodeCbor([mine.bodyBytes, others.signature]) as Bytes;
  expect(await judged(mixed), "another device's signature").toBe("signature-wrong");
  await doAs(p, p.founder, [["device.revoke", reader.member.account, reader.device.device, "lost"]]);
  expect(await judged(await openingOf(p, c, {}, reader))).toBe("device-revoked");
});
