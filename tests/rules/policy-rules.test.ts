/** What a practice asks of everybody's devices: how it comes to them, and what they then do. */

import type { PracticeRules, VaultStatus } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authenticator } from "../light/authenticator.ts";
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

const none: PracticeRules = { passphraseClasses: false, rotationMonths: null, idleMinutes: null, passkeyHours: null };
const another = "orbit lantern copper meadow violin";
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

type Open = Extract<VaultStatus, { readonly phase: "open" }>;
async function open({ vault }: Device): Promise<Open> {
  const status = await vault.status();
  if (status.phase !== "open") throw new Error("it is open");
  return status;
}
const codeOf = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "done" : outcome.error?.code;

async function twoDevices() {
  const laptop = await stage.open();
  const { kit } = await found(stage, laptop);
  const phone = await stage.open();
  await enrolByKit(kit, laptop, phone);
  return { laptop, phone };
}

test("POL-1 POL-2 the rules come with the roster and hold while locked; the shorter idle time counts, either way", async () => {
  const { laptop, phone } = await twoDevices();
  expect(await open(phone)).toMatchObject({ rules: none, idleLockMinutes: 10, maySetRules: true });
  await phone.vault.setIdleLock(5);
  must(await laptop.vault.setRules({ ...none, idleMinutes: 7 }));
  await settle(laptop.vault);
  await settle(phone.vault);
  expect(await open(laptop)).toMatchObject({ rules: { idleMinutes: 7 }, idleLockMinutes: 7 });
  expect((await open(phone)).idleLockMinutes, "its person's own is shorter").toBe(5);
  await phone.vault.setIdleLock(60);
  expect((await open(phone)).idleLockMinutes).toBe(7);
  phone.network = "down";
  await phone.vault.lock("person");
  must(await phone.vault.unlock(passphrase));
  expect((await open(phone)).idleLockMinutes, "without the server").toBe(7);
  must(await laptop.vault.setRules(none));
  await settle(laptop.vault);
  phone.network = "up";
  must(await phone.vault.sync());
  expect((await open(phone)).idleLockMinutes, "as chosen, once nothing is asked").toBe(60);
});

test("POL-1 numbers beyond their bounds are no rules", async () => {
  const laptop = await stage.open();
  await found(stage, laptop);
  for (const rules of [
    { ...none, rotationMonths: 2 },
    { ...none, rotationMonths: 7 },
    { ...none, idleMinutes: 0 },
    { ...none, idleMinutes: 481 },
    { ...none, passkeyHours: 25 },
    { ...none, passkeyHours: 1.5 },
  ])
    expect(codeOf(await laptop.vault.setRules(rules)), JSON.stringify(rules)).toBe("rules-unfit");
});

test("POL-3 with classes asked for, a new passphrase has all of them, and one without is due when it was typed", async () => {
  const laptop = await stage.open();
  await found(stage, laptop);
  const change = (next: string) => laptop.vault.changePassphrase({ now: passphrase, next });
  must(await laptop.vault.setRules({ ...none, passphraseClasses: true }));
  await settle(laptop.vault);
  expect((await open(laptop)).passphraseDue, "nobody typed it since").toBeUndefined();
  await laptop.vault.lock("person");
  must(await laptop.vault.unlock(passphrase));
  expect((await open(laptop)).passphraseDue).toBe("classes");
  for (const lacking of [another, `${another} 7`, `Orbit ${another} 7`, `${another} 7!`, `ORBIT LANTERN COPPER 7!`]) {
    expect(codeOf(await change(lacking)), lacking).toBe("passphrase-classes");
    expect(await laptop.vault.judgePassphrase(lacking, [])).toEqual({ ok: false, code: "passphrase-classes" });
  }
  const offered = (await laptop.vault.offerPassphrase(["Quiet Room", "Ada Owner", "ada@quiet.example"])).join(" ");
  expect(await laptop.vault.judgePassphrase(offered, []), offered).toEqual({ ok: true });
  must(await change(offered));
  expect((await open(laptop)).passphraseDue).toBeUndefined();
  await laptop.vault.lock("person");
  must(await laptop.vault.unlock(offered));
  expect((await open(laptop)).passphraseDue).toBeUndefined();
});

test("POL-4 another passphrase is due after the months named, and nothing closes for it", async () => {
  const laptop = await stage.open();
  await found(stage, laptop);
  laptop.clockAheadMs = 90 * dayMs + hourMs;
  expect((await open(laptop)).passphraseDue, "nothing is asked").toBeUndefined();
  must(await laptop.vault.setRules({ ...none, rotationMonths: 3 }));
  await settle(laptop.vault);
  expect((await open(laptop)).passphraseDue).toBe("age");
  await laptop.vault.lock("person");
  must(await laptop.vault.unlock(passphrase));
  must(await laptop.vault.changePassphrase({ now: passphrase, next: another }));
  expect((await open(laptop)).passphraseDue).toBeUndefined();
  laptop.clockAheadMs += 89 * dayMs;
  expect((await open(laptop)).passphraseDue).toBeUndefined();
  laptop.clockAheadMs += 2 * dayMs;
  expect((await open(laptop)).passphraseDue).toBe("age");
});

test("POL-5 a passkey opens for the hours named after the passphrase, not later and not before", async () => {
  const laptop = await stage.open();
  await found(stage, laptop);
  const key = authenticator("finger");
  const input = must(await laptop.vault.passkeyInput());
  must(await laptop.vault.addPasskey({ ...key.use(input), host: "localhost", name: "Finger", passphrase }));
  must(await laptop.vault.setRules({ ...none, passkeyHours: 8 }));
  await settle(laptop.vault);
  const byPasskey = async () => {
    await laptop.vault.lock("person");
    const { passkeys } = await lockedStatus(laptop.vault);
    return codeOf(await laptop.vault.unlockByPasskey(key.use(passkeys?.prfInput ?? new Uint8Array(32))));
  };
  laptop.clockAheadMs = 8 * hourMs - 60_000;
  expect(await byPasskey()).toBe("done");
  laptop.clockAheadMs = 8 * hourMs + 60_000;
  expect(await byPasskey(), "a passkey does not put it off").toBe("passkey-too-late");
  must(await laptop.vault.unlock(passphrase));
  expect(await byPasskey()).toBe("done");
  laptop.clockAheadMs = -hourMs;
  expect(await byPasskey(), "the clock was set back").toBe("passkey-too-late");
  must(await laptop.vault.unlock(passphrase));
  expect(await byPasskey()).toBe("done");
});
