/** Pairing at the new device: it answers an invitation, checks whom it answers, and keeps what it is handed. */

import { asId, type Bytes, type DeviceId, encodeCbor, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  hash,
  importSigningKey,
  type KeyringKey,
  sealingPublicKeyOf,
  type SealingSeed,
  type SecretKey,
  type SigningSeed,
  verify,
} from "@alcove/crypto";
import { openKeyring } from "@alcove/crypto/open";
import { type Failure, failure } from "@alcove/protocol";
import type { Disk } from "../disk.ts";
import { openKeys, type OpenKeys } from "../engine/keys.ts";
import { identityHash } from "../kit.ts";
import { type Profile, writeProfile } from "../profile.ts";
import { ask, callOpenly } from "../session.ts";
import { replayRoster } from "./enrol.ts";
import { newcomerWaitsMs, type Pairing, type PairingSide, personsAnswer, waitFor } from "./pairing.ts";
import {
  comparisonWords,
  encodeM1,
  giftContext,
  inviteKeys,
  m2SignedBytes,
  type Newcomer,
  openInvitation,
  parseGift,
  parseInvitationQr,
  parseM2,
  secretFromWords,
  transcriptHash,
} from "./pairing-transcript.ts";
import { keyringFits, sealDeviceSeed, unlockKeyring } from "./unlock.ts";

/** Answers an invitation on an empty device. The person answers `passphrase` with their passphrase; a wrong one may be tried again. */
export async function startNewcomer(
  shared: PairingSide,
  disk: Disk,
  request: { readonly invitation: string; readonly server?: string; readonly deviceName: string },
  paired: (profile: Profile, keys: OpenKeys) => Promise<void>,
): Promise<Result<Pairing, Failure>> {
  const { crypto, clock, transport } = shared.ports;
  const scanned = parseInvitationQr(request.invitation);
  const secret = scanned?.secret ?? secretFromWords(request.invitation);
  const server = scanned?.invitation.origin ?? request.server;
  if (!secret || !server) return fail(failure("invitation-unreadable"));
  const keys = await inviteKeys(crypto, secret);
  const path = `/v1/invites/${toHex(keys.id)}`;
  const state = () => ask(transport, server, "GET", path, "InviteState");
  const found = await state();
  if (!found.ok) return found;
  const invitation = scanned?.invitation ?? (await openInvitation(crypto, keys, found.value.blob));
  if (!invitation) return fail(failure("invitation-dead"));
  const { origin } = invitation;

  const deviceSeed = crypto.random(32) as SigningSeed;
  const oneTimeSeed = crypto.random(32) as SealingSeed;
  const device = asId<DeviceId>(crypto.random(16));
  const deviceKey = await importSigningKey(crypto, deviceSeed);
  const newcomer: Newcomer = {
    device,
    deviceKey: deviceKey.publicKey,
    oneTimeKey: sealingPublicKeyOf(oneTimeSeed),
    name: request.deviceName.slice(0, 200),
  };
  const nonce = crypto.random(32);
  const m1 = encodeM1(keys, newcomer, nonce);
  const post = (step: "m1" | "rN", body: Bytes) =>
    callOpenly(transport, origin, "POST", `${path}/newcomer`, encodeCbor({ step, body }));
  const sent = await post("m1", m1);
  if (!sent.ok) return sent;
  const person = personsAnswer();

  const work = async (): Promise<Result<undefined, Failure>> => {
    const until = clock.now() + newcomerWaitsMs;
    const second = await waitFor(shared.ports, person.ended, until, state, (invite) => invite.m2);
    if (!second.ok) return second;
    const m2 = parseM2(keys, second.value);
    if (!m2 || !equalBytes(m2.m2.m1Hash, hash(m1))) return fail(failure("invitation-dead"));

    const readRoster = (leavesFrom: number, bodiesFrom: number) => {
      const query = `leavesFrom=${leavesFrom}&bodiesFrom=${bodiesFrom}`;
      return ask(transport, origin, "GET", `${path}/roster?${query}`, "SyncAnswer");
    };
    const replayed = await replayRoster(crypto, readRoster, invitation);
    if (!replayed.ok) return replayed;
    const { roster } = replayed.value;
    const inviter = [...roster.members.values()].find((member) =>
      equalBytes(identityHash(member.identitySign.publicKey, member.identitySeal), invitation.inviter),
    );
    if (!inviter || !roster.heads.has(toHex(invitation.rosterHead)) || !roster.heads.has(toHex(m2.m2.rosterHead)))
      return fail(failure("alarm-rolled-back"));
    if (!(await verify(crypto, inviter.identitySign, m2.signature, m2SignedBytes(invitation.practice, m2.body))))
      return fail(failure("signature-wrong"));

    const shown = await post("rN", nonce);
    if (!shown.ok) return shown;
    const transcript = transcriptHash(m1, second.value, nonce);
    shared.show({ side: "newcomer", step: "compare", words: await comparisonWords(crypto, transcript) });
    const given = await waitFor(shared.ports, person.ended, until, state, (invite) => invite.gift);
    // An invite that goes while its words are compared was stopped at the other device.
    if (!given.ok && given.error.code === "invitation-unknown") return fail(failure("pairing-stopped"));
    if (!given.ok) return given;
    const opened = await crypto.hpke.open(oneTimeSeed, giftContext(transcript), given.value);
    const gift = opened && parseGift(opened);
    if (!gift || !equalBytes(gift.account, inviter.account)) return fail(failure("invitation-dead"));

    // It must stand in the ledger, naming exactly this key, before anything is kept.
    const after = await replayRoster(crypto, readRoster, invitation);
    if (!after.ok) return after;
    const enrolled = after.value.roster.devices.get(toHex(device));
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
    if (!keyring || !keyringFits(keyring, invitation.inviter)) return fail(failure("invitation-dead"));

    const profile: Profile = {
      ...place,
      origin,
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
      deviceName: newcomer.name,
    };
    for (;;) {
      shared.show({ side: "newcomer", step: "passphrase", memberName: "" });
      const passphrase = await person.next();
      if (!passphrase.ok) return passphrase;
      const unlocked = await unlockKeyring(crypto, profile, passphrase.value);
      person.answered(unlocked.ok ? ok() : unlocked);
      if (unlocked.ok) break;
    }
    disk.transaction(() => writeProfile(disk, profile));
    await paired(profile, await openKeys(crypto, { ...profile, keyringKey, keyring, deviceSeed }));
    return ok();
  };
  void work().then((result) => {
    person.end();
    shared.show(
      result.ok ? { side: "newcomer", step: "done" } : { side: "newcomer", step: "failed", error: result.error },
    );
  });
  return ok(person.pairing);
}
