/** A further device of one's own, at that device: it keeps what it is handed once its enrolment stands in the ledger. */

import { asId, type DeviceId, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  importSigningKey,
  type KeyringKey,
  sealingPublicKeyOf,
  type SealingSeed,
  type SecretKey,
  type SigningSeed,
} from "@alcove/crypto";
import { openKeyring } from "@alcove/crypto/open";
import { type Failure, failure } from "@alcove/protocol";
import { openKeys, type OpenKeys } from "../../engine/keys.ts";
import type { Profile } from "../../profile.ts";
import type { Pairing, PairingSide } from "./pairing.ts";
import { meetMember, type MetMember, type NewcomerRequest, startNewcomer, type Welcomed } from "./newcomer.ts";
import { giftContext, type NewDevice, parseGift } from "./transcript.ts";
import { keyringFits, sealDeviceSeed, unlockKeyring } from "../unlock.ts";

/**
 * Answers an invitation on an empty device, or on one that was taken out. The person answers `passphrase` with their passphrase; a
 * wrong one may be tried again. `keep` brings it to the disk.
 */
export async function startNewDevice(
  shared: PairingSide,
  request: NewcomerRequest & { readonly deviceName: string },
  keep: (profile: Profile, keys: OpenKeys) => Promise<Result<undefined, Failure>>,
): Promise<Result<Pairing, Failure>> {
  const { crypto } = shared.ports;
  const deviceSeed = crypto.random(32) as SigningSeed;
  const oneTimeSeed = crypto.random(32) as SealingSeed;
  const deviceKey = await importSigningKey(crypto, deviceSeed);
  const newcomer: NewDevice = {
    kind: "device",
    device: asId<DeviceId>(crypto.random(16)),
    deviceKey: deviceKey.publicKey,
    oneTimeKey: await sealingPublicKeyOf(oneTimeSeed),
    name: "",
  };
  const { device } = newcomer;

  async function takeGift(welcome: Welcomed<MetMember>): Promise<Result<undefined, Failure>> {
    const { invitation, transcript, person } = welcome;
    const { inviter, readRoster } = welcome.met;
    const opened = await crypto.hpke.open(oneTimeSeed, giftContext(transcript), welcome.gift);
    const gift = opened && parseGift(opened);
    if (!gift || !equalBytes(gift.account, inviter.account)) return fail(failure("invitation-dead"));

    // It must stand in the ledger, naming exactly this key, before anything is kept.
    const roster = await readRoster();
    if (!roster.ok) return roster;
    const enrolled = roster.value.devices.get(toHex(device));
    if (
      !enrolled ||
      !equalBytes(enrolled.key.publicKey, deviceKey.publicKey) ||
      !equalBytes(enrolled.account, inviter.account)
    )
      return fail(failure("alarm-leaf-missing"));
    const keyringKey = gift.keyringKey as KeyringKey;
    const place = { practice: invitation.practice, account: inviter.account };
    const keyring = await openKeyring(
      crypto,
      keyringKey,
      { ...place, keyringVersion: gift.keyringVersion },
      gift.keyring,
    );
    if (!keyring || !(await keyringFits(keyring, invitation.inviter))) return fail(failure("invitation-dead"));

    const profile: Profile = {
      ...place,
      origin: invitation.origin,
      device,
      ledgerKey: invitation.ledgerKey,
      founding: invitation.founding,
      secretKey: gift.secretKey as SecretKey,
      kdfVersion: gift.kdfVersion,
      keyringVersion: gift.keyringVersion,
      slot0: gift.slot0,
      keyring: gift.keyring,
      deviceKey: await sealDeviceSeed(crypto, { ...place, device }, keyringKey, deviceSeed),
      practiceName: "",
      memberName: "",
      deviceName: request.deviceName.slice(0, 200),
    };
    for (;;) {
      const answered = person.next();
      shared.show({ side: "newcomer", step: "passphrase", memberName: "" });
      const passphrase = await answered;
      if (!passphrase.ok) return passphrase;
      const unlocked = await unlockKeyring(crypto, profile, passphrase.value);
      person.answered(unlocked.ok ? ok() : unlocked);
      if (unlocked.ok) break;
    }
    return keep(profile, await openKeys(crypto, { ...profile, keyringKey, keyring, deviceSeed }));
  }

  return startNewcomer(shared, request, "device", async () => ok(newcomer), meetMember(shared, request), takeGift);
}
