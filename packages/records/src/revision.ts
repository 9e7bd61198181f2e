/**
 * What stands inside an envelope: one revision of one record, a deterministic CBOR map (docs/spec, REC-1 to REC-3).
 * `type` says which record it is; `revision` names this version (16 random bytes, known before it is sealed);
 * `writtenAt` is the author's clock in milliseconds, shown and never decided on. A new feature adds a type here and a view.
 */

import { type Bytes, type CborValue, encodeCbor, parseCbor } from "@alcove/bytes";
import * as z from "zod/mini";

z.config({ jitless: true });

const id = z.custom<Bytes>((value) => value instanceof Uint8Array && value.length === 16);
const key = z.custom<Bytes>((value) => value instanceof Uint8Array && value.length === 32);
const whole = z.int().check(z.nonnegative());
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

const common = { revision: id, writtenAt: whole };

export const noteKinds = ["progress", "psychotherapy"] as const;
export type NoteKind = (typeof noteKinds)[number];

/** What was done with notes: their list with first words shown, words opened, found by a search, written to files, printed, given in an emergency. */
export const accessActs = ["listed", "viewed", "searched", "exported", "printed", "given"] as const;
export type AccessAct = (typeof accessActs)[number];

/** What is asked for in an emergency: a guarded chart's crisis card, or progress notes, which whoever gives them chooses. */
export const emergencyWants = ["card", "notes"] as const;
export type EmergencyWants = (typeof emergencyWants)[number];

/** What becomes of psychotherapy notes whose author leaves and lets nobody in: taken along as a file, or left closed. */
export const decisions = ["exported", "closed"] as const;
export type Decision = (typeof decisions)[number];

const cardWords = { safetyPlan: z.string(), contacts: z.string(), medication: z.string() };

const shapes = {
  /** Directory; record id = practice id. */
  practice: z.strictObject({ type: z.literal("practice"), ...common, name: z.string() }),
  /** Directory; record id = account id. */
  member: z.strictObject({ type: z.literal("member"), ...common, name: z.string(), email: z.string() }),
  /** Directory; record id = device id. */
  device: z.strictObject({ type: z.literal("device"), ...common, name: z.string() }),
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
  /** Directory; record id random. What its author proposes, signed by them; null: they say no to it. */
  proposal: z.strictObject({
    type: z.literal("proposal"),
    ...common,
    statement: z.nullable(z.custom<Bytes>((value) => value instanceof Uint8Array)),
  }),
  /**
   * Directory; record id random. Somebody leaves the practice, as they or who manages members say. `decided`: by the member
   * alone, of psychotherapy compartments of theirs that nobody else is let into.
   */
  leaving: z.strictObject({
    type: z.literal("leaving"),
    ...common,
    member: id,
    /** They thought better of it. */
    stays: z.boolean(),
    decided: z.array(z.strictObject({ compartment: id, as: z.enum(decisions) })),
  }),
  /** Will compartment of its author; record id random. What others do when the author can't act any more, in plain words. */
  will: z.strictObject({
    type: z.literal("will"),
    ...common,
    /** Who winds up the practice, and who does where they can't. */
    executor: z.string(),
    backup: z.string(),
    instructions: z.string(),
    /** Letters. */
    clients: z.string(),
    colleagues: z.string(),
    /** Where the recovery cards lie. */
    cards: z.string(),
    /** The day on which the author last said that all of it holds; absent: they have not yet. */
    confirmed: z.optional(day),
    /** The author wants no cards for their psychotherapy notes: they stay closed. */
    notesStayClosed: z.boolean(),
  }),
  /** Directory; record id random. When a member is to be expected, as they or an owner say (docs/spec, FRE-3). */
  presence: z.strictObject({
    type: z.literal("presence"),
    ...common,
    member: id,
    /** 1 is Monday, 7 Sunday. */
    workdays: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.minLength(1), z.maxLength(7)),
    /** First and last day. */
    away: z.optional(z.strictObject({ from: day, until: day })),
  }),
} as const;

export type RecordType = keyof typeof shapes;
export type RevisionOf<T extends RecordType> = z.infer<(typeof shapes)[T]>;
export type Revision = { [T in RecordType]: RevisionOf<T> }[RecordType];

/** Rises when a type's shape changes in a way that older apps can't read; stands in the envelope's header. */
export const recordSchemaVersion = 1;

const anyRevision = z.discriminatedUnion("type", [
  shapes.practice,
  shapes.member,
  shapes.device,
  shapes.chart,
  shapes.note,
  shapes.attachment,
  shapes["crisis-card"],
  shapes["crisis-opening"],
  shapes.access,
  shapes.emergency,
  shapes.given,
  shapes.proposal,
  shapes.leaving,
  shapes.will,
  shapes.presence,
]);

export function encodeRevision(revision: Revision): Bytes {
  return encodeCbor(withoutAbsent(revision) as CborValue);
}

/** `undefined`: not a revision that this app reads. */
export function parseRevision(bytes: Uint8Array): Revision | undefined {
  const value = parseCbor(bytes);
  if (value === undefined) return undefined;
  const checked = z.safeParse(anyRevision, value);
  return checked.success ? checked.data : undefined;
}

/** CBOR has no `undefined`: an absent member is left out. */
function withoutAbsent(revision: Revision): object {
  if (!Object.values(revision).includes(undefined)) return revision;
  return Object.fromEntries(Object.entries(revision).filter(([, value]) => value !== undefined));
}
