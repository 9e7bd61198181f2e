/** SES-15: acts that give somebody the practice, or take it from others, ask for the second factor once more. */

import { makeWitness, witnessKey } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fromBase32 } from "@alcove/bytes";
import { SoftAuthenticator } from "../../apps/server/src/testing/soft-authenticator.ts";
import { seconds, TestClock } from "../../apps/server/src/testing/test-clock.ts";
import { codeAt, wrongCode } from "../../apps/server/src/testing/totp.ts";
import { type Device, found, must, openStatus, save, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf } from "./people.ts";
import { lightCryptoPort } from "../light/crypto-port.ts";

const clock = new TestClock();
let stage: Stage;
let ada: Device;
let ben: Device;
let chart = "";
let secret: Uint8Array;
const minutes = (count: number) => seconds(60 * count);

beforeAll(async () => {
  stage = await setStage({ clock });
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  ben = await join(stage, ada, "Ben", "clinician");
  const offer = must(await ada.vault.offerTotp());
  secret = fromBase32(offer.secret) as Uint8Array;
  must(await ada.vault.confirmTotp(codeAt(secret, clock.wallMs())));
});
afterAll(() => stage.close());

const codeOf = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "done" : outcome.error?.code;
const rules = { passphraseClasses: false, rotationMonths: null, idleMinutes: 30, passkeyHours: null };

test("SES-15 nothing is asked for some minutes after it was set, then before each of these, and of nothing else", async () => {
  expect(codeOf(await ada.vault.setRules(rules))).toBe("done");
  const { id: guarded } = must(await ada.vault.createChart({ name: "G. Client" }));
  await save(ada, guarded, "inside");
  await settle(ada.vault);
  must(await ada.vault.guardChart({ chart: guarded }));
  must(await ada.vault.openGuarded(guarded));
  const letInto = must(await ada.vault.createChart({ name: "H. Client" })).id;
  await save(ada, letInto, "inside");
  await settle(ada.vault);
  must(await ada.vault.guardChart({ chart: letInto }));
  must(await ada.vault.chooseReleasers({ chart: letInto, members: [await memberOf(ada, "Ben")] }));
  const apart = must(await ada.vault.createChart({ name: "I. Client" })).id;
  await save(ada, apart, "mine alone", { kind: "psychotherapy" });
  await settle(ada.vault);
  const ownCards = must(await ada.vault.makeSuccessorCards({ needed: 2, cards: 2 }));
  await settle(ada.vault);
  clock.pass(minutes(11));
  const member = await memberOf(ada, "Ben");
  const witness = witnessKey(must(makeWitness(await lightCryptoPort(), "w.example")));
  const asked = {
    "who lets in no more": () => ada.vault.chooseReleasers({ chart: letInto, members: [] }),
    rules: () => ada.vault.setRules(rules),
    role: () => ada.vault.giveRole({ member, role: "supervisor" }),
    cards: () => ada.vault.makeRecoveryCards({ needed: 2, cards: 3 }),
    "own cards": () => ada.vault.makeSuccessorCards({ needed: 2, cards: 3 }),
    "use of own cards": () => ada.vault.useSuccessorCards(ownCards.map(({ text }) => text)),
    witnesses: () => ada.vault.setWitnesses([witness]),
    destruction: () => ada.vault.destroyApart({ chart: apart }),
    removal: () => ada.vault.removeMember({ member }),
  };
  const before = must(await ada.vault.verifyLedger()).size;
  for (const [what, act] of Object.entries(asked)) expect(codeOf(await act()), what).toBe("second-factor-again");
  // One guarded chart is open at a time.
  must(await ada.vault.openGuarded(guarded));
  const ofGuard = {
    "who lets in": () => ada.vault.chooseReleasers({ chart: guarded, members: [member] }),
    guard: () => ada.vault.unguardChart(guarded),
  };
  for (const [what, act] of Object.entries(ofGuard)) expect(codeOf(await act()), what).toBe("second-factor-again");
  expect((await ada.vault.guard(letInto))?.releasers).toHaveLength(1);
  expect((await ada.vault.guard(guarded))?.releasers).toEqual([]);
  expect(must(await ada.vault.verifyLedger()).size, "but for the opening").toBe(before + 1);
  await save(ada, chart, "a note");
  await settle(ada.vault);
  must(await ada.vault.openGuarded(letInto));
  await settle(ben.vault);
  for (const { id } of await ben.vault.releaseRequests()) must(await ben.vault.letIn(id));
  await settle(ada.vault);
  await save(ada, letInto, "the first one apart, opened by the same people", { kind: "psychotherapy" });
  await settle(ada.vault);
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read" }));
  await settle(ben.vault);
  // Who has no second factor can't be asked for it.
  expect(codeOf(await ben.vault.giveRole({ member, role: "owner" }))).toBe("not-entitled");
});

test("SES-15 shown, it counts for two minutes; wrong or used digits count for nothing", async () => {
  expect(codeOf(await ada.vault.showSecondFactor(wrongCode(secret, clock.wallMs())))).toBe("second-factor-wrong");
  expect(codeOf(await ada.vault.setRules(rules))).toBe("second-factor-again");
  clock.pass(minutes(20));
  must(await ada.vault.showSecondFactor(codeAt(secret, clock.wallMs())));
  must(await ada.vault.setRules(rules));
  clock.pass(seconds(100));
  must(await ada.vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  clock.pass(seconds(21));
  expect(codeOf(await ada.vault.setRules(rules))).toBe("second-factor-again");
});

test("SES-15 SES-11 a spare code does as well, typed as it was given, and once", async () => {
  clock.pass(minutes(2));
  const [spare = ""] = must(await ada.vault.makeSpareCodes({ totp: codeAt(secret, clock.wallMs()) }));
  clock.pass(minutes(11));
  expect(codeOf(await ada.vault.setRules(rules))).toBe("second-factor-again");
  must(await ada.vault.showSecondFactor(spare));
  must(await ada.vault.setRules(rules));
  clock.pass(minutes(3));
  expect(codeOf(await ada.vault.showSecondFactor(spare))).toBe("second-factor-wrong");
  expect(codeOf(await ada.vault.showSecondFactor(" "))).toBe("second-factor-needed");
  clock.pass(minutes(20));
});

test("SES-15 a key does as well; a lost device is taken out without any of it", async () => {
  const key = new SoftAuthenticator();
  const page = { origin: stage.server.origin };
  clock.pass(minutes(2));
  must(await ada.vault.showSecondFactor(codeAt(secret, clock.wallMs())));
  must(await ada.vault.addAuthenticator(key.make(must(await ada.vault.authenticatorChallenge()), page)));
  clock.pass(minutes(11));
  const { deviceId } = await openStatus(ben.vault);
  must(await ada.vault.revokeDevice({ device: deviceId, reason: "stolen" }));
  expect(codeOf(await ada.vault.removeMember({ member: await memberOf(ada, "Ben") }))).toBe("second-factor-again");
  ada.vault.subscribe((event) => {
    if (event.kind === "authenticator") void ada.vault.answerAuthenticator(key.show(event.challenge, page));
  });
  must(await ada.vault.showAuthenticator());
  must(await ada.vault.removeMember({ member: await memberOf(ada, "Ben") }));
});

test("SES-15 nor is anybody asked in, or a device, without it", async () => {
  clock.pass(minutes(11));
  expect(codeOf(await ada.vault.inviteMember({ role: "owner" }))).toBe("second-factor-again");
  expect(codeOf(await ada.vault.invite())).toBe("second-factor-again");
  must(await ada.vault.showAuthenticator());
  must(await ada.vault.invite());
});
