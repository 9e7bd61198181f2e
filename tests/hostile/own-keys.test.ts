/**
 * HS-20: a server that puts other keys in the place of a person's own in a change of passphrase or a rekey, or says that either
 * happened. HS-11: one that serves the slot and keyring of before (OWN-4 to OWN-11).
 */

import { type CborValue, encodeCbor, parseCbor } from "@alcove/bytes";
import { importSigningKey, type SigningSeed } from "@alcove/crypto";
import { messages, type Messages, parseAs } from "@alcove/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  alarmsOf,
  type Device,
  enrolByKit,
  failedSync,
  foundPractice,
  honestWorkGoesOn,
  must,
  openDevice,
  passphrase,
  type Person,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import {
  codeOf,
  readReply,
  type Reply,
  replyWith,
  replyWithFailure,
  startHostileLayer,
  type HostileLayer,
} from "./layer/hostile-layer.ts";

const another = "orbit lantern copper meadow violin";

let layer: HostileLayer;
let ada: Person;
let phone: Device;
beforeEach(async () => {
  layer = await startHostileLayer();
  ada = await foundPractice(layer);
  phone = await enrolByKit(ada);
  await writeNote(ada.vault, ada.chart, "before");
  for (const vault of [ada.vault, phone.vault]) await settled(vault);
});
afterEach(async () => {
  await ada.device.remove();
  await phone.remove();
  await layer.remove();
});

async function unlockCode(vault: Device["vault"], phrase: string): Promise<string> {
  await vault.lock("person");
  const outcome = await vault.unlock(phrase);
  return outcome.ok ? "open" : outcome.error.code;
}

const codeIn = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "done" : outcome.error?.code;

async function stored(): Promise<Messages["StoredKeyring"]> {
  return readReply("StoredKeyring", await layer.ask(layer.lastSession(), "GET", "/v1/keyring"));
}

/** The message with some members replaced. */
const changed = (body: Uint8Array, change: { readonly [name: string]: CborValue }) =>
  encodeCbor({ ...(parseCbor(body) as { readonly [name: string]: CborValue }), ...change });

test("HS-20 a change of passphrase with another login key, slot or keyring put in: it opens nothing for anybody, and is noticed", async () => {
  const attacker = await importSigningKey(layer.crypto, layer.crypto.random(32) as SigningSeed);
  layer.tamper = async ({ path, body }, forward) =>
    path === "/v1/passphrase" ? forward({ body: changed(body, { loginKey: attacker.publicKey }) }) : forward();
  must(await ada.vault.changePassphrase({ now: passphrase, next: another }));
  layer.tamper = undefined;
  expect(await failedSync(ada.vault)).toBe("alarm-ledger-shorter");
  expect(await alarmsOf(ada.vault)).toEqual(["alarm-ledger-shorter"]);
  expect(await unlockCode(ada.vault, another)).toBe("open");
  await writeNote(ada.vault, ada.chart, "kept here");
  expect(await textsIn(ada.vault, ada.chart)).toEqual(["before", "kept here"]);
});

