/**
 * Psychotherapy notes are destroyed by their author (docs/spec, DES). The statement says what it is about by its leaves, so that the server
 * takes nothing away that this device has not seen; what follows from it happens wherever it is replayed.
 */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Compartment, type Failure, failure, isAmong, isItsAuthor, type Roster } from "@alcove/protocol";
import type { Opened } from "../../engine/opened.ts";
import { isHeld } from "../cases/hold.ts";
import { within } from "../guarded/view.ts";
import { idFrom } from "../open-charts.ts";
import { destruction, isOpenHere, type Place, whatIsUnsent, writtenElsewhere } from "./leaves.ts";

/** Failures: `chart-unknown`, `legal-hold`, `not-entitled` (no notes of this member's there), `notes-shared`, `notes-unsent`, `notes-came`, `guard-closed`, those of a sync. */
export async function destroyApart(place: Place, chartId: string): Promise<Result<undefined, Failure>> {
  const { disk, opened } = place;
  const { keys, state, sync } = opened;
  const chart = idFrom(chartId);
  if (!chart || !state.roster) return fail(failure("chart-unknown"));
  const seen = writtenElsewhere(disk, opened, ownNotes(state.roster, keys.account, chart));
  // What waits goes first: else it would begin the notes anew.
  const sent = await sync.run();
  if (!sent.ok) return sent;
  const view = within(opened, chart);
  if (view && isHeld(view, chart)) return fail(failure("legal-hold"));
  const unsent = await whatIsUnsent(place, chart, ["psychotherapy"], ({ kind }) => kind === "psychotherapy");
  if (unsent) return fail(unsent);
  return sync.state((roster) => {
    const own = ownNotes(roster, keys.account, chart);
    if (own.length === 0) return fail(failure("not-entitled"));
    if (own.some((one) => isShared(one, keys.account))) return fail(failure("notes-shared"));
    if (!own.every((one) => isOpenHere(state, one))) return fail(failure("guard-closed"));
    // What came in just now nobody has seen, and a statement that was late would take it along.
    if (writtenElsewhere(disk, opened, own) !== seen) return fail(failure("notes-came"));
    return ok({ operations: own.map(({ compartment }) => destruction(disk, opened, compartment)) });
  });
}

export const isShared = ({ readers, writers }: Compartment, account: Opened["keys"]["account"]): boolean =>
  [...readers, ...writers].some((one) => !equalBytes(one, account));

/** Of this member's, and read by them: what they closed to themselves they have not in front of them. */
export function ownNotes(roster: Roster, account: Opened["keys"]["account"], chart: Bytes): Compartment[] {
  return (roster.charts.get(toHex(chart)) ?? [])
    .map((id) => roster.compartments.get(toHex(id)) as Compartment)
    .filter(
      (one) => one.kind === "psychotherapy" && isItsAuthor(roster, one, account) && isAmong(one.readers, account),
    );
}
