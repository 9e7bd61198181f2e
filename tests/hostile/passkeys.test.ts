/**
 * HS-11 for passkeys: another account's list, an older one, a slot of another account, version or number. SD-01: nothing
 * that an authenticator gives, and no key made of it, lies on a device or at the server.
 */

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeCbor } from "@alcove/bytes";
import { derivePasskeyKey, type PrfOutput } from "@alcove/crypto";
import { openSlot } from "@alcove/crypto/open";
import { messages, type Messages, parseAs } from "@alcove/protocol";
import { openNodeStore } from "@alcove/store-node";
import type { Vault } from "@alcove/vault";
import { afterEach, expect, test } from "vitest";
import { openDisk } from "../../packages/vault/src/disk.ts";
import { readProfile } from "../../packages/vault/src/profile.ts";
import { readPasskeys, type StoredPasskeys, writePasskeys } from "../../packages/vault/src/stored-passkeys.ts";
import { type Authenticator, authenticator } from "../light/authenticator.ts";
import {
  alarmsOf,
  type Device,
  enrolByKit,
  foundPractice,
  honestWorkGoesOn,
  must,
  openDevice,
  passphrase,
  settled,
} from "./layer/devices.ts";
import { readReply, replyWith } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import { contentsOf, findLeaks, type Leak } from "./leak-scan.ts";

const stage = setStage();
const opened: Device[] = [];
afterEach(async () => {
  for (const device of opened.splice(0)) await device.remove();
});

async function add(vault: Vault, key: Authenticator, name: string): Promise<void> {
  const input = must(await vault.passkeyInput());
  must(await vault.addPasskey({ ...key.use(input), host: "localhost", name, passphrase }));
}

/** Locks, and opens by this passkey; what it says otherwise. */
async function opens(vault: Vault, key: Authenticator): Promise<string> {
  await vault.lock("person");
  const status = await vault.status();
  const asked = status.phase === "locked" ? status.passkeys?.prfInput : undefined;
  const outcome = await vault.unlockByPasskey(key.use(asked ?? new Uint8Array(32)));
  return outcome.ok ? "open" : outcome.error.code;
}

const names = async (vault: Vault) => (await vault.passkeys()).map(({ name }) => name);
const flip = (bytes: Uint8Array) => bytes.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) as never;

/** A device whose session begins anew, so that it asks for the list. */
async function asksAgain(vault: Vault): Promise<void> {
  await vault.lock("person");
  must(await vault.unlock(passphrase));
  await settled(vault);
}

