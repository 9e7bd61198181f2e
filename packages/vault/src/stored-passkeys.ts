/**
 * The passkeys of this device's person, as they rest on its disk: the list sealed as it travels, and for the lock screen,
 * in the open, each passkey's id with its slot. Read before anything is unlocked.
 */

import type { Bytes, CborValue } from "@alcove/bytes";
import type { Disk } from "./disk.ts";

export type StoredSlot = {
  readonly slot: number;
  readonly credential: Bytes;
  /** Pages of this host may ask for it, and no others. */
  readonly host: string;
  /** 60 bytes, of the profile's keyring version. */
  readonly sealed: Bytes;
};

export type StoredPasskeys = {
  /** Of the newest list that this device knows; 0 for none yet. */
  readonly counter: number;
  /** Null where nobody has a list under the present keyring key. */
  readonly list: Bytes | null;
  /** What an authenticator is asked about. */
  readonly prfInput: Bytes;
  readonly slots: readonly StoredSlot[];
};

export function readPasskeys(disk: Disk): StoredPasskeys | undefined {
  return disk.profile.get("passkeys") as StoredPasskeys | undefined;
}

/** Inside a transaction of the caller's: what was there is overwritten before its page is set free, a removed slot above all. */
export function writePasskeys(disk: Disk, passkeys: StoredPasskeys): void {
  disk.profile.erase("passkeys");
  disk.profile.set("passkeys", { ...passkeys, slots: passkeys.slots.map((one): CborValue => ({ ...one })) });
}
