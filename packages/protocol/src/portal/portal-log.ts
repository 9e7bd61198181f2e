/**
 * A portal's key log as a client's device replays it (docs/spec, PTL-7 to PTL-10): it has no roster, and knows the staff from the lists
 * that the entries carry. Server and staff run `applyKeyLogEntry` over the same bytes.
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
  type PracticeId,
  type Result,
  zeroHash,
} from "@alcove/bytes";
import {
  type Batch,
  context,
  type CryptoPort,
  hash,
  importVerifyKey,
  type PublicKey,
  verify,
  verifyBatch,
} from "@alcove/crypto";
import type { AuthorPlace } from "../batch-rules.ts";
import { type Failure, failure } from "../errors.ts";
import { deliveriesOf, type KeyLogEntry, parseKeyLogEntry } from "../keylog/entry.ts";
import { currentEpoch, type Epoch, type RecipientKey, sealedKeysFit } from "../keylog/key-log.ts";
import { signerKinds } from "../roster/signed.ts";
import {
  areApart,
  clientSideOf,
  clientsOf,
  noClients,
  type PortalClient,
  type PortalReaders,
  type PortalStaff,
  sameClients,
  staffOf,
} from "./readers.ts";

export type PortalLog = {
  readonly compartment: CompartmentId;
  readonly head: Hash;
  readonly sequence: number;
  readonly headIndex: number;
  /** Epoch n stands at n - 1. */
  readonly epochs: readonly Epoch[];
  readonly readers: PortalReaders;
  /** Every head there ever was, oldest first. */
  readonly heads: readonly Hash[];
};

/**
 * Checks one entry with its sealed keys, and gives the log after it. Whom the first one names is for the invitation to say.
 * `mayBeginAgain`: a head that was pinned is still to come. It says what stands before it, so the list may begin again there, without
 * clients (PTL-7); past it nobody but the staff whom a client knows goes on.
 * Failures: `request-malformed`, `head-moved` (another place), `not-entitled` (nobody whom the list before names has signed, or a
 * key goes to nobody of the list), `signature-wrong`, `statement-refused`, `envelope-mismatch`.
 */
export async function applyPortalEntry(
  port: CryptoPort,
  place: { readonly practice: PracticeId; readonly compartment: CompartmentId; readonly mayBeginAgain: boolean },
  log: PortalLog | undefined,
  encoded: Bytes,
  sealedKeys: readonly Bytes[],
  index: number,
): Promise<Result<PortalLog, Failure>> {
  const entry = parseKeyLogEntry(encoded);
  if (!entry || !equalBytes(entry.body.compartment, place.compartment)) return fail(failure("request-malformed"));
  const { body } = entry;
  if (body.sequence !== (log ? log.sequence + 1 : 0) || !equalBytes(body.previous, log?.head ?? zeroHash()))
    return fail(failure("head-moved"));
  if (log && index <= log.headIndex) return fail(failure("head-moved"));
  const { operation } = body;
  const readers = operation[0] === "rotate.portal" ? operation[6] : log?.readers;
  if (!readers || (operation[0] !== "rotate.portal" && operation[0] !== "deliver"))
    return fail(failure("statement-refused"));
  const beginsAgain =
    place.mayBeginAgain && operation[0] === "rotate.portal" && sameClients(clientSideOf(readers), noClients);
  if (!log || !beginsAgain) {
    const listed = staffOf(log?.readers ?? readers).find(([account]) => equalBytes(account, body.account));
    if (!listed) return fail(failure("not-entitled"));
    if (!(await isSignedBy(port, place.practice, entry, listed))) return fail(failure("signature-wrong"));
  }
  if (!(await sealedKeysFit(port, deliveriesOf(operation), sealedKeys))) return fail(failure("envelope-mismatch"));
  if (!deliversToListed(readers, entry)) return fail(failure("not-entitled"));

  const head = hash(encoded);
  const heads = [...(log?.heads ?? []), head];
  const next = { compartment: place.compartment, head, sequence: body.sequence, headIndex: index, readers, heads };
  const last = log?.epochs.length ?? 0;
  const epoch = operation[1];
  if (operation[0] === "deliver")
    return log && epoch <= last ? ok({ ...next, epochs: log.epochs }) : fail(failure("statement-refused"));
  const [, , commitment, dropBoxKey, backLink] = operation;
  if (epoch !== last + 1 || (backLink === null) !== (epoch === 1)) return fail(failure("statement-refused"));
  const given = operation[5].map(([recipient]) => recipient);
  const isLeftOut = ([device]: PortalClient) => !given.some((one) => equalBytes(one, device));
  if (!areApart(clientSideOf(readers)) || clientsOf(readers).some(isLeftOut)) return fail(failure("statement-refused"));
  const added: Epoch = {
    epoch,
    commitment,
    dropBoxKey,
    index,
    ...(backLink === null ? {} : { backLink: backLink as Bytes }),
  };
  return ok({ ...next, epochs: [...(log?.epochs ?? []), added] });
}

