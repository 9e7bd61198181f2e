/** Saves that wait for a right: shown with their words, so that nobody has to lose them. */

import { type Bytes, toHex } from "@alcove/bytes";
import { isAmong, isDestroyedChart } from "@alcove/protocol";
import { parseRevision, type Revision } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import { isCutOff } from "../engine/cut-off.ts";
import { compartmentFor, liesInside } from "../engine/state.ts";
import type { HeldSave } from "../facade.ts";
import { within } from "./guarded/view.ts";

export async function heldSaves(opened: Opened): Promise<HeldSave[]> {
  const { outbox, state, keys } = opened;
  const views: HeldSave[] = [];
  const isGone = (chart: Bytes | null) =>
    chart !== null && state.roster !== undefined && isDestroyedChart(state.roster, chart);
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
      const { compartment } = one.destination;
      const place = compartment && state.roster?.compartments.get(toHex(compartment));
      const mayWrite = compartment
        ? place && isAmong(place.writers, keys.account)
        : state.roster && compartmentFor(state.roster, keys.account, kind, chart);
      const isNote = revision.type === "note";
      views.push({
        id: `${sequence}`,
        waitsFor: isCutOff(lists, outbox, one) || isGone(chart) ? "nothing" : mayWrite ? "key" : "right",
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
    case "measure": {
      const { filled, note, enquiry, date } = revision;
      const scores =
        filled.how === "result"
          ? [filled.total ?? "", ...filled.parts.map(({ name, score }) => `${name} ${score}`)].join("\n")
          : filled.answers.map((answer) => answer ?? "-").join(" ");
      const name = filled.how === "result" ? filled.name : filled.measure;
      return { title: `${name}, ${date}`, text: paragraphs(scores, enquiry?.words ?? "", note) };
    }
    case "own-measure":
      return { title: "A measure of the practice’s own", text: revision.rights };
    case "crisis-card":
      return { title: "Crisis card", text: paragraphs(revision.safetyPlan, revision.contacts, revision.medication) };
    case "crisis-opening":
      return { title: "Crisis card opened", text: revision.reason };
    case "appointment":
    case "series":
      return {
        title: revision.title || "Appointment",
        text: paragraphs(revision.start.replace("T", " "), revision.note),
      };
    case "working-hours":
      return { title: "Working hours", text: "" };
    case "emergency":
      return { title: "Asked for in an emergency", text: revision.asks?.reason ?? "" };
    case "diagnosis":
      return { title: revision.words, text: paragraphs(revision.by, revision.ended?.reason ?? "") };
    case "medication":
      return {
        title: revision.name,
        text: paragraphs(revision.dose, revision.prescriber, revision.ended?.reason ?? ""),
      };
    case "flag":
      return { title: revision.words, text: revision.ended?.reason ?? "" };
    case "plan":
      return {
        title: "Treatment plan",
        text: paragraphs(revision.problems, ...revision.goals.map(({ words }) => words)),
      };
    default:
      return { title: "name" in revision ? revision.name : "", text: "" };
  }
}

const paragraphs = (...words: readonly string[]): string => words.filter((one) => one.trim() !== "").join("\n\n");
