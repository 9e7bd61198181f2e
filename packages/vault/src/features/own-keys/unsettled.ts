/** From asking the server until it is known which keys it has (docs/spec, OWN-5 to OWN-7). */

import { type Bytes, equalBytes, fail, ok, type Result } from "@alcove/bytes";
import { type CryptoPort, deriveLocalKey, type KeyringKey, seal } from "@alcove/crypto";
import { type Failure, failure, type Messages } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Profile } from "../../profile.ts";
import { readMessage, type Session } from "../../session.ts";
import { eraseNextKeys, formerContext, type NextKeys, type Place } from "./next-keys.ts";

export function writeNextKeys(disk: Disk, next: NextKeys): void {
  disk.profile.set("next", { ...next });
}

/** For the time in which outbox and drafts still rest under the key before: who has the new key gets at the old one, never the other way. */
export async function sealFormer(
  crypto: CryptoPort,
  place: Place,
  next: { readonly keyringKey: KeyringKey; readonly keyringVersion: number },
  former: KeyringKey,
): Promise<Bytes> {
  const key = await deriveLocalKey(crypto, next.keyringKey, "local", place.device);
  return seal(crypto, key, former, formerContext(place, next.keyringVersion));
}

type Sealed = Messages["StoredKeyring"];

/** What the server has; nothing that this device asked before will change it any more (OWN-5). */
export async function askWhatCounts(session: Session): Promise<Result<Sealed, Failure>> {
  const answered = await session.call("POST", "/v1/keyring", new Uint8Array([0xa0]));
  return answered.ok ? readMessage("StoredKeyring", answered.value) : answered;
}

export function isSame(stored: Sealed, keys: Pick<Profile, "kdfVersion" | "keyringVersion" | "slot0" | "keyring">) {
  return (
    stored.keyringVersion === keys.keyringVersion &&
    stored.kdfVersion === keys.kdfVersion &&
    equalBytes(stored.slot0, keys.slot0) &&
    equalBytes(stored.keyring, keys.keyring)
  );
}

/** The login key of before got in: what was asked is undone here, unless the server has something that nobody asked for. */
export async function takeBack(disk: Disk, profile: Profile, session: Session): Promise<Result<undefined, Failure>> {
  const counts = await askWhatCounts(session);
  if (!counts.ok) return counts;
  if (!isSame(counts.value, profile)) return fail(failure("answer-forged"));
  eraseNextKeys(disk);
  return ok();
}

/** Answers after which the server certainly did nothing: it said so in its own name. Anything else leaves both. */
const certain: ReadonlySet<Failure["code"]> = new Set([
  "second-factor-needed",
  "second-factor-wrong",
  "head-moved",
  "statement-refused",
  "signature-wrong",
  "request-malformed",
  "kdf-version-unknown",
  "not-entitled",
]);

/** After asking for one of the two acts in vain: what to say, and whether what rests beside is undone already. */
export function giveUp(disk: Disk, failed: Failure): Failure {
  if (certain.has(failed.code)) {
    eraseNextKeys(disk);
    return failed;
  }
  return failed.code === "slow-down" ? failed : failure("keys-unsettled");
}
