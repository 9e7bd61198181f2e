/** An invitation outlives what it is shown in (docs/spec, PAIR-15), and says nothing of itself to whoever has the disk. */

import { parseInvitationQr, wordsOf } from "../../packages/vault/src/features/pairing/transcript.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fromBase32 } from "@alcove/bytes";
import { seconds, TestClock } from "../../apps/server/src/testing/test-clock.ts";
import { codeAt } from "../../apps/server/src/testing/totp.ts";
import { type Device, found, must, passphrase, type Stage, setStage, stepOf } from "./devices.ts";
import { answer, pair, shownBy } from "./people.ts";

const clock = new TestClock();
let stage: Stage;
let laptop: Device;
beforeAll(async () => {
  stage = await setStage({ clock });
  laptop = await stage.open();
  await found(stage, laptop);
});
afterAll(() => stage.close());

const invite = (forWhom: string) => shownBy(laptop, () => laptop.vault.inviteMember({ role: "clinician", forWhom }));
async function onlyOne() {
  const open = await laptop.vault.invitations();
  expect(open).toHaveLength(1);
  const [one] = open;
  if (!one) throw new Error("it waits");
  return one;
}
/** Answers at an empty device, and leaves it there. */
async function answerAlone(invitation: string): Promise<Device> {
  const phone = await stage.open();
  const name = "Nora";
  const request = { invitation, name, email: "nora@quiet.example", deviceName: "phone" };
  must(await phone.vault.acceptMembership({ ...request, passphrase: "willow anchor cedar lantern mint" }));
  return phone;
}

test("PAIR-15 an invitation that was left, locked away and begun anew beside lets somebody in when it is attended again", async () => {
  const first = await invite("Ben, front room");
  await laptop.vault.leaveInvitation();
  const second = await invite("Cleo");
  await laptop.vault.lock("person");
  expect(await laptop.vault.invitations()).toEqual([]);
  must(await laptop.vault.unlock(passphrase));
  const open = await laptop.vault.invitations();
  expect(open.map(({ forWhom, role, answered }) => [forWhom, role, answered])).toEqual([
    ["Cleo", "clinician", false],
    ["Ben, front room", "clinician", false],
  ]);
  const [cleo, ben] = open.map(({ id }) => id) as [string, string];
  expect(await shownBy(laptop, () => laptop.vault.showInvitation(cleo))).toBe(second);
  expect(await shownBy(laptop, () => laptop.vault.showInvitation(ben))).toBe(first);
  await answer(laptop, await stage.open(), first, "Ben", "clinician");
  expect((await laptop.vault.members()).map(({ name }) => name)).toContain("Ben");
  expect((await onlyOne()).forWhom).toBe("Cleo");
  must(await laptop.vault.withdrawInvitation(cleo));
  expect(await laptop.vault.invitations()).toEqual([]);
  const late = await stage.open();
  const name = { name: "Cleo", email: "cleo@quiet.example", deviceName: "late" };
  const refused = await late.vault.acceptMembership({
    ...name,
    invitation: second,
    passphrase: "willow anchor cedar lantern mint",
  });
  expect(!refused.ok && refused.error.code).toBe("invitation-unknown");
});

test("PAIR-15 who answers while nobody attends waits, and is seen to wait", async () => {
  const qr = await invite("");
  await laptop.vault.leaveInvitation();
  const phone = await answerAlone(qr);
  const waits = await onlyOne();
  expect(waits.answered).toBe(true);
  const showing = stepOf(phone, "compare");
  const choosing = stepOf(laptop, "compare");
  must(await laptop.vault.showInvitation(waits.id));
  await choosing;
  await showing;
  // Left while the lines are shown it goes on, and they are shown again.
  await laptop.vault.leaveInvitation();
  expect((await onlyOne()).answered).toBe(true);
  const again = stepOf(laptop, "compare");
  must(await laptop.vault.showInvitation(waits.id));
  const [shown, lines] = [await showing, await again];
  if (shown.step !== "compare" || shown.side !== "newcomer") throw new Error("the newcomer shows words");
  if (lines.step !== "compare" || lines.side !== "inviter") throw new Error("the inviter offers lines");
  expect(lines.choices).toContainEqual(shown.words);
  await laptop.vault.cancelPairing();
});

