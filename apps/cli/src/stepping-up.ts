/** Acts for which the server asks for the second factor once more: it is shown as the command line has it, and they are done. */

import { fail, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol/errors";
import type { Outcome, Vault } from "@alcove/vault";
import type { Context } from "./context.ts";
import { withSecondFactor } from "./second-factor.ts";

/** The same vault; each of these is tried again when the second factor was shown. */
export function steppingUp(context: Context, vault: Vault): Vault {
  const again =
    <Args extends unknown[], T>(act: (...args: Args) => Promise<Outcome<T>>) =>
    async (...args: Args): Promise<Outcome<T>> => {
      const first = await act(...args);
      if (first.ok || first.error.code !== "second-factor-again" || !canShow(context)) return first;
      const shown = await showFactor(context, vault);
      return shown.ok ? act(...args) : shown;
    };
  return {
    ...vault,
    setRules: again(vault.setRules),
    setWitnesses: again(vault.setWitnesses),
    giveRole: again(vault.giveRole),
    removeMember: again(vault.removeMember),
    makeRecoveryCards: again(vault.makeRecoveryCards),
    makeSuccessorCards: again(vault.makeSuccessorCards),
    useSuccessorCards: again(vault.useSuccessorCards),
    destroyApart: again(vault.destroyApart),
    destroyChart: again(vault.destroyChart),
    destroyGiven: again(vault.destroyGiven),
    unguardChart: again(vault.unguardChart),
    // It ends the guard of one's own notes where that of the chart was ended.
    openGuarded: again(vault.openGuarded),
    chooseReleasers: again(vault.chooseReleasers),
    answerProposal: again(vault.answerProposal),
    invite: again(vault.invite),
    inviteMember: again(vault.inviteMember),
    inviteClient: again(vault.inviteClient),
  };
}

const canShow = ({ globals, terminal }: Context): boolean =>
  terminal.attended || globals.totpFile !== undefined || globals.spareCodeFile !== undefined;

async function showFactor(context: Context, vault: Vault): Promise<Result<undefined, Failure>> {
  const shown = await withSecondFactor<void>(context, async (digits) =>
    // Asked for with nothing at first, where there is no file: nobody is bothered in vain elsewhere.
    digits === "" ? fail(failure("second-factor-needed")) : vault.showSecondFactor(digits),
  );
  if (shown.ok) return { ok: true, value: undefined };
  if (shown.error.kind === "failure") return fail(shown.error.failure);
  context.output.note(shown.error.message);
  return fail(failure("second-factor-again"));
}
