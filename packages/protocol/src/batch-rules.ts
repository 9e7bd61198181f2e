/**
 * When a batch stands (docs/spec, BAT-3 to BAT-7): the rules that the server refuses by and that every reader checks again.
 * The tag is checked by readers only: the server has no key to it.
 */

import { type Bytes, equalBytes, fail, type Hash, ok, type Result, toHex, zeroHash } from "@alcove/bytes";
import { type Batch, type CryptoPort, hashLarge, parseEnvelope, verifyBatch, type VerifyKey } from "@alcove/crypto";
import { type Failure, failure } from "./errors.ts";
import { currentEpoch, isStale, type KeyLog } from "./keylog/key-log.ts";
import { limits } from "./limits.ts";
import { deviceAt, isAmong, type Roster } from "./roster/roster.ts";

/** Where an author's chain stands before the batch. */
export type AuthorPlace = {
  readonly deviceCounter: number;
  readonly previous: Hash;
  readonly compartmentCounter: number;
};
/**
 * What of an author's chain its judge sees. "whole": the server, and a reader of every compartment there is. "partial": a
 * reader of some, to whom the device's batches elsewhere are gaps between its counters.
 */
export type Sight = "whole" | "partial";
export const firstPlace = (): AuthorPlace => ({ deviceCounter: 0, previous: zeroHash(), compartmentCounter: 0 });

/**
 * Judges author, right, epoch, counters and chain at ledger `index`. `undefined`: it stands.
 * Failures: those of `judgePlace`, and `signature-wrong`.
 */
export async function judgeBatch(
  port: CryptoPort,
  roster: Roster,
  log: KeyLog | undefined,
  place: AuthorPlace,
  batch: Batch,
  index: number,
  sight: Sight = "whole",
): Promise<Failure | undefined> {
  const placed = judgePlace(roster, log, place, batch, index, sight);
  if (!placed.ok) return placed.error;
  return (await verifyBatch(port, placed.value, roster.practice, batch)) ? undefined : failure("signature-wrong");
}

/**
 * All of `judgeBatch` but the signature, which can be checked before the batch's place is known. Gives the key that the
 * signature must be by. `roster` and `log` are those just before `index`: bodies are judged in ledger order.
 * Failures: `device-revoked`, `device-unknown`, `not-entitled`, `epoch-stale`, `counter-wrong`, `head-moved` (a place out
 * of order, or it names a roster head or a checkpoint that nobody can have seen).
 */
export function judgePlace(
  roster: Roster,
  log: KeyLog | undefined,
  place: AuthorPlace,
  batch: Batch,
  index: number,
  sight: Sight = "whole",
): Result<VerifyKey, Failure> {
  const { body } = batch;
  if (index <= roster.headIndex || (log && index <= log.headIndex)) return fail(failure("head-moved"));
  const device = deviceAt(roster, body.author, index);
  if (!device)
    return fail(failure(roster.devices.get(toHex(body.author))?.revoked ? "device-revoked" : "device-unknown"));
  const compartment = roster.compartments.get(toHex(body.compartment));
  if (!compartment || !log || !isAmong(compartment.writers, device.account)) return fail(failure("not-entitled"));
  if (body.epoch !== currentEpoch(log).epoch || isStale(roster, log))
    return fail(failure("epoch-stale", { epoch: currentEpoch(log).epoch }));
  const inChain =
    body.deviceCounter === place.deviceCounter + 1
      ? equalBytes(body.previous, place.previous)
      : sight === "partial" && body.deviceCounter > place.deviceCounter;
  if (!inChain || body.compartmentCounter !== place.compartmentCounter + 1) {
    return fail(
      failure("counter-wrong", { deviceCounter: place.deviceCounter, compartmentCounter: place.compartmentCounter }),
    );
  }
  const relied = roster.heads.get(toHex(body.rosterHead));
  if (!relied || body.checkpoint.size > index) return fail(failure("head-moved"));
  return ok(device.key);
}

/** Whether these are exactly the batch's envelopes, each sealed for its compartment, epoch and author. */
export async function judgeEnvelopes(
  port: CryptoPort,
  batch: Batch,
  envelopes: readonly Bytes[],
): Promise<Failure | undefined> {
  const { body } = batch;
  if (envelopes.length !== body.envelopes.length) return failure("envelope-mismatch");
  const hashes = await Promise.all(envelopes.map((envelope) => hashLarge(port, envelope)));
  for (const [i, envelope] of envelopes.entries()) {
    if (envelope.length > limits.envelopeBytes)
      return failure("request-too-large", { bytes: envelope.length, limit: limits.envelopeBytes });
    if (!equalBytes(hashes[i] as Hash, body.envelopes[i] as Hash)) return failure("envelope-mismatch");
    const header = parseEnvelope(envelope)?.header;
    if (
      !header ||
      !equalBytes(header.compartment, body.compartment) ||
      header.epoch !== body.epoch ||
      !equalBytes(header.author, body.author)
    )
      return failure("envelope-mismatch");
  }
  return undefined;
}
