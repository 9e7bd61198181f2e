/**
 * Judges what a device wants to append, entry by entry, on a draft. The rules themselves are the protocol's, which
 * readers run again; here it is added that a session appends only what its own account and device signed.
 */

import {
  type AccountId,
  type Bytes,
  type CompartmentId,
  type DeviceId,
  equalBytes,
  fail,
  type Hash,
  ok,
  type Result,
  toHex,
} from "@alcove/bytes";
import {
  type Batch,
  type CryptoPort,
  destroyedDigest,
  encodeLeaf,
  hashLarge,
  heartbeatTag,
  keyLogTag,
  type LeafKind,
  parseBatch,
  type ReleasePart,
  releasePartCommitment,
  releaseTag,
  statementTag,
  type Tag,
  verifyBatch,
  type VerifyKey,
} from "@alcove/crypto";
import {
  type AppendEntry,
  applyKeyLogEntry,
  applyStatement,
  copyRoster,
  currentEpoch,
  deliveriesOf,
  type Failure,
  failure,
  type Heartbeat,
  judgeEnvelopes,
  judgeHeartbeat,
  judgePlace,
  judgeRelease,
  type KeyLogBody,
  type KeyLogEntry,
  parseHeartbeat,
  parseKeyLogEntry,
  parseRelease,
  parseStatement,
  type Release,
  type Roster,
  sealedPartFits,
  signerKinds,
  type Statement,
  untilDayOf,
} from "@alcove/protocol";
import type { ServerSealKey } from "../keys/server-keys.ts";
import { type SealedReleasePart, sealReleasePart } from "../store/release-parts.ts";
import { encodeBody } from "../store/stored-body.ts";
import { openingName, type PracticeDraft } from "./state.ts";

export type Author = { readonly account: AccountId; readonly device: DeviceId };

/** An entry that is well formed and fits its payload; whether it stands depends on its place. */
export type PreparedEntry = { readonly entry: Bytes; readonly payload: readonly Bytes[]; readonly bodyHash: Hash } & (
  | { readonly kind: "roster"; readonly statement: Statement }
  | { readonly kind: "keyLog"; readonly keyLogEntry: KeyLogEntry; readonly sealedPart: SealedReleasePart | undefined }
  | { readonly kind: "batch"; readonly batch: Batch; readonly check: SignatureCheck | undefined }
  | { readonly kind: "heartbeat"; readonly heartbeat: Heartbeat }
  | { readonly kind: "release"; readonly release: Release }
);
/** A signature that was checked ahead under the key that the device then had. */
type SignatureCheck = { readonly key: VerifyKey; readonly right: Promise<boolean> };

/** What came with an append for its guarded rotations, in their order. */
export type ReleaseParts = { readonly sealKey: ServerSealKey; readonly left: ReleasePart[] };

/**
 * Everything that doesn't need the entry's place, done as the request comes in and before it waits for its commit.
 * Failures: `request-malformed`, `envelope-mismatch`, `request-too-large`.
 */
export async function prepareEntry(
  port: CryptoPort,
  roster: Roster,
  { kind, entry, payload }: AppendEntry,
  parts: ReleaseParts,
): Promise<Result<PreparedEntry, Failure>> {
  const malformed = fail(failure("request-malformed"));
  if ((kind === "roster" || kind === "heartbeat") && payload.length > 0) return malformed;
  switch (kind) {
    case "roster": {
      const statement = parseStatement(entry);
      return statement ? ok({ kind, entry, payload, statement, bodyHash: await hashLarge(port, entry) }) : malformed;
    }
    case "keyLog": {
      const keyLogEntry = parseKeyLogEntry(entry);
      if (!keyLogEntry) return malformed;
      const { compartment, operation } = keyLogEntry.body;
      let sealedPart: SealedReleasePart | undefined;
      const [part] = parts.left;
      if (operation[0] === "rotate.guarded" && part) {
        const place = { practice: roster.practice, compartment, epoch: operation[1] };
        // Another part than its readers expect would open the chart to nobody. It may be the next one's: this one's went to people.
        if (equalBytes(await releasePartCommitment(port, part, place), operation[7])) {
          parts.left.shift();
          sealedPart = sealReleasePart(parts.sealKey, place, part);
        }
      }
      return ok({ kind, entry, payload, keyLogEntry, sealedPart, bodyHash: await hashLarge(port, entry) });
    }
    case "heartbeat": {
      const heartbeat = parseHeartbeat(entry);
      return heartbeat ? ok({ kind, entry, payload, heartbeat, bodyHash: await hashLarge(port, entry) }) : malformed;
    }
    case "release": {
      const release = parseRelease(entry);
      if (!release) return malformed;
      if (!sealedPartFits(release, payload)) return fail(failure("envelope-mismatch"));
      return ok({ kind, entry, payload, release, bodyHash: await hashLarge(port, entry) });
    }
    case "batch": {
      const batch = parseBatch(entry);
      if (!batch) return malformed;
      const key = roster.devices.get(toHex(batch.body.author))?.key;
      const check = key && { key, right: verifyBatch(port, key, roster.practice, batch) };
      const mismatch = await judgeEnvelopes(port, batch, payload);
      if (mismatch) return fail(mismatch);
      return ok({ kind, entry, payload, batch, check, bodyHash: await hashLarge(port, entry) });
    }
  }
}

