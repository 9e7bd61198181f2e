/**
 * What a device is given of the ledger: all leaves, and the bodies that its account is owed. Roster and heartbeat bodies
 * are owed to every member; key logs and batches to the readers of their compartment; openings of guarded ones, and who let them
 * in, to these, to owners and to privacy officers. Who lets in and does not read is owed key log and openings.
 */

import { type AccountId, type Bytes, concatBytes, encodeCbor, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure, isAmong, limits, type Messages, parseKeyLogEntry } from "@alcove/protocol";
import { readBodies } from "../store/body-log.ts";
import { isErased, parseBody, splitBody } from "../store/stored-body.ts";
import type { Db } from "../store/tables.ts";
import { type PracticeState, rosterOf } from "./state.ts";

/** `rosterOnly`: devices that are not enrolled yet and bearers of an invite. */
export type Audience =
  | {
      readonly kind: "member";
      readonly account: AccountId;
      /** Told up to where bodies go into the answer, where any do. */
      readonly sends?: (to: number) => void;
    }
  | { readonly kind: "rosterOnly" };

/**
 * One encoded SyncAnswer. `maxBytes` is soft: one body is sent even where it is larger.
 * Fails with `request-malformed` when bodies are asked for beyond the leaves.
 */
export async function answerSync(
  db: Db,
  state: PracticeState,
  audience: Audience,
  request: Messages["SyncRequest"],
): Promise<Result<Bytes, Failure>> {
  const { ledger } = state;
  const leavesTo = Math.max(request.leavesFrom, Math.min(ledger.size, request.leavesFrom + limits.leavesPerSync));
  if (request.bodiesFrom > leavesTo) return fail(failure("request-malformed"));
  // Taken before the first wait: leaves and checkpoint of one moment.
  const leaves = encodeCbor(ledger.leaves(request.leavesFrom, leavesTo));
  const checkpoint = encodeCbor(ledger.checkpoint);
  const chosen = chooseBodies(state, audience, request, Math.min(leavesTo, ledger.size));
  const items = await readItems(db, state, chosen.indexes);
  const next = chosen.complete ? leavesTo : chosen.next;
  if (audience.kind === "member" && chosen.indexes.length > 0) audience.sends?.(next);
  // A map of four, its keys in the order of deterministic CBOR.
  return ok(
    concatBytes(
      new Uint8Array([0xa4]),
      encodeCbor("bodies"),
      arrayHead(items.length),
      ...items,
      encodeCbor("leaves"),
      leaves,
      encodeCbor("bodiesNext"),
      encodeCbor(next),
      encodeCbor("checkpoint"),
      checkpoint,
    ),
  );
}

/**
 * One encoded PastAnswer: what came before the account could read these compartments, and what it does not have of them.
 * Fails with `not-entitled` where it does not read them all now.
 */
export async function answerPast(
  db: Db,
  state: PracticeState,
  { account, sends }: Pick<Extract<Audience, { kind: "member" }>, "account" | "sends">,
  request: Messages["PastRequest"],
): Promise<Result<Bytes, Failure>> {
  const { ledger } = state;
  const { compartments } = rosterOf(state);
  const asked = new Set(request.compartments.map(toHex));
  for (const id of asked) {
    const compartment = compartments.get(id);
    const { readers = [], releasers = [] } = compartment ?? {};
    if (!isAmong([...readers, ...releasers], account)) return fail(failure("not-entitled"));
  }
  const reads = (id: string) => isAmong(compartments.get(id)?.readers ?? [], account);
  const readable = ledger.readable((id) => asked.has(id) && reads(id), "only these");
  const released = ledger.readable((id) => asked.has(id), "only these");
  const to = Math.min(request.to, ledger.size);
  const isReleasers = (index: number) => isForReleasers(ledger, index) && ledger.mayReadAt(index, released);
  const chosen = chooseFrom(ledger, readable, request, to, () => true, isReleasers);
  const items = await readItems(db, state, chosen.indexes);
  if (chosen.indexes.length > 0) sends?.(chosen.next);
  return ok(
    concatBytes(
      new Uint8Array([0xa2]),
      encodeCbor("bodies"),
      arrayHead(items.length),
      ...items,
      encodeCbor("bodiesNext"),
      encodeCbor(chosen.complete ? request.to : chosen.next),
    ),
  );
}

/** 49 bytes each, from `from` on, as many as fit; with the checkpoint, what an append is answered. */
export function answerAppend(state: PracticeState, first: number, from: number): Messages["Appended"] {
  const { ledger } = state;
  const to = Math.min(ledger.size, from + limits.leavesPerSync);
  return { first, leaves: from < to ? ledger.leaves(from, to) : new Uint8Array(0), checkpoint: ledger.checkpoint };
}

type Chosen = { readonly indexes: readonly number[]; readonly complete: boolean; readonly next: number };

