/** What was given in an emergency is destroyed by who gave it (docs/spec, DES-9): copies alone, and the notes they are of stay as they are. */

import { equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Compartment, type Failure, failure, isAmong, type Roster } from "@alcove/protocol";
import type { Opened } from "../../engine/opened.ts";
import { isHeld } from "../cases/hold.ts";
import { within } from "../guarded/view.ts";
import { idFrom } from "../open-charts.ts";
import { destruction, type Place } from "./leaves.ts";

/** `request`: the id of what was asked. Failures: `not-entitled` (nothing there, or given by somebody else), `legal-hold`, `guard-closed`, those of a sync. */
export async function destroyGiven({ disk, opened }: Place, request: string): Promise<Result<undefined, Failure>> {
  const { state, sync } = opened;
  // What waits goes first: copies that are on their way would come after the statement.
  const sent = await sync.run();
  if (!sent.ok) return sent;
  const own = state.roster && ownGiven(opened, state.roster, request);
  if (!own?.chart) return fail(failure("not-entitled"));
  // A hold that is behind the guard is not seen from outside.
  const view = within(opened, own.chart);
  if (!view) return fail(failure("guard-closed"));
  if (isHeld(view, own.chart)) return fail(failure("legal-hold"));
  return sync.state((roster) => {
    const still = ownGiven(opened, roster, request);
    return still ? ok({ operations: [destruction(disk, opened, still.compartment)] }) : fail(failure("not-entitled"));
  });
}

/** The one-off compartment that this member gave it in. */
export function ownGiven({ keys }: Pick<Opened, "keys">, roster: Roster, request: string): Compartment | undefined {
  const id = idFrom(request);
  const place = id && roster.compartments.get(toHex(id));
  const isOwn = place?.kind === "emergency" && equalBytes(place.author, keys.account);
  return isOwn && isAmong(place.readers, keys.account) ? place : undefined;
}
