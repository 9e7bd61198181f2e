/**
 * An older copy of a device's store in its place, or in use elsewhere (evil maid; FRE-4): the device finds in the ledger
 * what it signed and does not remember, and gives nothing until somebody who knows has spoken.
 */

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cosignRequest, makeWitness, witnessKey } from "@alcove/vault";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  alarmsOf,
  type Device,
  enrolByKit,
  honestWorkGoesOn,
  isOnServer,
  must,
  openDevice,
  openStatus,
  passphrase,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { replyWith } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";

const stage = setStage();
let tablet: Device;
const copies: string[] = [];
/** Each test is a day later on the tablet: then it signs that it lives. */
let day = 0;

beforeEach(async () => {
  tablet = await enrolByKit(stage.ada, "tablet");
  await settled(tablet.vault);
});
afterEach(async () => {
  await tablet.remove();
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true, force: true });
});

/** Its files as they are now; the tablet goes on. */
async function copyOfTablet(): Promise<string> {
  await tablet.vault.close();
  const copy = mkdtempSync(join(tmpdir(), "alcove-older-store-"));
  copies.push(copy);
  cpSync(tablet.folder, copy, { recursive: true });
  await reopen();
  return copy;
}
async function reopen(): Promise<void> {
  tablet = await openDevice(tablet.folder);
  tablet.setClock(day);
  must(await tablet.vault.unlock(passphrase));
}
/** Work of a day that ends with a sign of life. */
async function aDay(device: Device, text: string): Promise<void> {
  device.setClock(++day);
  await writeNote(device.vault, stage.ada.chart, text);
  await settled(device.vault);
}
async function putBack(copy: string): Promise<void> {
  await tablet.vault.close();
  rmSync(tablet.folder, { recursive: true });
  cpSync(copy, tablet.folder, { recursive: true });
  await reopen();
}
const isBehind = async ({ vault }: Device) => (await openStatus(vault)).provisional?.isBehind ?? false;
const waits = async ({ vault }: Device) => (await openStatus(vault)).waiting;

/** A note that the server must not get yet. */
async function writesAndKeeps(): Promise<string> {
  const { note } = await writeNote(tablet.vault, stage.ada.chart, `kept here, day ${day}`);
  must(await tablet.vault.sync());
  expect(await isBehind(tablet)).toBe(true);
  expect(await waits(tablet)).toBe(1);
  const cards = await tablet.vault.makeRecoveryCards({ needed: 2, cards: 3 });
  expect(cards.ok ? "made" : cards.error.code, "it gives nothing that others rely on").toBe("device-provisional");
  return note;
}
async function sendsAll(note: string): Promise<void> {
  const { layer, ada, phone } = stage;
  layer.tamper = undefined;
  await settled(tablet.vault);
  expect(await isBehind(tablet)).toBe(false);
  expect(await isOnServer(tablet.vault, ada.chart, note)).toBe(true);
  expect(await alarmsOf(tablet.vault)).toEqual([]);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault, tablet.vault);
}

test("FRE-4 an older copy in its place: provisional, also after a restart, until another device writes", async () => {
  const { ada, phone } = stage;
  const copy = await copyOfTablet();
  await writeNote(phone.vault, ada.chart, "another device's, which the tablet reads");
  await settled(phone.vault);
  tablet.setClock(++day);
  await settled(tablet.vault);
  await writeNote(phone.vault, ada.chart, "another device's, from before the copy came back");
  await settled(phone.vault);
  await putBack(copy);
  expect(await isBehind(tablet), "nothing tells it before it syncs").toBe(false);
  const note = await writesAndKeeps();
  await tablet.vault.close();
  await reopen();
  must(await tablet.vault.sync());
  expect(await isBehind(tablet)).toBe(true);
  await writeNote(phone.vault, ada.chart, "another device's, of now");
  await settled(phone.vault);
  await sendsAll(note);
});

