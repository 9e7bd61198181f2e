/** What goes out of a chart and what stays, in words. */

import type { Chosen, Format, Part } from "@alcove/export";
import { amount } from "../../words/counts.ts";

export const PART_NAMES: Readonly<Record<Part, string>> = {
  notes: "Progress notes",
  measures: "Measures",
  diagnoses: "Diagnoses",
  medication: "Medication",
  flags: "Risk flags",
  plan: "Treatment plan",
  people: "People and numbers, and where the chart stands",
  appointments: "Appointments",
  forms: "Forms that were filled in",
  documents: "Documents",
  cases: "What the client asked as their right, and what was decided",
  "access-log": "Who looked, and what was given out",
};

export const FORMAT_NAMES: Readonly<Record<Format, { readonly name: string; readonly about: string }>> = {
  pdf: { name: "One PDF", about: "To read and to print; also by screen readers" },
  text: { name: "Text files", about: "One for each note; every computer opens them" },
  fhir: { name: "FHIR R4", about: "For another record system to read in" },
};

type Counted = Omit<Chosen["leftOut"], "earlierVersions"> & { readonly earlierVersions?: number };

/** "2 progress notes, 1 measure"; empty: nothing. */
export function sayCounts(counts: Counted, notes: number): string {
  const parts: [number, string, string?][] = [
    [notes, "progress note"],
    [counts.psychotherapyNotes, "psychotherapy note"],
    [counts.measures, "measure"],
    [counts.facts, "clinical fact"],
    [counts.people, "person", "people"],
    [counts.appointments, "appointment"],
    [counts.forms, "form"],
    [counts.attachments, "document"],
    [counts.cases ?? 0, "request of the client", "requests of the client"],
    [counts.earlierVersions ?? 0, "earlier version"],
  ];
  return parts
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => amount(number, one, many))
    .join(", ");
}

/** By fours, to be compared by voice. */
export const sayKey = (hex: string): string => (hex.match(/.{1,4}/g) ?? []).join(" ");
