/** Passkeys as slots: what unlocks, what a change of passphrase and new keys do to them, and how other devices follow. */

import { expect, afterAll, beforeAll, test } from "vitest";
import { type Authenticator, authenticator } from "../light/authenticator.ts";
import type { LockedView } from "./devices.ts";
import {
  type Device,
  enrolByKit,
  found,
  lockedStatus,
  must,
  passphrase,
  setStage,
  settle,
  type Stage,
} from "./devices.ts";

const another = "orbit lantern copper meadow violin";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

async function add({ vault }: Device, key: Authenticator, name = "This laptop", phrase = passphrase): Promise<string> {
  const input = must(await vault.passkeyInput());
  const added = await vault.addPasskey({ ...key.use(input), host: "localhost", name, passphrase: phrase });
  return added.ok ? "added" : added.error.code;
}

async function byPasskey(device: Device, key: Authenticator, asked?: Uint8Array): Promise<string> {
  await device.vault.lock("person");
  const { passkeys } = await lockedStatus(device.vault);
  const opened = await device.vault.unlockByPasskey(key.use(asked ?? passkeys?.prfInput ?? new Uint8Array(32)));
  return opened.ok ? "open" : opened.error.code;
}

async function byPassphrase({ vault }: Device, phrase: string): Promise<string> {
  await vault.lock("person");
  const opened = await vault.unlock(phrase);
  return opened.ok ? "open" : opened.error.code;
}

const names = async ({ vault }: Device) => (await vault.passkeys()).map(({ name }) => name);
const offered = async ({ vault }: Device): Promise<LockedView["passkeys"]> => (await lockedStatus(vault)).passkeys;

async function twoDevices(): Promise<{ laptop: Device; phone: Device; kit: string; chart: string }> {
  const laptop = await stage.open();
  const { kit, chart } = await found(stage, laptop);
  const phone = await stage.open();
  await enrolByKit(kit, laptop, phone);
  return { laptop, phone, kit, chart };
}

test("PSK-6 PSK-8 a passkey that was added opens the device, another does not, and the passphrase always does", async () => {
  const laptop = await stage.open();
  await found(stage, laptop);
  const key = authenticator("finger");
  expect(await byPasskey(laptop, key)).toBe("passkey-wrong");
  expect(await offered(laptop)).toBeUndefined();
  must(await laptop.vault.unlock(passphrase));
  expect(await add(laptop, key)).toBe("added");
  expect(await names(laptop)).toEqual(["This laptop"]);
  expect(await byPasskey(laptop, key)).toBe("open");
  expect(must(await laptop.vault.sync())).toBeUndefined();
  expect(await byPasskey(laptop, authenticator("somebody else’s"))).toBe("passkey-wrong");
  expect((await offered(laptop))?.slots.map(({ host }) => host)).toEqual(["localhost"]);
  // The right id, with what the authenticator gives for another practice, or without its user: another output.
  expect(await byPasskey(laptop, key, new Uint8Array(32))).toBe("passkey-wrong");
  const short = await laptop.vault.unlockByPasskey({ credential: key.credential, prf: new Uint8Array(31) });
  expect(short.ok ? "open" : short.error.code).toBe("passkey-wrong");
  expect(await byPassphrase(laptop, passphrase)).toBe("open");
});

test("PSK-6 adding asks for the passphrase, and for the server; one passkey is added once, and ten at most", async () => {
  const laptop = await stage.open();
  await found(stage, laptop);
  const key = authenticator("finger");
  expect(await add(laptop, key, "This laptop", another)).toBe("passphrase-wrong");
  expect(await add(laptop, key, "   ")).toBe("name-empty");
  const half = { credential: key.credential, prf: new Uint8Array(31), host: "localhost", name: "Half", passphrase };
  const refused = await laptop.vault.addPasskey(half);
  expect(refused.ok ? "added" : refused.error.code).toBe("passkey-wrong");
  laptop.network = "down";
  expect(await add(laptop, key)).toBe("server-unreachable");
  expect(await names(laptop)).toEqual([]);
  laptop.network = "up";
  for (let n = 0; n < 10; n++) expect(await add(laptop, authenticator(`key ${n}`), `key ${n}`)).toBe("added");
  expect(await add(laptop, authenticator("key 3"))).toBe("passkey-there");
  expect(await add(laptop, key)).toBe("passkeys-full");
  const [first] = await laptop.vault.passkeys();
  must(await laptop.vault.removePasskey(first?.id ?? ""));
  expect(await add(laptop, key)).toBe("added");
  expect(await byPasskey(laptop, authenticator("key 7"))).toBe("open");
  expect(await byPasskey(laptop, authenticator("key 0"))).toBe("passkey-wrong");
});