/** Judges one entry at the draft's next index and adds it; `today` by this clock. On a failure the draft is used up. */
export async function stageEntry(
  port: CryptoPort,
  draft: PracticeDraft,
  author: Author,
  prepared: PreparedEntry,
  today: number,
): Promise<Failure | undefined> {
  switch (prepared.kind) {
    case "roster":
      return stageStatement(port, draft, author, prepared.entry, prepared.statement, prepared.bodyHash);
    case "keyLog": {
      const { body } = prepared.keyLogEntry;
      if (!isBy(author, body.account, body.device)) return failure("not-entitled");
      const log = draft.keyLogs.get(toHex(body.compartment));
      const { entry, payload } = prepared;
      const applied = await applyKeyLogEntry(port, rosterIn(draft), log, entry, payload, draft.nextIndex);
      if (!applied.ok) return applied.error;
      if (deliversTooLate(rosterIn(draft), body, today)) return failure("not-entitled");
      // Either people keep the part or this server does, and never both.
      const guard = body.operation[0] === "rotate.guarded" ? currentEpoch(applied.value).guard : undefined;
      if (guard && guard.releasers.length > 0 === (prepared.sealedPart !== undefined))
        return failure("request-malformed");
      draft.keyLogs.set(toHex(body.compartment), applied.value);
      if (body.operation[0] !== "deliver")
        draft.releaseParts.push({ compartment: body.compartment, part: prepared.sealedPart });
      addLeaf(draft, "keyLog", keyLogTag(body.compartment, body.sequence), body.compartment, prepared);
      return undefined;
    }
    case "batch":
      return stageBatch(port, draft, author, prepared);
    case "heartbeat": {
      const { body } = prepared.heartbeat;
      if (!equalBytes(body.device, author.device)) return failure("not-entitled");
      const last = draft.heartbeats.get(toHex(body.device))?.sequence ?? 0;
      const refused = await judgeHeartbeat(port, rosterIn(draft), last, prepared.heartbeat, draft.nextIndex);
      if (refused) return refused;
      draft.heartbeats.set(toHex(body.device), { device: body.device, sequence: body.sequence });
      addLeaf(draft, "heartbeat", heartbeatTag(body.device, body.sequence), null, prepared);
      return undefined;
    }
    case "release": {
      const { body } = prepared.release;
      if (!isBy(author, body.account, body.device)) return failure("not-entitled");
      const name = openingName({ device: body.asker, compartment: body.compartment });
      const opening = draft.openings.get(name);
      const log = draft.keyLogs.get(toHex(body.compartment));
      const asked = opening?.asked ?? null;
      const refused = await judgeRelease(port, rosterIn(draft), log, prepared.release, draft.nextIndex, asked);
      if (refused || !opening) return refused ?? failure("release-over");
      draft.openings.set(name, { ...opening, asked: null });
      addLeaf(draft, "server", releaseTag(body.asked), body.compartment, prepared);
      return undefined;
    }
  }
}

