/**
 * A whole chart is destroyed by who treats there, with another owner where there is one (docs/spec, CDS). What its care team has goes, with the
 * signer's own psychotherapy notes; the log stays, and in it why it was done.
 */

import { paperYears, yearsAfter } from "@alcove/content/retention";
import { type Bytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { clientsOf, type Compartment, type Failure, failure, type Operation, type Roster } from "@alcove/protocol";
import { type CountedOfChart, destroyedReasonCharacters } from "@alcove/records";
import type { Opened } from "../../engine/opened.ts";
import type { OutboxRevision } from "../../engine/outbox.ts";
import { placesOf } from "../../engine/state.ts";
import type { ChartDestruction, RetentionLine } from "../../facade.ts";
import { isHeld } from "../cases/hold.ts";
import { office } from "../cases/office.ts";
import { placedIn } from "../disclosures.ts";
import { within } from "../guarded/view.ts";
import { chartFrom } from "../open-charts.ts";
import { retentionOf } from "../retention.ts";
import { nextRevision } from "../structured.ts";
import { keepProposal } from "../two-owners/proposals.ts";
import { isShared } from "./apart.ts";
import { batchesIn, destruction, isOpenHere, type Place, whatIsUnsent, writtenElsewhere } from "./leaves.ts";
import { maySign, needsAnother, type Parts, partsOf, staysOf } from "./parts.ts";

/** What would go, what would stay, and why it does not go yet. `undefined`: no chart of this id is here. */
export async function chartDestruction(
  place: Place,
  chartId: string,
  today: string,
): Promise<ChartDestruction | undefined> {
  const { opened } = place;
  const { roster } = opened.state;
  const chart = chartFrom(opened, chartId);
  if (!chart || !roster) return undefined;
  const parts = partsOf(roster, opened.keys.account, chart);
  const line = retentionOf(opened, chart, today);
  const { retention: rule } = office(opened);
  const nameOf = ({ author }: Compartment) => opened.fold.nameOf(author) ?? "";
  return {
    chart: chartId,
    chartName: opened.fold.nameOf(chart) ?? "",
    ...(line ? { lastContact: line.lastContact, keepUntil: line.keepUntil } : {}),
    ...(rule ? { rule } : {}),
    needsReason: !isDue(opened, line),
    ...whatIsIn(opened, chart),
    stays: staysOf(parts.left),
    hinders: await hindrances(place, chart, parts, line),
    othersNotes: parts.othersNotes.map(nameOf),
    needsSecondOwner: needsAnother(roster, opened.keys.account),
  };
}

/** By a rule that somebody of the practice confirmed: what is merely proposed destroys nothing by itself. */
const isDue = (opened: Opened, line: RetentionLine | undefined): boolean =>
  line?.state === "due" && office(opened).retention !== undefined;

/** In the order in which somebody would clear them away. */
async function hindrances(
  place: Place,
  chart: Bytes,
  parts: Parts,
  line: RetentionLine | undefined,
): Promise<Failure[]> {
  const { opened } = place;
  const { state, keys } = opened;
  const { roster } = state;
  if (!roster || !maySign(roster, keys.account, parts)) return [failure("not-entitled")];
  const view = within(opened, chart);
  if (!view || !line || !parts.goes.every((one) => isOpenHere(state, one))) return [failure("guard-closed")];
  const cases = view.fold.structuredOf("case", chart).filter(({ value }) => !value.closed && !value.moved);
  const own = parts.goes.filter(({ kind }) => kind === "psychotherapy");
  const portals = [...placesOf(roster, chart)].filter(({ kind }) => kind === "portal");
  const kinds = ["clinical", "administrative", "crisis", "psychotherapy", "emergency"] as const;
  const unsent = await whatIsUnsent(place, chart, kinds, () => true, "held");
  return [
    ...(isHeld(view, chart) ? [failure("legal-hold")] : []),
    ...(line.state === "active" ? [failure("chart-going")] : []),
    ...(cases.length > 0 ? [failure("case-open", { cases: cases.length })] : []),
    ...(parts.othersNotes.length > 0 ? [failure("notes-of-others", { members: parts.othersNotes.length })] : []),
    ...(own.some((one) => isShared(one, keys.account)) ? [failure("notes-shared")] : []),
    ...(portals.some(({ compartment }) => clientsOf(state.keyLogs.get(toHex(compartment))?.readers).length > 0)
      ? [failure("portal-open")]
      : []),
    ...(unsent ? [unsent] : []),
  ];
}

/** What there is of each kind, inside its guard and beside it. */
function whatIsIn(opened: Opened, chart: Bytes): Pick<ChartDestruction, "counts" | "from" | "to" | "ownNotes"> {
  const view = within(opened, chart);
  if (!view) return { counts: [], ownNotes: 0 };
  const folds = view === opened ? [view.fold] : [view.fold, opened.fold];
  const sum = (count: (fold: Opened["fold"]) => number) => folds.reduce((all, fold) => all + count(fold), 0);
  const notes = view.fold.notesOf(chart);
  const progress = notes.filter(({ kind }) => kind === "progress");
  const days = progress.map((row) => String(row["date"])).toSorted();
  const counted: Record<CountedOfChart, number> = {
    "progress-notes": progress.length,
    files: sum((fold) => fold.attachmentsOf(chart).length),
    facts: sum((fold) =>
      (["diagnosis", "medication", "flag", "plan"] as const)
        .map((type) => fold.structuredOf(type, chart).length)
        .reduce((all, one) => all + one, 0),
    ),
    measures: sum((fold) => fold.structuredOf("measure", chart).length),
    forms: sum((fold) => fold.responsesOf(chart).length),
    people: sum((fold) => fold.structuredOf("person", chart).filter(({ value }) => !value.gone).length),
    cases: sum((fold) => fold.structuredOf("case", chart).filter(({ value }) => !value.moved).length),
    "crisis-cards": sum((fold) => fold.crisisOf(chart).filter(({ type }) => type === "crisis-card").length),
  };
  return {
    counts: Object.entries(counted)
      .filter(([, count]) => count > 0)
      .map(([what, count]) => ({ what: what as CountedOfChart, count })),
    ownNotes: notes.length - progress.length,
    ...(days[0] === undefined ? {} : { from: days[0], to: days.at(-1) as string }),
  };
}

/**
 * Failures: `chart-unknown`; what `chartDestruction` says hinders it; `reason-empty`, `text-too-long`; `notes-came`; those of a sync, and of a
 * proposal.
 */
export async function destroyChart(
  place: Place,
  { chart: chartId, reason }: { readonly chart: string; readonly reason: string },
  today: string,
): Promise<Result<{ readonly became: "destroyed" | "proposed" }, Failure>> {
  const { ports, disk, opened } = place;
  const { keys, state, sync } = opened;
  const chart = chartFrom(opened, chartId);
  if (!chart || !state.roster) return fail(failure("chart-unknown"));
  const seen = writtenElsewhere(disk, opened, partsOf(state.roster, keys.account, chart).goes);
  // What waits goes first, so that nothing is left that would go on from what is gone.
  const sent = await sync.run();
  if (!sent.ok) return sent;
  const line = retentionOf(opened, chart, today);
  const [hinders] = await hindrances(place, chart, partsOf(state.roster, keys.account, chart), line);
  if (hinders || !line) return fail(hinders ?? failure("not-entitled"));
  if (!isDue(opened, line) && reason.trim() === "") return fail(failure("reason-empty"));
  const bytes = reason.trim().length;
  if (bytes > destroyedReasonCharacters)
    return fail(failure("text-too-long", { bytes, limit: destroyedReasonCharacters }));
  function build(roster: Roster): Result<readonly Operation[], Failure> {
    const parts = partsOf(roster, keys.account, chart as Bytes);
    if (!maySign(roster, keys.account, parts)) return fail(failure("not-entitled"));
    if (parts.othersNotes.length > 0) return fail(failure("notes-of-others", { members: parts.othersNotes.length }));
    if (!parts.goes.every((one) => isOpenHere(state, one))) return fail(failure("guard-closed"));
    // What came in just now nobody has seen: a note, or a paper that holds the chart. Nor is there anything of one's own since.
    if (writtenElsewhere(disk, opened, parts.goes) !== seen) return fail(failure("notes-came"));
    if (batchesIn(disk, parts.goes) !== whole) return fail(failure("notes-came"));
    return ok(parts.goes.map(({ compartment }) => destruction(disk, opened, compartment)));
  }

  const whole = batchesIn(disk, partsOf(state.roster, keys.account, chart).goes);
  const ready = build(state.roster);
  if (!ready.ok) return ready;
  const said = whatStays(place, chart, line, reason.trim(), today);
  if (said) await opened.keep([said]);
  const told = await sync.run();
  if (!told.ok) return told;
  // Nothing goes before what is to be left of it stands.
  if (said && !opened.fold.revision(said.id)?.["envelope"])
    return fail(failure("notes-unsent", { saves: 1, drafts: 0 }));

  if (!needsAnother(state.roster, keys.account)) {
    const stated = await sync.state((roster) => {
      const operations = build(roster);
      return operations.ok ? ok({ operations: operations.value }) : operations;
    });
    return stated.ok ? ok({ became: "destroyed" }) : stated;
  }
  const kept = await sync.over(async () => {
    const operations = build(state.roster as Roster);
    return operations.ok ? keepProposal(place, ports.crypto.random(16), operations.value, []) : operations;
  });
  return kept.ok ? ok({ became: "proposed" }) : kept;
}

/** For the log: why, and what there was; and what an account of disclosures is still owed of, where it lies among what goes. */
function whatStays(
  { ports, opened }: Place,
  chart: Bytes,
  { lastContact, keepUntil }: RetentionLine,
  reason: string,
  today: string,
): OutboxRevision | undefined {
  const { roster } = opened.state;
  const log = { kind: "access-log", chart } as const;
  // An enquiry has none: there the statement alone says what was done.
  if (!roster || ![...placesOf(roster, chart)].some(({ kind }) => kind === "clinical")) return undefined;
  const { retention: rule } = office(opened);
  const { counts, from, to } = whatIsIn(opened, chart);
  const view = within(opened, chart) ?? opened;
  const owed = view.fold
    .structuredOf("disclosure", chart)
    .filter(({ record, value }) => !value.mistaken && placedIn(view, record) === "clinical")
    .filter(({ value }) => yearsAfter(value.on, paperYears) >= today)
    .map(({ record, value: { on, to: whom, address, what, basis, purpose, authorisation, writtenAt } }) => ({
      ...{ on, to: whom, address, what, basis, purpose, authorisation },
      ...{ record, writtenAt },
    }));
  const said = {
    lastContact,
    keepUntil,
    reason,
    counts,
    owed,
    ...(rule ? { rule } : {}),
    ...(from ? { from, to } : {}),
  };
  return nextRevision(ports, opened, log, ports.crypto.random(16), "destroyed", said, []);
}