test("HS-20 HS-11 another device is served other keys for a changed passphrase: refused, and it keeps what it has", async () => {
  const before = await stored();
  const bob = await foundPractice(layer);
  const theirs = await stored();
  await bob.device.remove();
  must(await ada.vault.changePassphrase({ now: passphrase, next: another }));
  await settled(ada.vault);
  const now = await stored();
  const flip = (bytes: Uint8Array) => bytes.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) as never;
  expect(await failedSync(phone.vault)).toBe("passphrase-replaced");
  const attacks: Readonly<Record<string, readonly [Messages["StoredKeyring"], string]>> = {
    "the slot and keyring of before, called newer": [{ ...before, keyringVersion: 2 }, "answer-forged"],
    "the slot of before": [{ ...now, slot0: before.slot0 }, "answer-forged"],
    "the keyring of before": [{ ...now, keyring: before.keyring }, "answer-forged"],
    "another account's, both": [{ ...theirs, keyringVersion: 2 }, "answer-forged"],
    "another account's keyring": [{ ...now, keyring: theirs.keyring }, "answer-forged"],
    "a slot with a bit changed": [{ ...now, slot0: flip(now.slot0) }, "answer-forged"],
    "a keyring with a bit changed": [{ ...now, keyring: flip(now.keyring) }, "answer-forged"],
    "a still newer one": [{ ...now, keyringVersion: 3 }, "answer-forged"],
    "another cost": [{ ...now, kdfVersion: 2 }, "kdf-version-unknown"],
  };
  for (const [name, [answer, code]] of Object.entries(attacks)) {
    layer.tamper = async ({ path }, forward) => (path === "/v1/keyring" ? replyWith(answer) : forward());
    expect(codeIn(await phone.vault.takeNewKeys({ passphrase: another })), name).toBe(code);
    expect(await unlockCode(phone.vault, another), name).toBe("passphrase-wrong");
    expect(await unlockCode(phone.vault, passphrase), name).toBe("open");
  }
  layer.tamper = undefined;
  must(await phone.vault.takeNewKeys({ passphrase: another }));
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-20 a rekey with other keys put in, or half of it: refused by its signatures, and nothing changes", async () => {
  const answers: string[] = [];
  const forging: readonly ((body: Uint8Array) => Uint8Array)[] = [
    (body) => {
      const { statement } = parseAs(messages.RekeyRequest, body as never) as Messages["RekeyRequest"];
      const forged = new Uint8Array(statement);
      // In the middle of the new sealing key.
      forged[400] = (forged[400] as number) ^ 1;
      return changed(body, { statement: forged });
    },
    (body) =>
      changed(body, { keyring: { ...(parseCbor(body) as Messages["RekeyRequest"]).keyring, keyringVersion: 3 } }),
  ];
  for (const forge of forging) {
    layer.tamper = async ({ path, body }, forward) => {
      const reply = await (path === "/v1/rekey" ? forward({ body: forge(body) as never }) : forward());
      if (path === "/v1/rekey") answers.push(codeOf(reply) ?? "taken");
      return reply;
    };
    const rekeyed = await ada.vault.rekey({ reason: "exposed", now: passphrase, next: another });
    expect(rekeyed.ok).toBe(false);
    layer.tamper = undefined;
    expect(await unlockCode(ada.vault, another)).toBe("passphrase-wrong");
    expect(await unlockCode(ada.vault, passphrase)).toBe("open");
  }
  expect(answers).toEqual(["signature-wrong", "statement-refused"]);
  must(await ada.vault.sync());
  expect((await stored()).keyringVersion).toBe(1);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-20 a server that says a rekey is done and did not append it: an alarm, and the keys of before still count", async () => {
  const size = (await layer.ask(layer.lastSession(), "POST", "/v1/sync", sync(0))) satisfies Reply;
  const { checkpoint } = readReply("SyncAnswer", size);
  layer.tamper = async ({ path }, forward) =>
    path === "/v1/rekey" ? replyWith({ first: 1, leaves: new Uint8Array(0), checkpoint }) : forward();
  const rekeyed = await ada.vault.rekey({ reason: "exposed", now: passphrase, next: another });
  expect(codeIn(rekeyed)).toMatch(/^alarm-/);
  expect(await alarmsOf(ada.vault)).toHaveLength(1);
  layer.tamper = undefined;
  expect(await unlockCode(ada.vault, passphrase)).toBe("open");
  must(await ada.vault.sync());
  expect(await unlockCode(ada.vault, another)).toBe("passphrase-wrong");
  expect(await unlockCode(ada.vault, passphrase)).toBe("open");
  await writeNote(ada.vault, ada.chart, "after");
  await settled(ada.vault);
});

test("HS-20 the answer to a rekey is cut, and the server then has other keys stored than were asked for: not taken", async () => {
  layer.tamper = async ({ path }, forward) => {
    const reply = await forward();
    return path === "/v1/rekey" ? "cut" : reply;
  };
  expect(codeIn(await ada.vault.rekey({ reason: "stolen", now: passphrase, next: another }))).toBe("keys-unsettled");
  layer.tamper = async ({ path, method }, forward) => {
    const reply = await forward();
    if (path !== "/v1/keyring" || method !== "POST" || reply.status !== 200) return reply;
    const real = readReply("StoredKeyring", reply);
    return replyWith({ ...real, keyring: real.keyring.map((byte, at) => (at === 30 ? byte ^ 1 : byte)) });
  };
  expect(await failedSync(ada.vault)).toBe("answer-forged");
  expect(await unlockCode(ada.vault, passphrase)).toBe("open");
  expect(await unlockCode(ada.vault, another)).toBe("open");
  layer.tamper = undefined;
  must(await ada.vault.sync());
  expect(await unlockCode(ada.vault, passphrase)).toBe("passphrase-wrong");
  expect(await unlockCode(ada.vault, another)).toBe("open");
  expect(await textsIn(ada.vault, ada.chart)).toEqual(["before"]);
});

test("HS-20 the login key of before still gets in, and the server has something that nobody asked for: not taken back", async () => {
  layer.tamper = async ({ path }, forward) => (path === "/v1/passphrase" ? "cut" : forward());
  expect(codeIn(await ada.vault.changePassphrase({ now: passphrase, next: another }))).toBe("keys-unsettled");
  layer.tamper = async ({ path, method }, forward) => {
    const reply = await forward();
    if (path !== "/v1/keyring" || method !== "POST") return reply;
    return replyWith({ ...readReply("StoredKeyring", reply), keyringVersion: 2 });
  };
  expect(await failedSync(ada.vault)).toBe("answer-forged");
  expect(await unlockCode(ada.vault, another)).toBe("open");
  layer.tamper = undefined;
  must(await ada.vault.sync());
  expect(await unlockCode(ada.vault, another)).toBe("passphrase-wrong");
  expect(await unlockCode(ada.vault, passphrase)).toBe("open");
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-20 the server has the keys that were asked for, and shows a roster without their identity: not taken", async () => {
  const old = await layer.ask(layer.lastSession(), "POST", "/v1/sync", sync(0));
  layer.tamper = async ({ path }, forward) => {
    const reply = await forward();
    return path === "/v1/rekey" ? "cut" : reply;
  };
  expect(codeIn(await ada.vault.rekey({ reason: "lost", now: passphrase, next: another }))).toBe("keys-unsettled");
  layer.tamper = async ({ path }, forward) => (path === "/v1/sync" ? old : forward());
  expect(await failedSync(ada.vault)).toBe("answer-forged");
  expect(await unlockCode(ada.vault, passphrase)).toBe("open");
  layer.tamper = undefined;
  expect(await unlockCode(ada.vault, another)).toBe("open");
  must(await ada.vault.sync());
  expect(await unlockCode(ada.vault, passphrase)).toBe("passphrase-wrong");
});

