/** Records about a chart: its name, notes and files, who looked, and what helps or is given in an emergency. */

import * as z from "zod/mini";
import { common, day, id, key, whole } from "./fields.ts";

export const noteKinds = ["progress", "psychotherapy"] as const;
export type NoteKind = (typeof noteKinds)[number];

/**
 * What was done with notes: their list with first words shown, words opened, found by a search, written to files, printed, given in an
 * emergency. And with people and numbers: shown to who reads no note, and printed.
 */
export const accessActs = [
  "listed",
  "viewed",
  "searched",
  "exported",
  "printed",
  "given",
  "numbers",
  "numbers-printed",
] as const;
export type AccessAct = (typeof accessActs)[number];

/** Acts that are about people and numbers, and may be written down beside a calendar. */
export const isOfNumbers = (act: AccessAct): boolean => act === "numbers" || act === "numbers-printed";

/** What is asked for in an emergency: a guarded chart's crisis card, or progress notes, which whoever gives them chooses. */
export const emergencyWants = ["card", "notes"] as const;
export type EmergencyWants = (typeof emergencyWants)[number];

const formPattern = /^[a-z0-9-]{1,32}$/;
/** Whether a note can name this as the template it was begun with. */
export const isForm = (text: string): boolean => formPattern.test(text);

const cardWords = { safetyPlan: z.string(), contacts: z.string(), medication: z.string() };

export const chartShapes = {
  /** Directory; record id = chart id. Its compartments stand in the roster. */
  chart: z.strictObject({ type: z.literal("chart"), ...common, name: z.string(), createdAt: whole }),
  /** Clinical or psychotherapy compartment of a chart. */
  note: z.strictObject({
    type: z.literal("note"),
    ...common,
    kind: z.enum(noteKinds),
    date: day,
    title: z.string(),
    /** The whole note in plain words, whatever wrote it. */
    text: z.string(),
    /** The editor's own tree as JSON, where an editor wrote it. */
    doc: z.optional(z.string()),
    /** The template it was begun with: one that comes with the app by its name, or a practice's own by its record id in hex. */
    form: z.optional(z.string().check(z.regex(formPattern))),
    /** An addendum: the note it adds to, in the same compartment. */
    adds: z.optional(id),
    /** Persons of the chart whom it is about; absent or empty: all of them. */
    about: z.optional(z.array(id)),
    /** Of what was written anew here: when it was first written in another chart, by its author's clock. */
    firstWritten: z.optional(whole),
    /** Where an imported note came from, and the digest that keeps a repeated import from adding it twice. */
    source: z.optional(z.strictObject({ path: z.string(), digest: key })),
  }),
  /** Compartment of the chart or note it hangs on; the sealed chunks lie on the server as a blob. */
  attachment: z.strictObject({
    type: z.literal("attachment"),
    ...common,
    note: z.optional(id),
    name: z.string(),
    mediaType: z.string(),
    bytes: whole,
    blob: id,
    key,
    hash: key,
    /** Sealed anew out of another chart (docs/spec, MOV-8): when it was first added, wherever that was, and the file it was there. */
    firstAdded: z.optional(whole),
    copyOf: z.optional(id),
  }),
  /** Crisis compartment of a guarded chart: what helps when nobody can ask the server. */
  "crisis-card": z.strictObject({ type: z.literal("crisis-card"), ...common, ...cardWords }),
  /** Beside it: somebody opened the card, and why. */
  "crisis-opening": z.strictObject({ type: z.literal("crisis-opening"), ...common, reason: z.string() }),
  /**
   * Access log of a chart; record id random. What whoever signed it was shown. Of psychotherapy notes that are the author's own
   * it lies beside them.
   */
  access: z.strictObject({
    type: z.literal("access"),
    ...common,
    act: z.enum(accessActs),
    /** The note or file; absent: the chart's. */
    record: z.optional(id),
    /** The psychotherapy compartment, where it is about such notes. */
    apart: z.optional(id),
    /** Of what was given: the `emergency` that it was given for. */
    emergency: z.optional(id),
    /** Of one beside a calendar: whose people and numbers. Elsewhere its place says it. */
    chart: z.optional(id),
  }),
  /** Directory; record id random. Somebody who can't open a chart asks for words of it; null: somebody says no to it. */
  emergency: z.strictObject({
    type: z.literal("emergency"),
    ...common,
    asks: z.nullable(z.strictObject({ chart: id, wants: z.enum(emergencyWants), reason: z.string() })),
  }),
  /** Emergency compartment; record id random. Copies of what was given, under the ids of what they are copies of. */
  given: z.strictObject({
    type: z.literal("given"),
    ...common,
    emergency: id,
    card: z.optional(z.strictObject(cardWords)),
    notes: z.array(z.strictObject({ note: id, by: id, date: day, title: z.string(), text: z.string() })),
  }),
} as const;