/** By the identity that the list names, as the signer's own or, where they have another since, behind that one's and the device's. */
async function isSignedBy(
  port: CryptoPort,
  practice: PracticeId,
  { bodyBytes, signatures }: KeyLogEntry,
  [account, identity]: PortalStaff,
): Promise<boolean> {
  const key = await importVerifyKey(port, identity);
  const message = context("key-log", practice, bodyBytes);
  for (const { kind, id, signature } of signatures) {
    if (kind !== signerKinds.identity || !equalBytes(id, account)) continue;
    if (key && (await verify(port, key, signature, message))) return true;
  }
  return false;
}

/** To staff and clients by the keys that the list names for them, and to the set of cards that it names. */
function deliversToListed([staff, set, clients]: PortalReaders, { body }: KeyLogEntry): boolean {
  const keys: RecipientKey[] = [
    ...staff.map(([recipient, , key]) => ({ recipient, key })),
    ...clients.map(([recipient, , key]) => ({ recipient, key })),
  ];
  return deliveriesOf(body.operation).every(([recipient, keyHash]) => {
    if (set && equalBytes(recipient, set)) return true;
    const named = keys.find((one) => equalBytes(one.recipient, recipient));
    return named !== undefined && equalBytes(hash(named.key), keyHash);
  });
}

/** Whose device of the staff's this is, by the newest list. */
export function staffDevice(
  readers: PortalReaders,
  device: DeviceId,
): { readonly account: AccountId; readonly key: PublicKey } | undefined {
  for (const [account, , , devices] of staffOf(readers)) {
    const found = devices.find(([one]) => equalBytes(one, device));
    if (found) return { account, key: found[1] };
  }
  return undefined;
}

/**
 * Whether a batch stands in a portal: by a device of the newest list, under the newest epoch, next in that device's count there. Its
 * batches elsewhere are gaps between its counters. Failures: `device-unknown`, `epoch-stale`, `counter-wrong`, `head-moved`, `signature-wrong`.
 */
export async function judgePortalBatch(
  port: CryptoPort,
  practice: PracticeId,
  log: PortalLog,
  place: AuthorPlace,
  batch: Batch,
  index: number,
): Promise<Failure | undefined> {
  const { body } = batch;
  const author = staffDevice(log.readers, body.author);
  const key = author && (await importVerifyKey(port, author.key));
  if (!key) return failure("device-unknown");
  const { epoch } = currentEpoch(log);
  if (body.epoch !== epoch) return failure("epoch-stale", { epoch });
  const { deviceCounter, compartmentCounter } = place;
  if (body.deviceCounter <= deviceCounter || body.compartmentCounter !== compartmentCounter + 1)
    return failure("counter-wrong", { deviceCounter, compartmentCounter });
  if (body.checkpoint.size > index || index <= log.headIndex) return failure("head-moved");
  return (await verifyBatch(port, key, practice, batch)) ? undefined : failure("signature-wrong");
}