test("NW-01 HS-20 a word of the network's own, in the place of the answer to a rekey, throws nothing away", async () => {
  layer.wire = (reply, { path }) =>
    path === "/v1/rekey" ? { ...replyWithFailure(429, "slow-down"), mac: undefined } : reply;
  expect(codeIn(await ada.vault.rekey({ reason: "lost", now: passphrase, next: another }))).toBe("slow-down");
  layer.wire = undefined;
  expect(await unlockCode(ada.vault, another)).toBe("open");
  must(await ada.vault.sync());
  expect(await unlockCode(ada.vault, passphrase)).toBe("passphrase-wrong");
  expect(await unlockCode(ada.vault, another)).toBe("open");
});

test("HS-11 somebody comes back to an older passphrase, and is served the slot and keyring of then: refused", async () => {
  const first = await stored();
  must(await ada.vault.changePassphrase({ now: passphrase, next: another }));
  must(await ada.vault.changePassphrase({ now: another, next: passphrase }));
  await settled(ada.vault);
  layer.tamper = async ({ path, method }, forward) =>
    path === "/v1/keyring" && method === "GET" ? replyWith(first) : forward();
  expect(codeIn(await ada.vault.takeNewKeys({ passphrase }))).toBe("answer-forged");
  layer.tamper = undefined;
  must(await ada.vault.takeNewKeys({ passphrase }));
  expect(await unlockCode(ada.vault, passphrase)).toBe("open");
});

test("HS-20 another device is shown new keys and a roster without the rekey: refused", async () => {
  const old = await layer.ask(layer.lastSession(), "POST", "/v1/sync", sync(0));
  const rekeyed = must(await ada.vault.rekey({ reason: "exposed", now: passphrase, next: another }));
  await settled(ada.vault);
  // Told by the honest roster first; then the server shows the past to the very question that would name the new identity.
  expect(await failedSync(phone.vault)).toBe("keys-replaced");
  layer.tamper = async ({ path }, forward) => (path === "/v1/sync" ? old : forward());
  const take = { passphrase: another, kit: rekeyed.kit.text };
  expect(codeIn(await phone.vault.takeNewKeys(take))).toBe("answer-forged");
  expect(await failedSync(phone.vault)).not.toBe("keys-replaced");
  layer.tamper = undefined;
  expect(await unlockCode(phone.vault, passphrase)).toBe("open");
  must(await phone.vault.takeNewKeys(take));
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-20 a server that calls a login key one of before: the device says whose word it is, changes nothing, and goes on", async () => {
  layer.tamper = async ({ path }, forward) => {
    const reply = await forward();
    if (path !== "/v1/login" || reply.status !== 200) return reply;
    return replyWith({ ...readReply("LoginAnswer", reply), scope: "replaced" });
  };
  expect(await unlockCode(phone.vault, passphrase)).toBe("open");
  expect(await failedSync(phone.vault)).toBe("passphrase-replaced");
  expect(codeIn(await phone.vault.takeNewKeys({ passphrase: another }))).toBe("passphrase-wrong");
  expect(codeIn(await phone.vault.takeNewKeys({ passphrase }))).toBe("passphrase-wrong");
  layer.tamper = undefined;
  expect(await unlockCode(phone.vault, passphrase)).toBe("open");
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-20 EX-01 whoever kept passphrase, Kit and keyring of before a rekey opens nothing that is written after it", async () => {
  const before = await stored();
  must(await ada.vault.rekey({ reason: "exposed", now: passphrase, next: another }));
  await writeNote(ada.vault, ada.chart, "after");
  await settled(ada.vault);
  // The server itself helps them to what was stored before.
  layer.tamper = async ({ path, method }, forward) =>
    path === "/v1/keyring" && method === "GET" ? replyWith(before) : forward();
  const thief = await openDevice();
  const enrolled = await thief.vault.enrolByKit({ kit: ada.kit, passphrase, totp: "", deviceName: "thief" });
  expect(codeIn(enrolled)).toBe("login-refused");
  expect((await thief.vault.status()).phase).toBe("empty");
  await thief.remove();
});

function sync(from: number) {
  return encodeCbor({ leavesFrom: from, bodiesFrom: from, maxBytes: 1_000_000 });
}
