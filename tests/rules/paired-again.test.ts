/** A device that was taken out of the practice and is paired again (docs/spec, PAIR-13): what waits on it arrives, once. */

import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Device,
  found,
  keep,
  must,
  openStatus,
  passphrase,
  save,
  type Stage,
  setStage,
  settle,
} from "./devices.ts";
import { alarmsOf, joinAt, pair, textsIn, unlockedAgain } from "./people.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

async function laptopAndPhone() {
  const [laptop, phone] = [await stage.open(), await stage.open()];
  const { chart } = await found(stage, laptop);
  expect(await pair(laptop, phone)).toBe("done");
  await save(laptop, chart, "from the laptop");
  await settle(laptop.vault);
  await settle(phone.vault);
  return { laptop, phone, chart, first: (await openStatus(phone.vault)).deviceId };
}

async function takeOut(laptop: Device, phone: Device): Promise<void> {
  const { deviceId } = await openStatus(phone.vault);
  must(await laptop.vault.revokeDevice({ device: deviceId, reason: "retired" }));
  await settle(laptop.vault);
}

async function isToldThatItIsOut(phone: Device): Promise<void> {
  phone.network = "up";
  // A nudge may have told it before, and then it is locked already.
  const told = await phone.vault.sync();
  expect(told.ok ? "synced" : told.error.code).toMatch(/^device-revoked$|^locked$/);
  await unlockedAgain(phone);
  const again = await phone.vault.sync();
  expect(again.ok ? "synced" : again.error.code, "and stays open now").toBe("device-revoked");
}

test("PAIR-13 PAIR-14 what was written on it before and after it was taken out arrives, and its drafts stay", async () => {
  const { laptop, phone, chart, first } = await laptopAndPhone();
  phone.network = "down";
  await save(phone, chart, "offline");
  const draft = await keep(phone, chart, "half a sentence");
  await takeOut(laptop, phone);
  await isToldThatItIsOut(phone);
  await save(phone, chart, "when it was out");
  must(await laptop.vault.changePassphrase({ now: passphrase, next: "silver falcon drizzle thistle orbit" }));
  expect(await pair(laptop, phone, "silver falcon drizzle thistle orbit")).toBe("done");
  await settle(phone.vault);
  await settle(laptop.vault);
  const all = ["from the laptop", "offline", "when it was out"];
  expect((await textsIn(laptop, chart)).sort()).toEqual(all);
  expect((await textsIn(phone, chart)).sort()).toEqual(all);
  expect((await phone.vault.drafts()).map(({ id, body }) => [id, body.text])).toEqual([[draft, "half a sentence"]]);
  const { deviceId, deviceName, practiceName } = await openStatus(phone.vault);
  expect(deviceId).not.toBe(first);
  expect([deviceName, practiceName]).toEqual(["phone again", "Quiet Room"]);
  const devices = await laptop.vault.devices();
  expect(devices.map(({ id, revoked }) => [id, revoked])).toContainEqual([first, true]);
  expect(devices.map(({ id, revoked }) => [id, revoked])).toContainEqual([deviceId, false]);
  for (const device of [laptop, phone]) expect(await alarmsOf(device)).toEqual([]);

  await phone.vault.lock("person");
  expect((await phone.vault.unlock(passphrase)).ok, "the passphrase of before").toBe(false);
  must(await phone.vault.unlock("silver falcon drizzle thistle orbit"));
  await save(phone, chart, "as ever");
  await settle(phone.vault);
  expect(await textsIn(phone, chart)).toContain("as ever");
});

test("PAIR-13 after all keys were replaced it takes the new ones with the pairing", async () => {
  const { laptop, phone, chart, first } = await laptopAndPhone();
  phone.network = "down";
  await save(phone, chart, "offline");
  const draft = await keep(phone, chart, "half a sentence");
  const next = "silver falcon drizzle thistle orbit";
  must(await laptop.vault.rekey({ reason: "stolen", device: first, now: passphrase, next }));
  await isToldThatItIsOut(phone);
  expect(await pair(laptop, phone, next)).toBe("done");
  await settle(phone.vault);
  await settle(laptop.vault);
  expect((await textsIn(laptop, chart)).sort()).toEqual(["from the laptop", "offline"]);
  expect((await phone.vault.drafts()).map(({ id, body }) => [id, body.text])).toEqual([[draft, "half a sentence"]]);
  for (const device of [laptop, phone]) expect(await alarmsOf(device)).toEqual([]);
});

