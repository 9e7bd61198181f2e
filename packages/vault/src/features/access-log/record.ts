/**
 * Writing down what is shown (docs/spec, ACL): on this device's disk before the words leave the vault, and from there in the
 * chart's access log. Once a sitting, so that a day's work makes dozens of entries.
 *
 * What an attacker controls: nothing here. A patched app leaves entries out; it can't make up any of another device.
 */

import { type Bytes, equalBytes, toHex } from "@alcove/bytes";
import { type AccessAct, isOfNumbers, type NoteKind, type RevisionOf } from "@alcove/records";
import type { Opened } from "../../engine/opened.ts";
import type { Destination, Save } from "../../engine/outbox.ts";
import { compartmentFor } from "../../engine/state.ts";
import type { SearchAnswer } from "../../facade.ts";
import { type Ports, type SqlRow, StoreFault } from "../../ports.ts";
import { within } from "../guarded/view.ts";
import { revisionFor } from "../notes.ts";
import { idFrom, opens } from "../open-charts.ts";
import { placeIn } from "../schedule/kept.ts";

/** Within it the same thing is not written down again. */
export const sittingMs = 15 * 60 * 1000;
/** Looked at one by one within a sitting; then it says "all of them", so that reading on costs no more entries. */
const recordsPerSitting = 20;

export type Access = {
  readonly chart: Bytes;
  readonly act: AccessAct;
  /** The note or file; absent: all there are. */
  readonly record?: Bytes;
  /** The psychotherapy compartment that it is about; null: progress notes. */
  readonly apart: Bytes | null;
  /** Where it is written down, where that is not where notes are. */
  readonly place?: Destination;
};

/** The act on this note or file. `undefined`: it is not here, or nobody else could have it yet. */
export function accessTo(opened: Opened, act: AccessAct, record: Bytes): Access | undefined {
  const lists = within(opened, undefined, record)?.fold ?? opened.fold;
  const file = lists.attachment(record);
  const note = (file?.["note"] as Bytes | null | undefined) ?? record;
  const row = lists.note(note) ?? file;
  if (!row || row["chart"] === null) return undefined;
  const chart = row["chart"] as Bytes;
  if (row["kind"] !== "psychotherapy") return { chart, act, record, apart: null };
  const sent = lists.revisionsOf(note).find(({ compartment }) => compartment !== null);
  // The server may have what this device has not seen arrive: an answer was lost on its way.
  const { roster } = opened.state;
  const place = sent ?? (roster && compartmentFor(roster, opened.keys.account, "psychotherapy", chart));
  return place && { chart, act, record, apart: place["compartment"] as Bytes };
}

/** The act on all notes of this kind that this member has open. */
export function accessToAll({ state }: Opened, act: AccessAct, chart: Bytes, kind: NoteKind): Access[] {
  if (kind === "progress") return [{ chart, act, apart: null }];
  const ids = state.roster?.charts.get(toHex(chart)) ?? [];
  return ids
    .filter((id) => state.roster?.compartments.get(toHex(id))?.kind === kind && state.epochKeys.has(toHex(id)))
    .map((apart) => ({ chart, act, apart }));
}

/** Words of some notes of these charts, or of what is beside their notes. Of who reads no note of a chart nothing is written down. */
export function accessesFound(opened: Opened, { hits, elsewhere }: Pick<SearchAnswer, "hits" | "elsewhere">): Access[] {
  const found = new Map<string, Access>();
  const beside = elsewhere
    .map(({ chart }) => idFrom(chart) as Bytes)
    .filter((chart) => opens(opened, chart))
    .map((chart): Access => ({ chart, act: "searched", apart: null }));
  for (const access of [...hits.map(({ note }) => accessTo(opened, "searched", idFrom(note) as Bytes)), ...beside]) {
    if (!access) continue;
    const { chart, act, apart } = access;
    found.set(`${toHex(chart)}/${apart ? toHex(apart) : ""}`, { chart, act, apart });
  }
  return [...found.values()];
}

/** Of whom a day list holds numbers, and in whose calendar that is. */
export type NumbersShown = { readonly chart: Bytes; readonly calendar: Bytes };

