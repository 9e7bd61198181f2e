/** What was done to people, keys and rights, from the roster's statements as they lie on this device. */

import {
  type AccountId,
  type Bytes,
  type CompartmentId,
  type DeviceId,
  equalBytes,
  type Hash,
  toHex,
} from "@alcove/bytes";
import { type CompartmentKind, type Operation, parseHeartbeat, parseStatement, type Roster } from "@alcove/protocol";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import { signedBodies } from "../engine/signed-bodies.ts";
import type { Activity, ActivityAct, ActivityCharts, ActivityMember, ActivityRequest } from "../facade.ts";
import { sayAct } from "./activity-words.ts";
import { dayText } from "./presence.ts";

const dayMs = 86_400_000;
const pageLength = 50;
const namedAtMost = 10;
const shownDays = 30;
const kinds = new Set(["roster", "heartbeat"] as const);

type Stood = { readonly index: number; readonly entry: Bytes; readonly day?: number };

/** Newest first, at most fifty. */
export function activity(disk: Disk, opened: Opened, request: ActivityRequest): Activity[] {
  const { roster } = opened.state;
  if (!roster) return [];
  const found: Activity[] = [];
  for (const stood of statementsOn(disk, roster).reverse()) {
    if (found.length === pageLength) break;
    if (stood.index >= (request.before ?? Number.POSITIVE_INFINITY)) continue;
    const said = whatIsSaid(opened, roster, stood, request.chart);
    if (said && said.acts.length > 0 && isAbout(said, request.member)) found.push(said);
  }
  return found;
}

/** As of this roster's head: the lists on screen ask again after every change. */
const latelyKnown = new WeakMap<Opened, { readonly head: Hash; readonly found: readonly Activity[] }>();

/**
 * What nobody should miss, newest first: recovery cards that were used, keys begun anew, devices that were lost, devices that were
 * added by a kit. Of the last 30 days, and without what this device did itself.
 */
export function lately(disk: Disk, opened: Opened, now: number): readonly Activity[] {
  const { roster } = opened.state;
  if (!roster) return [];
  const known = latelyKnown.get(opened);
  if (known && equalBytes(known.head, roster.head)) return known.found;
  const since = Math.floor(now / dayMs) - shownDays;
  const own = toHex(opened.keys.device);
  const found = statementsOn(disk, roster)
    .reverse()
    .filter(({ day = 0 }) => day >= since)
    .flatMap((stood) => whatIsSaid(opened, roster, stood, undefined) ?? [])
    .filter(({ device }) => device.id !== own)
    .map((said) => ({ ...said, acts: said.acts.filter(isNotToBeMissed) }))
    .filter(({ acts }) => acts.length > 0);
  latelyKnown.set(opened, { head: roster.head, found });
  return found;
}

function isNotToBeMissed(act: ActivityAct): boolean {
  if (act.kind === "device-revoked") return act.why !== "retired";
  return act.kind === "cards-used" || act.kind === "rekeyed" || (act.kind === "device-enrolled" && act.by === "kit");
}

/** Those that count, in ledger order. `day`: the newest that a device had signed by then. */
function statementsOn(disk: Disk, roster: Roster): Stood[] {
  const counted = new Set([...roster.heads.values()].map(({ index }) => index));
  const found: Stood[] = [];
  let day: number | undefined;
  for (const { kind, index, entry } of signedBodies(disk, kinds, roster.headIndex + 1)) {
    const said = kind === "heartbeat" ? parseHeartbeat(entry)?.body.day : undefined;
    if (said !== undefined) day = Math.max(said, day ?? 0);
    if (kind === "roster" && counted.has(index)) found.push({ index, entry, ...(day === undefined ? {} : { day }) });
  }
  return found;
}

function whatIsSaid(opened: Opened, roster: Roster, stood: Stood, chart: string | undefined): Activity | undefined {
  const statement = parseStatement(stood.entry);
  if (!statement) return undefined;
  const { account, device, operations } = statement.body;
  const names = namesIn(opened);
  // Identity, device, and where another owner signed, theirs.
  const second = statement.signatures.slice(2).find(({ kind }) => kind === 1);
  return {
    index: stood.index,
    ...(stood.day === undefined ? {} : { day: dayText(stood.day) }),
    by: toHex(account),
    byName: names.of(account),
    device: { id: toHex(device), name: names.of(device) },
    ...(second ? { alsoBy: names.member(second.id as AccountId) } : {}),
    acts: operations.flatMap((operation) => {
      const act = actOf(operation, { opened, roster, by: account, chart });
      return act ? { ...act, says: sayAct(act, toHex(account)) } : [];
    }),
  };
}

function namesIn({ fold }: Opened) {
  const of = (id: Bytes): string => fold.nameOf(id) ?? "";
  const named = (id: AccountId | DeviceId) => ({ id: toHex(id), name: of(id) });
  return { of, member: named, device: named };
}

type Place = {
  readonly opened: Opened;
  readonly roster: Roster;
  readonly by: AccountId;
  /** About this chart alone. */
  readonly chart: string | undefined;
};

/** `undefined`: about something else than what was asked for. */
function actOf(operation: Operation, place: Place): ActivityAct | undefined {
  switch (operation[0]) {
    case "compartment.create":
    case "compartment.destroy":
    case "entitle":
    case "disentitle":
    case "guard.set":
    case "guard.unset":
    case "emergency.give":
      return actOnCharts(operation, place);
    default:
      return place.chart === undefined ? actOnPeople(operation, place) : undefined;
  }
}

