/**
 * What takes two owners (docs/spec, TWO-1 to TWO-6): one signs a statement and keeps it as a record in the directory, another
 * reads what it does and puts their signature under the same bytes (ROS-18). It is bound to the roster's head: where that has
 * moved, the second owner signs the same acts anew and the first one is asked in turn.
 *
 * What an attacker controls: which records of the directory arrive and when; with a member's key, any record of that
 * member's. A record counts only as far as the signatures in it and its author's place in the roster go.
 */

import {
  type AccountId,
  type Bytes,
  encodeCbor,
  equalBytes,
  fail,
  type Hash,
  ok,
  type Result,
  toHex,
} from "@alcove/bytes";
import { type CryptoPort, hash } from "@alcove/crypto";
import {
  countersign,
  type Failure,
  failure,
  type Member,
  type Operation,
  parseStatement,
  personKeys,
  type Roster,
  type Statement,
  verifySigned,
} from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import { signStatement } from "../../engine/seal.ts";
import type { ProposalAnswered, ProposalRequest, ProposalView, Proposed } from "../../facade.ts";
import type { Ports, SqlRow } from "../../ports.ts";
import { proposedShare } from "../access.ts";
import { chartsOfOne, mayGiveRole, mayRemove } from "../members.ts";
import { revisionFor } from "../notes.ts";
import { idFrom } from "../open-charts.ts";
import { isHeld } from "../cases/hold.ts";
import { within } from "../guarded/view.ts";
import { proposedChoice } from "../guarded/let-in.ts";
import { guardedOwn } from "../guarded/own-places.ts";
import { actsOf, destroysChart, isByClinician } from "./acts.ts";
import { areCounts, cardsOf, endUse, makeSet, mayMake } from "../recovery/set.ts";
import { directory } from "../../engine/outbox.ts";

type Place = { readonly ports: Ports; readonly disk: Disk; readonly opened: Opened };

/** One that waits: its newest statement, and the rows of the record's revisions that nothing stands on yet. */
type Waiting = {
  readonly record: Bytes;
  readonly id: string;
  readonly statement: Statement;
  readonly by: Member;
  readonly at: number;
  readonly isOwn: boolean;
  readonly wasOwn: boolean;
};

/** An owner who may sign; what a suspended one says waits for their rekey. */
function ownerIn(roster: Roster, account: Bytes): Member | undefined {
  const member = roster.members.get(toHex(account));
  return member?.role === "owner" && member.suspendedIndex === undefined ? member : undefined;
}

/** Whose signature may stand first under it, if they are here and not suspended. */
function proposerIn(roster: Roster, account: Bytes, { body }: Statement): Member | undefined {
  const member = roster.members.get(toHex(account));
  if (member?.suspendedIndex !== undefined) return undefined;
  return member?.role === "owner" || isByClinician(roster, body) ? member : undefined;
}

/** Failures: those of the act itself where its own route refuses it; `device-provisional`; `not-entitled`. */
export async function propose(place: Place, request: ProposalRequest): Promise<Result<Proposed, Failure>> {
  const { ports, opened } = place;
  const { sync, state, keys, profile } = opened;
  if (request.kind === "recovery" && !areCounts(request)) return fail(failure("request-malformed"));
  const used = request.kind === "recovery" ? await endUse(opened) : ok();
  if (!used.ok) return used;
  const made = request.kind === "recovery" ? await makeSet(ports.crypto, keys.practice, request) : undefined;
  const kept = await sync.over(async () => {
    const { roster } = state;
    if (!roster) return fail(failure("not-set-up"));
    if (request.kind === "releasers") {
      const choice = proposedChoice(opened, roster, request);
      return choice.ok ? keepProposal(place, ports.crypto.random(16), choice.value, []) : choice;
    }
    const operation: Result<Operation, Failure> = made
      ? needsAnother(mayMake(roster, keys.account), ["recovery.set", ...made.parts])
      : operationFor(opened, roster, request);
    if (!operation.ok) return operation;
    return keepProposal(place, ports.crypto.random(16), [operation.value], []);
  });
  if (!kept.ok) return kept;
  const { checkpoint } = state;
  if (!made || !checkpoint) return ok({});
  return ok({ cards: cardsOf(made, profile, checkpoint, ports.clock.now()) });
}

