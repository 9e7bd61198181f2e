/**
 * What stands inside an envelope: one revision of one record, a deterministic CBOR map (docs/spec, REC-1 to REC-3).
 * `type` says which record it is; `revision` names this version (16 random bytes, known before it is sealed);
 * `writtenAt` is the author's clock in milliseconds, shown and never decided on. A new feature adds a type here and a view.
 */

import { type Bytes, type CborValue, encodeCbor, parseCbor } from "@alcove/bytes";
import * as z from "zod/mini";
import { administrativeShapes } from "./administrative.ts";
import { caseShapes } from "./cases.ts";
import { chartShapes } from "./chart.ts";
import { destroyedShapes } from "./destroyed.ts";
import { disclosureShapes } from "./disclosures.ts";
import { documentShapes } from "./documents.ts";
import { factShapes } from "./facts.ts";
import { formShapes } from "./forms/record.ts";
import { measureShapes } from "./measures/record.ts";
import { noteShapes } from "./notes.ts";
import { practiceShapes } from "./practice.ts";
import { scheduleShapes } from "./schedule/shapes.ts";

const shapes = {
  ...practiceShapes,
  ...chartShapes,
  ...noteShapes,
  ...administrativeShapes,
  ...disclosureShapes,
  ...factShapes,
  ...documentShapes,
  ...measureShapes,
  ...scheduleShapes,
  ...formShapes,
  ...caseShapes,
  ...destroyedShapes,
} as const;

export type RecordType = keyof typeof shapes;
export type RevisionOf<T extends RecordType> = z.infer<(typeof shapes)[T]>;
export type Revision = { [T in RecordType]: RevisionOf<T> }[RecordType];

/** Rises when a type's shape changes in a way that older apps can't read; stands in the envelope's header. */
export const recordSchemaVersion = 1;

/**
 * Records whose words all fit in lists: the fold keeps the revision that leads whole. What is not among them is opened when somebody
 * asks for its words.
 */
export const structuredTypes = [
  "person",
  "face-sheet",
  "reminder",
  "disclosure",
  "diagnosis",
  "medication",
  "flag",
  "plan",
  "measure",
  "own-measure",
  "code-table",
  "template",
  "change-request",
  "moved",
  "snippet",
  "room",
  "form",
  "document",
  "moved-file",
  "case",
  "office",
  "destroyed",
] as const satisfies readonly RecordType[];
export type StructuredType = (typeof structuredTypes)[number];

type Shape = (typeof shapes)[RecordType];
const anyRevision = z.discriminatedUnion("type", Object.values(shapes) as [Shape, ...Shape[]]);

/** Whether it is a revision that this app reads. */
export const isRevision = (value: unknown): value is Revision => z.safeParse(anyRevision, value).success;

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
