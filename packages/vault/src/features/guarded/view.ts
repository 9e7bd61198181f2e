/** A guarded chart as the other features see it: what is open of it lies in lists of its own, with the practice's names. */

import { type Bytes, toHex } from "@alcove/bytes";
import type { Opened } from "../../engine/opened.ts";
import { isGuarded, placesOf } from "../../engine/state.ts";

/** Whether this guarded chart is the one that is open here: recovery cards give its key and don't open it (GRD-14). */
export function isOpenHere({ state, guardedFold }: Opened, chart: Bytes): boolean {
  if (!guardedFold()) return false;
  const places = state.roster ? [...placesOf(state.roster, chart)] : [];
  return places.some((one) => isGuarded(state, one.compartment) && state.epochKeys.has(toHex(one.compartment)));
}

/**
 * The vault as it is for this chart, or for whatever holds this record. `undefined`: the chart is guarded, and closed here.
 */
export function within(opened: Opened, chart: Bytes | undefined, record?: Bytes): Opened | undefined {
  const { fold } = opened;
  const lists = opened.guardedFold();
  const holds = record !== undefined && lists !== undefined && lists.revisionsOf(record).length > 0;
  const guarded = chart !== undefined && opened.isGuardedChart(chart);
  if (!holds && !guarded) return opened;
  if (!lists || (guarded && !isOpenHere(opened, chart))) return undefined;
  const named = (id: Bytes) => fold.named(id);
  const nameOf = (id: Bytes) => lists.nameOf(id) ?? fold.nameOf(id);
  // Somebody may have laid its id in another chart (REC-4): each list opens what it has itself.
  const openRevision: Opened["openRevision"] = async (id) => {
    const row = lists.revision(id);
    return row ? opened.openAt(id, row) : opened.openRevision(id);
  };
  return { ...opened, fold: { ...lists, named, nameOf }, openRevision };
}
