/** Saves that wait for a right: shown with their words, so that nobody has to lose them. */

import { type Bytes, toHex } from "@alcove/bytes";
import { parseRevision, type Revision } from "@alcove/records";
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
        ...wordsOf(revision),
        writtenAt: revision.writtenAt,
      });
    }
  }
  return views;
}

function wordsOf(revision: Revision): Pick<HeldSave, "title" | "text"> {
  switch (revision.type) {
    case "note":
      return { title: revision.title, text: revision.text };
    case "will": {
      const { executor, backup, instructions, cards, clients, colleagues } = revision;
      return {
        title: "Professional will",
        text: paragraphs(executor, backup, instructions, cards, clients, colleagues),
      };
    }
    case "crisis-card":
      return { title: "Crisis card", text: paragraphs(revision.safetyPlan, revision.contacts, revision.medication) };
    case "crisis-opening":
      return { title: "Crisis card opened", text: revision.reason };
    case "emergency":
      return { title: "Asked for in an emergency", text: revision.asks?.reason ?? "" };
    default:
      return { title: "name" in revision ? revision.name : "", text: "" };
  }
}

const paragraphs = (...words: readonly string[]): string => words.filter((one) => one.trim() !== "").join("\n\n");