/** Also the first statement of all, on the draft of a practice that is being founded. */
export async function stageStatement(
  port: CryptoPort,
  draft: PracticeDraft,
  author: Author,
  entry: Bytes,
  statement: Statement,
  bodyHash: Hash,
): Promise<Failure | undefined> {
  const isOwn = isBy(author, statement.body.account, statement.body.device);
  if (!isOwn && !isCountersigner(author, statement)) return failure("not-entitled");
  // Applying a statement uses up the roster it is applied to, and readers still look at the one below.
  const roster = draft.roster && copyRoster(draft.roster);
  const applied = await applyStatement(port, roster, entry, draft.nextIndex);
  if (!applied.ok) return applied.error;
  draft.roster = applied.value;
  for (const operation of statement.body.operations) {
    switch (operation[0]) {
      case "compartment.destroy": {
        const [, compartment, count, digest] = operation;
        const leaves = draft.leavesOf(compartment);
        // Nothing goes that its author had not seen (DES-3).
        if (leaves.length !== count || !equalBytes(destroyedDigest(draft.practice, compartment, leaves), digest))
          return failure("head-moved");
        draft.destroyed.push(compartment);
        draft.releaseParts.push({ compartment, part: undefined });
        break;
      }
      case "device.enrol":
        draft.enrolled.push({ key: operation[3], account: operation[1] });
        break;
      case "recovery.set":
        draft.madeSets.push(operation[1]);
        break;
      case "recovery.use":
        draft.madeSets.push(operation[9]);
        break;
      case "member.add":
        draft.enrolled.push({ key: operation[6], account: operation[1] });
        break;
      default:
    }
  }
  addLeaf(draft, "roster", statementTag(statement.body.sequence), null, { entry, payload: [], bodyHash });
  return undefined;
}

async function stageBatch(
  port: CryptoPort,
  draft: PracticeDraft,
  author: Author,
  prepared: PreparedEntry & { kind: "batch" },
): Promise<Failure | undefined> {
  const { batch, check, bodyHash } = prepared;
  const { body } = batch;
  if (!equalBytes(body.author, author.device)) return failure("not-entitled");
  const roster = rosterIn(draft);
  const log = draft.keyLogs.get(toHex(body.compartment));
  const place = draft.placeOf(body.author, body.compartment);
  const placed = judgePlace(roster, log, place, batch, draft.nextIndex);
  if (!placed.ok) return placed.error;
  const checkedAhead = check !== undefined && equalBytes(check.key.publicKey, placed.value.publicKey);
  const right = checkedAhead ? await check.right : await verifyBatch(port, placed.value, roster.practice, batch);
  if (!right) return failure("signature-wrong");
  draft.setPlace({
    device: body.author,
    compartment: body.compartment,
    deviceCounter: body.deviceCounter,
    compartmentCounter: body.compartmentCounter,
    previous: bodyHash,
  });
  addLeaf(draft, "batch", body.tag, body.compartment, prepared);
  return undefined;
}

export function addLeaf(
  draft: PracticeDraft,
  kind: LeafKind,
  tag: Tag,
  compartment: CompartmentId | null,
  { entry, payload, bodyHash }: { readonly entry: Bytes; readonly payload: readonly Bytes[]; readonly bodyHash: Hash },
): void {
  const body = encodeBody(entry, payload);
  draft.leaves.push({ leaf: encodeLeaf({ kind, tag, bodyHash }), compartment, body, bodyBytes: body.length });
}

/**
 * Whether a key goes to somebody whose right is past. Devices decide by their own clocks; this one refuses from the day
 * after the next on, so that two clocks that differ around midnight hold up nobody's work.
 */
function deliversTooLate(roster: Roster, { compartment, operation }: KeyLogBody, today: number): boolean {
  const of = roster.compartments.get(toHex(compartment));
  const deliveries = deliveriesOf(operation);
  return of !== undefined && deliveries.some(([account]) => (untilDayOf(of, account) ?? today) < today - 1);
}

function rosterIn(draft: PracticeDraft): Roster {
  if (draft.roster === undefined) throw new Error("bug: entries follow the founding statement");
  return draft.roster;
}

/** The second owner brings what both have signed (ROS-18); that they did is `applyStatement`'s to find out. */
function isCountersigner(author: Author, { signatures }: Statement): boolean {
  const last = signatures.at(-1);
  return last?.kind === signerKinds.identity && equalBytes(last.id, author.account);
}

function isBy(author: Author, account: AccountId, device: DeviceId): boolean {
  return equalBytes(author.account, account) && equalBytes(author.device, device);
}