test("PAIR-15 PAIR-5 an answer that was begun on and interrupted is gone on with by nobody", async () => {
  const qr = await invite("");
  const choosing = stepOf(laptop, "compare");
  const phone = await answerAlone(qr);
  await choosing;
  const { id } = await onlyOne();
  const failed = stepOf(phone, "failed");
  await laptop.vault.lock("person");
  must(await laptop.vault.unlock(passphrase));
  const shown = await laptop.vault.showInvitation(id);
  expect(!shown.ok && shown.error.code).toBe("invitation-unknown");
  expect(await laptop.vault.invitations()).toEqual([]);
  const ended = await failed;
  expect(ended.step === "failed" && ended.error.code).toBe("pairing-stopped");
});

test("PAIR-15 the disk holds neither its words nor its secret, nor whom it is for", async () => {
  const qr = await invite("Somebody Known");
  const secret = parseInvitationQr(qr)?.secret;
  if (!secret) throw new Error("the picture holds the secret");
  const held = laptop.disk
    .prepare("SELECT value FROM settings WHERE name = 'invitations'")
    .all()
    .map(({ value }) => Buffer.from(value as Uint8Array));
  expect(held).toHaveLength(1);
  for (const stored of held) {
    expect(stored.includes(Buffer.from(secret))).toBe(false);
    for (const text of [qr, wordsOf(secret).join(" "), "Somebody Known"]) expect(stored.includes(text)).toBe(false);
  }
  await laptop.vault.cancelPairing();
  await expect.poll(() => laptop.vault.invitations(), { timeout: 10_000 }).toEqual([]);
});

test("PAIR-15 one that came to its day is neither shown nor kept", async () => {
  await invite("");
  await laptop.vault.leaveInvitation();
  const { id } = await onlyOne();
  laptop.clockAheadMs = 72 * 3_600_000;
  const shown = await laptop.vault.showInvitation(id);
  expect(!shown.ok && shown.error.code).toBe("invitation-unknown");
  laptop.clockAheadMs = 0;
  must(await laptop.vault.withdrawInvitation(id));
});

test("PAIR-15 keys that were replaced open none of before: they are withdrawn", async () => {
  const qr = await invite("");
  await laptop.vault.leaveInvitation();
  must(
    await laptop.vault.rekey({
      now: passphrase,
      next: "lantern mint willow anchor cedar",
      totp: "",
      reason: "exposed",
    }),
  );
  expect(await laptop.vault.invitations()).toEqual([]);
  const late = await stage.open();
  const request = { name: "Cleo", email: "cleo@quiet.example", deviceName: "late", invitation: qr };
  const refused = await late.vault.acceptMembership({ ...request, passphrase: "willow anchor cedar lantern mint" });
  expect(!refused.ok && refused.error.code).toBe("invitation-unknown");
});

test("PAIR-15 whoever answered waits while the server asks the inviter's device for the second factor", async () => {
  const phone = await stage.open();
  // With the passphrase of after the keys were replaced.
  expect(await pair(laptop, phone, "lantern mint willow anchor cedar")).toBe("done");
  const qr = await invite("");
  // Set elsewhere, and the session of here ends.
  const { secret } = must(await phone.vault.offerTotp());
  const digits = () => codeAt(fromBase32(secret) as Uint8Array, clock.wallMs());
  must(await phone.vault.confirmTotp(digits()));
  clock.pass(seconds(13 * 3600));
  const asked = stepOf(laptop, "second-factor");
  const newcomer = await answerAlone(qr);
  await asked;
  // Left and shown again, it goes on.
  await laptop.vault.leaveInvitation();
  const again = stepOf(laptop, "second-factor");
  must(await laptop.vault.showInvitation((await onlyOne()).id));
  await again;
  const [showing, choosing] = [stepOf(newcomer, "compare"), stepOf(laptop, "compare")];
  must(await laptop.vault.showSecondFactor(digits()));
  const [shown, lines] = [await showing, await choosing];
  if (shown.step !== "compare" || shown.side !== "newcomer") throw new Error("the newcomer shows words");
  if (lines.step !== "compare" || lines.side !== "inviter") throw new Error("the inviter offers lines");
  expect(lines.choices).toContainEqual(shown.words);
  await laptop.vault.cancelPairing();
});
