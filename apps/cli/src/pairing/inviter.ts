/** Pairing from the side of the device that is set up: with a further device of one's own, or with somebody who joins. */

import { ok } from "@alcove/bytes";
import type { Role, Vault } from "@alcove/vault";
import { renderUnicodeCompact } from "uqr";
import type { Outcome } from "../command.ts";
import type { Context } from "../context.ts";
import { send, sentFacts, sentText } from "../profile.ts";
import { refused, refusedTo } from "../refusal.ts";
import { roleName } from "../role.ts";
import { withSecondFactor } from "../second-factor.ts";
import { readLine } from "./compare.ts";
import { listenToPairing } from "./steps.ts";

export type Invited = { readonly kind: "device" } | { readonly kind: "member"; readonly role: Role };

/** With an open vault. `fromInput`: the words that the new device shows come as a line of standard input; a person is asked otherwise. */
export async function invite(context: Context, vault: Vault, invited: Invited, fromInput: boolean): Promise<Outcome> {
  const { output, terminal, interrupt } = context;
  const steps = listenToPairing(vault);
  let unasked = false;
  const stopListening = interrupt.gently(() => void vault.cancelPairing());
  try {
    const started = await (invited.kind === "device" ? vault.invite() : vault.inviteMember({ role: invited.role }));
    if (!started.ok) return refusedTo("members", started.error);
    for (;;) {
      const step = await steps.next();
      output.event({ pairing: step });
      if (step.step === "failed")
        return refused(
          step.error,
          unasked ? "Nobody is at the terminal to be asked: give --words-from-stdin." : undefined,
        );
      if (step.side !== "inviter") continue;
      if (step.step === "done") {
        const sent = await send(context, vault);
        if (invited.kind === "device") {
          return ok({
            facts: { paired: true, ...sentFacts(sent) },
            text: `The new device is one of yours.${sentText(sent)}`,
          });
        }
        const { role } = invited;
        const { member } = step;
        return ok({
          facts: { member, role, ...sentFacts(sent) },
          text:
            `They are a member now, as ${roleName(role)}.\n\nMember    ${member ?? ""}\n\n` +
            `No chart is open to them yet: alcove chart share opens one.${sentText(sent)}`,
        });
      }
      if (step.step === "waiting") {
        if (!context.globals.json) {
          output.note(
            `${renderUnicodeCompact(step.qr)}\n${whatToDo(invited, await originOf(vault))}\n\nand type\n\n    ${step.words.join(" ")}\n\nWaiting. Ctrl-C ends the invitation.`,
          );
        }
        continue;
      }
      if (step.step === "second-factor") {
        output.note("\nSomebody answered, and waits. First the server asks for your second factor.");
        const shown = await withSecondFactor(context, (digits) => vault.showSecondFactor(digits));
        if (!shown.ok) return shown;
        continue;
      }
      const picked = fromInput ? await readLine() : await pick(step.choices);
      if (picked === undefined) {
        unasked = !fromInput && !terminal.attended;
        // "failed" comes when the invite has been ended, so that the new device hears of it.
        await vault.cancelPairing();
        continue;
      }
      const chosen = await vault.choosePairingWords(picked.trim().split(/\s+/));
      if (!chosen.ok) return refused(chosen.error);
    }
  } finally {
    stopListening();
    steps.stop();
  }

  async function pick(choices: readonly (readonly string[])[]): Promise<string | undefined> {
    if (!terminal.attended) return undefined;
    const lines = choices.map((words, index) => `    ${index + 1}  ${words.join(" ")}`);
    const who =
      invited.kind === "member"
        ? "Somebody answered. Which line do they see? Tell them when you found it."
        : "A device answered. Which line does it show?";
    output.note(`\n${who}\n\n${lines.join("\n")}\n\n    0  none of these\n`);
    for (;;) {
      const answer = await terminal.ask("1, 2, 3 or 0: ");
      if (answer === "0") return undefined;
      const chosen = choices[Number(answer) - 1];
      if (chosen) return chosen.join(" ");
    }
  }
}

function whatToDo(invited: Invited, origin: string): string {
  if (invited.kind === "device")
    return `On the new device scan this; or run\n\n    alcove device pair --server ${origin}`;
  const run = `alcove member join --server ${origin} --name NAME --email EMAIL`;
  return `Give this to nobody but the person who joins. On their device they scan it; or run\n\n    ${run}`;
}

async function originOf(vault: Vault): Promise<string> {
  const status = await vault.status();
  return status.phase === "empty" ? "" : status.origin;
}
