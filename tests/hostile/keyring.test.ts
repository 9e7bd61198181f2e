/**
 * HS-11: another account's keyring or slot, another version's. HS-12: weaker key derivation, an unknown version of it.
 * Also a Kit that was tampered with on its way to the person (KEY-2, KEY-7, KIT-4).
 */

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bytes, type CborValue, concatBytes, encodeCbor, fromBase32, parseCbor, toBase32 } from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import { openNodeStore } from "@alcove/store-node";
import { afterEach, expect, test } from "vitest";
import { openDisk } from "../../packages/vault/src/disk.ts";
import { type Profile, readProfile, writeProfile } from "../../packages/vault/src/profile.ts";
import {
  type Device,
  enrolByKit,
  foundPractice,
  honestWorkGoesOn,
  must,
  openDevice,
  passphrase,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { readReply, replyWith } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";

const stage = setStage();
const opened: Device[] = [];
afterEach(async () => {
  for (const device of opened.splice(0)) await device.remove();
});

/** The code of an enrolment that must fail and leave nothing behind. */
async function refusedEnrolment(kit: string): Promise<string> {
  const device = await openDevice();
  opened.push(device);
  const outcome = await device.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "new" });
  if (outcome.ok) throw new Error("this enrolment had to fail");
  expect((await device.vault.status()).phase).toBe("empty");
  return outcome.error.code;
}

/** The kit with one field replaced, and a checksum that is right again. */
function changedKit(kit: string, field: number, value: CborValue): string {
  const prefix = "ALCOVE-KIT-1 ";
  const bytes = fromBase32(kit.slice(prefix.length)) as Bytes;
  const body = encodeCbor((parseCbor(bytes.slice(0, -5)) as CborValue[]).with(field, value));
  return prefix + toBase32(concatBytes(body, hash(body).subarray(0, 5)));
}
const kitFields = { account: 3, kdfVersion: 4, secretKey: 5, founding: 6, identity: 7, ledgerKey: 8 };

test("HS-11 a slot or keyring of another account, version or with a byte changed is refused", async () => {
  const { layer, ada, phone } = stage;
  const bob = await foundPractice(layer);
  const theirs = readReply("StoredKeyring", await layer.ask(layer.lastSession(), "GET", "/v1/keyring"));
  await bob.device.remove();
  await settled(ada.vault);
  const ours = readReply("StoredKeyring", await layer.ask(layer.lastSession(), "GET", "/v1/keyring"));
  const flip = (bytes: Uint8Array) => bytes.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) as never;
  const attacks: Readonly<Record<string, readonly [typeof ours, string]>> = {
    "another account's, both": [theirs, "passphrase-wrong"],
    "another account's slot": [{ ...ours, slot0: theirs.slot0 }, "passphrase-wrong"],
    "another account's keyring": [{ ...ours, keyring: theirs.keyring }, "answer-forged"],
    "an older one, called newer": [{ ...ours, keyringVersion: ours.keyringVersion + 1 }, "passphrase-wrong"],
    "a slot with a bit changed": [{ ...ours, slot0: flip(ours.slot0) }, "passphrase-wrong"],
    "a keyring with a bit changed": [{ ...ours, keyring: flip(ours.keyring) }, "answer-forged"],
    "no keyring": [{ ...ours, keyring: new Uint8Array(0) }, "answer-forged"],
  };
  for (const [name, [answer, code]] of Object.entries(attacks)) {
    layer.tamper = async ({ path }, forward) => (path === "/v1/keyring" ? replyWith(answer) : forward());
    expect(await refusedEnrolment(ada.kit), name).toBe(code);
  }
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-12 the server names another cost of key derivation: refused, known or not", async () => {
  const { layer, ada, phone } = stage;
  for (const kdfVersion of [2, 3, 4, 99]) {
    layer.tamper = async ({ path }, forward) => {
      const reply = await forward();
      return path === "/v1/keyring" ? replyWith({ ...readReply("StoredKeyring", reply), kdfVersion }) : reply;
    };
    expect(await refusedEnrolment(ada.kit), `version ${kdfVersion}`).toBe("kdf-version-unknown");
  }
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-12 a Kit that names an unknown cost is refused before anything is derived or sent", async () => {
  const { layer, ada } = stage;
  let asked = 0;
  layer.tamper = (exchange, forward) => {
    if (exchange.path === "/v1/hello") asked++;
    return forward();
  };
  for (const kdfVersion of [0, 4, -1, 2 ** 40])
    expect(await refusedEnrolment(changedKit(ada.kit, kitFields.kdfVersion, kdfVersion))).toBe("kdf-version-unknown");
  expect(asked).toBe(0);
});