/** The operation, if everything but another owner's signature is there for it. */
function needsAnother(may: Result<undefined, Failure>, operation: Operation): Result<Operation, Failure> {
  if (may.ok) return fail(failure("second-owner-unneeded"));
  return may.error.code === "second-owner-needed" ? ok(operation) : may;
}

function operationFor(
  opened: Opened,
  roster: Roster,
  request: Exclude<ProposalRequest, { readonly kind: "releasers" }>,
): Result<Operation, Failure> {
  if (request.kind === "recovery") return fail(failure("bug"));
  if (request.kind === "unguard") {
    const chart = idFrom(request.chart);
    if (!chart || !opened.isGuardedChart(chart)) return fail(failure("guard-absent"));
    if (ownerIn(roster, opened.keys.account)) return fail(failure("second-owner-unneeded"));
    const ending = guardedOwn(opened, roster, chart);
    return ending.ok ? ok(["guard.unset", ending.value.map(({ compartment }) => compartment)]) : ending;
  }
  if (request.kind === "share") return proposedShare(opened, roster, { ...request, kind: "progress" });
  const { account } = opened.keys;
  const id = idFrom(request.member);
  const target = id && roster.members.get(toHex(id));
  if (!target) return fail(failure("member-unknown"));
  if (request.kind === "role")
    return needsAnother(mayGiveRole(roster, account, target, request.role), [
      "member.role",
      target.account,
      request.role,
    ]);
  const charts = request.keepsCharts ? chartsOfOne(opened.state, roster, target.account) : 0;
  if (charts > 0) return fail(failure("last-reader", { charts }));
  return needsAnother(mayRemove(roster, account, target), ["member.remove", target.account]);
}

/** Signs over the roster as it is now and keeps the record; it travels with the next sync. */
export async function keepProposal(
  { ports, opened }: Place,
  record: Bytes,
  operations: readonly Operation[],
  parents: readonly SqlRow[],
): Promise<Result<undefined, Failure>> {
  if (opened.sync.isProvisional()) return fail(failure("device-provisional"));
  const { entry } = await signStatement(ports.crypto, opened.keys, opened.state, operations);
  await keepRevision({ ports, opened }, record, entry, parents);
  return ok();
}

async function keepRevision(
  { ports, opened }: Pick<Place, "ports" | "opened">,
  record: Bytes,
  statement: Bytes | null,
  parents: readonly SqlRow[],
): Promise<void> {
  const revision = ports.crypto.random(16);
  const said = { type: "proposal" as const, revision, writtenAt: ports.clock.now(), statement };
  await opened.keep([revisionFor(directory, record, said, parents)]);
}

/** Those that wait for a signature, newest first. Who is no owner sees what they proposed themselves. */
export async function proposals(place: Place): Promise<ProposalView[]> {
  const { fold } = place.opened;
  const views: ProposalView[] = [];
  for (const one of await waiting(place)) {
    const { roster } = place.opened.state;
    const acts = roster && actsOf(place.opened, roster, one.statement.body.operations);
    if (!acts) continue;
    const { account } = one.by;
    views.push({
      id: one.id,
      by: toHex(account),
      byName: fold.nameOf(account) ?? "",
      isYours: one.isOwn,
      wasYours: one.wasOwn,
      at: one.at,
      acts,
    });
  }
  return views.toSorted((a, b) => b.at - a.at);
}

async function waiting({ ports, disk, opened }: Place): Promise<Waiting[]> {
  const { roster } = opened.state;
  if (!roster) return [];
  const isOwner = ownerIn(roster, opened.keys.account) !== undefined;
  const found: Waiting[] = [];
  for (const record of opened.fold.proposals()) {
    const { said, all, isDeclined } = await readRecord(ports.crypto, disk, opened, roster, record);
    const [first, newest] = [said[0], said.at(-1)];
    if (!first || !newest || isDeclined) continue;
    // What stands in the ledger was signed by whom it takes, whatever has become of them since.
    if (all.some((one) => isSameLater(first.statement, one) && stands(disk, roster, one))) continue;
    const isOwn = equalBytes(newest.by.account, opened.keys.account);
    if (!isOwner && !isOwn) continue;
    const wasOwn = !isOwn && said.some(({ by }) => equalBytes(by.account, opened.keys.account));
    found.push({ record, ...newest, id: idOf(newest.statement), isOwn, wasOwn });
  }
  return found;
}

const idOf = ({ bodyBytes }: Statement): string => toHex(hash(bodyBytes));