/** Of rows that show them: each chart once. `member`: in whose calendar. */
export function numbersOf(rows: readonly { readonly chart?: string; readonly member: string }[]): NumbersShown[] {
  const shown = new Map<string, NumbersShown>();
  for (const row of rows) {
    const [chart, calendar] = [idFrom(row.chart ?? ""), idFrom(row.member)];
    if (chart && calendar) shown.set(toHex(chart), { chart, calendar });
  }
  return [...shown.values()];
}

/** What a care team looks at of its own charts is not written down, what anybody prints is. */
export function accessesToNumbers(
  opened: Opened,
  act: "numbers" | "numbers-printed",
  shown: readonly NumbersShown[],
): Access[] {
  return shown
    .filter(({ chart }) => act === "numbers-printed" || !opens(opened, chart))
    .flatMap(({ chart, calendar }) => {
      const place = placeForNumbers(opened, chart, calendar);
      return place ? [{ chart, act, apart: null, place }] : [];
    });
}

/** In the log by who writes there, else beside the calendar: whose it is reads it there. `undefined`: who only looks on at the calendar. */
function placeForNumbers(opened: Opened, chart: Bytes, calendar: Bytes): Destination | undefined {
  const { state, keys } = opened;
  const log = state.roster && compartmentFor(state.roster, keys.account, "access-log", chart);
  return log ? { kind: "access-log", chart } : placeIn(opened, calendar);
}

/** The same where people read on whatever becomes of it: on a full disk the next look writes it down. */
export async function recordShown(...of: Parameters<typeof recordAccesses>): Promise<boolean> {
  try {
    return await recordAccesses(...of);
  } catch (fault) {
    if (fault instanceof StoreFault) return false;
    throw fault;
  }
}

/** Durable when it answers. Answers whether anything was new. Throws `StoreFault` when the disk is full. */
export async function recordAccesses(
  ports: Pick<Ports, "clock" | "crypto">,
  opened: Opened,
  accesses: readonly Access[],
): Promise<boolean> {
  const saves = accesses.map((access) => saveFor(ports, opened, access)).filter((save) => save !== undefined);
  if (saves.length > 0) await opened.keepAll(saves);
  return saves.length > 0;
}

/** `undefined`: an entry of this sitting says it already. */
function saveFor(
  { clock, crypto }: Pick<Ports, "clock" | "crypto">,
  opened: Opened,
  { chart, act, record, apart, place }: Access,
): Save | undefined {
  const now = clock.now();
  const destination = place ?? destinationOf(opened, chart, apart);
  // A clock that was set back hides nothing: what it says of later does not count.
  const sitting =
    opened.listsFor(destination)?.accessesBetween(now - sittingMs, now, chart, opened.keys.device, apart) ?? [];
  if (sitting.some((row) => covers(row, act, record))) return undefined;
  const isAll = record === undefined || sitting.filter((row) => row["act"] === act).length >= recordsPerSitting;
  const revision: RevisionOf<"access"> = {
    type: "access",
    revision: crypto.random(16),
    writtenAt: now,
    act,
    ...(isAll ? {} : { record }),
    ...(apart ? { apart } : {}),
    ...(destination.chart === null ? { chart } : {}),
  };
  return [revisionFor(destination, crypto.random(16), revision, [])];
}

/**
 * The chart's log; of psychotherapy notes that are this member's own beside them, since nobody else is to learn when their author
 * reads them. Who was let in to read others' can't write there, and says it in the log.
 */
function destinationOf({ state, keys }: Opened, chart: Bytes, apart: Bytes | null): Destination {
  const author = apart && state.roster?.compartments.get(toHex(apart))?.author;
  const isOwn = author !== undefined && author !== null && equalBytes(author, keys.account);
  return { kind: isOwn ? "psychotherapy" : "access-log", chart };
}

/** What was written to files was also seen. */
function covers(row: SqlRow, act: AccessAct, record: Bytes | undefined): boolean {
  const of = row["record"] as Bytes | null;
  const isAllOrSame = of === null || (record !== undefined && equalBytes(of, record));
  return isAllOrSame && (row["act"] === act || (row["act"] === "exported" && act !== "printed" && !isOfNumbers(act)));
}
