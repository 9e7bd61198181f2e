/** Joining a practice, from the side of who is new: invitation, five words, then Kit and second factor as at founding. */

import { ok, type Result } from "@alcove/bytes";
import type { Vault } from "@alcove/vault";
import type { Outcome } from "../command.ts";
import type { Context } from "../context.ts";
import { keepKit } from "../new-kit.ts";
import { choosePassphrase } from "../new-passphrase.ts";
import { keepSpareCodes } from "../new-spare-codes.ts";
import { setSecondFactor } from "../new-second-factor.ts";
import { send, sentFacts, sentText } from "../profile.ts";
import { refuse, type Refusal, refused } from "../refusal.ts";
import { roleName } from "../role.ts";
import { askWhetherSame } from "./compare.ts";
import { takenUp } from "./invitation.ts";
import { listenToPairing } from "./steps.ts";

export type NewMember = {
  /** Twelve words or a QR code's text; `undefined`: the person is asked. */
  readonly invitation: string | undefined;
  /** As read by `readServer`. */
  readonly server: string | undefined;
  readonly name: string;
  readonly email: string;
  readonly deviceName: string;
  /** Where the Emergency Kit goes; `undefined`: the person is shown it. */
  readonly kit: string | undefined;
  /** Where ten spare codes go; `undefined`: the person may see them. */
  readonly spareCodes: string | undefined;
  /** The words that the inviter picked come as a line of standard input; the person is asked otherwise. */
  readonly wordsFromInput: boolean;
};

const finishLater =
  "You have joined, and this is left to do: alcove practice kit --kit FILE, alcove practice second-factor.";

export async function joinAsMember(context: Context, vault: Vault, request: NewMember): Promise<Outcome> {
  const { output, interrupt } = context;
  const passphrase = await choosePassphrase(context, vault, [request.name, request.email]);
  if (!passphrase.ok) return passphrase;
  const { server, name, email, deviceName } = request;
  const steps = listenToPairing(vault);
  const stopListening = interrupt.gently(() => void vault.cancelPairing());
  let stopAsking = () => {};
  try {
    const accepted = await takenUp(context, request, (invitation) =>
      vault.acceptMembership({
        invitation,
        name,
        email,
        deviceName,
        passphrase: passphrase.value,
        ...(server === undefined ? {} : { server }),
      }),
    );
    if (!accepted.ok) return accepted;
    for (;;) {
      const step = await steps.next();
      output.event({ pairing: step });
      if (step.step === "failed") return refused(step.error);
      if (step.step === "done") break;
      if (step.side !== "newcomer" || step.step !== "compare") continue;
      const howTo = "Read this line to whoever invited you, and let them say whether it stands on their device.";
      stopAsking = askWhetherSame(context, vault, step.words, request.wordsFromInput, howTo);
    }
  } finally {
    stopAsking();
    stopListening();
    steps.stop();
  }
  // The Kit names a checkpoint.
  const first = await send(context, vault);
  if (first.why) return refused(first.why, finishLater);
  const finished = await keepKeys(context, vault, request);
  if (!finished.ok) {
    const { error } = finished;
    return error.kind === "failure" ? refused(error.failure, finishLater) : finished;
  }
  const sent = await send(context, vault);
  const status = await vault.status();
  const you = (await vault.members()).find(({ isYou }) => isYou);
  if (status.phase !== "open" || !you) return refuse("bug");
  return ok({
    facts: {
      practice: status.practiceId,
      member: you.id,
      role: you.role,
      device: status.deviceId,
      server: status.origin,
      ...(request.kit === undefined ? {} : { kit: request.kit }),
      secondFactorSet: status.secondFactorSet,
      kitConfirmed: status.kitConfirmed,
      ...sentFacts(sent),
    },
    text:
      `You are a member of ${status.practiceName || "the practice"} now, as ${roleName(you.role)}.\n\n` +
      `Practice  ${status.practiceId}\nMember    ${you.id}\nDevice    ${status.deviceId}` +
      `${request.kit === undefined ? "" : `\nKit       ${request.kit}`}` +
      `${status.secondFactorSet ? "" : "\n\nNo second factor is set: whoever has kit and passphrase has your records."}` +
      `\n\nCharts open to you when somebody shares them.${sentText(sent)}`,
  });
}

async function keepKeys(
  context: Context,
  vault: Vault,
  request: Pick<NewMember, "kit" | "spareCodes">,
): Promise<Result<undefined, Refusal>> {
  const kit = await vault.kit();
  if (!kit.ok) return refused(kit.error);
  const kept = await keepKit(context, vault, kit.value, request.kit);
  if (!kept.ok) return kept;
  const totp = await vault.offerTotp();
  if (!totp.ok) return refused(totp.error);
  const set = await setSecondFactor(context, vault, totp.value);
  if (!set.ok) return set;
  return set.value ? keepSpareCodes(context, vault, request.spareCodes) : ok();
}