test("FRE-4 an older copy in its place, on the same day: its person says that they put it back, and a second time anew", async () => {
  const copy = await copyOfTablet();
  await writeNote(tablet.vault, stage.ada.chart, "on the same day");
  await settled(tablet.vault);
  await writeNote(tablet.vault, stage.ada.chart, "and once more");
  await settled(tablet.vault);
  for (let times = 0; times < 2; times++) {
    await putBack(copy);
    const note = await writesAndKeeps();
    must(await tablet.vault.confirmFreshness());
    await sendsAll(note);
  }
});

test("FRE-4 WIT-6 an older copy in its place: a witness's fresh word of a larger tree, and not one of before", async () => {
  const { layer, ada } = stage;
  let witness = must(makeWitness(layer.crypto, "witness.example/older"));
  must(await ada.vault.setWitnesses([witnessKey(witness)]));
  await settled(ada.vault);
  const cosigned = async ({ vault }: Device): Promise<string> => {
    const { ledger } = must(await vault.witnessKeys());
    const request = must(await vault.witnessRequest({ from: Object.values(witness.last)[0]?.size ?? 0 }));
    const answer = must(await cosignRequest(layer.crypto, witness, { ledgers: [ledger], request, now: Date.now() }));
    witness = answer.file;
    return answer.note;
  };
  const giving = (note: string): typeof layer.tamper => {
    return (exchange, forward) =>
      exchange.path === "/v1/cosigned" ? Promise.resolve(replyWith({ notes: [note] })) : forward();
  };
  await settled(tablet.vault);
  const copy = await copyOfTablet();
  await aDay(tablet, "what the copy has not seen");
  await settled(ada.vault);
  layer.tamper = giving(await cosigned(ada.device));
  await writeNote(ada.vault, ada.chart, "beyond what the witness saw");
  await settled(ada.vault);
  await putBack(copy);
  // Ada's note is another device's entry too, and it was there before the copy came back.
  const note = await writesAndKeeps();
  layer.tamper = giving(await cosigned(ada.device));
  must(await tablet.vault.sync());
  expect(await isBehind(tablet)).toBe(false);
  await sendsAll(note);
});

test("FRE-4 a copy in use elsewhere: the device that goes on learns of it, and what waits under the copy's number is sent", async () => {
  const { layer, ada } = stage;
  await writeNote(tablet.vault, ada.chart, "by the tablet, before there was a copy");
  await settled(tablet.vault);
  const twin = await openDevice(await copyOfTablet());
  layer.tamper = async ({ path }, forward) => (path === "/v1/append" ? "cut" : forward());
  const { note } = await writeNote(tablet.vault, ada.chart, "sealed, and never arrived");
  await tablet.vault.sync();
  layer.tamper = undefined;
  tablet.setNetwork("down");
  must(await twin.vault.unlock(passphrase));
  await writeNote(twin.vault, ada.chart, "by the copy");
  await settled(twin.vault);
  await twin.vault.close();
  tablet.setNetwork("up");
  must(await tablet.vault.sync());
  expect(await isBehind(tablet)).toBe(true);
  await writeNote(ada.vault, ada.chart, "another device's, of now");
  await settled(ada.vault);
  await sendsAll(note);
  expect(await textsIn(ada.vault, ada.chart)).toContain("sealed, and never arrived");
});

test.each(["a sign of life", "a note"])(
  "FRE-4 %s whose answer is lost looks like no copy, nor after a restart",
  async (what) => {
    const { layer, ada } = stage;
    for (const then of ["go on", "restart"]) {
      if (what === "a note") await writeNote(tablet.vault, ada.chart, `${what}, ${then}`);
      else tablet.setClock(++day);
      layer.tamper = async ({ path }, forward) => {
        const reply = await forward();
        return path === "/v1/append" ? "cut" : reply;
      };
      expect((await tablet.vault.sync()).ok, "it was taken, and the tablet is not told").toBe(false);
      if (then === "restart") {
        await tablet.vault.close();
        layer.tamper = undefined;
        await reopen();
      }
      layer.tamper = undefined;
      await settled(tablet.vault);
      expect(await isBehind(tablet)).toBe(false);
      expect(await alarmsOf(tablet.vault)).toEqual([]);
    }
  },
);
