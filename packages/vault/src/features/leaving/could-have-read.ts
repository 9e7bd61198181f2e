/**
 * What somebody could have read (security.md section 8), at the newest checkpoint: rights from the roster's statements, keys from the key
 * logs that this device follows, what devices say they had seen from their heartbeats, openings of guarded charts as their devices signed
 * them. The server's word alone is what it says it sent, and said to be.
 */

import {
  type AccountId,
  type Bytes,
  equalBytes,
  fail,
  type Hash,
  ok,
  type Result,
  toHex,
  zeroHash,
} from "@alcove/bytes";
import { appendLeaves, context, type CryptoPort, emptyFrontier, hash, rootOf, verify } from "@alcove/crypto";
import {
  type Compartment,
  deliveriesOf,
  type EnrolledDevice,
  type Epoch,
  type Failure,
  failure,
  keepsRelease,
  type KeyLog,
  type KeyLogBody,
  type Messages,
  parseHeartbeat,
  parseKeyLogEntry,
  parseOpening,
  type Roster,
} from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import { type SignedBody, signedBodies } from "../../engine/signed-bodies.ts";
import { isFollowed, liesInside } from "../../engine/state.ts";
import type { CouldHaveRead, NamedAct, ReadableCompartment, ReadingDevice } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { readMessage } from "../../session.ts";
import { sittingMs } from "../access-log/record.ts";
import { accessesOf, isOpenPlace, readsLog } from "../access-log/view.ts";
import { type Act, type PastRight, rightsHistory } from "./rights-history.ts";
import { dayText } from "../presence.ts";

const kinds = new Set(["keyLog", "heartbeat", "server"] as const);

type Served = Messages["Served"]["devices"][number];
type Subject = { readonly account: AccountId; readonly device?: EnrolledDevice };

/** What lies on this device that says something of it, read once. */
type Read = {
  /** Ledger indexes of heartbeats, with the newest day that any had said by then. */
  readonly days: readonly { readonly index: number; readonly day: number }[];
  readonly saw: ReadonlyMap<string, { readonly size: number; readonly day: number }>;
  /** By the hash of each: what counts hangs on a key log's head. */
  readonly entries: ReadonlyMap<string, { readonly index: number; readonly body: KeyLogBody }>;
  readonly openings: readonly SignedBody[];
};

/** `about`: a member, present or former, or a device of one. Failures: `member-unknown`, `device-unknown`, `store-damaged`. */
export async function couldHaveRead(
  { ports, disk, opened }: { readonly ports: Ports; readonly disk: Disk; readonly opened: Opened },
  about: { readonly member: string } | { readonly device: string },
): Promise<Result<CouldHaveRead, Failure>> {
  const { state, fold, keys, profile } = opened;
  const { roster, checkpoint } = state;
  if (!roster || !checkpoint) return fail(failure("not-set-up"));
  const subject = subjectOf(roster, about);
  if (!subject) return fail(failure("device" in about ? "device-unknown" : "member-unknown"));
  // Every entry below is held against its leaf, and the leaves against what the server signed.
  if (!areWhole(disk, checkpoint)) return fail(failure("store-damaged"));
  const { account, device } = subject;
  const devices = [...roster.devices.values()].filter(
    (one) => equalBytes(one.account, account) && (!device || one === device),
  );
  const viewedIn = viewings(opened, roster, account, devices);
  const served = await whatWasServed(opened);
  const read = readDisk(disk, state.appliedTo);
  const named = (act: Act): NamedAct => ({
    ...dayBefore(read, act.index),
    index: act.index,
    ...nameIt(opened, act.by),
  });
  const untilIndex = device?.revoked?.index ?? Number.POSITIVE_INFINITY;
  const history = rightsHistory(disk, roster, account);
  const left = [...history.values()]
    .flatMap((rights) => rights.at(-1)?.ended ?? [])
    .find((act) => isEnd(roster, account, act));
  return ok({
    format: "alcove-could-have-read-1",
    practice: { id: toHex(roster.practice), name: profile.practiceName },
    member: { id: toHex(account), name: fold.nameOf(account) ?? "", ...(left ? { left: named(left) } : {}) },
    ...(device ? { device: toHex(device.device) } : {}),
    madeAt: ports.clock.now(),
    madeBy: { id: toHex(keys.account), name: profile.memberName },
    ledger: { size: checkpoint.size, root: toHex(checkpoint.root) },
    devices: devices.map((one) => deviceFacts(opened, read, served, one)),
    compartments: [...history].flatMap(([name, rights]) => {
      const compartment = roster.compartments.get(name);
      const until = rights.filter(({ begun }) => begun.index < untilIndex);
      if (!compartment || until.every(({ right }) => !right.startsWith("read"))) return [];
      const viewed = viewedIn(compartment);
      const facts = compartmentFacts(opened, read, compartment, until, account, untilIndex, named);
      return [viewed ? { ...facts, viewed } : facts];
    }),
    openings: await openingsBy(ports.crypto, opened, roster, read.openings, subject),
    restsOn: served ? [...restsOn, serversWord] : restsOn,
    notKnown: served ? notKnown : [...notKnown, notAsked],
  });
}

