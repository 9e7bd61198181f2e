/**
 * "Somebody may have it": a new identity, keyring key, Secret Key and login key (docs/spec, OWN-8). Former identities stay in
 * the keyring, since they open what was sealed to them.
 */

import { encodeCbor, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  defaultKdfVersion,
  derivePassphraseKeys,
  importSigningKey,
  type Keyring,
  type KeyringKey,
  publicKeyOf,
  type SealingSeed,
  sealingPublicKeyOf,
  sealKeyring,
  sealSlot,
  type SecretKey,
  type SigningSeed,
} from "@alcove/crypto";
import { type Failure, failure, type Operation, type RekeyReason, signerKinds } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import { signStatement } from "../../engine/seal.ts";
import type { Ports } from "../../ports.ts";
import { openDeviceSeed, sealDeviceSeed, unlockKeyring } from "../unlock.ts";
import { sealedOf } from "./change-passphrase.ts";
import { type NextKeys, type OpenNext, readNextKeys } from "./next-keys.ts";
import { giveUp, sealFormer, writeNextKeys } from "./unsettled.ts";

/** `device`: id of one that is lost or stolen, revoked by the same statement. */
export type RekeyRequest = {
  readonly reason: RekeyReason;
  readonly now: string;
  readonly next: string;
  readonly totp?: string;
  readonly device?: string;
};

/** In the ledger when it answers with keys. Failures: as of `changePassphrase`; `device-unknown`; the ledger's alarms. */
export async function rekey(
  ports: Ports,
  disk: Disk,
  running: Opened,
  request: RekeyRequest,
  rest: (beside: OpenNext) => void,
): Promise<Result<OpenNext, Failure>> {
  const { crypto } = ports;
  const { keys, state, sync } = running;
  const signedIn = await running.signIn();
  if (!signedIn.ok) return signedIn;
  if (readNextKeys(disk)) return fail(failure("keys-unsettled"));
  const known = await unlockKeyring(crypto, running.profile, request.now);
  if (!known.ok) return known;
  const next = await drawKeys(ports, running, request.next);
  if (!next.ok) return next;
  const { stored, keyring } = next.value;
  const [identity] = keyring.identities;
  const nextIdentity = await importSigningKey(crypto, identity.sign);
  const replacing: Operation = [
    "member.rekey",
    keys.account,
    nextIdentity.publicKey,
    await sealingPublicKeyOf(identity.seal),
    keyring.version,
    request.reason,
  ];
  const rekeyed = await sync.over(async (session) => {
    // Over the newest roster: this device may not have seen yet that the other one came, or that somebody revoked it.
    const revoked = revocation(running, request);
    if (!revoked.ok) return revoked;
    const entry = await signStatement(crypto, keys, state, [...revoked.value, replacing], {
      kind: signerKinds.nextIdentity,
      id: keys.account,
      key: nextIdentity,
    });
    writeNextKeys(disk, stored);
    rest(next.value);
    const from = state.frontier.size;
    const answered = await session.call(
      "POST",
      "/v1/rekey",
      encodeCbor({
        from,
        statement: entry.entry,
        loginKey: publicKeyOf(keyring.loginSeed),
        keyring: sealedOf(stored),
        totp: request.totp ?? null,
      }),
    );
    // Believed only when exactly this statement stands under a checkpoint.
    if (answered.ok) return sync.settle(session, answered.value, from, [{ entry }], () => {});
    const failed = giveUp(disk, answered.error);
    if (readNextKeys(disk)) running.endSession();
    return fail(failed);
  });
  return rekeyed.ok ? next : rekeyed;
}

/** Of the device that is lost or stolen, where one is named. */
function revocation({ state }: Opened, { device, reason }: RekeyRequest): Result<Operation[], Failure> {
  if (device === undefined) return ok([]);
  const target = state.roster?.devices.get(device);
  if (!target || target.revoked || reason === "exposed") return fail(failure("device-unknown"));
  return ok([["device.revoke", target.account, target.device, reason]]);
}

async function drawKeys(
  { crypto }: Ports,
  { profile, keys }: Opened,
  passphrase: string,
): Promise<Result<OpenNext, Failure>> {
  const { practice, account } = profile;
  const secretKey = crypto.random(16) as SecretKey;
  const keyringKey = crypto.random(32) as KeyringKey;
  const kdfVersion = Math.max(profile.kdfVersion, defaultKdfVersion);
  const derived = await derivePassphraseKeys(crypto, { practice, account, passphrase, secretKey, kdfVersion });
  const deviceSeed = await openDeviceSeed(crypto, profile, keys.keyringKey);
  if (!derived || !deviceSeed) return fail(failure("bug"));
  const keyringVersion = profile.keyringVersion + 1;
  const drawn = { sign: crypto.random(32) as SigningSeed, seal: crypto.random(32) as SealingSeed };
  const former = keys.keyring.identities.map(({ sign, seal }) => ({
    sign: sign.slice() as SigningSeed,
    seal: seal.slice() as SealingSeed,
  }));
  const keyring: Keyring = { version: keyringVersion, identities: [drawn, ...former], loginSeed: derived.loginSeed };
  const stored: NextKeys = {
    secretKey,
    kdfVersion,
    keyringVersion,
    slot0: await sealSlot(
      crypto,
      derived.unlockKey,
      { practice, account, slot: 0, keyringVersion, kdfVersion },
      keyringKey,
    ),
    keyring: await sealKeyring(crypto, keyringKey, { practice, account }, keyring),
    deviceKey: await sealDeviceSeed(crypto, profile, keyringKey, deviceSeed),
    former: await sealFormer(crypto, profile, { keyringKey, keyringVersion }, keys.keyringKey),
  };
  return ok({ stored, keyringKey, keyring });
}

/** Whether the roster names exactly this keyring's identity for the account. */
export async function isNamed(
  roster: NonNullable<Opened["state"]["roster"]>,
  account: Opened["keys"]["account"],
  keyring: Keyring,
): Promise<boolean> {
  const member = roster.members.get(toHex(account));
  const [{ sign, seal }] = keyring.identities;
  return (
    member !== undefined &&
    toHex(member.identitySign.publicKey) === toHex(publicKeyOf(sign)) &&
    toHex(member.identitySeal) === toHex(await sealingPublicKeyOf(seal))
  );
}
