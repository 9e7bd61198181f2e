/** What a device keeps about itself in the open part of its file: enough to show the lock screen and to try a passphrase. */

import {
  type AccountId,
  asHash,
  asId,
  type Bytes,
  type CborValue,
  type DeviceId,
  type Hash,
  type PracticeId,
} from "@alcove/bytes";
import type { PublicKey, SecretKey } from "@alcove/crypto";
import type { Disk } from "./disk.ts";

export type Profile = {
  readonly origin: string;
  readonly practice: PracticeId;
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly ledgerKey: PublicKey;
  readonly founding: Hash;
  readonly secretKey: SecretKey;
  readonly kdfVersion: number;
  readonly keyringVersion: number;
  readonly slot0: Bytes;
  readonly keyring: Bytes;
  /** The device key's seed, sealed under the keyring key. */
  readonly deviceKey: Bytes;
  /** The spent recovery set's sealing key, sealed, until what it opened is delivered anew. */
  readonly spentCards?: Bytes;
  readonly practiceName: string;
  readonly memberName: string;
  readonly deviceName: string;
};

export function readProfile(disk: Disk): Profile | undefined {
  const value = disk.profile.get("profile");
  return value === undefined ? undefined : profileFrom(value);
}

/** What `profileValue` gave. */
export function profileFrom(value: CborValue): Profile {
  const v = value as { readonly [name: string]: CborValue };
  const bytes = (name: string) => v[name] as Bytes;
  return {
    origin: v["origin"] as string,
    practice: asId(bytes("practice")),
    account: asId(bytes("account")),
    device: asId(bytes("device")),
    ledgerKey: bytes("ledgerKey") as PublicKey,
    founding: asHash(bytes("founding")),
    secretKey: bytes("secretKey") as SecretKey,
    kdfVersion: v["kdfVersion"] as number,
    keyringVersion: v["keyringVersion"] as number,
    slot0: bytes("slot0"),
    keyring: bytes("keyring"),
    deviceKey: bytes("deviceKey"),
    ...(v["spentCards"] ? { spentCards: bytes("spentCards") } : {}),
    practiceName: v["practiceName"] as string,
    memberName: v["memberName"] as string,
    deviceName: v["deviceName"] as string,
  };
}

export const profileValue = (profile: Profile): CborValue => ({ ...profile });

export function writeProfile(disk: Disk, profile: Profile): void {
  disk.profile.set("profile", profileValue(profile));
}