test("PSK-7 a passkey that was removed opens nothing from then on, and its slot is off the disk", async () => {
  const laptop = await stage.open();
  await found(stage, laptop);
  const key = authenticator("finger");
  await add(laptop, key);
  await add(laptop, authenticator("stick"), "Stick");
  const [{ id } = { id: "" }] = await laptop.vault.passkeys();
  laptop.network = "down";
  const offline = await laptop.vault.removePasskey(id);
  expect(offline.ok ? "removed" : offline.error.code).toBe("server-unreachable");
  expect(await byPasskey(laptop, key)).toBe("open");
  laptop.network = "up";
  must(await laptop.vault.removePasskey(id));
  expect(await byPasskey(laptop, key)).toBe("passkey-wrong");
  expect((await offered(laptop))?.slots).toHaveLength(1);
  must(await laptop.vault.unlock(passphrase));
  const again = await laptop.vault.removePasskey(id);
  expect(again.ok ? "removed" : again.error.code).toBe("passkey-unknown");
});

test("PSK-5 another device of the person opens by the same passkey after its next sync, and by none that was removed", async () => {
  const { laptop, phone } = await twoDevices();
  const key = authenticator("synced passkey");
  await add(laptop, key);
  expect(await byPassphrase(phone, passphrase)).toBe("open");
  must(await phone.vault.sync());
  expect(await names(phone)).toEqual(["This laptop"]);
  expect(await byPasskey(phone, key)).toBe("open");
  // Both change the list: the second one builds on the first.
  await add(laptop, authenticator("one"), "one");
  await add(phone, authenticator("two"), "two");
  expect(await names(phone)).toEqual(["This laptop", "one", "two"]);
  const [{ id } = { id: "" }] = await phone.vault.passkeys();
  must(await phone.vault.removePasskey(id));
  expect(await byPasskey(laptop, key)).toBe("open");
  must(await laptop.vault.sync());
  expect(await byPasskey(laptop, key)).toBe("passkey-wrong");
});

test("PSK-9 after a change of passphrase passkeys open this device as before, and the other one when it took the passphrase", async () => {
  const { laptop, phone } = await twoDevices();
  const key = authenticator("finger");
  await add(laptop, key);
  await byPassphrase(phone, passphrase);
  must(await phone.vault.sync());
  must(await laptop.vault.changePassphrase({ now: passphrase, next: another }));
  expect(await byPasskey(laptop, key)).toBe("open");
  must(await laptop.vault.sync());
  // Of before, and so is everything else there.
  expect(await byPasskey(phone, key)).toBe("open");
  must(await phone.vault.takeNewKeys({ passphrase: another }));
  expect(await byPasskey(phone, key)).toBe("open");
  must(await phone.vault.sync());
  expect(await add(phone, authenticator("stick"), "Stick", another)).toBe("added");
  await byPassphrase(laptop, another);
  must(await laptop.vault.sync());
  expect(await names(laptop)).toEqual(["This laptop", "Stick"]);
});

test("PSK-9 new keys end every passkey on every device, and another can be added", async () => {
  const { laptop, phone } = await twoDevices();
  const key = authenticator("finger");
  await add(laptop, key);
  await byPassphrase(phone, passphrase);
  must(await phone.vault.sync());
  const { kit } = must(await laptop.vault.rekey({ reason: "exposed", now: passphrase, next: another }));
  expect(await names(laptop)).toEqual([]);
  expect(await byPasskey(laptop, key)).toBe("passkey-wrong");
  expect(await offered(laptop)).toBeUndefined();
  must(await laptop.vault.unlock(another));
  // What the other one has, it has until it takes the new keys.
  expect(await byPasskey(phone, key)).toBe("open");
  must(await phone.vault.takeNewKeys({ passphrase: another, kit: kit.text }));
  expect(await byPasskey(phone, key)).toBe("passkey-wrong");
  must(await phone.vault.unlock(another));
  expect(await add(phone, key, "Again", another)).toBe("added");
  expect(await byPasskey(phone, key)).toBe("open");
  await byPassphrase(laptop, another);
  must(await laptop.vault.sync());
  expect(await names(laptop)).toEqual(["Again"]);
  expect(await byPasskey(laptop, key)).toBe("open");
});

test("PSK-9 while a change of passphrase is unsettled, the passkey opens the device and the next sync settles it", async () => {
  const laptop = await stage.open();
  await found(stage, laptop);
  const key = authenticator("finger");
  await add(laptop, key);
  laptop.network = "keys-lost";
  const changed = await laptop.vault.changePassphrase({ now: passphrase, next: another });
  expect(changed.ok ? "done" : changed.error.code).toBe("keys-unsettled");
  laptop.network = "down";
  expect(await byPasskey(laptop, key)).toBe("open");
  laptop.network = "up";
  must(await laptop.vault.sync());
  expect(await byPassphrase(laptop, another)).toBe("open");
  expect(await byPasskey(laptop, key)).toBe("open");
  await settle(laptop.vault);
});
