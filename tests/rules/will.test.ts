/** A professional will on real devices: kept, shown to the owners, due once a year, and read after recovery (docs/spec, WILL). */

import { encodeCbor } from "@alcove/bytes";
import { encodeRevision, parseRevision } from "@alcove/records";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, openStatus, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf } from "./people.ts";

const words = "willow anchor cedar lantern mint";
const dayMs = 86_400_000;
let stage: Stage;
let ada: Device;
let cleo: Device;
let front: Device;
let cards: readonly string[] = [];

const will = {
  executor: "Dr. Noor Haddad, 555 0100",
  backup: "Dr. Lee Park",
  instructions: "Call everybody with an appointment this week first.",
  clients: "I am writing on behalf of Cleo.",
  colleagues: "Cleo's practice is being closed.",
  cards: "Mine in the safe; one with Noor; one with the lawyer.",
};
const dueOf = async ({ vault }: Device) => (await openStatus(vault)).willDue;
const settleAll = async (...devices: Device[]) => {
  for (const { vault } of [...devices, ...devices]) await settle(vault);
};

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  cleo = await join(stage, ada, "Cleo", "clinician");
  front = await join(stage, ada, "Fran", "front-desk");
  cards = must(await ada.vault.makeRecoveryCards({ needed: 2, cards: 3 })).map(({ text }) => text);
  await settleAll(ada, cleo, front);
});
afterAll(() => stage.close());

test("WILL-4 it is due of whoever treats, from their first note on, and a year after it was confirmed", async () => {
  expect([await dueOf(cleo), await dueOf(front)]).toEqual([undefined, undefined]);
  const { id: chart } = must(await cleo.vault.createChart({ name: "R. Client" }));
  await save(cleo, chart, "a session");
  expect(await dueOf(cleo)).toBe("missing");
  expect(await cleo.vault.saveWill({ ...will, executor: " " })).toMatchObject({ error: { code: "name-empty" } });
  must(await cleo.vault.saveWill(will));
  expect(await dueOf(cleo)).toBeUndefined();
  cleo.clockAheadMs = 366 * dayMs;
  expect(await dueOf(cleo)).toBe("due");
  must(await cleo.vault.saveWill(will));
  expect(await dueOf(cleo)).toBeUndefined();
  cleo.clockAheadMs = 0;
});

test("WILL-1 WILL-2 its author and the owners read it, and nobody else", async () => {
  await settleAll(cleo, ada, front);
  expect(await cleo.vault.wills()).toMatchObject([{ ...will, isYou: true, readers: ["Ada Owner"] }]);
  expect(await ada.vault.wills()).toMatchObject([{ ...will, name: "Cleo", isYou: false }]);
  expect(await front.vault.wills()).toEqual([]);
  expect(await front.vault.saveWill(will)).toMatchObject({ error: { code: "not-entitled" } });
  for (const device of [ada, cleo, front]) expect(await alarmsOf(device)).toEqual([]);
});

test("WILL-3 refusing cards for psychotherapy notes is a decision that stands beside it, and can be taken back", async () => {
  must(await cleo.vault.decideSuccession({ notesStayClosed: true }));
  await settleAll(cleo, ada);
  expect(await ada.vault.wills()).toMatchObject([{ ...will, notesStayClosed: true }]);
  expect(await cleo.vault.wills()).toMatchObject([{ confirmed: expect.any(String), notesStayClosed: true }]);
  must(await cleo.vault.decideSuccession({ notesStayClosed: false }));
  expect(await cleo.vault.wills()).toMatchObject([{ ...will, notesStayClosed: false }]);
  // Also before there is a will, which then still is missing.
  const { id: chart } = must(await ada.vault.createChart({ name: "O. Own" }));
  await save(ada, chart, "a session");
  must(await ada.vault.decideSuccession({ notesStayClosed: true }));
  expect(await dueOf(ada)).toBe("missing");
});

test("WILL-5 on paper it has every part that was written", async () => {
  const pdf = must(await ada.vault.willPdf(await memberOf(ada, "Cleo")));
  const text = Buffer.from(pdf).toString("latin1");
  expect(text.startsWith("%PDF-1.4")).toBe(true);
  for (const part of [
    "Professional will of Cleo",
    "Dr. Noor Haddad, 555 0100",
    "one with the lawyer",
    "Letter to clients",
  ])
    expect(text).toContain(part.replaceAll("(", "\\("));
  expect(await front.vault.willPdf(await memberOf(front, "Cleo"))).toMatchObject({ error: { code: "member-unknown" } });
});

test("WILL-2 who brings the practice back by recovery cards reads it", async () => {
  await settleAll(ada, cleo);
  const executor = await stage.open();
  must(
    await executor.vault.recoverByCards({
      cards: cards.slice(0, 2),
      reason: "absent",
      passphrase: words,
      deviceName: "executor's",
    }),
  );
  const read = await executor.vault.wills();
  expect(read.find(({ name }) => name === "Cleo")).toMatchObject(will);
  expect(await alarmsOf(executor)).toEqual([]);
});

test("WILL-2 written without a network, and read by whoever becomes an owner later", async () => {
  const others = await setStage();
  try {
    const owner = await others.open();
    await found(others, owner);
    const dana = await join(others, owner, "Dana", "clinician");
    const later = await join(others, owner, "Eli", "clinician");
    dana.network = "down";
    must(await dana.vault.saveWill(will));
    expect(await dana.vault.wills()).toMatchObject([{ ...will, readers: [] }]);
    dana.network = "up";
    await settleAll(dana, owner, later);
    expect(await owner.vault.wills()).toMatchObject([{ ...will, name: "Dana" }]);
    expect(await later.vault.wills()).toEqual([]);
    must(await owner.vault.giveRole({ member: await memberOf(owner, "Eli"), role: "owner" }));
    await settleAll(owner, dana, later);
    expect(await later.vault.wills()).toMatchObject([{ ...will, name: "Dana" }]);
    for (const device of [owner, dana, later]) expect(await alarmsOf(device)).toEqual([]);
  } finally {
    await others.close();
  }
});

test("REC-1 REC-2 a will reads back to what was written, byte for byte; what has another member is none", () => {
  const one = {
    ...will,
    type: "will",
    revision: new Uint8Array(16).fill(7) as never,
    writtenAt: 1,
    confirmed: "2026-11-29",
    notesStayClosed: true,
  } as const;
  const bytes = encodeRevision(one);
  expect(parseRevision(bytes)).toEqual(one);
  expect(encodeRevision(parseRevision(bytes) as typeof one)).toEqual(bytes);
  for (const change of [{ more: 1 }, { confirmed: "today" }, { notesStayClosed: 1 }, { executor: null }])
    expect(parseRevision(encodeCbor({ ...one, ...change })), JSON.stringify(change)).toBeUndefined();
  const { backup: _, ...without } = one;
  expect(parseRevision(encodeCbor(without))).toBeUndefined();
});