type Said = { readonly statement: Statement; readonly by: Member; readonly at: number };
type Read = {
  /** What those who may propose it signed in it, in order; all of it does the same. */
  readonly said: readonly Said[];
  /** Every statement that stands there, whoever wrote it. */
  readonly all: readonly Statement[];
  /** Who was an owner then, or proposed it, said no. */
  readonly isDeclined: boolean;
};

async function readRecord(
  crypto: CryptoPort,
  disk: Disk,
  opened: Opened,
  roster: Roster,
  record: Bytes,
): Promise<Read> {
  const said: Said[] = [];
  const all: Statement[] = [];
  const declined: { readonly account: AccountId; readonly position: unknown }[] = [];
  for (const row of opened.fold.revisionsOf(record)) {
    const revision = await opened.openRevision(row["revision"] as Bytes);
    const account = roster.devices.get(toHex(row["author"] as Bytes))?.account;
    if (revision?.type !== "proposal" || !account) continue;
    if (revision.statement === null) {
      declined.push({ account, position: row["position"] });
      continue;
    }
    const statement = parseStatement(revision.statement);
    if (!statement) continue;
    all.push(statement);
    const by = proposerIn(roster, account, statement);
    const isTheirs = by && (await isSignedBy(crypto, roster, by, statement));
    if (isTheirs && (!said[0] || isSameLater(said[0].statement, statement)))
      said.push({ statement, by, at: revision.writtenAt });
  }
  const isDeclined = declined.some(
    ({ account, position }) =>
      ownerIn(roster, account) !== undefined ||
      wasOwner(disk, roster, account, position) ||
      said.some(({ by }) => equalBytes(by.account, account)),
  );
  return { said, all, isDeclined };
}

/** Whether the account was an owner's when the ledger got to this index: the last statement about its role before says so. */
function wasOwner(disk: Disk, roster: Roster, account: AccountId, position: unknown): boolean {
  if (typeof position !== "number") return false;
  const before = [...roster.heads.values()].filter(({ index }) => index < position);
  for (const { index } of before.toSorted((a, b) => b.index - a.index)) {
    for (const operation of statementAt(disk, index)?.body.operations.toReversed() ?? []) {
      if (operation[0] === "practice.create") return equalBytes(operation[4], account);
      const says = operation[0] === "member.role" || operation[0] === "member.add";
      if (says && equalBytes(operation[1], account)) return operation[2] === "owner";
    }
  }
  return false;
}

/** Whether this member signed it with a device of theirs that counts, and nobody else did. */
async function isSignedBy(
  crypto: CryptoPort,
  roster: Roster,
  { account, identitySign }: Member,
  statement: Statement,
): Promise<boolean> {
  if (!equalBytes(statement.body.account, account)) return false;
  const device = roster.devices.get(toHex(statement.body.device));
  if (!device || device.revoked || !equalBytes(device.account, account)) return false;
  const keys = personKeys({ account, identity: identitySign, device: device.device, deviceKey: device.key });
  return verifySigned(crypto, "statement", roster.practice, statement, keys);
}

/** Who proposes again proposes the same, over what came since. */
function isSameLater(first: Statement, { body }: Statement): boolean {
  const acts = ({ operations }: Statement["body"]) => encodeCbor(operations as never);
  return body.sequence >= first.body.sequence && equalBytes(acts(body), acts(first.body));
}

/** Whether the ledger has it with the second signature: the same body at the place in the chain that it was made for. */
function stands(disk: Disk, roster: Roster, { body, bodyBytes }: Statement): boolean {
  const place = [...roster.heads.values()].find(({ sequence }) => sequence === body.sequence);
  const there = place && statementAt(disk, place.index);
  return there !== undefined && equalBytes(there.bodyBytes, bodyBytes);
}

function statementAt(disk: Disk, index: number): Statement | undefined {
  const [there] = disk.bodies.from(index, 1);
  return there?.position === index ? parseStatement(there.entry) : undefined;
}

const follows = ({ body }: Statement, roster: Roster): boolean =>
  body.sequence === roster.sequence + 1 && equalBytes(body.previous as Hash, roster.head);

/**
 * What the person says to the proposal of this id. Failures: `proposal-unknown` (nothing of that id waits any more),
 * `second-owner-needed` (it is one's own), `proposal-behind` (its proposer alone can sign it anew), `not-entitled`,
 * `device-provisional`, and what the roster's rules refuse.
 */