const restsOn = [
  "Rights: statements of the roster, signed by the member and the device that made them.",
  "Keys: entries of the key logs, signed by the member and the device that gave each key. Whoever has a chart's key of one time opens what was written there before, too.",
  "What a device had seen: its own signature, on the day that its clock showed. It may have fetched more after that.",
  "Viewed: what their own app wrote into a chart's access log, signed by their device. An app that was changed leaves out what it likes.",
  "Openings of guarded charts: the signature of the device that asked. The server could leave one out, not make one up.",
  "Days: the newest day that any device of the practice had signed by then.",
];
const notKnown = [
  "What was read besides: from before a chart had an access log, by an app that was changed, and where no access log can be read here. Take it that whatever could be read was read.",
  "What was kept: copies, photographs, exports and paper.",
];

const serversWord =
  "What the server sent: its word alone, and an honest one counts what it put on its way, arrived or not. A dishonest one may have sent more.";
const notAsked =
  "What the server sent: it could not be asked when this was made. Take it that every device fetched all that it could.";

/** By device. `undefined`: the server did not say. */
async function whatWasServed(opened: Opened): Promise<ReadonlyMap<string, Served> | undefined> {
  const answered = await opened.inSession((session) => session.call("GET", "/v1/served"));
  const said = answered.ok ? readMessage("Served", answered.value) : answered;
  return said.ok ? new Map(said.value.devices.map((one) => [toHex(one.device), one])) : undefined;
}

function subjectOf(
  roster: Roster,
  about: { readonly member: string } | { readonly device: string },
): Subject | undefined {
  if ("device" in about) {
    const device = roster.devices.get(about.device);
    return device && { account: device.account, device };
  }
  const former = roster.former.find((one) => one.why === "removed" && toHex(one.account) === about.member);
  const account = roster.members.get(about.member)?.account ?? former?.account;
  return account && { account };
}

/** Whether the leaves on this disk are those of the newest checkpoint. */
export function areWhole(disk: Disk, { size, root }: { readonly size: number; readonly root: Hash }): boolean {
  let frontier = emptyFrontier;
  for (const raw of disk.leaves.each()) frontier = appendLeaves(frontier, [raw]);
  return frontier.size === size && equalBytes(rootOf(frontier), root);
}

function readDisk(disk: Disk, to: number): Read {
  const days: { index: number; day: number }[] = [];
  const saw = new Map<string, { size: number; day: number }>();
  const entries = new Map<string, { index: number; body: KeyLogBody }>();
  const openings: SignedBody[] = [];
  for (const one of signedBodies(disk, kinds, to)) {
    if (one.kind === "server") openings.push(one);
    const body = one.kind === "keyLog" ? parseKeyLogEntry(one.entry)?.body : undefined;
    if (body) entries.set(toHex(hash(one.entry)), { index: one.index, body });
    const beat = one.kind === "heartbeat" ? parseHeartbeat(one.entry)?.body : undefined;
    if (!beat) continue;
    days.push({ index: one.index, day: Math.max(beat.day, days.at(-1)?.day ?? 0) });
    saw.set(toHex(beat.device), { size: beat.checkpoint.size, day: beat.day });
  }
  return { days, saw, entries, openings };
}

function dayBefore({ days }: Read, index: number): { readonly day?: string } {
  const day = days.findLast((one) => one.index < index)?.day;
  return day === undefined ? {} : { day: dayText(day) };
}

const nameIt = ({ fold }: Opened, by: AccountId) => ({ by: toHex(by), byName: fold.nameOf(by) ?? "" });

/** Whether this act ended the membership itself. */
const isEnd = (roster: Roster, account: AccountId, { index }: Act): boolean =>
  roster.former.some((one) => one.why === "removed" && equalBytes(one.account, account) && one.untilIndex === index);

function deviceFacts(
  { fold }: Opened,
  { saw }: Read,
  served: ReadonlyMap<string, Served> | undefined,
  one: EnrolledDevice,
): ReadingDevice {
  const id = toHex(one.device);
  const seen = saw.get(id);
  const sent = served?.get(id);
  return {
    id,
    name: fold.nameOf(one.device) ?? "",
    enrolledAt: one.enrolledIndex,
    ...(one.revoked ? { ended: { index: one.revoked.index, why: one.revoked.reason } } : {}),
    ...(seen ? { saw: { size: seen.size, day: dayText(seen.day) } } : {}),
    ...(sent ? { served: { to: sent.to, at: sent.at } } : {}),
  };
}

