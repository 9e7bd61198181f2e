/**
 * DT-01: a copy of everything the server has. SD-01: a lost device, locked or crashed. Both after a day's work, and both
 * searched for fifty things that were written down and for every key that was made.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Bytes, concatBytes, toHex, utf8 } from "@alcove/bytes";
import {
  boundContext,
  context,
  type CryptoPort,
  deriveLocalKey,
  derivePassphraseKeys,
  hash,
  hkdf,
  importSealKey,
  keyringContext,
  type KeyringKey,
  open,
  publicKeyOf,
  type Purpose,
  type SigningSeed,
  slotContext,
  type UnlockKey,
} from "@alcove/crypto";
import { openNodeStore } from "@alcove/store-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDisk } from "../../packages/vault/src/disk.ts";
import { type Profile, readProfile } from "../../packages/vault/src/profile.ts";
import { lockScreen, owner, progressNotes, searched, written } from "./layer/canaries.ts";
import { type Device, must, openDevice } from "./layer/device.ts";
import { type HostileLayer, startHostileLayer } from "./layer/hostile-layer.ts";
import { stealDevice, type Thief } from "./layer/thief.ts";
import { type Canary, contentsOf, findLeaks } from "./leak-scan.ts";

let layer: HostileLayer;
let laptop: string;
let phone: Device;
let kit: string;
let secrets: readonly Canary[];

beforeAll(async () => {
  layer = await startHostileLayer();
  laptop = mkdtempSync(join(tmpdir(), "alcove-hostile-laptop-"));
  kit = await workUntilKilled();
  phone = await openDevice();
  const enrolment = { kit, passphrase: owner.passphrase, totp: "", deviceName: owner.phoneName };
  must(await phone.vault.enrolByKit(enrolment));
  must(await phone.vault.confirmFreshness());
  must(await phone.vault.search({ words: searched }));
  must(await phone.vault.sync());
  const thief = await stealDevice(phone, owner.passphrase);
  secrets = secretsOf(thief);
  thief.remove();
}, 240_000);
afterAll(async () => {
  await phone?.remove();
  await layer?.remove();
  rmSync(laptop, { recursive: true, force: true });
});

/** The laptop's day, ended by SIGKILL while it writes. Gives its Emergency Kit. */
async function workUntilKilled(): Promise<string> {
  const story = fileURLToPath(new URL("./layer/device-story.ts", import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ["--no-warnings", story, layer.origin, laptop], {
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let made = "";
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (line === "writing") break;
    made = line;
  }
  child.kill("SIGKILL");
  await ended;
  expect(made).toMatch(/^ALCOVE-KIT-1 /);
  return made;
}

/** Every key that stands in an unlocked device's memory, by name. */
function secretsOf({ keys, state }: Thief): Canary[] {
  const named: [string, Uint8Array][] = [
    ["keyring key", keys.keyringKey],
    ["login seed", keys.keyring.loginSeed],
    ["file-hash key", keys.fileHashKey],
    ...keys.keyring.identities.flatMap(({ sign, seal }): [string, Uint8Array][] => [
      ["identity signing seed", sign],
      ["identity sealing seed", seal],
    ]),
    ...[...state.epochKeys.values()].flat().map((key, i): [string, Uint8Array] => [`epoch key ${i + 1}`, key]),
  ];
  return named.map(([name, secret]) => ({ name, secret }));
}

test("DT-01 database, blobs and logs of a server after a day's work: no word, no name, no key", async () => {
  expect(written.length).toBeGreaterThanOrEqual(50);
  const { server } = layer;
  const secretKey: Canary = { name: "Secret Key", secret: profileIn(laptop).secretKey };
  const canaries = [...written, ...lockScreen, ...secrets, secretKey];
  // What a broken client sends, or sends where it does not belong, is not kept and not logged either.
  const [words] = progressNotes;
  for (const [method, path] of [
    ["POST", "/v1/practices"],
    ["POST", "/v1/append"],
    ["POST", `/v1/${encodeURIComponent(owner.ownerEmail)}`],
    ["GET", `/v1/drafts?text=${encodeURIComponent(words)}`],
  ] as const) {
    const type = { "content-type": "application/cbor", "user-agent": owner.ownerName };
    await fetch(server.address + path, { method, headers: type, body: method === "GET" ? null : utf8(words) });
  }
  expect(findLeaks(contentsOf(server.folder), canaries), "while it runs").toEqual([]);
  await server.stop();
  expect(findLeaks(contentsOf(server.folder), canaries), "at rest").toEqual([]);
  const logs = { file: "the log", bytes: new Uint8Array(readFileSync(server.logFile)) };
  expect(logs.bytes.length).toBeGreaterThan(0);
  expect(findLeaks([logs], canaries)).toEqual([]);
  await server.start();
}, 240_000);

test("DT-01 the server keeps nothing that a passphrase could be guessed against without the Secret Key", async () => {
  // With the passphrase itself and all that the server has, but without the 128 bits of the Secret Key, nothing fits.
  const profile = profileIn(laptop);
  const { crypto } = layer;
  const guesses = [new Uint8Array(16), hash(utf8(owner.passphrase)).slice(0, 16), profile.practice, profile.account];
  const right = await derivePassphraseKeys(crypto, { ...profile, passphrase: owner.passphrase });
  if (!right) throw new Error("the right derivation works");
  const everything = [...contentsOf(layer.server.folder)];
  const holds = (secret: Uint8Array) => findLeaks(everything, [{ name: "login key", secret }]).length > 0;
  expect(holds(publicKeyOf(right.loginSeed)), "the test sees what stands there").toBe(true);
  for (const guess of guesses) {
    const derived = await derivePassphraseKeys(crypto, {
      ...profile,
      secretKey: guess as never,
      passphrase: owner.passphrase,
    });
    if (!derived) throw new Error("the derivation takes any key");
    expect(holds(publicKeyOf(derived.loginSeed))).toBe(false);
    expect(await opensSlot(crypto, profile, derived.unlockKey)).toBe(false);
  }
  expect(await opensSlot(crypto, profile, right.unlockKey)).toBe(true);
}, 120_000);

async function opensSlot(crypto: CryptoPort, profile: Profile, key: UnlockKey): Promise<boolean> {
  const place = slotContext({ ...profile, slot: 0 });
  return (await open(crypto, await importSealKey(crypto, key), profile.slot0, place)) !== undefined;
}

test("SD-01 a laptop that was killed while it was unlocked and writing: no word, no client, no key", async () => {
  const found = findLeaks(contentsOf(laptop), [...written, ...secrets]);
  expect(found).toEqual([]);
  // The names that its lock screen greets with are there by design; and the scan does see what is there.
  expect(new Set(findLeaks(contentsOf(laptop), lockScreen).map(({ canary }) => canary))).toEqual(
    new Set(["lock screen 1", "lock screen 2", "lock screen 3"]),
  );
}, 240_000);

test("SD-01 it opens again, has every word, is locked, and shows none", async () => {
  const device = await openDevice(laptop);
  must(await device.vault.unlock(owner.passphrase));
  const chart = (await device.vault.charts()).find(({ name }) => name === "Ingeborg Salzwedel");
  expect(chart).toBeDefined();
  const hits = must(await device.vault.search({ words: searched })).hits;
  expect(hits.length).toBeGreaterThan(0);
  expect((await device.vault.drafts()).length).toBeGreaterThanOrEqual(3);
  must(await device.vault.sync());
  await device.vault.lock("idle");
  expect(findLeaks(contentsOf(laptop), [...written, ...secrets]), "locked, and still running").toEqual([]);
  await device.vault.close();
  expect(findLeaks(contentsOf(laptop), [...written, ...secrets]), "closed").toEqual([]);
}, 240_000);

test("SD-01 a phone that took everything from the server and was locked: the same", async () => {
  const { id = "" } = (await phone.vault.charts()).find(({ name }) => name === "Marcelline Oxbridge") ?? {};
  const notes = await phone.vault.notes(id);
  const texts = await Promise.all(notes.map(async (head) => must(await phone.vault.note(head.id)).current.body.text));
  expect(texts).toContain(progressNotes[0]);
  for (const each of await phone.vault.attachments(id)) must(await phone.vault.readAttachment(each.id));
  await phone.vault.lock("person");
  expect(findLeaks(contentsOf(phone.folder), [...written, ...secrets])).toEqual([]);
}, 240_000);

test("SD-01 a scan that looks at a folder with one word in it finds that word", () => {
  const copy = mkdtempSync(join(tmpdir(), "alcove-hostile-planted-"));
  cpSync(laptop, copy, { recursive: true });
  const store = openNodeStore(copy);
  openDisk(store.disk).settings.set("planted", progressNotes[0]);
  store.close();
  const found = findLeaks(contentsOf(copy), written).map(({ canary }) => canary);
  expect(found).toContain("progress note 1");
  rmSync(copy, { recursive: true, force: true });
}, 240_000);

test("SD-01 all files and the Secret Key, without the passphrase: no sealed blob opens, so nothing can be signed", async () => {
  const { crypto } = layer;
  const profile = profileIn(laptop);
  const sealed = sealedIn(laptop, profile);
  expect(sealed.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["slot 0", "keyring", "device key", "draft 1", "state", "fold"]),
  );
  for (const { key, how } of await keysOnDisk(crypto, profile)) {
    const handle = await importSealKey(crypto, key);
    for (const { name, bytes, additional } of sealed) {
      for (const data of [additional, new Uint8Array(0)])
        expect(await open(crypto, handle, bytes, data), `${name} by ${how}`).toBeUndefined();
    }
  }
  // The same blobs, with the passphrase: so it was the key that was missing, not the lock that was wrong.
  const derived = await derivePassphraseKeys(crypto, { ...profile, passphrase: owner.passphrase });
  if (!derived) throw new Error("the right derivation works");
  const keyringKey = (await openBy(crypto, derived.unlockKey, "slot 0")) as KeyringKey;
  expect(await openBy(crypto, await hkdf(crypto, keyringKey, context("keyring"), 32), "keyring")).toBeDefined();
  const snapshotKey = await deriveLocalKey(crypto, keyringKey, "snapshot", profile.device);
  for (const { name, bytes, additional } of sealed.filter(({ name }) => name === "state" || name === "fold"))
    expect(await open(crypto, snapshotKey, bytes, additional), name).toBeDefined();
  const deviceKey = await deriveLocalKey(crypto, keyringKey, "device", profile.device);
  const blob = sealed.find(({ name }) => name === "device key");
  const seed = blob && (await open(crypto, deviceKey, blob.bytes, blob.additional));
  if (!seed) throw new Error("the device key opens");
  // It is the one that signs as this device: the roster has its public half. It stands nowhere in the clear.
  const publicKey: Canary = { name: "public half", secret: publicKeyOf(seed as SigningSeed) };
  expect(findLeaks(contentsOf(layer.server.folder), [publicKey])).not.toEqual([]);
  expect(findLeaks(contentsOf(laptop), [{ name: "device seed", secret: seed }])).toEqual([]);
  expect(findLeaks(contentsOf(layer.server.folder), [{ name: "device seed", secret: seed }])).toEqual([]);

  async function openBy(port: CryptoPort, key: Bytes, name: string): Promise<Bytes | undefined> {
    const wanted = sealed.find((each) => each.name === name);
    return wanted && open(port, await importSealKey(port, key), wanted.bytes, wanted.additional);
  }
}, 240_000);

function profileIn(folder: string): Profile {
  const copy = mkdtempSync(join(tmpdir(), "alcove-hostile-profile-"));
  cpSync(folder, copy, { recursive: true });
  const store = openNodeStore(copy);
  const profile = readProfile(openDisk(store.disk));
  store.close();
  rmSync(copy, { recursive: true, force: true });
  if (!profile) throw new Error("this device is set up");
  return profile;
}

type Sealed = { readonly name: string; readonly bytes: Bytes; readonly additional: Bytes };

/** Everything in the file that guards a key or a word, with what it is bound to. */
function sealedIn(folder: string, profile: Profile): Sealed[] {
  const store = openNodeStore(folder);
  const rows = (sql: string) => store.disk.prepare(sql).all();
  const { practice, account, device } = profile;
  const found: Sealed[] = [
    { name: "slot 0", bytes: profile.slot0, additional: slotContext({ ...profile, slot: 0 }) },
    { name: "keyring", bytes: profile.keyring, additional: keyringContext(profile) },
    { name: "device key", bytes: profile.deviceKey, additional: boundContext("device", practice, [account, device]) },
    ...rows("SELECT sealed FROM outbox").map((row, i) => ({
      name: `outbox ${i + 1}`,
      bytes: row["sealed"] as Bytes,
      additional: context("outbox", practice, device),
    })),
    ...rows("SELECT id, counter, sealed FROM drafts").map((row, i) => ({
      name: `draft ${i + 1}`,
      bytes: row["sealed"] as Bytes,
      additional: boundContext("draft", practice, [account, row["id"] as Bytes, Number(row["counter"])]),
    })),
    ...rows("SELECT name, piece, sealed, count(*) OVER (PARTITION BY name) AS pieces FROM snapshots").map((row) => {
      const [part = "", of = ""] = (row["name"] as string).split("/");
      const piece = [Number(row["piece"]), Number(row["pieces"])];
      const bound = [device, part, Uint8Array.from(Buffer.from(of, "hex")) as Bytes, ...piece];
      return { name: part, bytes: row["sealed"] as Bytes, additional: boundContext("snapshot", practice, bound) };
    }),
  ];
  store.close();
  return found;
}

/** Keys that somebody could make of what stands in the file: each value as it is, hashed, stretched, and for each use. */
async function keysOnDisk(crypto: CryptoPort, profile: Profile): Promise<{ key: Bytes; how: string }[]> {
  const { secretKey, practice, account, device, founding, ledgerKey, slot0, keyring, deviceKey } = profile;
  const values: Readonly<Record<string, Uint8Array>> = {
    nothing: new Uint8Array(32),
    "the Secret Key": secretKey,
    "the Secret Key, twice": concatBytes(secretKey, secretKey),
    "the founding hash": founding,
    "the server's key": ledgerKey,
    "the practice id": practice,
    "the account id": account,
    "the device id": device,
    "a piece of the slot": slot0.slice(12, 44),
    "a piece of the keyring": keyring.slice(12, 44),
    "a piece of the device key": deviceKey.slice(12, 44),
    "an empty passphrase": concatBytes(
      await crypto.argon2id(new Uint8Array(0), new Uint8Array(16), { memoryKiB: 8, passes: 1, lanes: 1 }),
      secretKey,
    ),
  };
  const purposes: readonly Purpose[] = [
    "slot0",
    "login",
    "keyring",
    "device",
    "outbox",
    "draft",
    "snapshot",
    "file-hash",
    "local",
    "secret-key",
  ];
  const keys: { key: Bytes; how: string }[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value.length === 32) keys.push({ key: new Uint8Array(value), how: name });
    keys.push({ key: hash(value), how: `the hash of ${name}` });
    for (const purpose of purposes) {
      for (const of of [undefined, device, account]) {
        const info = of ? context(purpose, of) : context(purpose);
        const key = await hkdf(crypto, new Uint8Array(value), info, 32);
        keys.push({ key, how: `${name} for ${purpose} ${of ? toHex(of).slice(0, 4) : ""}` });
      }
    }
  }
  // The whole derivation, with passphrases that are not the one.
  for (const passphrase of ["", "password", `${owner.passphrase} `, owner.passphrase.toUpperCase()]) {
    const derived = await derivePassphraseKeys(crypto, { ...profile, passphrase });
    if (derived)
      keys.push(
        { key: derived.unlockKey, how: "another passphrase" },
        { key: derived.loginSeed, how: "another passphrase" },
      );
  }
  return keys;
}
