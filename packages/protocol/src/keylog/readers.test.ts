/** Key logs of compartments that several members read: who is given which key, and by whom. */

import { type AccountId, type ChartId, toHex } from "@alcove/bytes";
import { parseBatch } from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import { describe, expect, test } from "vitest";
import { firstPlace, judgePlace } from "../batch-rules.ts";
import { memberOf } from "../roster/roster.ts";
import type { Operation } from "../roster/statement.ts";
import {
  addMember,
  applyRotation,
  batchBody,
  createCompartment,
  createDevice,
  createMember,
  delivery,
  enrolment,
  entitle,
  envelope,
  foundTestPractice,
  idFrom,
  type Rotation,
  rotation,
  signedBatch,
  type Signer,
  statement,
  applyRight,
  type TestCompartment,
  type TestPractice,
} from "../testing/index.ts";
import { doAs } from "../testing/refused.ts";
import { applyKeyLogEntry, awaitingDelivery, currentEpoch, isStale, type KeyLog } from "./key-log.ts";

const port = await testPort("key-log readers");

async function verdict(p: TestPractice, c: TestCompartment, { entry, sealedKeys }: Rotation) {
  const applied = await applyKeyLogEntry(port, p.roster, c.log, entry, sealedKeys, p.next);
  return applied.ok ? "applied" : applied.error.code;
}
async function apply(p: TestPractice, c: TestCompartment, { entry, sealedKeys }: Rotation): Promise<void> {
  const applied = await applyKeyLogEntry(port, p.roster, c.log, entry, sealedKeys, p.next);
  expect(applied.ok ? "applied" : applied.error.code).toBe("applied");
  if (applied.ok) c.log = applied.value;
  p.next++;
}
const rotate = async (p: TestPractice, c: TestCompartment, signer: Signer = p.founder) =>
  applyRotation(p, c, await rotation(p, c, {}, signer));

/** A directory with an epoch, which the founder and two clinicians read. */
async function withReaders() {
  const p = await foundTestPractice(port);
  const c = await createCompartment(p);
  const [anna, ben] = [await addMember(p), await addMember(p)];
  await entitle(p, anna.member, "read-write", [c.id]);
  await entitle(p, ben.member, "read", [c.id]);
  await rotate(p, c);
  const accounts = [p.founder, anna, ben].map(({ member }) => member.account);
  return { p, c, anna, ben, accounts };
}

/** The member's spare device, which somebody else says is lost. */
async function suspend(p: TestPractice, { member, device }: Signer): Promise<number> {
  const spare = await createDevice(port);
  await doAs(p, { member, device }, [enrolment(member, spare, "pairing")]);
  return doAs(p, p.founder, [["device.revoke", member.account, spare.device, "stolen"]]);
}
async function rekey(p: TestPractice, signer: Signer): Promise<Signer> {
  const nextIdentity = { ...(await createMember(port)), account: signer.member.account };
  const { account, signKey, sealKey } = nextIdentity;
  const operation: Operation = ["member.rekey", account, signKey.publicKey, sealKey, 2, "stolen"];
  await applyRight(p, await statement(p, [operation], {}, signer, { nextIdentity }));
  return { ...signer, member: nextIdentity };
}

