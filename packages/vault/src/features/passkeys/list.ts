/**
 * The list of a person's passkeys: one sealed blob at the server, the newest only, that each device makes its own slots of
 * (docs/spec, PSK-4 to PSK-6). A list that does not open, or is older than what is here, is never taken.
 */

import { type Bytes, encodeCbor, fail, ok, type Result } from "@alcove/bytes";
import { type CryptoPort, type Passkey, prfInput, sealPasskeys, sealSlot } from "@alcove/crypto";
import { openPasskeys } from "@alcove/crypto/open";
import { type Failure, failure } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { OpenKeys } from "../../engine/keys.ts";
import type { Profile } from "../../profile.ts";
import { readMessage, type Session } from "../../session.ts";
import { readPasskeys, type StoredPasskeys, type StoredSlot, writePasskeys } from "../../stored-passkeys.ts";

export type PasskeyList = {
  readonly counter: number;
  readonly list: Bytes | null;
  readonly passkeys: readonly Passkey[];
};

type ListKeys = Pick<OpenKeys, "practice" | "account" | "keyringKey">;

/** What is on this disk; an empty list where nothing is, or nothing that these keys open. */
export async function listHere(crypto: CryptoPort, disk: Disk, keys: ListKeys): Promise<PasskeyList> {
  const { counter, list } = readPasskeys(disk) ?? { counter: 0, list: null };
  return { counter, list, passkeys: (await opened(crypto, keys, counter, list)) ?? [] };
}

/** The newer one of what the server has and what is here. */
export async function newestList(
  crypto: CryptoPort,
  disk: Disk,
  keys: ListKeys,
  session: Session,
): Promise<Result<PasskeyList & { readonly atServer: number }, Failure>> {
  const answered = await session.call("GET", "/v1/passkeys");
  const there = answered.ok ? readMessage("Passkeys", answered.value) : answered;
  if (!there.ok) return there;
  const { counter: atServer, sealed } = there.value;
  const here = await listHere(crypto, disk, keys);
  const passkeys = atServer > here.counter ? await opened(crypto, keys, atServer, sealed) : undefined;
  return ok(passkeys ? { counter: atServer, list: sealed, passkeys, atServer } : { ...here, atServer });
}

/** Failures: `head-moved` (another device changed the list meanwhile), those of the network. */
export async function sendList(session: Session, counter: number, sealed: Bytes): Promise<Result<undefined, Failure>> {
  const put = await session.call("PUT", "/v1/passkeys", encodeCbor({ counter, sealed }));
  return put.ok ? ok() : put;
}

/** The slots of this device's keyring version, made of the list. */
export async function storedOf(
  crypto: CryptoPort,
  profile: Pick<Profile, "practice" | "account" | "kdfVersion" | "keyringVersion">,
  keyringKey: OpenKeys["keyringKey"],
  { counter, list, passkeys }: PasskeyList,
): Promise<StoredPasskeys> {
  const { practice, account, kdfVersion, keyringVersion } = profile;
  const slots: StoredSlot[] = [];
  for (const { slot, credential, host, key } of passkeys) {
    const place = { practice, account, slot, keyringVersion, kdfVersion };
    slots.push({ slot, credential, host, sealed: await sealSlot(crypto, key, place, keyringKey) });
  }
  return { counter, list, prfInput: prfInput(profile), slots };
}

const tries = 3;

/** One change on top of the newest list, at the server first: an act on one's own keys is done with it or not at all. */
export async function changeList(
  crypto: CryptoPort,
  disk: Disk,
  { profile, keys }: { readonly profile: Profile; readonly keys: OpenKeys },
  session: Session,
  change: (passkeys: readonly Passkey[]) => Result<readonly Passkey[], Failure>,
): Promise<Result<undefined, Failure>> {
  for (let tried = 1; ; tried++) {
    const newest = await newestList(crypto, disk, keys, session);
    if (!newest.ok) return newest;
    const changed = change(newest.value.passkeys);
    if (!changed.ok) return changed;
    const counter = Math.max(newest.value.counter, newest.value.atServer) + 1;
    if (!Number.isSafeInteger(counter)) return fail(failure("answer-forged"));
    const list = await sealPasskeys(crypto, keys.keyringKey, { ...keys, counter }, changed.value);
    const sent = await sendList(session, counter, list);
    if (!sent.ok && sent.error.code === "head-moved" && tried < tries) continue;
    if (!sent.ok) return sent;
    const stored = await storedOf(crypto, profile, keys.keyringKey, { counter, list, passkeys: changed.value });
    disk.transaction(() => writePasskeys(disk, stored));
    return ok();
  }
}

async function opened(
  crypto: CryptoPort,
  { practice, account, keyringKey }: ListKeys,
  counter: number,
  list: Bytes | null,
): Promise<readonly Passkey[] | undefined> {
  return list ? openPasskeys(crypto, keyringKey, { practice, account, counter }, list) : undefined;
}
