/**
 * Somebody joins a practice, at their own device (transcripts.md, pairing with P = member). Their keys are made here and
 * sealed from the start; the practice gets public halves, and the server an account whose making their identity signs.
 */

import {
  type AccountId,
  asId,
  type DeviceId,
  encodeCbor,
  equalBytes,
  fail,
  ok,
  type Result,
  toHex,
} from "@alcove/bytes";
import {
  defaultKdfVersion,
  derivePassphraseKeys,
  importSigningKey,
  type KeyringKey,
  publicKeyOf,
  sealingPublicKeyOf,
  type SealingSeed,
  sealKeyring,
  sealSlot,
  type SecretKey,
  sign,
  type SigningSeed,
} from "@alcove/crypto";
import { accountBytes, type Failure, failure } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import { openKeys, type OpenKeys } from "../../engine/keys.ts";
import { type Profile, writeProfile } from "../../profile.ts";
import type { Pairing, PairingSide } from "./pairing.ts";
import { meetMember, type MetMember, type NewcomerRequest, startNewcomer, type Welcomed } from "./newcomer.ts";
import type { Invitation, NewMember } from "./transcript.ts";
import { sealDeviceSeed } from "../unlock.ts";

export type JoinRequest = NewcomerRequest & {
  readonly name: string;
  readonly email: string;
  readonly deviceName: string;
  readonly passphrase: string;
};

/** Everything of the person who joins, made before anybody hears of it. */
type Made = {
  readonly profile: Profile;
  readonly keys: OpenKeys;
  /** The signed request that makes the account, as it will be sent. */
  readonly accountRequest: Uint8Array<ArrayBuffer>;
  readonly newcomer: NewMember;
};

/** `joined`: the account's request rests on disk and is sent before the first login. */
export async function startNewMember(
  shared: PairingSide,
  disk: Disk,
  request: JoinRequest,
  joined: (profile: Profile, keys: OpenKeys) => Promise<void>,
): Promise<Result<Pairing, Failure>> {
  let made: Made | undefined;

  async function introduce(invitation: Invitation): Promise<Result<NewMember, Failure>> {
    made = await makeKeys(shared, invitation, request);
    return made ? ok(made.newcomer) : fail(failure("bug"));
  }

  /** The statement must stand in the ledger and name exactly these keys before anything is kept. */
  async function keep({ met: { readRoster } }: Welcomed<MetMember>): Promise<Result<undefined, Failure>> {
    if (!made) return fail(failure("bug"));
    const { newcomer, profile, keys, accountRequest } = made;
    const roster = await readRoster();
    if (!roster.ok) return roster;
    const member = roster.value.members.get(toHex(newcomer.account));
    const device = roster.value.devices.get(toHex(newcomer.device));
    if (
      !member ||
      !device ||
      !equalBytes(member.identitySign.publicKey, newcomer.identitySign) ||
      !equalBytes(member.identitySeal, newcomer.identitySeal) ||
      !equalBytes(device.key.publicKey, newcomer.deviceKey) ||
      !equalBytes(device.account, newcomer.account)
    )
      return fail(failure("alarm-leaf-missing"));
    disk.transaction(() => {
      writeProfile(disk, profile);
      disk.settings.set("accountRequest", accountRequest);
    });
    await joined(profile, keys);
    return ok();
  }

  return startNewcomer(shared, request, "member", introduce, meetMember(shared, request), keep);
}

async function makeKeys(
  { ports: { crypto } }: PairingSide,
  invitation: Invitation,
  request: JoinRequest,
): Promise<Made | undefined> {
  const { practice } = invitation;
  const account = asId<AccountId>(crypto.random(16));
  const device = asId<DeviceId>(crypto.random(16));
  const secretKey = crypto.random(16) as SecretKey;
  const keyringKey = crypto.random(32) as KeyringKey;
  const identity = { sign: crypto.random(32) as SigningSeed, seal: crypto.random(32) as SealingSeed };
  const deviceSeed = crypto.random(32) as SigningSeed;
  const kdfVersion = defaultKdfVersion;
  const { passphrase } = request;
  const derived = await derivePassphraseKeys(crypto, { practice, account, passphrase, secretKey, kdfVersion });
  if (!derived) return undefined;
  const keyring = { version: 1, identities: [identity] as const, loginSeed: derived.loginSeed };
  const [slot0, sealedKeyring, sealedDevice, identityKey, deviceKey] = await Promise.all([
    sealSlot(crypto, derived.unlockKey, { practice, account, slot: 0, keyringVersion: 1, kdfVersion }, keyringKey),
    sealKeyring(crypto, keyringKey, { practice, account }, keyring),
    sealDeviceSeed(crypto, { practice, account, device }, keyringKey, deviceSeed),
    importSigningKey(crypto, identity.sign),
    importSigningKey(crypto, deviceSeed),
  ]);
  const unsigned = {
    practice,
    account,
    email: request.email,
    loginKey: publicKeyOf(derived.loginSeed),
    keyring: { keyringVersion: 1, kdfVersion, slot0, keyring: sealedKeyring },
  };
  const signature = await sign(crypto, identityKey, accountBytes(unsigned as never));
  const profile: Profile = {
    origin: invitation.origin,
    practice,
    account,
    device,
    ledgerKey: invitation.ledgerKey,
    founding: invitation.founding,
    secretKey,
    kdfVersion,
    keyringVersion: 1,
    slot0,
    keyring: sealedKeyring,
    deviceKey: sealedDevice,
    practiceName: "",
    memberName: request.name,
    deviceName: request.deviceName,
  };
  const facts = { practice, account, device, secretKey, keyringKey, keyring, deviceSeed };
  return {
    profile,
    keys: await openKeys(crypto, facts),
    accountRequest: encodeCbor({ ...unsigned, signature }),
    newcomer: {
      kind: "member",
      account,
      identitySign: identityKey.publicKey,
      identitySeal: await sealingPublicKeyOf(identity.seal),
      device,
      deviceKey: deviceKey.publicKey,
    },
  };
}