function chooseBodies(state: PracticeState, audience: Audience, request: Messages["SyncRequest"], to: number): Chosen {
  const { ledger } = state;
  const { compartments, members } = rosterOf(state);
  const account = audience.kind === "member" ? audience.account : undefined;
  const role = account && members.get(toHex(account))?.role;
  // What this server records of people's doings is owed to those who answer for the practice, whatever they read.
  const seesServer = role === "owner" || role === "privacy-officer";
  const readable = ledger.readable((id) => {
    const compartment = account && compartments.get(id);
    return compartment !== undefined && isAmong(compartment.readers, account as AccountId);
  });
  const released = ledger.readable(
    (id) => account !== undefined && isAmong(compartments.get(id)?.releasers ?? [], account),
    "only these",
  );
  return chooseFrom(
    ledger,
    readable,
    request,
    to,
    (index) => account !== undefined || ledger.kindAt(index) === "roster",
    (index) =>
      (seesServer && ledger.kindAt(index) === "server") ||
      (isForReleasers(ledger, index) && ledger.mayReadAt(index, released)),
  );
}

/** Of a compartment that they let others into: nothing that somebody wrote. */
function isForReleasers(ledger: PracticeState["ledger"], index: number): boolean {
  const kind = ledger.kindAt(index);
  return kind === "keyLog" || kind === "server";
}

function chooseFrom(
  ledger: PracticeState["ledger"],
  readable: Uint8Array,
  { bodiesFrom, maxBytes }: Pick<Messages["SyncRequest"], "bodiesFrom" | "maxBytes">,
  to: number,
  isAlso: (index: number) => boolean = () => true,
  isBesides: (index: number) => boolean = () => false,
): Chosen {
  const most = Math.min(maxBytes, limits.syncBytes);
  const indexes: number[] = [];
  let bytes = 0;
  for (let index = bodiesFrom; index < to; index++) {
    if (!(ledger.mayReadAt(index, readable) || isBesides(index)) || !isAlso(index)) continue;
    const size = ledger.offsetAt(index + 1) - ledger.offsetAt(index);
    if (indexes.length > 0 && bytes + size > most) return { indexes, complete: false, next: index };
    indexes.push(index);
    bytes += size;
  }
  return { indexes, complete: true, next: to };
}

/** One item of the answer for each index that has its body still; neighbours are read together. */
async function readItems(db: Db, state: PracticeState, indexes: readonly number[]): Promise<Bytes[]> {
  const { practice, ledger } = state;
  const guarded = guardedSince(state);
  const items: Bytes[] = [];
  for (const [from, to] of runsOf(indexes)) {
    const begin = ledger.offsetAt(from);
    const bodies = await readBodies(db, practice, begin, ledger.offsetAt(to + 1));
    for (let index = from; index <= to; index++) {
      const body = bodies.subarray(ledger.offsetAt(index) - begin, ledger.offsetAt(index + 1) - begin);
      // Destroyed after it was chosen.
      if (isErased(body)) continue;
      const { entryItem, payloadItem } = splitBody(body);
      const payload = ledger.kindAt(index) === "keyLog" && isBehindGuard(guarded, index, body) ? nothing : payloadItem;
      items.push(concatBytes(entryHead, entryItem, indexKey, encodeCbor(index), payloadKey, payload));
    }
  }
  return items;
}

/**
 * Guarded compartments, and since when: an older entry's sealed keys are given to nobody any more (docs/spec, LOG-12): they are of an epoch before a guarded one,
 * and would open by themselves what is guarded since.
 */
function guardedSince({ roster, keyLogs }: PracticeState): ReadonlyMap<string, number> {
  const since = new Map<string, number>();
  for (const [id, { guard }] of roster?.compartments ?? []) {
    const isRotated = guard && keyLogs.get(id)?.epochs.some((epoch) => epoch.guard && epoch.index > guard.sinceIndex);
    if (isRotated) since.set(id, guard.sinceIndex);
  }
  return since;
}

function isBehindGuard(guarded: ReadonlyMap<string, number>, index: number, body: Bytes): boolean {
  if (guarded.size === 0) return false;
  const compartment = parseKeyLogEntry(parseBody(body).entry)?.body.compartment;
  return compartment !== undefined && index < (guarded.get(toHex(compartment)) ?? 0);
}
const nothing = encodeCbor([]);

const entryHead = concatBytes(new Uint8Array([0xa3]), encodeCbor("entry"));
const indexKey = encodeCbor("index");
const payloadKey = encodeCbor("payload");

function* runsOf(indexes: readonly number[]): Generator<readonly [number, number]> {
  let from = indexes[0];
  for (const [i, index] of indexes.entries()) {
    if (indexes[i + 1] === index + 1) continue;
    yield [from as number, index];
    from = indexes[i + 1];
  }
}

function arrayHead(length: number): Bytes {
  if (length < 24) return new Uint8Array([0x80 + length]);
  if (length < 0x100) return new Uint8Array([0x98, length]);
  if (length < 0x10000) return new Uint8Array([0x99, length >> 8, length & 0xff]);
  return new Uint8Array([0x9a, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff]);
}
