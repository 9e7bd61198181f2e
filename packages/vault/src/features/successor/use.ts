/**
 * A successor's side (docs/spec, SUC-4 and SUC-8): cards on the table are checked against what their author published, put
 * together, and sign that this member reads from now on. The set's key stays on this device, sealed, until what it opens was
 * delivered to the member themselves.
 */

import { fail, ok, type Result, wipe } from "@alcove/bytes";
import type { CryptoPort } from "@alcove/crypto";
import { type Failure, failure, signerKinds, usableBy } from "@alcove/protocol";
import type { Opened } from "../../engine/opened.ts";
import type { Life } from "../../life.ts";
import { judgeCards, readCards, successorsCards } from "../recovery/cards.ts";
import { putTogether } from "../recovery/put-together.ts";
import { sealSpentCards } from "../unlock.ts";
import { isSuspended } from "./set.ts";

/** Failures: those of cards, `successor-not-named`, `device-provisional`, those of the network. */
export async function useSuccessorCards(
  crypto: CryptoPort,
  life: Pick<Life, "keepSpentCards">,
  opened: Opened,
  texts: readonly string[],
): Promise<Result<{ authorName: string }, Failure>> {
  const { keys, sync, state, profile, fold } = opened;
  const read = readCards(texts);
  if (!read.ok) return read;
  if (!state.roster) return fail(failure("not-set-up"));
  const judged = judgeCards(state.roster, read.value, successorsCards(state.roster));
  if (!judged.ok) return judged;
  const { set, author } = judged.value;
  if (!usableBy(state.roster, keys, set)) return fail(failure("successor-not-named"));
  const together = await putTogether(crypto, state.roster, judged.value, read.value);
  if (!together.ok) return together;
  wipe(together.value.sign);
  const spent = [...keys.spent, { set, seal: together.value.seal }];
  const sealed = await sealSpentCards(crypto, profile, keys.keyringKey, spent);
  const stated = await sync.state((roster) => {
    if (isSuspended(roster, keys.account)) return fail(failure("account-suspended"));
    if (!usableBy(roster, keys, set)) return fail(failure("recovery-card-void"));
    // Before the ledger has it: killed in between, this device still opens what it was given.
    life.keepSpentCards(sealed, spent);
    const cards = { kind: signerKinds.recoverySet, id: set, key: together.value.signKey };
    return ok({ operations: [["successor.use", set]], cards });
  });
  return stated.ok ? ok({ authorName: fold.nameOf(author) ?? "" }) : stated;
}