test("HS-11 another account's list of passkeys, an older, a forged or a damaged one is not taken", async () => {
  const { layer, ada, phone } = stage;
  const bob = await foundPractice(layer);
  await add(bob.vault, authenticator("bob"), "Bob’s");
  const theirs = readReply("Passkeys", await layer.ask(layer.lastSession(), "GET", "/v1/passkeys"));
  await bob.device.remove();
  const [finger, stick] = [authenticator("finger"), authenticator("stick")];
  await add(ada.vault, finger, "Finger");
  const older = readReply("Passkeys", await layer.ask(layer.lastSession(), "GET", "/v1/passkeys"));
  await add(ada.vault, stick, "Stick");
  const [removed] = await ada.vault.passkeys();
  must(await ada.vault.removePasskey(removed?.id ?? ""));
  const ours = readReply("Passkeys", await layer.ask(layer.lastSession(), "GET", "/v1/passkeys"));
  const { counter, sealed } = ours;
  if (!sealed || !older.sealed || !theirs.sealed) throw new Error("there are lists");
  const attacks: Readonly<Record<string, Messages["Passkeys"]>> = {
    "another account's": { counter: 99, sealed: theirs.sealed },
    "the one before, as it was": older,
    "the one before, called newer": { counter: counter + 1, sealed: older.sealed },
    "its own, called newer": { counter: counter + 1, sealed },
    "a bit changed": { counter, sealed: flip(sealed) },
    "a bit changed, and called newer": { counter: counter + 1, sealed: flip(sealed) },
    none: { counter: counter + 1, sealed: null },
    empty: { counter: counter + 1, sealed: new Uint8Array(0) },
  };
  for (const [name, answer] of Object.entries(attacks)) {
    layer.tamper = async ({ method, path }, forward) =>
      path === "/v1/passkeys" && method === "GET" ? replyWith(answer) : forward();
    await asksAgain(ada.vault);
    expect(await names(ada.vault), name).toEqual(["Stick"]);
    expect(await opens(ada.vault, finger), name).toBe("passkey-wrong");
    expect(await opens(ada.vault, stick), name).toBe("open");
    expect(await alarmsOf(ada.vault), name).toEqual([]);
  }
  layer.tamper = undefined;
  await asksAgain(phone.vault);
  expect(await names(phone.vault)).toEqual(["Stick"]);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-11 a slot of another account, keyring version, number or passkey in a locked device's own file opens nothing", async () => {
  const { layer, ada } = stage;
  const bob = await foundPractice(layer);
  const shared = authenticator("both have this one");
  await add(bob.vault, shared, "Bob’s");
  await bob.vault.lock("person");
  const bobs = copyOfPasskeys(bob.device);
  await bob.device.remove();

  let tablet = await enrolByKit(ada, "tablet");
  opened.push(tablet);
  const [mine, other] = [authenticator("mine"), authenticator("other")];
  await add(tablet.vault, mine, "Mine");
  await add(tablet.vault, other, "Other");
  await tablet.vault.close();
  const own = passkeysIn(tablet.folder);
  const [one, two] = own.slots.slice(-2);
  const [theirs] = bobs.slots;
  if (!one || !two || !theirs) throw new Error("there are slots");
  const attacks: Readonly<Record<string, readonly [StoredPasskeys["slots"], Authenticator, Uint8Array]>> = {
    "another account's": [[theirs], shared, bobs.prfInput],
    "another account's, asked as its own": [[theirs], shared, own.prfInput],
    "another account's under its own number and id": [[{ ...one, sealed: theirs.sealed }], mine, own.prfInput],
    "another passkey's": [[{ ...one, sealed: two.sealed }], mine, own.prfInput],
    "another number": [[{ ...one, slot: one.slot + 7 }], mine, own.prfInput],
    "the passphrase's number": [[{ ...one, slot: 0 }], mine, own.prfInput],
    "a bit changed": [[{ ...one, sealed: flip(one.sealed) }], mine, own.prfInput],
    "another id": [[{ ...one, credential: two.credential }], other, own.prfInput],
  };
  const tried = async (slots: StoredPasskeys["slots"], key: Authenticator, asked: Uint8Array): Promise<string> => {
    changePasskeys(tablet.folder, { ...own, slots });
    tablet = await openDevice(tablet.folder);
    const outcome = await tablet.vault.unlockByPasskey(key.use(asked));
    await tablet.vault.close();
    return outcome.ok ? "open" : outcome.error.code;
  };
  for (const [name, [slots, key, asked]] of Object.entries(attacks))
    expect(await tried(slots, key, asked), name).toBe("passkey-wrong");
  expect(await tried(own.slots, mine, own.prfInput)).toBe("open");

  // A slot of before the passphrase was changed, beside the keyring that came with it.
  tablet = await openDevice(tablet.folder);
  must(await tablet.vault.unlock(passphrase));
  await settled(tablet.vault);
  const changed = await tablet.vault.changePassphrase({ now: passphrase, next: "orbit lantern copper meadow violin" });
  must(changed);
  must(await tablet.vault.changePassphrase({ now: "orbit lantern copper meadow violin", next: passphrase }));
  await tablet.vault.close();
  const newer = passkeysIn(tablet.folder);
  expect(await tried(own.slots, mine, own.prfInput), "of an older keyring").toBe("passkey-wrong");
  expect(await tried(newer.slots, mine, own.prfInput)).toBe("open");
  tablet = await openDevice(tablet.folder);
  opened.push(tablet);
});

