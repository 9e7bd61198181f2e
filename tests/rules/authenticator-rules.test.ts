/** Passkeys and security keys as second factor, from the side of the device: what it has signed, when, and for whom. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { SoftAuthenticator } from "../../apps/server/src/testing/soft-authenticator.ts";
import { days, TestClock } from "../../apps/server/src/testing/test-clock.ts";
import { type Device, found, must, passphrase, setStage, settle, type Stage } from "./devices.ts";

const clock = new TestClock();
let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ clock });
});
afterAll(() => stage.close());

const page = () => ({ origin: stage.server.origin });

/** What the vault asks from now on is answered with this key; gives the challenges. */
function holds({ vault }: Device, key: SoftAuthenticator | undefined): Uint8Array[] {
  const challenges: Uint8Array[] = [];
  vault.subscribe((event) => {
    if (event.kind !== "authenticator") return;
    challenges.push(event.challenge);
    void vault.answerAuthenticator(key?.show(event.challenge, page()));
  });
  return challenges;
}

async function add({ vault }: Device, key = new SoftAuthenticator()): Promise<SoftAuthenticator> {
  const challenge = must(await vault.authenticatorChallenge());
  must(await vault.addAuthenticator(key.make(challenge, page())));
  return key;
}

async function withKey() {
  const laptop = await stage.open();
  const { kit } = await found(stage, laptop);
  const key = await add(laptop);
  return { laptop, kit, key };
}
const enrolment = (kit: string) => ({ kit, passphrase, totp: "", deviceName: "phone" });
const codeOf = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "done" : outcome.error?.code;

test("SES-12 a new device is let in by kit, passphrase and authenticator, over a challenge of its own making", async () => {
  const { laptop, kit, key } = await withKey();
  const open = await laptop.vault.status();
  expect(open).toMatchObject({
    secondFactorSet: true,
    secondFactor: { app: false, authenticators: [{ host: "localhost" }] },
  });
  const phone = await stage.open();
  expect(codeOf(await phone.vault.enrolByKit(enrolment(kit)))).toBe("second-factor-needed");
  const stop = holds(phone, undefined);
  expect(codeOf(await phone.vault.enrolByKit({ ...enrolment(kit), authenticator: true }))).toBe("authenticator-none");
  expect(stop).toHaveLength(1);
  const other = await stage.open();
  const asked = holds(other, key);
  must(await other.vault.enrolByKit({ ...enrolment(kit), authenticator: true }));
  expect(asked).toHaveLength(1);
  expect(asked[0]).not.toEqual(stop[0]);
  const login = other.sent.find(({ path }) => path === "/v1/login");
  expect(login, "the challenge is built, not sent").toBeDefined();
  for (const { path, body } of other.sent)
    expect(Buffer.from(body ?? []).includes(Buffer.from(asked[0] as Uint8Array)), path).toBe(false);
});

test("SES-12 after 30 days the device signs in with it, and with a wrong one goes on without the server", async () => {
  const { laptop, key } = await withKey();
  clock.pass(days(30));
  must(await laptop.vault.lock("person").then(() => laptop.vault.unlock(passphrase)));
  expect(codeOf(await laptop.vault.sync())).toBe("second-factor-needed");
  const challenges = holds(laptop, key);
  must(await laptop.vault.showAuthenticator());
  must(await laptop.vault.sync());
  expect(challenges).toHaveLength(1);
});

test("SES-13 before an act on one's own keys it is shown in the session, over another challenge each time", async () => {
  const { laptop, key } = await withKey();
  await settle(laptop.vault);
  clock.pass(11 * 60 * 1000);
  const next = "orbit lantern copper meadow violin";
  const change = () => laptop.vault.changePassphrase({ now: passphrase, next });
  expect(codeOf(await change())).toBe("second-factor-needed");
  const challenges = holds(laptop, key);
  must(await laptop.vault.showAuthenticator());
  must(await laptop.vault.showAuthenticator());
  expect(challenges).toHaveLength(2);
  expect(challenges[0]).not.toEqual(challenges[1]);
  must(await change());
  await laptop.vault.lock("person");
  must(await laptop.vault.unlock(next));
});

test("SES-13 a question that nobody answers ends with the lock, and an answer that nobody asked for is nothing", async () => {
  const { laptop } = await withKey();
  await laptop.vault.answerAuthenticator();
  const asked = new Promise<void>((resolve) => {
    laptop.vault.subscribe((event) => {
      if (event.kind === "authenticator") resolve();
    });
  });
  const showing = laptop.vault.showAuthenticator();
  await asked;
  await laptop.vault.lock("person");
  expect(codeOf(await showing)).toBe("authenticator-none");
});

test("SES-14 one that was removed is gone from every device; the last one is kept", async () => {
  const { laptop, key } = await withKey();
  expect(codeOf(await laptop.vault.removeAuthenticator({ credential: key.credential }))).toBe("second-factor-last");
  holds(laptop, key);
  must(await laptop.vault.showAuthenticator());
  const second = await add(laptop);
  must(await laptop.vault.removeAuthenticator({ credential: key.credential }));
  const status = await laptop.vault.status();
  expect(status.phase === "open" && status.secondFactor?.authenticators.map(({ credential }) => credential)).toEqual([
    second.credential,
  ]);
  expect(codeOf(await laptop.vault.showAuthenticator())).toBe("authenticator-wrong");
});
