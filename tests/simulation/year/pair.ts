/** Two devices beside each other: an invitation by QR, five words compared, and what follows. */

import type { PairingStep, Role } from "@alcove/vault";
import type { YearDevice } from "./device.ts";
import { must } from "./must.ts";

type StepOf<Step extends PairingStep["step"]> = Extract<PairingStep, { step: Step }>;

function stepOf<Step extends PairingStep["step"]>({ vault, name }: YearDevice, step: Step): Promise<StepOf<Step>> {
  return new Promise((resolve, reject) => {
    const stop = vault.subscribe((event) => {
      if (event.kind !== "pairing" || (event.step.step !== step && event.step.step !== "failed")) return;
      stop();
      if (event.step.step !== step && event.step.step === "failed")
        reject(new Error(`pairing at ${name}: ${event.step.error.code}`));
      else resolve(event.step as StepOf<Step>);
    });
  });
}

export type Newcomer = { readonly name: string; readonly role: Role };

/** `member`: somebody joins. Without: a further device of the inviter's own. */
export async function pair(inviter: YearDevice, fresh: YearDevice, member?: Newcomer): Promise<void> {
  await quickly([inviter, fresh], async () => {
    const choosing = stepOf(inviter, "compare");
    choosing.catch(() => {});
    const invitation = await shown(inviter, () => invites(inviter, member));
    await meet(inviter, fresh, { invitation, choosing, ...(member ? { member } : {}) });
  });
}

/** Begins one, and closes the window that it is shown in: its words as they were handed over, and which it is. */
export async function leaveOpen(
  inviter: YearDevice,
  member?: Newcomer,
): Promise<{ readonly id: string; readonly invitation: string }> {
  const before = new Set((await inviter.vault.invitations()).map(({ id }) => id));
  const invitation = await shown(inviter, () => invites(inviter, member));
  await inviter.vault.leaveInvitation();
  const [made, ...others] = (await inviter.vault.invitations()).filter(({ id }) => !before.has(id));
  if (!made || others.length > 0) throw new Error(`${inviter.name} left one invitation open, and has ${others.length}`);
  return { id: made.id, invitation };
}

/** Attended again, and answered; `isWrongLine`: the inviter takes another line for the newcomer's, and nobody is let in. */
export async function pairBy(
  inviter: YearDevice,
  fresh: YearDevice,
  kept: { readonly id: string; readonly invitation: string; readonly member?: Newcomer; readonly isWrongLine: boolean },
): Promise<void> {
  await quickly([inviter, fresh], async () => {
    const choosing = stepOf(inviter, "compare");
    choosing.catch(() => {});
    must(await inviter.vault.showInvitation(kept.id));
    await meet(inviter, fresh, { ...kept, choosing });
  });
}

async function quickly(devices: readonly YearDevice[], work: () => Promise<void>): Promise<void> {
  for (const { clock } of devices) clock.isQuick = true;
  try {
    await work();
  } finally {
    for (const { clock } of devices) clock.isQuick = false;
  }
}

async function shown(inviter: YearDevice, work: () => Promise<void>): Promise<string> {
  const waiting = stepOf(inviter, "waiting");
  waiting.catch(() => {});
  await work();
  return (await waiting).qr;
}

async function invites({ vault }: YearDevice, member?: Newcomer): Promise<void> {
  const ask = () => (member ? vault.inviteMember({ role: member.role }) : vault.invite());
  const invited = await ask();
  // Who became an owner since the last sync does not know it yet.
  if (!invited.ok && invited.error.code === "not-entitled") {
    must(await vault.sync());
    must(await ask());
  } else must(invited);
}

/** What the newcomer does with the words they were given. */
export function accept({ vault, name, passphrase }: YearDevice, invitation: string, member?: Newcomer) {
  const facts = { invitation, deviceName: name };
  if (!member) return vault.acceptInvitation(facts);
  const who = { name: `${member.name} Quittenkern`, email: `${member.name}@quittenkern.example` };
  return vault.acceptMembership({ ...facts, ...who, passphrase });
}

type Meeting = {
  readonly invitation: string;
  readonly choosing: Promise<StepOf<"compare">>;
  readonly member?: Newcomer;
  readonly isWrongLine?: boolean;
};

async function meet(inviter: YearDevice, fresh: YearDevice, { invitation, choosing, member, isWrongLine }: Meeting) {
  const showing = stepOf(fresh, "compare");
  const done = stepOf(fresh, isWrongLine ? "failed" : "done");
  for (const each of [showing, done]) each.catch(() => {});
  must(await accept(fresh, invitation, member));
  const [own, offered] = [await showing, await choosing];
  if (own.side !== "newcomer" || offered.side !== "inviter") throw new Error("each side has its own step");
  const asked = member || isWrongLine ? undefined : stepOf(fresh, "passphrase");
  asked?.catch(() => {});
  const isTheirs = (line: readonly string[]) => line.join(" ") === own.words.join(" ");
  const line = offered.choices.find((each) => isTheirs(each) !== (isWrongLine === true));
  const chosen = await inviter.vault.choosePairingWords(line ?? []);
  if (!isWrongLine) must(chosen);
  const said = await fresh.vault.choosePairingWords(own.words);
  if (!isWrongLine) must(said);
  if (asked) {
    await asked;
    must(await fresh.vault.finishPairing(fresh.passphrase));
  }
  await done;
}