test("HS-11 a Kit that was tampered with opens nothing, and says which thing is not what it pins", async () => {
  const { ada } = stage;
  const other = new Uint8Array(32).fill(5);
  const changes: Readonly<Record<string, readonly [field: keyof typeof kitFields, value: CborValue, code: string]>> = {
    "another account": ["account", other.slice(0, 16), "login-refused"],
    "another Secret Key": ["secretKey", other.slice(0, 16), "login-refused"],
    "another cost": ["kdfVersion", 2, "login-refused"],
    "another identity": ["identity", other, "kit-replaced"],
    "another founding": ["founding", other, "alarm-statement-invalid"],
    "another server key": ["ledgerKey", (await otherKey()) as Bytes, "answer-forged"],
  };
  for (const [name, [field, value, code]] of Object.entries(changes))
    expect(await refusedEnrolment(changedKit(ada.kit, kitFields[field], value)), name).toBe(code);
});

/** A valid key that nobody here has. */
async function otherKey(): Promise<Uint8Array> {
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  return new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
}

test("HS-11 HS-12 what somebody exchanged in a locked device's own file does not open", async () => {
  const { ada, phone } = stage;
  let tablet = await enrolByKit(ada, "tablet");
  opened.push(tablet);
  await writeNote(tablet.vault, ada.chart, "on the tablet");
  await settled(tablet.vault);
  await tablet.vault.close();
  const own = profileIn(tablet.folder);
  const phones = copyOfProfile(phone);
  const attacks: Readonly<Record<string, readonly [Partial<Profile>, string]>> = {
    "an unknown cost": [{ kdfVersion: 7 }, "kdf-version-unknown"],
    "another cost": [{ kdfVersion: 2 }, "passphrase-wrong"],
    "another keyring version": [{ keyringVersion: 2 }, "passphrase-wrong"],
    "another account": [{ account: phones.device as never }, "passphrase-wrong"],
    "another practice": [{ practice: phones.device as never }, "passphrase-wrong"],
    "another Secret Key": [{ secretKey: new Uint8Array(16) as never }, "passphrase-wrong"],
    "another device's key": [{ deviceKey: phones.deviceKey }, "store-damaged"],
    "another device's id": [{ device: phones.device }, "store-damaged"],
    "another keyring": [{ keyring: phones.slot0 }, "store-damaged"],
  };
  for (const [name, [change, code]] of Object.entries(attacks)) {
    changeProfile(tablet.folder, { ...own, ...change });
    tablet = await openDevice(tablet.folder);
    const outcome = await tablet.vault.unlock(passphrase);
    expect(outcome.ok ? "open" : outcome.error.code, name).toBe(code);
    await tablet.vault.close();
  }
  changeProfile(tablet.folder, own);
  tablet = await openDevice(tablet.folder);
  opened.push(tablet);
  must(await tablet.vault.unlock(passphrase));
  expect(await textsIn(tablet.vault, ada.chart)).toContain("on the tablet");
  await honestWorkGoesOn(ada.chart, ada.vault, tablet.vault);
});

function profileIn(folder: string): Profile {
  const store = openNodeStore(folder);
  const profile = readProfile(openDisk(store.disk));
  store.close();
  if (!profile) throw new Error("this device is set up");
  return profile;
}

function changeProfile(folder: string, profile: Profile): void {
  const store = openNodeStore(folder);
  writeProfile(openDisk(store.disk), profile);
  store.close();
}

/** Of a device that is in use. */
function copyOfProfile(device: Device): Profile {
  const copy = mkdtempSync(join(tmpdir(), "alcove-hostile-copy-"));
  cpSync(device.folder, copy, { recursive: true });
  const profile = profileIn(copy);
  rmSync(copy, { recursive: true, force: true });
  return profile;
}
