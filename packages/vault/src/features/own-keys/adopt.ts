/**
 * The device goes over to keys that count (docs/spec, OWN-8): what rests on it under the keyring key is sealed anew, and
 * all of it reaches the disk in one transaction with slot and keyring, so that no crash leaves half under each.
 */

import { type Bytes, encodeCbor, equalBytes } from "@alcove/bytes";
import { context, type CryptoPort, type Keyring, open, seal, type SigningSeed } from "@alcove/crypto";
import type { Disk, StoredDraft } from "../../disk.ts";
import { copyCards, openKeys, type OpenKeys } from "../../engine/keys.ts";
import type { Opened } from "../../engine/opened.ts";
import type { Ports } from "../../ports.ts";
import { type Profile, writeProfile } from "../../profile.ts";
import { readPasskeys, type StoredPasskeys, writePasskeys } from "../../stored-passkeys.ts";
import { draftContext, openDraft } from "../drafts.ts";
import { listHere, storedOf } from "../passkeys/list.ts";
import { openDeviceSeed, sealSpentCards } from "../unlock.ts";
import { eraseNextKeys, type OpenNext } from "./next-keys.ts";

export type Adopted = { readonly profile: Profile; readonly keys: OpenKeys };

/**
 * While nothing else writes to the disk. `undefined`: the device key does not open under the new keys, and nothing was
 * changed.
 */
export async function adoptKeys(
  ports: Ports,
  disk: Disk,
  running: Opened,
  next: OpenNext,
): Promise<Adopted | undefined> {
  const { crypto } = ports;
  const { former: _, ...stored } = next.stored;
  const { spent } = running.keys;
  const spentCards =
    spent.length > 0 ? await sealSpentCards(crypto, running.profile, next.keyringKey, spent) : undefined;
  const profile: Profile = { ...running.profile, ...stored, ...(spentCards ? { spentCards } : {}) };
  const deviceSeed = await openDeviceSeed(crypto, profile, next.keyringKey);
  if (!deviceSeed) return undefined;
  const keys = await keysOf(crypto, profile, next, deviceSeed, spent);
  // Made here: its Kit has to be kept by the person first.
  const isNewKit = !next.fromKit && !equalBytes(running.profile.secretKey, profile.secretKey);
  await goOver(ports, disk, running, { profile, keys }, () => {
    if (isNewKit) disk.settings.set("kitConfirmed", false);
  });
  return { profile, keys };
}

/** Whether `next` has every identity of `now`: recovery begins with another one, and what only the old one opens would be lost. */
export function holdsAllOf(now: Keyring, next: Keyring): boolean {
  return now.identities.every(({ seal }) => next.identities.some((one) => equalBytes(one.seal, seal)));
}

/** The device was taken out and paired again: what waits on it goes over to the device that it is now, of the same member. */
export async function adoptDevice(ports: Ports, disk: Disk, running: Opened, made: Adopted): Promise<Adopted> {
  const { practiceName, memberName } = running.profile;
  const adopted = { ...made, profile: { ...made.profile, practiceName, memberName } };
  await goOver(ports, disk, running, adopted);
  return adopted;
}

async function goOver(
  { crypto, ...ports }: Ports,
  disk: Disk,
  { keys: before }: Opened,
  { profile, keys }: Adopted,
  alsoOnDisk: () => void = () => {},
): Promise<void> {
  const isSameKeyringKey = equalBytes(before.keyringKey, keys.keyringKey);
  const isAllTheSame = isSameKeyringKey && equalBytes(before.device, keys.device);
  const saves = isAllTheSame ? [] : await saveAnew(crypto, disk, before, keys);
  const drafts = isSameKeyringKey ? [] : await draftsAnew({ crypto, ...ports }, disk, before, keys);
  const passkeys = await passkeysAnew(crypto, disk, before, profile, isSameKeyringKey);
  disk.transaction(() => {
    writeProfile(disk, profile);
    eraseNextKeys(disk);
    if (passkeys) writePasskeys(disk, passkeys);
    alsoOnDisk();
    for (const { sequence, sealed } of saves) disk.outbox.replace(sequence, sealed);
    for (const draft of drafts) disk.drafts.put(draft);
    if (isAllTheSame) return;
    // Derived from what is here, and soon again; hashes of files that somebody with the key of before could try.
    disk.settings.set("snapshot", null);
    disk.snapshots.removeAllBut([]);
    if (!isSameKeyringKey) disk.files.clear();
  });
}

function keysOf(
  crypto: CryptoPort,
  profile: Profile,
  next: OpenNext,
  deviceSeed: SigningSeed,
  spent: OpenKeys["spent"],
): Promise<OpenKeys> {
  const { practice, account, device, secretKey } = profile;
  const { keyringKey, keyring } = next;
  // Bytes of its own: those of before are wiped with the engine that ends.
  const kept = spent.map(copyCards);
  return openKeys(crypto, { practice, account, device, secretKey, keyringKey, keyring, deviceSeed, spent: kept });
}

/** Slots of the new keyring version; none where another keyring key begins, since each authenticator would have to be asked. */
async function passkeysAnew(
  crypto: CryptoPort,
  disk: Disk,
  before: OpenKeys,
  profile: Profile,
  isSameKeyringKey: boolean,
): Promise<StoredPasskeys | undefined> {
  const stored = readPasskeys(disk);
  if (!stored) return undefined;
  if (!isSameKeyringKey) return { ...stored, list: null, slots: [] };
  return storedOf(crypto, profile, before.keyringKey, await listHere(crypto, disk, before));
}

/** A save that does not open stays as it is: the engine says so when its turn comes. */
async function saveAnew(crypto: CryptoPort, disk: Disk, before: OpenKeys, after: OpenKeys) {
  const additional = context("outbox", before.practice, before.device);
  const becomes = context("outbox", after.practice, after.device);
  const next = (sequence: number) => disk.outbox.next(sequence, "held too");
  const sealed: { readonly sequence: number; readonly sealed: Bytes }[] = [];
  for (let at = next(0); at !== undefined; at = next(at)) {
    const bytes = disk.outbox.at(at);
    const plaintext = bytes && (await open(crypto, before.outboxKey, bytes, additional));
    if (plaintext) sealed.push({ sequence: at, sealed: await seal(crypto, after.outboxKey, plaintext, becomes) });
  }
  return sealed;
}

/** Under a counter more, so that the server's slot follows. One of another device that went over first opens under the new key already. */
async function draftsAnew(ports: Ports, disk: Disk, before: OpenKeys, after: OpenKeys): Promise<StoredDraft[]> {
  const anew: StoredDraft[] = [];
  for (const draft of disk.drafts.all()) {
    const content = await openDraft(ports, before, draft);
    if (!content) continue;
    const counter = draft.counter + 1;
    const additional = draftContext(after, draft.id, counter);
    anew.push({ ...draft, counter, sealed: await seal(ports.crypto, after.draftKey, encodeCbor(content), additional) });
  }
  return anew;
}