test("SD-01 neither what an authenticator gave nor a key made of it is on a device's disk or at the server", async () => {
  const { layer } = stage;
  const person = await foundPractice(layer);
  opened.push(person.device);
  const { vault, device } = person;
  const [kept, removed] = [authenticator("kept"), authenticator("removed")];
  await add(vault, kept, "Kept");
  await add(vault, removed, "Removed");
  const input = must(await vault.passkeyInput());
  const before = copyOfPasskeys(device).slots.find((slot) => Buffer.from(slot.credential).equals(removed.credential));
  const passkeys = await vault.passkeys();
  must(await vault.removePasskey(passkeys.find(({ name }) => name === "Removed")?.id ?? ""));
  expect(await opens(vault, kept)).toBe("open");
  await settled(vault);
  await vault.close();

  const store = openNodeStore(device.folder);
  const profile = readProfile(openDisk(store.disk));
  store.close();
  const slot = passkeysIn(device.folder).slots[0];
  if (!profile || !slot || !before) throw new Error("this device is set up");
  const { prf } = kept.use(input);
  const slotKey = await derivePasskeyKey(layer.crypto, profile, prf as never as PrfOutput, profile.secretKey);
  const keyringKey = await openSlot(layer.crypto, slotKey, { ...profile, slot: slot.slot }, slot.sealed);
  if (!keyringKey) throw new Error("the slot opens");
  const secrets = { prf, slotKey, keyringKey, "the other’s prf": removed.use(input).prf };
  const onDisk = { "the removed slot": before.sealed, "the removed id": removed.credential };
  expect(leaksIn(device.folder, { ...secrets, ...onDisk })).toEqual([]);
  expect(leaksIn(layer.server.folder, { ...secrets, id: kept.credential, slot: slot.sealed })).toEqual([]);
  expect(leaksIn(device.folder, { id: kept.credential }), "the scan sees what is there").not.toEqual([]);
  await device.remove();
  opened.pop();
});

function leaksIn(folder: string, secrets: Readonly<Record<string, Uint8Array>>): Leak[] {
  return findLeaks(
    contentsOf(folder),
    Object.entries(secrets).map(([name, secret]) => ({ name, secret })),
  );
}

function passkeysIn(folder: string): StoredPasskeys {
  const store = openNodeStore(folder);
  const passkeys = readPasskeys(openDisk(store.disk));
  store.close();
  if (!passkeys) throw new Error("this device has passkeys");
  return passkeys;
}

function changePasskeys(folder: string, passkeys: StoredPasskeys): void {
  const store = openNodeStore(folder);
  const disk = openDisk(store.disk);
  disk.transaction(() => writePasskeys(disk, passkeys));
  store.close();
}

/** Of a device that is in use. */
function copyOfPasskeys(device: Device): StoredPasskeys {
  const copy = mkdtempSync(join(tmpdir(), "alcove-hostile-copy-"));
  cpSync(device.folder, copy, { recursive: true });
  const passkeys = passkeysIn(copy);
  rmSync(copy, { recursive: true, force: true });
  return passkeys;
}

test("PSK-5 a server restored to an older list gets the newer one back from the device", async () => {
  const { layer, ada } = stage;
  await asksAgain(ada.vault);
  await add(ada.vault, authenticator("later"), "Later");
  const ours = readReply("Passkeys", await layer.ask(layer.lastSession(), "GET", "/v1/passkeys"));
  let put: Messages["PasskeysRequest"] | undefined;
  layer.tamper = async ({ method, path, body }, forward) => {
    if (path !== "/v1/passkeys") return forward();
    if (method === "GET") return replyWith({ counter: ours.counter - 1, sealed: null });
    put = parseAs(messages.PasskeysRequest, body);
    return { status: 200, body: encodeCbor({}), type: "application/cbor" };
  };
  await asksAgain(ada.vault);
  expect(put).toEqual(ours);
  expect(await names(ada.vault)).toContain("Later");
});
