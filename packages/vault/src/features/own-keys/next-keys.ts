/**
 * Keys that will count, on the device's disk beside those that do, from before the server is asked until it is known
 * which the server has (docs/spec, OWN-6). Whichever passphrase the person then types, they get in: a crash or a lost
 * answer at any point leaves both.
 */

import { type Bytes, type CborValue, equalBytes, fail, ok, type Result } from "@alcove/bytes";
import {
  boundContext,
  type CryptoPort,
  deriveLocalKey,
  type Keyring,
  type KeyringKey,
  open,
  seal,
  type SecretKey,
} from "@alcove/crypto";
import { openKeyring } from "@alcove/crypto/open";
import { type Failure, failure, type Messages } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Profile } from "../../profile.ts";
import { readMessage, type Session } from "../../session.ts";

/** `former`: where another keyring key begins, the one before, sealed under it; 60 bytes. */
export type NextKeys = Pick<
  Profile,
  "secretKey" | "kdfVersion" | "keyringVersion" | "slot0" | "keyring" | "deviceKey"
> & { readonly former: Bytes | null };

/** The same, open in memory. `fromKit`: the person holds the Kit of this Secret Key already. */
export type OpenNext = {
  readonly fromKit?: true;
  readonly stored: NextKeys;
  readonly keyringKey: KeyringKey;
  readonly keyring: Keyring;
};

export function readNextKeys(disk: Disk): NextKeys | undefined {
  const value = disk.profile.get("next") as { readonly [name: string]: CborValue } | undefined;
  if (!value) return undefined;
  const bytes = (name: string) => value[name] as Bytes;
  return {
    secretKey: bytes("secretKey") as SecretKey,
    kdfVersion: value["kdfVersion"] as number,
    keyringVersion: value["keyringVersion"] as number,
    slot0: bytes("slot0"),
    keyring: bytes("keyring"),
    deviceKey: bytes("deviceKey"),
    former: value["former"] as Bytes | null,
  };
}

export function writeNextKeys(disk: Disk, next: NextKeys): void {
  disk.profile.set("next", { ...next });
}

export function eraseNextKeys(disk: Disk): void {
  disk.profile.erase("next");
}

type Place = Pick<Profile, "practice" | "account" | "device">;

const formerContext = (place: Place, keyringVersion: number): Bytes =>
  boundContext("local", place.practice, [place.account, place.device, keyringVersion]);

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

export async function openFormer(
  crypto: CryptoPort,
  place: Place,
  next: NextKeys,
  keyringKey: KeyringKey,
): Promise<KeyringKey | undefined> {
  if (next.former === null) return keyringKey;
  const key = await deriveLocalKey(crypto, keyringKey, "local", place.device);
  const opened = await open(crypto, key, next.former, formerContext(place, next.keyringVersion));
  return opened?.length === 32 ? (opened as KeyringKey) : undefined;
}

/** `undefined`: not the keyring key that these are sealed under. The bytes are its own, so that wiping others leaves them. */
export async function openNext(
  crypto: CryptoPort,
  place: Place,
  stored: NextKeys,
  keyringKey: KeyringKey,
): Promise<OpenNext | undefined> {
  const at = { practice: place.practice, account: place.account, keyringVersion: stored.keyringVersion };
  const keyring = await openKeyring(crypto, keyringKey, at, stored.keyring);
  return keyring && { stored, keyring, keyringKey: keyringKey.slice() as KeyringKey };
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