type OnCharts = Extract<
  Operation,
  readonly [
    (
      | "compartment.create"
      | "compartment.destroy"
      | "entitle"
      | "disentitle"
      | "guard.set"
      | "guard.unset"
      | "emergency.give"
    ),
    ...unknown[],
  ]
>;

function actOnCharts(operation: OnCharts, place: Place): ActivityAct | undefined {
  const { member } = namesIn(place.opened);
  switch (operation[0]) {
    case "compartment.create": {
      const [begun] = chartsOf([operation[1]], place);
      return begun && { kind: "begun", what: begun };
    }
    case "compartment.destroy": {
      const [what] = chartsOf([operation[1]], place);
      return what && { kind: "destroyed", what };
    }
    case "entitle": {
      const [, account, right, untilDay, ids] = operation;
      const what = chartsOf(ids, place);
      const until = untilDay === null ? {} : { until: dayText(untilDay) };
      return what.length === 0 ? undefined : { kind: "given", member: member(account), right, ...until, what };
    }
    case "disentitle": {
      const what = chartsOf(operation[2], place);
      return what.length === 0 ? undefined : { kind: "ended", member: member(operation[1]), what };
    }
    case "emergency.give": {
      const [, id, , account, untilDay] = operation;
      const [what] = chartsOf([id], place);
      return what && { kind: "given-in-emergency", member: member(account), until: dayText(untilDay), what };
    }
    case "guard.set":
    case "guard.unset": {
      const what = chartsOf(operation[1], place);
      return what.length === 0 ? undefined : { kind: operation[0] === "guard.set" ? "guarded" : "guard-ended", what };
    }
  }
}

function actOnPeople(operation: Exclude<Operation, OnCharts>, { opened, roster, by }: Place): ActivityAct | undefined {
  const { member, device } = namesIn(opened);
  switch (operation[0]) {
    case "practice.create":
      return { kind: "founded" };
    case "member.add":
      return { kind: "joined", member: member(operation[1]), role: operation[2] };
    case "member.remove":
      return { kind: "removed", member: member(operation[1]) };
    case "member.role":
      return { kind: "role", member: member(operation[1]), role: operation[2] };
    case "member.rekey":
      return { kind: "rekeyed", member: member(operation[1]), why: operation[5] };
    case "device.enrol":
      return { kind: "device-enrolled", member: member(operation[1]), device: device(operation[2]), by: operation[4] };
    case "device.revoke":
      return { kind: "device-revoked", member: member(operation[1]), device: device(operation[2]), why: operation[3] };
    case "freshness.confirm":
      return { kind: "device-confirmed", member: member(operation[1]), device: device(operation[2]) };
    case "recovery.set":
      return { kind: "cards-made", needed: operation[2], cards: operation[5].length };
    case "recovery.use":
      return { kind: "cards-used", member: member(by), why: operation[8] };
    case "recovery.drill":
      return { kind: "cards-checked", cards: operation[2].length };
    case "successor.set": {
      const [, successor, , needed, , , shares] = operation;
      const named = successor ? { member: member(successor) } : {};
      return { kind: "own-cards-made", needed, cards: shares.length, ...named };
    }
    case "successor.end":
      return { kind: "own-cards-ended" };
    case "successor.use": {
      const used = roster.successorSets.find(({ set }) => equalBytes(set, operation[1]));
      return used && { kind: "own-cards-used", member: member(used.author) };
    }
    case "policy.set":
      return { kind: "rules" };
    case "witness.set":
      return { kind: "witnesses", names: operation[1].map(([name]) => name) };
  }
}

const kindNames: { readonly [kind in CompartmentKind]?: ActivityCharts["kind"] } = {
  clinical: "progress",
  psychotherapy: "psychotherapy",
  administrative: "administrative",
  crisis: "crisis-card",
  "access-log": "access-log",
  directory: "directory",
  emergency: "emergency",
  schedule: "schedule",
};

function chartsOf(ids: readonly CompartmentId[], { opened, roster, chart }: Place): ActivityCharts[] {
  const byKind = new Map<ActivityCharts["kind"], Map<string, string>>();
  for (const id of ids) {
    const compartment = roster.compartments.get(toHex(id));
    const of = compartment?.chart ? toHex(compartment.chart) : undefined;
    if (!compartment || (chart !== undefined && of !== chart)) continue;
    const kind = kindNames[compartment.kind] ?? "other";
    const charts = byKind.get(kind) ?? new Map<string, string>();
    if (compartment.chart && of !== undefined) charts.set(of, opened.fold.nameOf(compartment.chart) ?? "");
    byKind.set(kind, charts);
  }
  return [...byKind].map(([kind, charts]) => ({
    kind,
    charts: charts.size,
    named: [...charts]
      .map(([id, name]) => ({ id, name }))
      .filter(({ name }) => name !== "")
      .slice(0, namedAtMost),
  }));
}

function isAbout({ by, acts }: Activity, member: string | undefined): boolean {
  const isTheirs = (one: ActivityMember) => one.id === member;
  return (
    member === undefined || by === member || acts.some((act) => "member" in act && act.member && isTheirs(act.member))
  );
}
