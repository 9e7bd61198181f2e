/** A practice of two: its owner, and a clinician who was let in by pairing. */

import type { PairingStep, Vault } from "@alcove/vault";
import { allSent, must } from "../bench/vault-steps.ts";
import { foundingOf, joiningWith, openHere } from "./device.ts";

/** Each on a device in a folder of its own, with everything sent. */
export async function foundWithColleague(
  origin: string,
  folders: { readonly owner: string; readonly colleague: string },
): Promise<{ readonly owner: Vault; readonly colleague: Vault }> {
  const owner = await openHere(folders.owner);
  must(await owner.found(foundingOf(origin)));
  const colleague = await openHere(folders.colleague);
  const [waiting, choosing] = [stepOf(owner, "waiting"), stepOf(owner, "compare")];
  must(await owner.inviteMember({ role: "clinician" }));
  const [showing, done] = [stepOf(colleague, "compare"), stepOf(colleague, "done")];
  must(await colleague.acceptMembership(joiningWith((await waiting).qr)));
  const shown = await showing;
  const words = "words" in shown ? shown.words : [];
  await choosing;
  must(await owner.choosePairingWords(words));
  must(await colleague.choosePairingWords(words));
  await done;
  await allSent(colleague);
  await allSent(owner);
  return { owner, colleague };
}

const stepOf = <S extends PairingStep["step"]>(vault: Vault, step: S): Promise<Extract<PairingStep, { step: S }>> =>
  new Promise((resolve) => {
    const stop = vault.subscribe((event) => {
      if (event.kind !== "pairing" || event.step.step !== step) return;
      stop();
      resolve(event.step as Extract<PairingStep, { step: S }>);
    });
  });
