/**
 * Who asked for words of a chart in an emergency, and what became of it (docs/spec, EMG-1 to EMG-4): read from records of the
 * directory and from the roster each time.
 *
 * What an attacker controls: with a member's key, any record of that member's. A request is its first revision, in its author's
 * name; whoever writes over it only says no, and that counts from those who may.
 */

import { type AccountId, type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  type Compartment,
  deviceAt,
  type Failure,
  failure,
  isAmong,
  type Roster,
  treats,
  untilDayOf,
} from "@alcove/protocol";
import type { RevisionOf } from "@alcove/records";
import type { Opened } from "../../engine/opened.ts";
import { placesOf } from "../../engine/state.ts";
import type { EmergencyView, EmergencyWants } from "../../facade.ts";
import type { Ports, SqlRow } from "../../ports.ts";
import { revisionFor } from "../notes.ts";
import { crisisOf, idFrom } from "../open-charts.ts";
import { directory } from "../../engine/outbox.ts";
import { dayText } from "../presence.ts";

const dayMs = 86_400_000;
/** Then nobody is asked any more. */
const waitingMs = 3 * dayMs;

type Asks = NonNullable<RevisionOf<"emergency">["asks"]>;
export type Emergency = Asks & {
  readonly record: Bytes;
  readonly asker: AccountId;
  readonly at: number;
  readonly isSent: boolean;
  /** Who can open the chart and may give words of it. */
  readonly givers: readonly AccountId[];
  readonly declined: readonly AccountId[];
  /** The one-off compartment for the asker, where somebody gave it. */
  readonly place?: Compartment;
  readonly became: EmergencyView["became"];
};

/** Newest first: all to owners and privacy officers, to others their own and those of charts that they can open. */
export async function emergencies(ports: Ports, opened: Opened): Promise<EmergencyView[]> {
  const { roster } = opened.state;
  const me = roster?.members.get(toHex(opened.keys.account));
  if (!roster || !me) return [];
  const seesAll = me.role === "owner" || me.role === "privacy-officer";
  const all = await Promise.all(
    opened.fold.emergencies().map((record) => readEmergency(ports, opened, roster, record)),
  );
  return all
    .filter((one) => one !== undefined)
    .filter(({ asker, givers }) => seesAll || equalBytes(asker, me.account) || isAmong(givers, me.account))
    .map((one) => viewOf(opened, one))
    .toSorted((a, b) => b.at - a.at);
}

function viewOf(opened: Opened, one: Emergency): EmergencyView {
  const { fold, keys } = opened;
  const nameOf = (id: Bytes) => fold.nameOf(id) ?? "";
  const { place } = one;
  const until = place && untilDayOf(place, one.asker);
  const day = until === undefined ? "" : dayText(until);
  return {
    id: toHex(one.record),
    chart: toHex(one.chart as Bytes),
    chartName: nameOf(one.chart as Bytes),
    member: toHex(one.asker),
    name: nameOf(one.asker),
    isYours: equalBytes(one.asker, keys.account),
    isSent: one.isSent,
    at: one.at,
    wants: one.wants,
    reason: one.reason,
    became: one.became,
    declined: one.declined.map(nameOf),
    ...(place ? { given: { byName: nameOf(place.author), until: day } } : {}),
    mayAnswer: mayAnswer(opened, one),
    mayRead: place !== undefined && isAmong(place.readers, keys.account) && givenIn(opened, place) !== undefined,
    mayDestroy: place !== undefined && equalBytes(place.author, keys.account) && isAmong(place.readers, keys.account),
    isDestroyed: place?.destroyedIndex !== undefined,
    readers: one.givers.map(nameOf),
  };
}

/** How many wait for this member. */
export async function emergenciesToAnswer(ports: Ports, opened: Opened): Promise<number> {
  const { roster } = opened.state;
  if (!roster) return 0;
  const all = opened.fold.emergencies(ports.clock.now() - waitingMs);
  const read = await Promise.all(all.map((record) => readEmergency(ports, opened, roster, record)));
  return read.filter((one) => one && mayAnswer(opened, one)).length;
}

/** Whether it waits for this member; also where they gave it and were cut off before the words were on their way. */
export function mayAnswer(opened: Opened, { became, givers, declined, place }: Emergency): boolean {
  const { account } = opened.keys;
  const isTheirs = place?.destroyedIndex === undefined && place !== undefined && equalBytes(place.author, account);
  const wasCutOff = isTheirs && !givenIn(opened, place);
  return (became === "waits" && isAmong(givers, account) && !isAmong(declined, account)) || wasCutOff;
}

/** The words that lie in the one-off compartment, or wait on the giver's device for it. */
export const givenIn = ({ fold }: Opened, { compartment }: Compartment): SqlRow | undefined =>
  fold
    .givensFor(compartment)
    .find((row) => row["compartment"] === null || equalBytes(row["compartment"] as Bytes, compartment));

