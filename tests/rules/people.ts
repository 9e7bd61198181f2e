/** People who join a practice on real devices, for the tests that need more than one member. */

import type { Outcome, Role } from "@alcove/vault";
import { expect } from "vitest";
import { type Device, found, must, passphrase, openStatus, setStage, type Stage, settle, stepOf } from "./devices.ts";

/** A practice of two: an owner, and a clinician with no chart yet. */
export async function setStageOfTwo(): Promise<{ stage: Stage; ada: Device; ben: Device }> {
  const stage = await setStage();
  const ada = await stage.open();
  await found(stage, ada);
  return { stage, ada, ben: await join(stage, ada, "Ben", "clinician") };
}

/** Somebody joins at an empty device: invitation by QR, words compared, and what follows of it settled. */
export async function join(stage: Stage, inviter: Device, name: string, role: Role): Promise<Device> {
  const newcomer = await stage.open();
  await joinAt(inviter, newcomer, name, role);
  return newcomer;
}

export async function joinAt(inviter: Device, newcomer: Device, name: string, role: Role): Promise<void> {
  const invitation = await shownBy(inviter, () => inviter.vault.inviteMember({ role }));
  await answer(inviter, newcomer, invitation, name, role);
}

/** The picture's text of an invitation that `act` makes or shows again. */
export async function shownBy(inviter: Device, act: () => Promise<Outcome<void>>): Promise<string> {
  const waiting = stepOf(inviter, "waiting");
  must(await act());
  const shown = await waiting;
  if (shown.step !== "waiting") throw new Error(`invitation: ${JSON.stringify(shown)}`);
  return shown.qr;
}

/** Somebody answers an invitation that is attended, and joins by it. */
export async function answer(
  inviter: Device,
  newcomer: Device,
  invitation: string,
  name: string,
  role: Role,
): Promise<void> {
  const choosing = stepOf(inviter, "compare");
  const showing = stepOf(newcomer, "compare");
  const done = stepOf(newcomer, "done");
  must(
    await newcomer.vault.acceptMembership({
      invitation,
      name,
      email: `${name.toLowerCase()}@quiet.example`,
      deviceName: `${name}'s laptop`,
      passphrase: "willow anchor cedar lantern mint",
    }),
  );
  const shown = await showing;
  const choices = await choosing;
  if (shown.step !== "compare" || shown.side !== "newcomer") throw new Error(JSON.stringify(shown));
  if (choices.step !== "compare" || choices.side !== "inviter") throw new Error(JSON.stringify(choices));
  const same = choices.choices.find((line) => line.join(" ") === shown.words.join(" "));
  must(await inviter.vault.choosePairingWords(same ?? []));
  must(await newcomer.vault.choosePairingWords(shown.words));
  const ended = await done;
  if (ended.step !== "done") throw new Error(`joining: ${JSON.stringify(ended)}`);
  // An auditor has no directory: their own name stays with them.
  if (role === "auditor") must(await newcomer.vault.sync());
  else await settle(newcomer.vault);
  await settle(inviter.vault);
}

/** A further device of the inviter's. The newcomer's side is asked for `typed`; gives the code at which it ended, or "done". */
export async function pair(inviter: Device, device: Device, typed = passphrase): Promise<string> {
  const waiting = stepOf(inviter, "waiting");
  must(await inviter.vault.invite());
  const invitation = await waiting;
  if (invitation.step !== "waiting") throw new Error("the inviter waits");
  const [choosing, showing, asked, done] = [
    stepOf(inviter, "compare"),
    stepOf(device, "compare"),
    stepOf(device, "passphrase"),
    stepOf(device, "done"),
  ];
  const accepted = await device.vault.acceptInvitation({ invitation: invitation.qr, deviceName: "phone again" });
  if (!accepted.ok) return accepted.error.code;
  const shown = await showing;
  if (shown.step === "failed") return shown.error.code;
  if (shown.side !== "newcomer") throw new Error("the newcomer shows words");
  await choosing;
  must(await inviter.vault.choosePairingWords(shown.words));
  must(await device.vault.choosePairingWords(shown.words));
  await asked;
  must(await device.vault.finishPairing(typed));
  const ended = await done;
  return ended.step === "failed" ? ended.error.code : ended.step;
}

/** One that was in step and was told that it is out locks by itself (PAIR-14); its person goes on. */
export async function unlockedAgain({ vault }: Device, by = passphrase): Promise<void> {
  for (let i = 0; i < 200 && (await vault.status()).phase === "open"; i++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await vault.status()).toMatchObject({ phase: "locked", lockedBy: "taken-out" });
  must(await vault.unlock(by));
}

export const memberOf = async (device: Device, name: string): Promise<string> => {
  const found = (await device.vault.members()).find((one) => one.name === name);
  if (!found) throw new Error(`${name} is no member there`);
  return found.id;
};

/** The texts of a chart's notes that this device can open, newest first. */
export async function textsIn({ vault }: Device, chart: string): Promise<string[]> {
  const notes = await vault.notes(chart);
  return Promise.all(notes.map(async ({ id }) => must(await vault.note(id)).current.body.text));
}

export async function alarmsOf({ vault }: Device): Promise<string[]> {
  return (await openStatus(vault)).alarms.map(({ code }) => code);
}
