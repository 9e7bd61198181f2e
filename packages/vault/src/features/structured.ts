/** Saving records whose words all fit in lists, and what stands beside the revision that leads. */

import { type Bytes, toHex } from "@alcove/bytes";
import type { RevisionOf, StructuredType } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import type { Destination, OutboxRevision } from "../engine/outbox.ts";
import type { Ports, SqlRow } from "../ports.ts";
import { revisionFor } from "./notes.ts";

type Frozen<V> = V extends Uint8Array
  ? V
  : V extends readonly (infer E)[]
    ? readonly Frozen<E>[]
    : V extends object
      ? { readonly [K in keyof V]: Frozen<V[K]> }
      : V;

/** What its author says; the rest comes by itself. */
export type Said<T extends StructuredType> = Frozen<Omit<RevisionOf<T>, "type" | "revision" | "writtenAt">>;

/** The revisions of a record that stand: a save based on them says that they were seen. */
export const standingIn = ({ fold }: Pick<Opened, "fold">, record: Bytes): string[] =>
  fold.standing(record).map((row) => toHex(row["revision"] as Bytes));

/**
 * What a save of somebody who saw these revisions stands on. Where they saw nothing of what is there it is its first revision: beside
 * what came since, never over it.
 */
export function seenOf(
  { fold }: Pick<Opened, "fold">,
  record: Bytes,
  basedOn: readonly string[] | undefined,
): SqlRow[] {
  // Who reads and saves at once, as a program does.
  if (!basedOn) return fold.standing(record);
  const all = fold.revisionsOf(record);
  const seen = all.filter((row) => basedOn.includes(toHex(row["revision"] as Bytes)));
  return seen.length > 0 ? seen : all.slice(0, 1);
}

/** The next revision of a record, over all that stands of it or over `parents`; with a new id its first. For `Opened.keep`, alone or among others. */
export function nextRevision<T extends StructuredType>(
  { crypto, clock }: Pick<Ports, "crypto" | "clock">,
  { fold }: Opened,
  destination: Destination,
  record: Bytes,
  type: T,
  said: Said<T>,
  parents: readonly SqlRow[] = fold.standing(record),
): OutboxRevision {
  const revision = { type, revision: crypto.random(16), writtenAt: clock.now(), ...said } as unknown as RevisionOf<T>;
  return revisionFor(destination, record, revision, parents);
}

/** What others wrote at the same time as what leads. */
export async function besideOf<T extends StructuredType>(
  { fold, openRevision }: Opened,
  type: T,
  record: Bytes,
): Promise<RevisionOf<T>[]> {
  const others = fold.standing(record).slice(1);
  const opened = await Promise.all(others.map((row) => openRevision(row["revision"] as Bytes)));
  return opened.filter((one): one is RevisionOf<T> => one?.type === type);
}