/** `undefined`: nobody asked for anything in it. Its first revision does, whoever writes over it, and whatever became of who asked. */
export async function readEmergency(
  { clock }: Pick<Ports, "clock">,
  opened: Opened,
  roster: Roster,
  record: Bytes,
): Promise<Emergency | undefined> {
  const said: {
    readonly account: AccountId;
    readonly counts: boolean;
    readonly row: SqlRow;
    readonly asks: Asks | null;
  }[] = [];
  for (const row of inLedgerOrder(opened.fold.revisionsOf(record))) {
    const revision = await opened.openRevision(row["revision"] as Bytes);
    const account = roster.devices.get(toHex(row["author"] as Bytes))?.account;
    // What a device said that was taken out since asks and refuses nothing any more, and was said all the same.
    const counts = deviceAt(roster, row["author"] as never, Number.MAX_SAFE_INTEGER) !== undefined;
    if (revision?.type === "emergency" && account) said.push({ account, counts, row, asks: revision.asks });
  }
  const [first, ...later] = said;
  if (!first?.asks) return undefined;
  const asker = roster.members.get(toHex(first.account));
  const mayAsk = first.counts && asker !== undefined && asker.suspendedIndex === undefined;
  const givers = giversOf(roster, first.asks.chart as Bytes).filter((one) => !equalBytes(one, first.account));
  const no = later.filter(({ asks, counts }) => counts && asks === null).map(({ account }) => account);
  const declined = givers.filter((one) => isAmong(no, one));
  const place = placeOf(roster, record, first.asks.chart as Bytes, first.account);
  const at = Number(first.row["written_at"]);
  const becameOf = (): Emergency["became"] => {
    if (place) return "given";
    if (isAmong(no, first.account)) return "withdrawn";
    // An id begins one compartment and no second.
    if (roster.compartments.has(toHex(record))) return "barred";
    if (!mayAsk || clock.now() - at >= waitingMs) return "over";
    return givers.length > 0 && declined.length === givers.length ? "declined" : "waits";
  };
  return {
    ...first.asks,
    record,
    asker: first.account,
    at,
    isSent: first.row["position"] !== null,
    givers,
    declined,
    ...(place ? { place } : {}),
    became: becameOf(),
  };
}

/** What waits on this device comes last. */
function inLedgerOrder(rows: readonly SqlRow[]): SqlRow[] {
  const place = (row: SqlRow) => (row["position"] === null ? Number.POSITIVE_INFINITY : Number(row["position"]));
  return rows.toSorted((a, b) => place(a) - place(b) || Number(a["part"]) - Number(b["part"]));
}

/** Those who may give (ROS-33). */
function giversOf(roster: Roster, chart: Bytes): AccountId[] {
  const clinical = [...placesOf(roster, chart)].filter(({ kind }) => kind === "clinical");
  return [...roster.members.values()]
    .filter(({ account, role, suspendedIndex }) => {
      return suspendedIndex === undefined && treats(role) && clinical.some(({ readers }) => isAmong(readers, account));
    })
    .map(({ account }) => account);
}

/** Its id is the request's; it counts as given where it was for the one who asked. */
function placeOf(roster: Roster, record: Bytes, chart: Bytes, asker: AccountId): Compartment | undefined {
  const place = roster.compartments.get(toHex(record));
  if (place?.kind !== "emergency" || !place.chart || !equalBytes(place.chart, chart)) return undefined;
  const others = place.readers.filter((one) => !equalBytes(one, place.author));
  return others.every((one) => equalBytes(one, asker)) ? place : undefined;
}

/**
 * Asks everybody who can open the chart; on this device's disk when it answers. Gives the request's id. Failures: `chart-unknown`,
 * `reason-empty`, `crisis-card-missing`, `emergency-needless`, `account-suspended`, `device-provisional`.
 */
export async function askInEmergency(
  { clock, crypto }: Ports,
  opened: Opened,
  request: { readonly chart: string; readonly wants: EmergencyWants; readonly reason: string },
): Promise<Result<{ readonly id: string }, Failure>> {
  const { state, keys, fold } = opened;
  const { roster } = state;
  const chart = idFrom(request.chart);
  const reason = request.reason.trim();
  if (!roster || !chart || fold.named(chart)?.["type"] !== "chart") return fail(failure("chart-unknown"));
  if (reason === "") return fail(failure("reason-empty"));
  if (roster.members.get(toHex(keys.account))?.suspendedIndex !== undefined) return fail(failure("account-suspended"));
  if (opened.sync.isProvisional()) return fail(failure("device-provisional"));
  const isRead = [...placesOf(roster, chart)].some(
    ({ kind, readers }) => kind === "clinical" && isAmong(readers, keys.account),
  );
  if (isRead) return fail(failure("emergency-needless"));
  if (request.wants === "card" && crisisOf(roster, chart).length === 0) return fail(failure("crisis-card-missing"));
  const record = crypto.random(16);
  const asks = { chart, wants: request.wants, reason };
  const revision = { type: "emergency" as const, revision: crypto.random(16), writtenAt: clock.now(), asks };
  await opened.keep([revisionFor(directory, record, revision, [])]);
  return ok({ id: toHex(record) });
}

/** As who asked: it is not needed any more. As who could give it: they say no, and others may still give it. `emergency-over`. */
export async function declineEmergency(ports: Ports, opened: Opened, id: string): Promise<Result<undefined, Failure>> {
  const { state, keys, fold } = opened;
  const record = idFrom(id);
  const one = record && state.roster && (await readEmergency(ports, opened, state.roster, record));
  const isOwn = one?.became === "waits" && equalBytes(one.asker, keys.account);
  if (!one || one.place || !(isOwn || mayAnswer(opened, one))) return fail(failure("emergency-over"));
  const { clock, crypto } = ports;
  const no = { type: "emergency" as const, revision: crypto.random(16), writtenAt: clock.now(), asks: null };
  await opened.keep([revisionFor(directory, one.record, no, fold.standing(one.record))]);
  return ok();
}