describe("rotate", () => {
  test("LOG-7 LOG-6 delivers to exactly the readers there are", async () => {
    const { p, c, anna, accounts } = await withReaders();
    for (const missing of accounts) {
      const others = accounts.filter((one) => one !== missing);
      expect(await verdict(p, c, await rotation(p, c, {}, p.founder, others))).toBe("statement-refused");
    }
    const stranger = await addMember(p);
    const withStranger = [...accounts, stranger.member.account];
    expect(await verdict(p, c, await rotation(p, c, {}, p.founder, withStranger)), "HS-27").toBe("not-entitled");
    expect(await verdict(p, c, await rotation(p, c, {}, anna, accounts))).toBe("applied");
  });

  test("LOG-4 LOG-7 after a removal a rotation is without the leaver, and by somebody who has seen it (HS-27, EX-01)", async () => {
    const { p, c, anna, ben, accounts } = await withReaders();
    const before = p.roster.head;
    await doAs(p, p.founder, [["member.remove", ben.member.account]]);
    expect(isStale(p.roster, c.log as KeyLog)).toBe(true);
    const [mine, annas] = accounts as [AccountId, AccountId, AccountId];
    const blind = await rotation(p, c, { rosterHead: before }, anna, [mine, annas]);
    expect(await verdict(p, c, blind)).toBe("head-moved");
    expect(await verdict(p, c, await rotation(p, c, {}, ben, [mine, annas])), "the leaver's").toBe("not-entitled");
    await rotate(p, c, anna);
    expect(isStale(p.roster, c.log as KeyLog)).toBe(false);
  });

  test("LOG-4 a rotation that has not seen who was entitled since, or whose right changed, is refused", async () => {
    const { p, c, accounts } = await withReaders();
    for (const right of ["read", "write"] as const) {
      const before = p.roster.head;
      const late = await addMember(p);
      await entitle(p, late.member, right, [c.id]);
      const readers = right === "read" ? [...accounts, late.member.account] : accounts;
      const blind = await rotation(p, c, { rosterHead: before }, p.founder, readers);
      expect(await verdict(p, c, blind)).toBe("head-moved");
      await doAs(p, p.founder, [["member.remove", late.member.account]]);
    }
    const elsewhere = p.roster.head;
    await createCompartment(p);
    const right = await rotation(p, c, { rosterHead: elsewhere }, p.founder, accounts);
    expect(await verdict(p, c, right), "what changed elsewhere").toBe("applied");
  });

  test("LOG-4 LOG-6 LOG-7 ROS-19 a suspended reader gets no key and signs for none until they rekey; then to the new key only", async () => {
    const { p, c, anna, ben, accounts } = await withReaders();
    await suspend(p, anna);
    const others = accounts.filter((one) => one !== anna.member.account);
    expect(await verdict(p, c, await rotation(p, c, {}, p.founder, accounts))).toBe("not-entitled");
    expect(await verdict(p, c, await delivery(p, c, [anna.member.account]))).toBe("not-entitled");
    expect(await verdict(p, c, await rotation(p, c, {}, anna, others)), "by her").toBe("not-entitled");
    await rotate(p, c, ben);
    expect(currentEpoch(c.log as KeyLog).epoch).toBe(2);
    expect(awaitingDelivery(p.roster, c.log as KeyLog)).toEqual([]);

    const old = await delivery(p, c, accounts.slice(0, 1));
    const renewed = await rekey(p, anna);
    expect(isStale(p.roster, c.log as KeyLog)).toBe(true);
    expect(await verdict(p, c, old), "from before").toBe("head-moved");
    const name = toHex(anna.member.account);
    const asBefore = { ...memberOf(p.roster, anna.member.account), identitySeal: anna.member.sealKey };
    const withOldKey = { ...p, roster: { ...p.roster, members: new Map([...p.roster.members, [name, asBefore]]) } };
    const toOldKey = await rotation(withOldKey, c, {}, p.founder, accounts);
    expect(await verdict(p, c, toOldKey), "to her old key (HS-01)").toBe("not-entitled");
    expect(await verdict(p, c, await rotation(p, c, {}, anna, accounts)), "by her old key").toBe("signature-wrong");
    await rotate(p, c, renewed);
  });

  test("LOG-7 whose right ends on a day may be left out, and is no stranger", async () => {
    const { p, c, ben, accounts } = await withReaders();
    await entitle(p, ben.member, "read", [c.id], { untilDay: 20_000 });
    const others = accounts.filter((one) => one !== ben.member.account);
    expect(await verdict(p, c, await rotation(p, c, {}, p.founder, others))).toBe("applied");
    expect(await verdict(p, c, await rotation(p, c))).toBe("applied");
    expect(await verdict(p, c, await rotation(p, c, {}, p.founder, [ben.member.account]))).toBe("statement-refused");
  });

  test("LOG-4 who only writes neither rotates nor is delivered to", async () => {
    const { p, c, accounts } = await withReaders();
    const writer = await addMember(p);
    await entitle(p, writer.member, "write", [c.id]);
    expect(await verdict(p, c, await rotation(p, c, {}, writer, accounts))).toBe("not-entitled");
    const withWriter = [...accounts, writer.member.account];
    expect(await verdict(p, c, await rotation(p, c, {}, p.founder, withWriter))).toBe("not-entitled");
  });
});

describe("deliver", () => {
  test("LOG-8 LOG-6 who is entitled later awaits the key, and any reader who has it delivers it", async () => {
    const { p, c, anna, accounts } = await withReaders();
    const late = await addMember(p);
    const { account } = late.member;
    expect(await verdict(p, c, await delivery(p, c, [account])), "before the right").toBe("not-entitled");
    const before = p.roster.head;
    await entitle(p, late.member, "read", [c.id]);
    expect(awaitingDelivery(p.roster, c.log as KeyLog)).toEqual([account]);
    expect(isStale(p.roster, c.log as KeyLog)).toBe(false);
    expect(await verdict(p, c, await delivery(p, c, [account], { rosterHead: before }))).toBe("head-moved");
    expect(await verdict(p, c, await delivery(p, c, [account], {}, await addMember(p))), "by a stranger").toBe(
      "not-entitled",
    );
    await apply(p, c, await delivery(p, c, [account], {}, anna));
    expect(awaitingDelivery(p.roster, c.log as KeyLog)).toEqual([]);
    expect((c.log as KeyLog).delivered).toEqual([...accounts, account].map((one) => ({ account: one, epoch: 1 })));
    await apply(p, c, await delivery(p, c, [account], {}, late));
    expect((c.log as KeyLog).delivered).toHaveLength(4);
    await rotate(p, c, late);
    expect(awaitingDelivery(p.roster, c.log as KeyLog)).toEqual([]);
  });

  test("LOG-8 an older epoch's key, delivered again, takes nothing back", async () => {
    const { p, c, ben } = await withReaders();
    const first = await delivery(p, c, [ben.member.account]);
    await rotate(p, c);
    const again = await delivery(
      p,
      { ...c, log: { ...(c.log as KeyLog), epochs: (c.log as KeyLog).epochs.slice(0, 1) } },
      [ben.member.account],
    );
    expect(await verdict(p, c, first), "of another place in the log").toBe("head-moved");
    await apply(p, c, again);
    expect((c.log as KeyLog).delivered.map(({ epoch }) => epoch)).toEqual([2, 2, 2]);
  });

  test("LOG-8 in a compartment that the roster has not, nobody awaits anything", async () => {
    const { p, c } = await withReaders();
    expect(awaitingDelivery(p.roster, { ...(c.log as KeyLog), compartment: idFrom(port) })).toEqual([]);
  });
});

