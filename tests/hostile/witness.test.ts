/** HS-04, HS-14: what a witness's word is worth to a new device, and what a hostile server makes of it (WIT-6, WIT-7). */

import { asHash } from "@alcove/bytes";
import { cosign, importSigningKey, type SigningSeed, splitNote } from "@alcove/crypto";
import { cosignRequest, makeWitness, witnessKey, type WitnessFile } from "@alcove/vault";
import { nodeCryptoPort } from "@alcove/store-node";
import { afterEach, beforeAll, expect, test } from "vitest";
import {
  alarmsOf,
  type Device,
  honestWorkGoesOn,
  must,
  openDevice,
  openStatus,
  passphrase,
  settled,
  writeNote,
} from "./layer/devices.ts";
import { replyWith, type Tamper } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import { readView, show } from "./layer/view.ts";

const stage = setStage();
const crypto = await nodeCryptoPort();
const dayMs = 86_400_000;
const opened: Device[] = [];
/** An honest witness, as a person runs it, and one whom nobody named. */
let witness: WitnessFile;
let stranger: WitnessFile;

beforeAll(async () => {
  [witness, stranger] = [
    must(makeWitness(crypto, "witness.example/w")),
    must(makeWitness(crypto, "witness.example/w")),
  ];
  must(await stage.ada.vault.setWitnesses([witnessKey(witness)]));
  await settled(stage.ada.vault);
  await settled(stage.phone.vault);
});
afterEach(async () => {
  for (const device of opened.splice(0)) await device.remove();
});

/** By Kit, and nobody else's device hears of it. */
async function newDevice(kit?: string): Promise<Device> {
  kit ??= must(await stage.ada.vault.kit()).text;
  const device = await openDevice();
  opened.push(device);
  must(await device.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "new" }));
  must(await device.vault.sync());
  return device;
}
const isProvisional = async ({ vault }: Device) => (await openStatus(vault)).provisional !== undefined;

/** Cosigns what this device asks; `undefined` where the witness refuses. */
async function cosigned({ vault }: Device, by: WitnessFile, now = Date.now()): Promise<string | undefined> {
  const { ledger } = must(await vault.witnessKeys());
  const from = Object.values(by.last)[0]?.size ?? 0;
  const request = await vault.witnessRequest({ from });
  if (!request.ok) return undefined;
  const answer = await cosignRequest(crypto, by, { ledgers: [ledger], request: request.value, now });
  if (answer.ok && by === witness) witness = answer.value.file;
  return answer.ok ? answer.value.note : undefined;
}
/** All that the server gives of witnesses from now on. */
const giving =
  (...notes: readonly string[]): Tamper =>
  (exchange, forward) =>
    exchange.path === "/v1/cosigned" && exchange.method === "GET" ? Promise.resolve(replyWith({ notes })) : forward();

test("HS-04 WIT-6 a new device is confirmed by a named witness's fresh word about a tree with its enrolment, and by no other", async () => {
  const { layer, ada } = stage;
  const before = await cosigned(ada.device, witness);
  const device = await newDevice();
  await writeNote(device.vault, ada.chart, "waits to be confirmed");
  const refused: Record<string, string | undefined> = {
    "from before its enrolment": before,
    "a stranger's": await cosigned(device, stranger),
    "a week old": await cosigned(device, witness, Date.now() - 7 * dayMs),
    "of a time to come": await cosigned(device, witness, Date.now() + 2 * 3_600_000),
  };
  for (const [name, note] of Object.entries(refused)) {
    layer.tamper = giving(note ?? "refused");
    must(await device.vault.sync());
    expect(note, name).toBeDefined();
    expect(await isProvisional(device), name).toBe(true);
  }
  expect(await alarmsOf(device.vault)).toEqual([]);
  const { size } = splitNote(before as string)?.checkpoint ?? { size: 0 };
  const forged = await layer.forgeCheckpoint(stage.practice, { size, root: asHash(new Uint8Array(32)) });
  const key = await importSigningKey(crypto, Uint8Array.from(Buffer.from(witness.seed, "hex")) as never as SigningSeed);
  const text = splitNote(forged)?.text ?? "";
  layer.tamper = giving(
    forged + (await cosign(crypto, { name: witness.name, key }, text, Math.floor(Date.now() / 1000))),
  );
  must(await device.vault.sync());
  expect(await isProvisional(device), "over another tree, should a witness ever sign it").toBe(true);
  expect(await alarmsOf(device.vault), "the server signed two histories").toEqual(["alarm-ledger-forked"]);

  layer.tamper = giving((await cosigned(device, witness)) ?? "refused");
  must(await device.vault.sync());
  expect(await isProvisional(device)).toBe(false);
  await settled(device.vault);
  layer.tamper = undefined;
  await settled(ada.vault);
  expect((await ada.vault.notes(ada.chart)).length).toBeGreaterThan(0);
});

test("HS-04 HS-14 a server that shows a new device an old state gets no witness to follow it", async () => {
  const { layer, ada, practice, phone } = stage;
  const kit = must(await ada.vault.kit()).text;
  const old = await readView(layer);
  await writeNote(ada.vault, ada.chart, "hidden from the new device");
  await settled(ada.vault);
  const seen = await cosigned(ada.device, witness);
  expect(seen).toBeDefined();

  const others = new Set([...layer.server.sessions.values()].map(({ deviceKey }) => deviceKey));
  const fork = show(layer, practice, old, (deviceKey) => !others.has(deviceKey));
  layer.tamper = fork;
  const device = await newDevice(kit);
  for (let i = 0; i < 4; i++) must(await device.vault.sync());
  expect(await isProvisional(device)).toBe(true);
  expect(await cosigned(device, witness), "it has seen another continuation").toBeUndefined();
  const { ledger } = must(await device.vault.witnessKeys());
  const request = must(await device.vault.witnessRequest({ from: 0 }));
  const answer = await cosignRequest(crypto, witness, { ledgers: [ledger], request, now: Date.now() });
  expect(answer).toMatchObject({ ok: false, error: { code: "witness-behind" } });

  // The true one is for another tree: of a size that the device does not have, or with another root.
  layer.tamper = async (exchange, forward) =>
    exchange.path === "/v1/cosigned" ? replyWith({ notes: [seen ?? ""] }) : fork(exchange, forward);
  must(await device.vault.sync());
  expect(await isProvisional(device)).toBe(true);
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-14 WIT-7 a server that keeps a witness's word back, or gives rubbish, stops nothing: it is said to be long ago", async () => {
  const { layer, ada, phone } = stage;
  const witnesses = async () => (await openStatus(ada.vault)).witnesses;
  layer.tamper = giving((await cosigned(ada.device, witness)) ?? "refused");
  await lockAndOpen();
  expect(await witnesses()).toEqual([{ name: witness.name, seenAt: expect.any(Number), isStale: false }]);
  layer.tamper = async (exchange, forward) =>
    exchange.path === "/v1/cosigned" ? { status: 500, body: new Uint8Array([0xff]), type: "text/plain" } : forward();
  ada.device.setClock(7);
  await lockAndOpen();
  expect(await witnesses()).toMatchObject([{ isStale: true }]);
  await writeNote(ada.vault, ada.chart, "written all the same");
  await settled(ada.vault);
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  ada.device.setClock(0);

  async function lockAndOpen(): Promise<void> {
    await ada.vault.lock("person");
    must(await ada.vault.unlock(passphrase));
    await settled(ada.vault);
  }
});
