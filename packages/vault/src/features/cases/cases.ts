/**
 * Cases of a chart (docs/spec, CASE). Each save is a next revision over what its author saw. What a kind asks (clock, steps, grounds) is data in
 * `content`; what no case may say is refused here.
 */

import { type Bytes, equalBytes, fail, fromHex, ok, type Result, toHex } from "@alcove/bytes";
import { due, firstDue, kindOf, latestDue } from "@alcove/content/cases";
import { type Failure, failure } from "@alcove/protocol";
import { administrativeCaseKinds, isDay, isRevision, type RevisionOf } from "@alcove/records";
import type { Opened } from "../../engine/opened.ts";
import type { CaseHead, CaseView, CaseWords, SaveCase } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import type { Structured } from "../../views/lists/structured.ts";
import { nextDisclosure } from "../disclosures.ts";
import { mayWriteIn, type Place, placedIn, placeOfRecord } from "../administrative.ts";
import { within } from "../guarded/view.ts";
import { authorName, revisionFor } from "../notes.ts";
import { chartFrom, idFrom, isPersonOf } from "../open-charts.ts";
import { besideOf, seenOf, standingIn } from "../structured.ts";
import { holds, restricts } from "./hold.ts";

/** Open ones first, each by the day it is due; of the others the newest first. */
const inOrder = (a: CaseHead, b: CaseHead): number =>
  Number(a.closed) - Number(b.closed) ||
  (a.closed ? b.received.localeCompare(a.received) : (a.due ?? "9999").localeCompare(b.due ?? "9999")) ||
  a.received.localeCompare(b.received) ||
  a.id.localeCompare(b.id);

/** Of a chart as it is open here; `view` has its lists. */
export async function casesOf(view: Opened, chart: Bytes): Promise<CaseView[]> {
  const there = standing(view, view.fold.structuredOf("case", chart));
  return (await Promise.all(there.map((one) => caseView(view, chart, one)))).toSorted(inOrder);
}

/** Of all charts that are open to this member; of each what a list shows, and no word of it. */
export function caseHeads(opened: Opened): CaseHead[] {
  const inside = opened.guardedFold()?.structuredOfType("case") ?? [];
  const outside = opened.fold.structuredOfType("case");
  const shown = (all: readonly Structured<"case">[], isInside: boolean) =>
    standing(opened, all).filter(({ chart }) => {
      const view = chart && within(opened, chart);
      return view && (view !== opened) === isInside;
    });
  return [...shown(outside, false), ...shown(inside, true)].map(headOf).toSorted(inOrder);
}

/** What went inside a guard stands there, of the same kind and day; where nothing does, nobody hides a case by saying that it did. */
const standing = (view: Opened, all: readonly Structured<"case">[]) => {
  if (!all.some(({ value }) => value.moved)) return all;
  const inside = all.filter(({ record, value }) => !value.moved && placedIn(view, record) === "clinical");
  const isSame = (one: Structured<"case">, other: Structured<"case">) =>
    one.value.kind === other.value.kind &&
    one.value.received === other.value.received &&
    equalBytes(one.chart ?? new Uint8Array(0), other.chart ?? new Uint8Array(0));
  return all.filter((one) => !one.value.moved || !inside.some((other) => isSame(one, other)));
};

function headOf({ record, chart, value }: Structured<"case">): CaseHead {
  const last = due(value);
  return {
    id: toHex(record),
    chart: chart ? toHex(chart) : "",
    kind: value.kind,
    received: value.received,
    ...(last === undefined ? {} : { due: last }),
    closed: value.closed !== undefined,
  };
}

async function caseView(view: Opened, chart: Bytes, one: Structured<"case">): Promise<CaseView> {
  const { record, author, value } = one;
  const { decision, extension, closed, disagreement } = value;
  const isDenied = decision !== undefined && decision.outcome !== "granted";
  const latest = extension || decision || closed ? undefined : latestDue(value);
  return {
    ...headOf(one),
    said: wordsOf(value),
    ...(latest === undefined ? {} : { extendableTo: latest }),
    holds: holds(view, one),
    restricts: restricts(value),
    goesAlong: value.kind === "amendment" && isDenied && disagreement !== undefined,
    others: (await besideOf(view, "case", record)).filter((other) => !other.moved).map(wordsOf),
    basedOn: standingIn(view, record),
    author: authorName(view, author),
    writtenAt: value.writtenAt,
    mayWrite: mayWriteIn(view, chart, placeOfCase(view, chart, value.kind, record)),
  };
}

/** A record stays where it is; what front desk must act on is begun where they read (CASE-1). */
function placeOfCase(view: Opened, chart: Bytes, kind: CaseWords["kind"], record: Bytes): Place {
  return administrativeCaseKinds.includes(kind) ? placeOfRecord(view, chart, record) : "clinical";
}

/**
 * Failures: `chart-unknown`, `case-unknown`, `person-unknown`, `note-unknown`, `disclosure-unknown`, `disclosure-unfit`, `not-entitled`, `case-unfit`, `extension-once`,
 * `extension-unfit`, `ground-missing`, `restriction-owed`, `case-undecided`.
 */