describe("batches of several writers", () => {
  async function batchOf(p: TestPractice, c: TestCompartment, signer: Signer) {
    const envelopes = [await envelope(p, c, new Uint8Array([1]), { author: signer.device.device })];
    const batch = parseBatch(
      await signedBatch(p, await batchBody(p, c, envelopes, firstPlace(), signer), signer.device),
    );
    if (!batch) throw new Error("what was built is a batch");
    return () => {
      const placed = judgePlace(p.roster, c.log, firstPlace(), batch, p.next);
      return placed.ok ? "stands" : placed.error.code;
    };
  }

  test("BAT-4 after each loss nothing is written under the old epoch, until somebody rotates (EX-01, HS-16)", async () => {
    const losses: Record<string, (p: TestPractice, c: TestCompartment, anna: Signer, ben: Signer) => Promise<unknown>> =
      {
        removal: (p, _, __, ben) => doAs(p, p.founder, [["member.remove", ben.member.account]]),
        "loss of reading": (p, c, _, ben) => doAs(p, p.founder, [["disentitle", ben.member.account, [c.id]]]),
        "loss of writing": (p, c, anna) => entitle(p, anna.member, "read", [c.id]),
        "a stolen device": (p, _, __, ben) => suspend(p, ben),
        rekey: (p, _, __, ben) => rekey(p, ben),
      };
    for (const [why, lose] of Object.entries(losses)) {
      const { p, c, anna, ben } = await withReaders();
      const judged = await batchOf(p, c, p.founder);
      expect(judged(), why).toBe("stands");
      await lose(p, c, anna, ben);
      expect(judged(), why).toBe("epoch-stale");
      await rotate(p, c);
      expect(judged(), `${why}, under the old epoch`).toBe("epoch-stale");
      expect((await batchOf(p, c, p.founder))(), `${why}, rotated`).toBe("stands");
    }
  });

  test("BAT-4 a right that is given makes nothing stale, nor does a device that was retired", async () => {
    const { p, c, anna } = await withReaders();
    const judged = await batchOf(p, c, p.founder);
    const late = await addMember(p);
    await entitle(p, late.member, "read-write", [c.id]);
    const spare = await createDevice(port);
    await doAs(p, anna, [enrolment(anna.member, spare, "pairing")]);
    await doAs(p, p.founder, [["device.revoke", anna.member.account, spare.device, "retired"]]);
    await doAs(p, p.founder, [["member.role", anna.member.account, "biller"]]);
    expect(judged()).toBe("stands");
  });

  test("BAT-3 a leaver's batch that lands after the removal does not stand, though sent before it (EX-01)", async () => {
    const { p, c, anna } = await withReaders();
    const judged = await batchOf(p, c, anna);
    expect(judged()).toBe("stands");
    await doAs(p, p.founder, [["member.remove", anna.member.account]]);
    expect(judged()).toBe("device-revoked");
  });

  test("BAT-3 who lost writing writes no more, who still has it does", async () => {
    const { p, anna, ben } = await withReaders();
    const clinical = await createCompartment(p, "clinical", idFrom<ChartId>(port), anna);
    await applyRight(
      p,
      await statement(p, [["entitle", ben.member.account, "read-write", null, [clinical.id]]], {}, anna),
    );
    await rotate(p, clinical, anna);
    expect((await batchOf(p, clinical, ben))()).toBe("stands");
    await applyRight(p, await statement(p, [["entitle", ben.member.account, "read", null, [clinical.id]]], {}, anna));
    await rotate(p, clinical, ben);
    expect((await batchOf(p, clinical, ben))()).toBe("not-entitled");
    expect((await batchOf(p, clinical, anna))()).toBe("stands");
  });
});