export async function answerProposal(
  place: Place,
  id: string,
  answer: "sign" | "decline",
): Promise<Result<ProposalAnswered, Failure>> {
  const { ports, opened } = place;
  const { keys, state, sync } = opened;
  let became: ProposalAnswered["became"] = "declined";
  let destroysProposed = false;
  const done = await sync.over(async (session) => {
    const { roster } = state;
    if (!roster || (answer === "sign" && !ownerIn(roster, keys.account))) return fail(failure("not-entitled"));
    if (sync.isProvisional()) return fail(failure("device-provisional"));
    const one = (await waiting(place)).find((each) => each.id === id);
    const operations = one?.statement.body.operations;
    // What can't be said in words is not signed.
    if (!one || !operations || !actsOf(opened, roster, operations)) return fail(failure("proposal-unknown"));
    if (answer === "decline") {
      await keepRevision(place, one.record, null, opened.fold.standing(one.record));
      if (!one.isOwn || !follows(one.statement, roster)) return ok();
      // Taken back for good: what moves the head leaves the signature under it without a place.
      const moved = await signStatement(ports.crypto, keys, state, [["freshness.confirm", keys.account, keys.device]]);
      return sync.send(session, [moved]);
    }
    if (one.isOwn) return fail(failure("second-owner-needed"));
    const held = whatHolds(opened, operations);
    if (held) return fail(held);
    if (follows(one.statement, roster)) {
      const entry = await countersign(ports.crypto, keys.practice, one.statement, keys.account, keys.identity);
      became = "signed";
      destroysProposed = destroysChart(operations);
      return sync.send(session, [{ kind: "roster", entry, payload: [] }]);
    }
    // Who does not treat there can't sign it first.
    if (one.by.role !== "owner" || destroysChart(operations)) return fail(failure("proposal-behind"));
    if (needsNobodyElse(roster, keys.account, operations)) {
      became = "signed";
      const alone = await signStatement(ports.crypto, keys, state, operations);
      const sent = await sync.send(session, [alone]);
      if (sent.ok) await keepRevision(place, one.record, alone.entry, opened.fold.standing(one.record));
      return sent;
    }
    became = "proposed-again";
    return keepProposal(place, one.record, operations, opened.fold.standing(one.record));
  });
  // The server has something of the chart that was not there when it was signed first.
  const isOther = !done.ok && done.error.code === "head-moved" && destroysProposed;
  return done.ok ? ok({ became }) : isOther ? fail(failure("notes-came")) : done;
}

/** Of a chart that is to be destroyed: what its second owner sees of it, where they read it. Who proposed it looked before. */
function whatHolds(opened: Opened, operations: readonly Operation[]): Failure | undefined {
  const [first] = operations;
  const place = first?.[0] === "compartment.destroy" && opened.state.roster?.compartments.get(toHex(first[1]));
  const view = place && place.chart ? within(opened, place.chart) : undefined;
  return view && place && place.chart && isHeld(view, place.chart) ? failure("legal-hold") : undefined;
}

/** A right in what this owner reads themselves is theirs to change alone, and a signature more would be refused. */
function needsNobodyElse(roster: Roster, account: AccountId, operations: readonly Operation[]): boolean {
  const owners = [...roster.members.values()].filter(({ role }) => role === "owner");
  if (owners.length === 1) return true;
  return operations.every((each) => {
    if (each[0] !== "entitle") return false;
    const named = each[4].map((id) => roster.compartments.get(toHex(id)));
    return named.every((one) => one?.readers.some((reader) => equalBytes(reader, account)));
  });
}

/**
 * Who proposed the end of a guard and is no owner, or that a chart is destroyed, signs it anew over each head, as long as it waits: an owner who does not treat
 * there can't do it in their place. Answers whether anything was signed.
 */
export async function signAgain(place: Place): Promise<boolean> {
  const { keys, state, sync, fold } = place.opened;
  const { roster } = state;
  if (!roster || sync.isProvisional()) return false;
  const isOwner = ownerIn(roster, keys.account) !== undefined;
  const behind = (await waiting(place)).filter(
    ({ isOwn, statement }) =>
      isOwn && !follows(statement, roster) && (!isOwner || destroysChart(statement.body.operations)),
  );
  for (const { record, statement } of behind)
    await keepProposal(place, record, statement.body.operations, fold.standing(record));
  return behind.length > 0;
}