test("PAIR-13 what was on its way when it was taken out stands once, whether it had arrived or not", async () => {
  const sizes: number[] = [];
  for (const how of ["answer-lost", "cut"] as const) {
    const { laptop, phone, chart } = await laptopAndPhone();
    phone.network = how;
    const { note } = await save(phone, chart, "on its way");
    expect((await phone.vault.sync()).ok).toBe(false);
    await takeOut(laptop, phone);
    await isToldThatItIsOut(phone);
    expect(await pair(laptop, phone)).toBe("done");
    await settle(phone.vault);
    await settle(laptop.vault);
    for (const device of [laptop, phone]) {
      expect((await textsIn(device, chart)).sort()).toEqual(["from the laptop", "on its way"]);
      expect(must(await device.vault.history(note))).toHaveLength(1);
      expect(await alarmsOf(device)).toEqual([]);
    }
    const { problems, size } = must(await laptop.vault.verifyLedger());
    expect(problems).toEqual([]);
    sizes.push(size);
  }
  expect(sizes[0], "what had arrived was not sent again").toBe(sizes[1]);
});

test("PAIR-13 a device that is not out takes no invitation, and one that is out none of somebody else", async () => {
  const { laptop, phone, chart } = await laptopAndPhone();
  const colleague = await stage.open();
  await joinAt(laptop, colleague, "Ben", "clinician");
  const stranger = await stage.open();
  await found(stage, stranger);
  expect(await pair(laptop, phone)).toBe("already-set-up");
  await laptop.vault.cancelPairing();
  phone.network = "down";
  await save(phone, chart, "offline");
  await takeOut(laptop, phone);
  await isToldThatItIsOut(phone);
  for (const another of [stranger, colleague]) {
    phone.sent.length = 0;
    expect(await pair(another, phone)).toBe("invitation-of-another");
    // That it is another practice it sees before it says anything.
    expect(phone.sent.some(({ path }) => path.endsWith("/newcomer"))).toBe(another === colleague);
    await another.vault.cancelPairing();
  }
  expect((await laptop.vault.devices()).filter(({ revoked, thisDevice }) => !revoked && !thisDevice)).toHaveLength(1);
  expect(await textsIn(phone, chart)).toContain("offline");
  expect(await pair(laptop, phone)).toBe("done");
  await settle(phone.vault);
});

test("PAIR-13 where recovery began another identity it stays as it is, and goes on showing what only it opens", async () => {
  const laptop = await stage.open();
  const { chart } = await found(stage, laptop);
  await save(laptop, chart, "for me alone", { kind: "psychotherapy" });
  await settle(laptop.vault);
  const cards = must(await laptop.vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  await settle(laptop.vault);
  const fresh = await stage.open();
  const request = { cards: cards.slice(0, 2).map(({ text }) => text), reason: "locked-out", passphrase } as const;
  must(await fresh.vault.recoverByCards({ ...request, deviceName: "fresh" }));
  must(await fresh.vault.confirmFreshness());
  await settle(fresh.vault);
  await isToldThatItIsOut(laptop);
  expect(await pair(fresh, laptop)).toBe("keys-only-here");
  expect(await textsIn(laptop, chart)).toEqual(["for me alone"]);
  await save(laptop, chart, "and still writes");
  expect(await textsIn(laptop, chart)).toContain("and still writes");
});

test("PAIR-13 a screen that reads again at each change shows the devices of now: after one was taken out, and after it came back", async () => {
  const { laptop, phone, first } = await laptopAndPhone();
  const tablet = await stage.open();
  expect(await pair(laptop, tablet)).toBe("done");
  await settle(tablet.vault);
  for (const device of [tablet, phone]) {
    const shown = await asShown(device);
    if (device === tablet) await takeOut(laptop, phone);
    else {
      await isToldThatItIsOut(phone);
      expect(await pair(laptop, phone)).toBe("done");
    }
    await settle(device.vault);
    const now = (await device.vault.devices()).map(({ id, revoked }) => [id, revoked]);
    expect(now).toContainEqual([first, true]);
    await expect.poll(shown).toEqual(now);
  }
});

/** What stands on a screen of it that reads its devices now, and again with each change. */
async function asShown({ vault }: Device): Promise<() => unknown> {
  const read = async () => (await vault.devices()).map(({ id, revoked }) => [id, revoked]);
  let last = await read();
  vault.subscribe(({ kind }) => {
    if (kind === "changed") void read().then((devices) => (last = devices));
  });
  return () => last;
}