export async function saveCase(
  ports: Pick<Ports, "clock" | "crypto">,
  view: Opened,
  { chart: inChart, id, said, basedOn, told }: SaveCase,
): Promise<Result<{ id: string }, Failure>> {
  const chart = chartFrom(view, inChart);
  if (!chart) return fail(failure("chart-unknown"));
  const record = id === undefined ? ports.crypto.random(16) : idFrom(id);
  const there = record && view.fold.structuredRecord("case", record);
  const isSame = standing(view, view.fold.structuredOf("case", chart)).some(
    (one) => record && equalBytes(one.record, record),
  );
  if (!record || (id !== undefined && !isSame)) return fail(failure("case-unknown"));
  const place = placeOfCase(view, chart, said.kind, record);
  if (!mayWriteIn(view, chart, place)) return fail(failure("not-entitled"));
  const { person: personId, note: noteId, disclosures: given = [], ...rest } = said;
  const person = personId === undefined ? undefined : fromHex(personId);
  const note = noteId === undefined ? undefined : fromHex(noteId);
  if (personId !== undefined && !isPersonOf(view, chart, person)) return fail(failure("person-unknown"));
  if (noteId !== undefined && !isOfChart(note && view.fold.note(note), chart)) return fail(failure("note-unknown"));
  const disclosures = given.map(fromHex).filter((one) => one !== undefined);
  // What was named before may lie outside of a guard that began since.
  const named = disclosures.filter((one) => !there?.value.disclosures?.some((before) => equalBytes(before, one)));
  const areHere = named.every((one) => isOfChart(view.fold.structuredRecord("disclosure", one), chart));
  if (disclosures.length < given.length || !areHere) return fail(failure("disclosure-unknown"));
  const gives = kindOf(said.kind).gives;
  if (told && !gives) return fail(failure("case-unfit"));
  const gone = told && gives && nextDisclosure(ports, view, { chart: inChart, ...told, ...gives, authorisation: "" });
  if (gone && !gone.ok) return gone;
  const all = [...disclosures, ...(gone ? [gone.value.record] : [])];
  const revision = {
    type: "case",
    revision: ports.crypto.random(16),
    writtenAt: ports.clock.now(),
    ...rest,
    ...(person ? { person } : {}),
    ...(note ? { note } : {}),
    ...(all.length > 0 ? { disclosures: all } : {}),
  } as RevisionOf<"case">;
  const refused = isRevision(revision) ? whyNot(revision, there?.value) : failure("case-unfit");
  if (refused) return fail(refused);
  const next = revisionFor({ kind: place, chart }, record, revision, seenOf(view, record, basedOn));
  await view.keep([next, ...(gone ? [gone.value.revision] : [])]);
  return ok({ id: toHex(record) });
}

function isOfChart(one: { readonly chart?: unknown } | undefined, chart: Bytes): boolean {
  return one?.chart instanceof Uint8Array && equalBytes(one.chart, chart);
}

/** What no case of this kind may say, after what it said before. */
function whyNot(next: RevisionOf<"case">, before: RevisionOf<"case"> | undefined): Failure | undefined {
  const { kind, received, decision, closed, disagreement, ended } = next;
  const { clock, steps, grounds } = kindOf(kind);
  const unfit = failure("case-unfit");
  if (before && before.kind !== kind) return unfit;
  const after = [decision?.on, closed?.on, disagreement?.on, ended?.on];
  const days = [received, next.answerBy, next.extension?.on, ...after];
  if (![...days, next.extension?.until, ...next.steps.map(({ on }) => on)].every((day) => !day || isDay(day)))
    return unfit;
  if (after.some((day) => day !== undefined && day < received)) return unfit;
  if (next.answerBy !== undefined && clock.by !== "paper") return unfit;
  if (next.note && kind !== "amendment") return unfit;
  if (next.paidInFull && kind !== "restriction") return unfit;
  if (next.steps.some(({ step }) => !steps.some(({ id }) => id === step))) return unfit;
  if (disagreement && !(kind === "amendment" && decision && decision.outcome !== "granted")) return unfit;
  if (ended && !(kind === "restriction" && decision && decision.outcome !== "denied")) return unfit;
  return whyNotDecided(next, grounds) ?? whyNotExtended(next, before);
}

function whyNotDecided(
  { kind, paidInFull, decision, closed }: RevisionOf<"case">,
  known: readonly { readonly id: string }[],
): Failure | undefined {
  if (closed && !decision && known.length > 0) return failure("case-undecided");
  if (!decision) return undefined;
  const { outcome, grounds } = decision;
  if (kind === "restriction" && paidInFull && outcome !== "granted") return failure("restriction-owed");
  if (grounds.some((ground) => !known.some(({ id }) => id === ground))) return failure("case-unfit");
  if (outcome === "granted") return grounds.length > 0 ? failure("case-unfit") : undefined;
  return known.length > 0 && grounds.length === 0 ? failure("ground-missing") : undefined;
}

/** Once, told before the answer was due, and no further than the rule goes (CASE-3). */
function whyNotExtended(next: RevisionOf<"case">, before: RevisionOf<"case"> | undefined): Failure | undefined {
  const { extension } = next;
  const was = before?.extension;
  if (was) {
    const isSame = extension?.on === was.on && extension.until === was.until && next.received === before.received;
    return isSame ? undefined : failure("extension-once");
  }
  if (!extension) return undefined;
  const [first, latest] = [firstDue(next), latestDue(next)];
  if (first === undefined || latest === undefined) return failure("case-unfit");
  const isInTime = next.received <= extension.on && extension.on <= first;
  return isInTime && first < extension.until && extension.until <= latest
    ? undefined
    : failure("extension-unfit", { latest });
}

function wordsOf(revision: RevisionOf<"case">): CaseWords {
  const { type: _, revision: __, writtenAt: ___, moved: ____, person, note, disclosures, ...words } = revision;
  return {
    ...words,
    ...(person ? { person: toHex(person) } : {}),
    ...(note ? { note: toHex(note) } : {}),
    ...(disclosures ? { disclosures: disclosures.map(toHex) } : {}),
  } as CaseWords;
}