function compartmentFacts(
  { state, fold }: Opened,
  read: Read,
  compartment: Compartment,
  rights: readonly PastRight[],
  account: AccountId,
  untilIndex: number,
  named: (act: Act) => NamedAct,
): ReadableCompartment {
  const { chart, kind } = compartment;
  const id = toHex(compartment.compartment);
  const log = isFollowed(state, compartment.compartment) ? state.keyLogs.get(id) : undefined;
  const key = log ? keyGiven(log, chainOf(log, read), account, untilIndex) : "unseen";
  return {
    id,
    kind,
    ...(chart ? { chart: toHex(chart), chartName: fold.nameOf(chart) ?? "" } : {}),
    rights: rights.map(({ right, untilDay, begun, ended }) => ({
      right,
      ...(untilDay === undefined ? {} : { until: dayText(untilDay) }),
      begun: named(begun),
      ...(ended ? { ended: named(ended) } : {}),
    })),
    key: typeof key === "string" ? key : { ...key, given: named(key.given) },
  };
}

/** Of a compartment of notes what these devices say they have shown; `undefined`: it holds none. */
function viewings(
  opened: Opened,
  roster: Roster,
  account: AccountId,
  devices: readonly EnrolledDevice[],
): (compartment: Compartment) => ReadableCompartment["viewed"] {
  const theirs = new Set(devices.map((one) => toHex(one.device)));
  return (notes) => {
    const { compartment, kind, chart, author } = notes;
    if (!chart || !liesInside(kind)) return undefined;
    const apart = kind === "psychotherapy" ? compartment : null;
    // An author's entries about these lie beside them, everybody else's in the log.
    const reads = apart && equalBytes(author, account) ? isOpenPlace(opened, notes) : readsLog(opened, roster, chart);
    if (!reads) return "unseen";
    const rows = accessesOf(opened, roster, chart).filter(
      (row) => theirs.has(toHex(row["device"] as Bytes)) && isSame(row["apart"] as Bytes | null, apart),
    );
    const times = rows.map(({ at }) => Number(at)).toSorted((a, b) => a - b);
    const [first] = times;
    const last = times.at(-1);
    return {
      times: countSittings(times),
      ...(first === undefined || last === undefined ? {} : { first, last }),
      exported: rows.some(({ act }) => act === "exported"),
      printed: rows.some(({ act }) => act === "printed"),
    };
  };
}

const isSame = (a: Bytes | null, b: Bytes | null): boolean => (a && b ? equalBytes(a, b) : a === b);

/** Times in order, each sitting counted from its first. */
function countSittings(times: readonly number[]): number {
  let count = 0;
  let from = Number.NEGATIVE_INFINITY;
  for (const at of times) {
    if (at - from <= sittingMs) continue;
    from = at;
    count++;
  }
  return count;
}

type Entry = { readonly index: number; readonly body: KeyLogBody };

/** The entries that the key log rests on, oldest first: each names the one before by its hash, down from the head that was replayed. */
function chainOf(log: KeyLog, { entries }: Read): Entry[] {
  const chain: Entry[] = [];
  for (let at: Hash = log.head; !equalBytes(at, zeroHash()); ) {
    const entry = entries.get(toHex(at));
    if (!entry) break;
    chain.push(entry);
    at = entry.body.previous;
  }
  return chain.reverse();
}

function keyGiven(log: KeyLog, chain: readonly Entry[], account: AccountId, untilIndex: number) {
  // The part that lets others in opens nothing to who has it.
  const isKey = ({ operation }: KeyLogBody) => !keepsRelease(log.epochs[operation[1] - 1] as Epoch, account);
  const given = chain.filter(
    ({ index, body }) =>
      index < untilIndex &&
      deliveriesOf(body.operation).some(([recipient]) => equalBytes(recipient, account)) &&
      isKey(body),
  );
  const [first] = given;
  if (!first) return "none" as const;
  const epochs = [...new Set(given.map(({ body }) => body.operation[1]))].toSorted((a, b) => a - b);
  const next = log.epochs[epochs.at(-1) as number];
  return {
    given: { index: first.index, by: first.body.account },
    epochs,
    ...(next ? { opensUntil: next.index } : {}),
    guarded: log.epochs[(epochs.at(-1) as number) - 1]?.guard !== undefined,
  };
}

async function openingsBy(
  crypto: CryptoPort,
  { keys, fold }: Opened,
  roster: Roster,
  bodies: readonly SignedBody[],
  { account, device }: Subject,
): Promise<CouldHaveRead["openings"]> {
  const seen = new Set<string>();
  const found: CouldHaveRead["openings"][number][] = [];
  for (const { entry } of bodies) {
    const opening = parseOpening(entry);
    const enrolled = opening && roster.devices.get(toHex(opening.body.device));
    if (!opening || !enrolled || !equalBytes(enrolled.account, account)) continue;
    const { compartment, device: by, sequence, at } = opening.body;
    const which = `${toHex(by)}/${toHex(compartment)}/${sequence}`;
    if ((device && device !== enrolled) || seen.has(which)) continue;
    const message = context("opening", keys.practice, opening.bodyBytes);
    if (!(await verify(crypto, enrolled.key, opening.signature, message))) continue;
    seen.add(which);
    const chart = roster.compartments.get(toHex(compartment))?.chart as Bytes | null | undefined;
    found.push({ chartName: (chart && fold.nameOf(chart)) ?? "", device: fold.nameOf(enrolled.device) ?? "", at });
  }
  return found;
}
