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
      if (event.step.step === "failed") reject(new Error(`pairing at ${name}: ${event.step.error.code}`));
      else resolve(event.step as StepOf<Step>);
    });
  });
}

type Newcomer = { readonly name: string; readonly role: Role };

/** `member`: somebody joins. Without: a further device of the inviter's own. */
export async function pair(inviter: YearDevice, fresh: YearDevice, member?: Newcomer): Promise<void> {
  inviter.clock.isQuick = true;
  fresh.clock.isQuick = true;
  try {
    const waiting = stepOf(inviter, "waiting");
    const choosing = stepOf(inviter, "compare");
    const showing = stepOf(fresh, "compare");
    const done = stepOf(fresh, "done");
    for (const each of [choosing, showing, done]) each.catch(() => {});
    const invites = () => (member ? inviter.vault.inviteMember({ role: member.role }) : inviter.vault.invite());
    const invited = await invites();
    // Who became an owner since the last sync does not know it yet.
    if (!invited.ok && invited.error.code === "not-entitled") {
      must(await inviter.vault.sync());
      must(await invites());
    } else must(invited);
    const { qr: invitation } = await waiting;
    const { passphrase } = fresh;
    const facts = { invitation, deviceName: fresh.name };
    if (member)
      must(
        await fresh.vault.acceptMembership({
          ...facts,
          name: `${member.name} Quittenkern`,
          email: `${member.name}@quittenkern.example`,
          passphrase,
        }),
      );
    else must(await fresh.vault.acceptInvitation(facts));
    const shown = await showing;
    const choices = await choosing;
    if (shown.side !== "newcomer" || choices.side !== "inviter") throw new Error("each side has its own step");
    const asked = member ? undefined : stepOf(fresh, "passphrase");
    const same = choices.choices.find((line) => line.join(" ") === shown.words.join(" "));
    must(await inviter.vault.choosePairingWords(same ?? []));
    must(await fresh.vault.choosePairingWords(shown.words));
    if (asked) {
      await asked;
      must(await fresh.vault.finishPairing(passphrase));
    }
    await done;
  } finally {
    inviter.clock.isQuick = false;
    fresh.clock.isQuick = false;
  }
}
