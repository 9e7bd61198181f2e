/** What is said to be done after a device is gone is what the practice's entries say, and is said again after a lock. */

import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SoftAuthenticator } from "../../apps/server/src/testing/soft-authenticator.ts";
import {
  type Device,
  enrolByKit,
  found,
  must,
  openStatus,
  passphrase,
  type Stage,
  setStage,
  settle,
} from "./devices.ts";

const another = "orbit lantern copper meadow violin";
const stepMs = 30_000;

let stage: Stage;
let laptop: Device;
let phone: string;
beforeAll(async () => {
  stage = await setStage();
  laptop = await stage.open();
  const { kit } = await found(stage, laptop);
  await enrolByKit(kit, laptop, await stage.open());
  const devices = await laptop.vault.devices();
  phone = devices.find(({ thisDevice }) => !thisDevice)?.id ?? "";
});
afterAll(() => stage.close());

async function done(): Promise<readonly string[]> {
  const gone = await laptop.vault.deviceGone();
  return Object.entries(gone ?? {}).flatMap(([what, is]) => (is === true ? [what] : []));
}

test("a device that is gone: each step counts as done once it was done after it, also after a lock", async () => {
  const { vault } = laptop;
  const { secret } = must(await vault.offerTotp());
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const code = (ahead: number) => totp.generate({ timestamp: Date.now() + ahead * stepMs });
  must(await vault.confirmTotp(code(0)));
  must(await vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  expect(await vault.deviceGone()).toMatchObject({ devices: [] });
  expect(await done()).toEqual([]);

  must(await vault.revokeDevice({ device: phone, reason: "lost" }));
  await settle(vault);
  expect(await vault.deviceGone()).toMatchObject({ devices: [{ id: phone, name: "phone", why: "lost" }] });
  expect(await done(), "what was done before helps nothing").toEqual([]);
  expect((await openStatus(vault)).keysDue).toBe(true);

  const [spare = "", next = ""] = must(await vault.makeSpareCodes({ totp: code(1) }));
  expect(await done()).toEqual(["spareCodesAnew"]);
  must(await vault.rekey({ now: passphrase, next: another, totp: spare, reason: "exposed" }));
  expect(await done()).toEqual(["keysReplaced", "spareCodesAnew"]);
  expect((await openStatus(vault)).keysDue).toBe(false);
  must(await vault.showSecondFactor(next));
  const key = new SoftAuthenticator();
  const made = key.make(must(await vault.authenticatorChallenge()), { origin: stage.server.origin });
  must(await vault.addAuthenticator(made));
  must(await vault.removeAuthenticator(made));
  expect(await done(), "the app may be on what is gone").not.toContain("secondFactorAnew");
  const anew = must(await vault.offerTotp({ inItsPlace: true }));
  must(await vault.confirmTotp(new TOTP({ secret: Secret.fromBase32(anew.secret) }).generate()));
  expect(await done()).toContain("secondFactorAnew");
  must(await vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  await settle(vault);
  await vault.lock("person");
  expect(await vault.deviceGone()).toBeUndefined();
  must(await vault.unlock(another));
  expect(await done()).toEqual(["keysReplaced", "cardsAnew", "secondFactorAnew", "spareCodesAnew"]);
  expect(await vault.deviceGone()).toMatchObject({ devices: [{ id: phone }] });
});
