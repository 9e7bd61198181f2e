import { asHash, type Bytes, type GroupId, type PracticeId, zeroHash } from "@alcove/bytes";
import { type Batch, type BatchBody, hash, parseBatch } from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import { describe, expect, test } from "vitest";
import { type AuthorPlace, firstPlace, judgeBatch, judgeEnvelopes, judgePlace } from "./batch-rules.ts";
import { limits } from "./limits.ts";
import {
  addMember,
  applyRight,
  applyRotation,
  batchBody,
  createCompartment,
  createDevice,
  enrolment,
  entitle,
  envelope,
  foundTestPractice,
  idFrom,
  rotation,
  signedBatch,
  statement,
  type TestCompartment,
  type TestDevice,
  type TestPractice,
} from "./testing/index.ts";

const port = await testPort("batch-rules");

async function withEpoch() {
  const p = await foundTestPractice(port);
  const c = await createCompartment(p);
  await applyRotation(p, c, await rotation(p, c));
  return { p, c, envelopes: [await envelope(p, c, new Uint8Array([1])), await envelope(p, c, new Uint8Array([2]))] };
}
async function verdict(
  p: TestPractice,
  c: TestCompartment,
  body: BatchBody,
  {
    place = firstPlace(),
    index = p.next,
    device = p.founder.device,
  }: { place?: AuthorPlace; index?: number; device?: TestDevice } = {},
) {
  const batch = parseBatch(await signedBatch(p, body, device)) as Batch;
  const placed = judgePlace(p.roster, c.log, place, batch, index);
  const judged = await judgeBatch(port, p.roster, c.log, place, batch, index);
  // The two agree but on the signature, which only one of them checks.
  expect(placed.ok ? undefined : placed.error).toEqual(judged?.code === "signature-wrong" ? undefined : judged);
  return judged?.code ?? "stands";
}
const afterFirst = (batch: Bytes, compartmentCounter = 1): AuthorPlace => ({
  deviceCounter: 1,
  previous: hash(batch),
  compartmentCounter,
});

describe("author", () => {
  test("BAT-3 a batch stands by an enrolled device of a member who may write", async () => {
    const { p, c, envelopes } = await withEpoch();
    expect(await verdict(p, c, await batchBody(p, c, envelopes))).toBe("stands");
    expect(await verdict(p, c, { ...(await batchBody(p, c, envelopes)), group: idFrom<GroupId>(port) })).toBe("stands");
  });

  test("BAT-3 an unknown device, one not yet enrolled and a revoked one are refused (HS-16)", async () => {
    const { p, c, envelopes } = await withEpoch();
    const second = await createDevice(port);
    const { member } = p.founder;
    const bySecond = async () => batchBody(p, c, envelopes, firstPlace(), { member, device: second });
    expect(await verdict(p, c, await bySecond(), { device: second })).toBe("device-unknown");
    await applyRight(p, await statement(p, [enrolment(member, second, "pairing")]));
    expect(await verdict(p, c, await bySecond(), { device: second })).toBe("stands");
    const sentBefore = await bySecond();
    await applyRight(p, await statement(p, [["device.revoke", member.account, second.device, "retired"]]));
    expect(await verdict(p, c, sentBefore, { device: second })).toBe("device-revoked");
  });

  test("BAT-3 who may not write, and a compartment that is not there or has no epoch, are refused", async () => {
    const { p, c, envelopes } = await withEpoch();
    const body = await batchBody(p, c, envelopes);
    const another = await addMember(p);
    expect(await verdict(p, c, { ...body, author: another.device.device }, { device: another.device })).toBe(
      "not-entitled",
    );
    await entitle(p, another.member, "read", [c.id]);
    expect(await verdict(p, c, { ...body, author: another.device.device }, { device: another.device })).toBe(
      "not-entitled",
    );
    await entitle(p, another.member, "write", [c.id]);
    await applyRotation(p, c, await rotation(p, c));
    const written = { ...body, author: another.device.device, epoch: 2 };
    expect(await verdict(p, c, written, { device: another.device })).toBe("stands");
    expect(await verdict(p, { ...c, log: undefined }, body)).toBe("not-entitled");
    expect(await verdict(p, c, { ...body, compartment: idFrom(port) })).toBe("not-entitled");
  });
});

describe("epoch", () => {
  test("BAT-4 only the current epoch is written under, and none that is stale (HS-16)", async () => {
    const { p, c, envelopes } = await withEpoch();
    for (const epoch of [2, 3])
      expect(await verdict(p, c, { ...(await batchBody(p, c, envelopes)), epoch })).toBe("epoch-stale");
    const old = await batchBody(p, c, envelopes);
    await applyRotation(p, c, await rotation(p, c));
    expect(await verdict(p, c, old)).toBe("epoch-stale");
    expect(await verdict(p, c, await batchBody(p, c, envelopes))).toBe("stands");

    const lost = await createDevice(port);
    const { member } = p.founder;
    await applyRight(p, await statement(p, [enrolment(member, lost, "pairing")]));
    await applyRight(p, await statement(p, [["device.revoke", member.account, lost.device, "lost"]]));
    expect(await verdict(p, c, await batchBody(p, c, envelopes)), "stale").toBe("epoch-stale");
    await applyRotation(p, c, await rotation(p, c));
    expect(await verdict(p, c, await batchBody(p, c, envelopes)), "rotated").toBe("stands");
  });
});

