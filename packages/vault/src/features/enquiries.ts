/**
 * Before a chart (docs/spec, ENQ): who asks for treatment, who waits for it, and who was not taken on. An enquiry is a chart of people
 * and numbers alone; it is given to whoever takes them on before the first note is written.
 */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  type Compartment,
  type Failure,
  failure,
  hasNotes,
  isAmong,
  mayCreate,
  type Roster,
  treats,
  untilDayOf,
} from "@alcove/protocol";
import { isDay, type RevisionOf } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import { directory } from "../engine/outbox.ts";
import type { BeginEnquiry, ChartStatus, EnquiryView } from "../facade.ts";
import type { Ports } from "../ports.ts";
import { shareChart } from "./access.ts";
import { administrativeView, saveFaceSheet } from "./administrative.ts";
import { revisionFor } from "./notes.ts";
import { administrativeOf, beforeTreatment, chartFrom, idFrom, isOnlyReader, mayChange } from "./open-charts.ts";
import { nextRevision } from "./structured.ts";

/** Who asked first stands first. What a guard has closed, or closed once, is no enquiry any more. */
export async function enquiries(opened: Opened): Promise<EnquiryView[]> {
  const { fold, state, keys } = opened;
  const charts = fold.charts().filter((row) => beforeTreatment.includes(row["status"] as ChartStatus));
  const views = await Promise.all(
    charts.map(async (row): Promise<EnquiryView | undefined> => {
      const chart = chartFrom(opened, toHex(row["record"] as Bytes));
      const view = chart && !opened.isGuardedChart(chart) ? await administrativeView(opened, chart) : undefined;
      if (!chart || !view?.faceSheet || !beforeTreatment.includes(view.faceSheet.status)) return undefined;
      const { beside: _, ...sheet } = view.faceSheet;
      const enquiry = sheet.enquiry ?? { asked: sheet.since, asks: "", heard: "", called: [], next: "", keep: "" };
      const places = state.roster ? administrativeOf(state.roster, chart) : [];
      return {
        chart: toHex(chart),
        name: row["name"] as string,
        sheet: { ...sheet, enquiry },
        people: view.people,
        mayWrite: view.mayWrite,
        // What is not in the ledger yet is its author's, and goes there before it is given.
        mayGive:
          view.mayWrite &&
          (places.length === 0 ||
            places.some((one) => state.roster && mayChange(state.roster, keys.account, one, keys.account))),
      };
    }),
  );
  return views
    .filter((one) => one !== undefined)
    .toSorted((a, b) => compare(a.sheet.enquiry.asked, b.sheet.enquiry.asked) || compare(a.chart, b.chart));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A chart, the one who asked, and its face sheet, in one save. Failures: `name-empty`, `day-unfit`, `not-entitled`. */
export async function beginEnquiry(
  ports: Ports,
  opened: Opened,
  { name: typed, called, reach, form, asked, asks, heard }: BeginEnquiry,
): Promise<Result<{ readonly id: string }, Failure>> {
  const { crypto, clock } = ports;
  const name = typed.trim();
  if (name === "") return fail(failure("name-empty"));
  if (!isDay(asked)) return fail(failure("day-unfit"));
  const role = opened.state.roster?.members.get(toHex(opened.keys.account))?.role;
  if (!role || !mayCreate(role, "administrative")) return fail(failure("not-entitled"));
  const chart = crypto.random(16);
  const now = clock.now();
  const begun: RevisionOf<"chart"> = {
    type: "chart",
    revision: crypto.random(16),
    writtenAt: now,
    name,
    createdAt: now,
  };
  const place = { kind: "administrative", chart } as const;
  const person = { name, called, roles: ["client"], relation: "", reach, note: "", gone: false } as const;
  const enquiry = { asked, asks, heard, called: [], next: "", keep: "" };
  const sheet = { status: "enquiry", form, since: asked, tags: [], custom: [], enquiry } as const;
  await opened.keep([
    revisionFor(directory, chart, begun, []),
    nextRevision(ports, opened, place, crypto.random(16), "person", person),
    nextRevision(ports, opened, place, crypto.random(16), "face-sheet", sheet),
  ]);
  return ok({ id: toHex(chart) });
}

/**
 * They are in treatment from `since` on. Somebody else who sees clients is given the chart; whoever had it until then and sees
 * clients too has it no more, unless there are notes: these are shared as notes are.
 */
export async function takeOn(
  ports: Ports,
  view: Opened,
  request: { readonly chart: string; readonly member: string; readonly since: string },
): Promise<Result<undefined, Failure>> {
  const { sync, keys, state } = view;
  const chart = chartFrom(view, request.chart);
  const member = idFrom(request.member);
  if (!chart) return fail(failure("chart-unknown"));
  const isOwn = member !== undefined && equalBytes(member, keys.account);
  const target = member && state.roster?.members.get(toHex(member));
  if (!target || !treats(target.role)) return fail(failure("member-unknown"));
  const sheet = (await administrativeView(view, chart)).faceSheet;
  const said = { form: sheet?.form ?? "individual", tags: sheet?.tags ?? [], custom: sheet?.custom ?? [] } as const;
  const saveStatus = () =>
    saveFaceSheet(ports, view, {
      ...said,
      chart: request.chart,
      basedOn: sheet?.basedOn ?? [],
      status: "active",
      since: request.since,
    });
  if (isOwn) return saveStatus();
  const given = await giveEnquiry(view, request.chart, request.member);
  if (!given.ok) return given;
  // Said before the right to say it ends, and in the ledger by then.
  const saved = await saveStatus();
  if (!saved.ok) return saved;
  const sent = await sync.run();
  return sent.ok ? leaveEnquiry(view, chart) : sent;
}

/** What waits here is sent first: its author may write there no more afterwards. */
async function giveEnquiry(view: Opened, chartId: string, member: string): Promise<Result<undefined, Failure>> {
  const { sync, keys, state } = view;
  const chart = chartFrom(view, chartId);
  const sent = await sync.run();
  if (!sent.ok) return sent;
  if (!chart || !state.roster) return fail(failure("chart-unknown"));
  if (hasNotes(state.roster, chart))
    return shareChart(view, { chart: chartId, member, kind: "progress", right: "read-write" });
  return sync.state((roster) => {
    const target = roster.members.get(member);
    const all = readOf(roster, chart);
    if (!target || !treats(target.role)) return fail(failure("member-unknown"));
    // Given before, by a try that came no further: a front desk could not state it again (ROS-36).
    const has = (one: Compartment) =>
      isAmong(one.readers, target.account) &&
      isAmong(one.writers, target.account) &&
      untilDayOf(one, target.account) === undefined;
    const places = all.filter((one) => !has(one));
    if (all.length > 0 && places.length === 0) return ok({ operations: [] });
    if (places.length === 0 || !places.every((one) => mayChange(roster, keys.account, one, target.account)))
      return fail(failure("not-entitled"));
    return ok({
      operations: [["entitle", target.account, "read-write", null, places.map(({ compartment }) => compartment)]],
      gives: { to: target.account, compartments: places },
    });
  });
}

/** An owner, clinician or supervisor has people and numbers with the notes, and there the notes will be somebody else's (ADM-3). */
function leaveEnquiry({ sync, keys, state }: Opened, chart: Bytes): Promise<Result<undefined, Failure>> {
  return sync.state((roster) => {
    const me = roster.members.get(toHex(keys.account));
    const places = readOf(roster, chart).filter(({ readers }) => isAmong(readers, keys.account));
    if (!me || !treats(me.role) || hasNotes(roster, chart) || places.length === 0) return ok({ operations: [] });
    if (places.some((one) => isOnlyReader(state, one, keys.account))) return fail(failure("last-reader"));
    return ok({ operations: [["disentitle", keys.account, places.map(({ compartment }) => compartment)]] });
  });
}

const readOf = (roster: Roster, chart: Bytes) =>
  administrativeOf(roster, chart).filter(({ readers }) => readers.length > 0);
