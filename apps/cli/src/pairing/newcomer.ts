/** Pairing from the side of the device that is new. */

import { ok } from "@alcove/bytes";
import type { Vault } from "@alcove/vault";
import type { Outcome } from "../command.ts";
import type { Context } from "../context.ts";
import { readSecretFile } from "../passphrase.ts";
import { misused, refuse, refused } from "../refusal.ts";
import { readServer } from "../server-address.ts";
import { askWhetherSame } from "./compare.ts";
import { isAsked, takenUp } from "./invitation.ts";
import { listenToPairing } from "./steps.ts";

export type JoinRequest = {
  /** Twelve words or a QR code's text; `-` or absent: the person is asked. */
  readonly invitation: string | undefined;
  readonly server: string | undefined;
  readonly deviceName: string;
  /** The words that were picked on the other device come as a line of standard input; the person is asked otherwise. */
  readonly wordsFromInput: boolean;
  /** Where the passphrase stands that counts now; the person is asked otherwise. */
  readonly passphraseFile: string | undefined;
};

export async function joinAsNewDevice(context: Context, vault: Vault, request: JoinRequest): Promise<Outcome> {
  const { output, terminal, interrupt } = context;
  if (isAsked(request.invitation) && !terminal.attended)
    return misused("--invitation WORDS is needed: nobody is at the terminal to be asked.");
  if (!terminal.attended && request.passphraseFile === undefined) {
    return misused("--passphrase-file FILE is needed: nobody is at the terminal to be asked.");
  }
  if (!request.wordsFromInput && !terminal.attended)
    return misused("--words-from-stdin is needed: nobody is at the terminal to compare words.");
  const read = request.server === undefined ? ok(undefined) : readServer(request.server);
  if (!read.ok) return read;
  const server = read.value;

  const steps = listenToPairing(vault);
  const stopListening = interrupt.gently(() => void vault.cancelPairing());
  let stopAsking = () => {};
  try {
    const accepted = await takenUp(context, { invitation: request.invitation, server }, (invitation) =>
      vault.acceptInvitation({
        invitation,
        deviceName: request.deviceName,
        ...(server === undefined ? {} : { server }),
      }),
    );
    if (!accepted.ok) return accepted;
    for (;;) {
      const step = await steps.next();
      output.event({ pairing: step });
      if (step.step === "failed") return refused(step.error);
      if (step.step === "done") break;
      if (step.side !== "newcomer") continue;
      if (step.step === "compare") {
        const howTo = "Pick this line on the other device.";
        stopAsking = askWhetherSame(context, vault, step.words, request.wordsFromInput, howTo);
        continue;
      }
      const passphrase =
        request.passphraseFile === undefined
          ? ok(await terminal.askHidden("Passphrase: "))
          : readSecretFile(context, request.passphraseFile);
      if (!passphrase.ok) return passphrase;
      const finished = await vault.finishPairing(passphrase.value);
      if (finished.ok) continue;
      // A file says the same a second time; a person may type it right.
      if (request.passphraseFile !== undefined) {
        await vault.cancelPairing();
        return refused(finished.error);
      }
      output.note("This passphrase does not open your records. Check the order of the words.");
    }
  } finally {
    stopAsking();
    stopListening();
    steps.stop();
  }
  const status = await vault.status();
  if (status.phase !== "open") return refuse("bug");
  return ok({
    facts: {
      practice: status.practiceId,
      device: status.deviceId,
      server: status.origin,
      provisional: status.provisional !== undefined,
    },
    text: `This device belongs to ${status.practiceName} now.\n\nPractice  ${status.practiceId}\nDevice    ${status.deviceId}`,
  });
}
