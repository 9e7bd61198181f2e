/**
 * Release: one of those who let openings through answers one (docs/spec, GRD-17). What they sign is the record of it; the part,
 * sealed to the one-time key of that opening, travels beside it.
 *
 *   body    = CBOR [1, compartment, epoch, device that asks (16), asked (32), account, device, H(sealed part) (32), checkpoint size, checkpoint root]
 *   release = CBOR [body, signatures]   as a statement, over context("release", practice, body)
 */

import {
  type AccountId,
  type Bytes,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  equalBytes,
  type Hash,
  toHex,
} from "@alcove/bytes";
import { type CryptoPort, hash, sealedEpochKeyBytes } from "@alcove/crypto";
import { type Failure, failure } from "./errors.ts";
import { currentEpoch, keepsRelease, type KeyLog } from "./keylog/key-log.ts";
import { activeReadersOf, activeReleasersOf, deviceAt, isAmong, memberOf, type Roster } from "./roster/roster.ts";
import { parseSigned, type Signed, verifyAsPerson } from "./roster/signed.ts";
import { bytes, count, parseAs, z } from "./schema.ts";

export type ReleaseBody = {
  readonly compartment: CompartmentId;
  readonly epoch: number;
  /** The device whose opening is answered. */
  readonly asker: DeviceId;
  /** Which opening of it: `askedId`. */
  readonly asked: Hash;
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly sealedHash: Hash;
  readonly checkpoint: { readonly size: number; readonly root: Hash };
};
export type Release = Signed<ReleaseBody>;

export const releaseBodySchema = z.tuple([
  z.literal(1),
  bytes<CompartmentId>(16),
  count,
  bytes<DeviceId>(16),
  bytes<Hash>(32),
  bytes<AccountId>(16),
  bytes<DeviceId>(16),
  bytes<Hash>(32),
  count,
  bytes<Hash>(32),
]);

export function encodeReleaseBody(body: ReleaseBody): Bytes {
  const { compartment, epoch, asker, asked, account, device, sealedHash, checkpoint } = body;
  return encodeCbor([
    1,
    compartment,
    epoch,
    asker,
    asked,
    account,
    device,
    sealedHash,
    checkpoint.size,
    checkpoint.root,
  ]);
}

/** `undefined`: not a release of this version. Says nothing about its signatures. */
export function parseRelease(encoded: Uint8Array): Release | undefined {
  const outer = parseSigned(encoded);
  const value = outer && parseAs(releaseBodySchema, outer.bodyBytes);
  if (!outer || !value) return undefined;
  const [, compartment, epoch, asker, asked, account, device, sealedHash, size, root] = value;
  return {
    ...outer,
    body: { compartment, epoch, asker, asked, account, device, sealedHash, checkpoint: { size, root } },
  };
}

/** Whether exactly the sealed part that was signed lies beside it. */
export function sealedPartFits({ body }: Release, payload: readonly Bytes[]): boolean {
  const [sealed, ...more] = payload;
  if (!sealed || more.length > 0 || sealed.length !== sealedEpochKeyBytes) return false;
  return equalBytes(hash(sealed), body.sealedHash);
}

/**
 * Judges a release at ledger `index`: server and devices alike. `log` absent: who judges does not follow the compartment.
 * `asked`: what the asker's newest opening there is named by, null where it was answered; absent where the judge can't know.
 * `undefined`: it stands. Failures: `device-revoked`, `not-entitled` (one of the two has lost their right), `epoch-stale`,
 * `head-moved` (a checkpoint that nobody can have seen), `release-over` (another opening, or answered), `signature-wrong`.
 */
export async function judgeRelease(
  port: CryptoPort,
  roster: Roster,
  log: KeyLog | undefined,
  release: Release,
  index: number,
  asked: Hash | null | undefined,
): Promise<Failure | undefined> {
  const { body } = release;
  const device = deviceAt(roster, body.device, index);
  const asker = deviceAt(roster, body.asker, index);
  if (!device) return failure("device-revoked");
  const compartment = roster.compartments.get(toHex(body.compartment));
  if (!compartment || !equalBytes(device.account, body.account)) return failure("not-entitled");
  if (!isAmong(activeReleasersOf(roster, compartment), body.account)) return failure("not-entitled");
  if (!asker || !isAmong(activeReadersOf(roster, compartment), asker.account)) return failure("not-entitled");
  const isNewest = !log || currentEpoch(log).epoch === body.epoch;
  if (!isNewest || (log && !keepsRelease(currentEpoch(log), body.account))) return failure("epoch-stale");
  if (body.checkpoint.size > index) return failure("head-moved");
  if (asked === null || (asked && !equalBytes(asked, body.asked))) return failure("release-over");
  const { identitySign: identity } = memberOf(roster, body.account);
  const signer = { account: body.account, identity, device: body.device, deviceKey: device.key };
  return (await verifyAsPerson(port, "release", roster.practice, release, signer))
    ? undefined
    : failure("signature-wrong");
}