describe("counters", () => {
  test("BAT-5 counters rise by one, and each batch names the one before it (HS-07)", async () => {
    const { p, c, envelopes } = await withEpoch();
    const body = await batchBody(p, c, envelopes);
    const first = await signedBatch(p, body);
    const place = afterFirst(first);
    const next = await batchBody(p, c, envelopes, place);
    expect(await verdict(p, c, next, { place })).toBe("stands");
    expect(await verdict(p, c, body, { place }), "replayed").toBe("counter-wrong");
    for (const change of [
      { deviceCounter: 1 },
      { deviceCounter: 3 },
      { compartmentCounter: 1 },
      { compartmentCounter: 3 },
      { previous: zeroHash() },
      { previous: asHash(port.random(32)) },
    ])
      expect(await verdict(p, c, { ...next, ...change }, { place }), Object.keys(change)[0]).toBe("counter-wrong");
    // The device's chain runs over all compartments, the other counter in each by itself.
    const elsewhere = afterFirst(first, 0);
    expect(await verdict(p, c, await batchBody(p, c, envelopes, elsewhere), { place: elsewhere })).toBe("stands");
  });

  test("LED-12 where only a part of the author's chain is seen, it may skip and never goes back", async () => {
    const { p, c, envelopes } = await withEpoch();
    const place = { ...afterFirst(await signedBatch(p, await batchBody(p, c, envelopes))), deviceCounter: 4 };
    const next = await batchBody(p, c, envelopes, place);
    for (const [deviceCounter, seen] of [
      [3, "counter-wrong"],
      [4, "counter-wrong"],
      [5, "stands"],
      [7, "stands"],
    ] as const) {
      const batch = parseBatch(await signedBatch(p, { ...next, deviceCounter })) as Batch;
      const placed = judgePlace(p.roster, c.log, place, batch, p.next, "partial");
      expect(placed.ok ? "stands" : placed.error.code, String(deviceCounter)).toBe(seen);
    }
  });
});

describe("what the author had seen", () => {
  test("BAT-6 a roster head that nobody knows, and a checkpoint larger than the ledger, are refused", async () => {
    const { p, c, envelopes } = await withEpoch();
    const body = await batchBody(p, c, envelopes);
    expect(await verdict(p, c, { ...body, rosterHead: asHash(port.random(32)) })).toBe("head-moved");
    expect(await verdict(p, c, { ...body, checkpoint: { ...body.checkpoint, size: p.next + 1 } })).toBe("head-moved");
    expect(await verdict(p, c, { ...body, rosterHead: p.roster.founding })).toBe("stands");
    expect(await verdict(p, c, { ...body, checkpoint: { ...body.checkpoint, size: 1 } })).toBe("stands");
  });

  test("BAT-6 a batch is judged in ledger order: not before the roster's or key log's head", async () => {
    const { p, c, envelopes } = await withEpoch();
    const body = { ...(await batchBody(p, c, envelopes)), checkpoint: { size: 1, root: zeroHash() } };
    for (const index of [0, p.roster.headIndex, p.next - 1])
      expect(await verdict(p, c, body, { index })).toBe("head-moved");
    expect(await verdict(p, c, body, { index: p.next + 10 })).toBe("stands");
    p.next += 5;
    await createCompartment(p);
    expect(await verdict(p, c, body, { index: p.roster.headIndex - 1 }), "the roster is a later one").toBe(
      "head-moved",
    );
  });
});

describe("signature", () => {
  test("BAT-2 another device's signature, or one for another practice, is refused", async () => {
    const { p, c, envelopes } = await withEpoch();
    const body = await batchBody(p, c, envelopes);
    expect(await verdict(p, c, body, { device: await createDevice(port) })).toBe("signature-wrong");
    const batch = parseBatch(await signedBatch({ ...p, practice: idFrom<PracticeId>(port) }, body)) as Batch;
    expect((await judgeBatch(port, p.roster, c.log, firstPlace(), batch, p.next))?.code).toBe("signature-wrong");
  });
});

describe("envelopes", () => {
  const judge = async (p: TestPractice, body: BatchBody, envelopes: readonly Bytes[]) =>
    (await judgeEnvelopes(port, parseBatch(await signedBatch(p, body)) as Batch, envelopes))?.code ?? "stand";

  test("BAT-7 exactly the envelopes that the batch names, in its order", async () => {
    const { p, c, envelopes } = await withEpoch();
    const [first, second] = envelopes as [Bytes, Bytes];
    const body = await batchBody(p, c, envelopes);
    const third = await envelope(p, c, new Uint8Array([3]));
    expect(await judge(p, body, envelopes)).toBe("stand");
    for (const wrong of [[], [first], [second, first], [first, first], [first, third], [first, second, third]])
      expect(await judge(p, body, wrong), `${wrong.length} envelopes`).toBe("envelope-mismatch");
  });

  test("BAT-7 each envelope is of the batch's compartment, epoch and author (HS-09, HS-10)", async () => {
    const { p, c } = await withEpoch();
    for (const change of [{ compartment: idFrom(port) }, { epoch: 2 }, { author: idFrom(port) }] as const) {
      const moved = await envelope(p, c, new Uint8Array([1]), change as never);
      expect(await judge(p, await batchBody(p, c, [moved]), [moved]), Object.keys(change)[0]).toBe("envelope-mismatch");
    }
    const noEnvelope = new Uint8Array(40);
    expect(await judge(p, await batchBody(p, c, [noEnvelope]), [noEnvelope])).toBe("envelope-mismatch");
  });

  test("BAT-7 an envelope larger than the limit is refused", async () => {
    const { p, c } = await withEpoch();
    const large = new Uint8Array(limits.envelopeBytes + 1);
    expect(await judge(p, await batchBody(p, c, [large]), [large])).toBe("request-too-large");
  });
});
