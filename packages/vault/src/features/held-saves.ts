/** Saves that wait for a right: shown with their words, so that nobody has to lose them. */

import { type Bytes, toHex } from "@alcove/bytes";
import { parseRevision } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import { isCutOff } from "../engine/cut-off.ts";
import { compartmentFor, liesInside } from "../engine/state.ts";
import type { HeldSave } from "../facade.ts";
import { within } from "./guarded/view.ts";

export async function heldSaves(opened: Opened): Promise<HeldSave[]> {
  const { outbox, state, keys } = opened;
  const views: HeldSave[] = [];
  for (const sequence of outbox.held()) {
    for (const one of (await outbox.at(sequence)) ?? []) {
      const revision = parseRevision(one.revision);
      const { kind, chart } = one.destination;
      // Nobody has to rescue what the app wrote down by itself, nor may give it up.
      if (revision?.type === "access") continue;
      // Of a guarded chart they wait until it is opened, and are no more to be seen before than the rest of it.
      const inside = chart && liesInside(kind) ? within(opened, chart as Bytes) : opened;
      if (!revision || !inside) continue;
      const lists = [opened.fold, inside.fold];
      const mayWrite = state.roster && compartmentFor(state.roster, keys.account, kind, chart);
      const isNote = revision.type === "note";
      views.push({
        id: `${sequence}`,
        waitsFor: isCutOff(lists, outbox, one) ? "nothing" : mayWrite ? "key" : "right",
        ...(chart ? { chart: toHex(chart) } : {}),
        ...(isNote ? { note: toHex(one.record as Bytes), kind: revision.kind } : {}),
        title: isNote ? revision.title : "name" in revision ? revision.name : "",
        text: isNote ? revision.text : "",
        writtenAt: revision.writtenAt,
      });
    }
  }
  return views;
}
