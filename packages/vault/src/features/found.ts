/** Founding a practice (transcripts.md, "Founding"): keys are made here, the server gets public halves and ciphertext. */

import {
  type AccountId,
  asId,
  type DeviceId,
  encodeCbor,
  equalBytes,
  fail,
  ok,
  type PracticeId,
  type Result,
  zeroHash,
} from "@alcove/bytes";
import {
  appendLeaves,
  defaultKdfVersion,
  derivePassphraseKeys,
  encodeLeaf,
  hash,
  importSigningKey,
  importVerifyKey,
  type KeyringKey,
  openCheckpoint,
  publicKeyOf,
  rootOf,
  sealingPublicKeyOf,
  type SealingSeed,
  sealKeyring,
  sealSlot,
  type SecretKey,
  type SigningSeed,
  statementTag,
} from "@alcove/crypto";
import { applyStatement, encodeStatementBody, type Failure, failure, signAsPerson } from "@alcove/protocol";
import type { Disk } from "../disk.ts";
import { openKeys, type OpenKeys } from "../engine/keys.ts";
import { emptyState, type EngineState } from "../engine/state.ts";
import type { FoundRequest } from "../facade.ts";
import type { Ports } from "../ports.ts";
import { type Profile, writeProfile } from "../profile.ts";
import { ask } from "../session.ts";
import { sealDeviceSeed } from "./unlock.ts";

export async function foundPractice(
  ports: Ports,
  disk: Disk,
  request: FoundRequest,
): Promise<Result<{ profile: Profile; keys: OpenKeys; state: EngineState }, Failure>> {
  const { crypto, transport } = ports;
  const facts = await ask(transport, request.server, "GET", "/v1/server", "ServerFacts");
  if (!facts.ok) return facts;
  if (facts.value.version !== 1) return fail(failure("server-version"));
  if (!facts.value.founding) return fail(failure("founding-closed"));
  const { ledgerKey } = facts.value;

  const practice = asId<PracticeId>(crypto.random(16));
  const account = asId<AccountId>(crypto.random(16));
  const device = asId<DeviceId>(crypto.random(16));
  const secretKey = crypto.random(16) as SecretKey;
  const keyringKey = crypto.random(32) as KeyringKey;
  const identity = { sign: crypto.random(32) as SigningSeed, seal: crypto.random(32) as SealingSeed };
  const deviceSeed = crypto.random(32) as SigningSeed;
  const derived = await derivePassphraseKeys(crypto, {
    practice,
    account,
    passphrase: request.passphrase,
    secretKey,
    kdfVersion: defaultKdfVersion,
  });
  if (!derived) return fail(failure("bug"));

  const keyring = { version: 1, identities: [identity] as const, loginSeed: derived.loginSeed };
  const [slot0, sealedKeyring, sealedDevice, identityKey, deviceKey] = await Promise.all([
    sealSlot(
      crypto,
      derived.unlockKey,
      { practice, account, slot: 0, keyringVersion: 1, kdfVersion: defaultKdfVersion },
      keyringKey,
    ),
    sealKeyring(crypto, keyringKey, { practice, account }, keyring),
    sealDeviceSeed(crypto, { practice, account, device }, keyringKey, deviceSeed),
    importSigningKey(crypto, identity.sign),
    importSigningKey(crypto, deviceSeed),
  ]);
  const body = encodeStatementBody({
    sequence: 0,
    previous: zeroHash(),
    account,
    device,
    checkpoint: { size: 0, root: zeroHash() },
    operations: [
      [
        "practice.create",
        practice,
        request.server,
        ledgerKey,
        account,
        identityKey.publicKey,
        await sealingPublicKeyOf(identity.seal),
        device,
        deviceKey.publicKey,
      ],
    ],
  });
  const statement = await signAsPerson(crypto, "statement", practice, body, {
    account,
    identity: identityKey,
    device,
    deviceKey,
  });
  const roster = await applyStatement(crypto, undefined, statement, 0);
  if (!roster.ok) return fail(failure("bug"));

  const sent = encodeCbor({
    practice,
    account,
    email: request.ownerEmail,
    loginKey: publicKeyOf(derived.loginSeed),
    statement,
    keyring: { keyringVersion: 1, kdfVersion: defaultKdfVersion, slot0, keyring: sealedKeyring },
  });
  const appended = await ask(transport, request.server, "POST", "/v1/practices", "Appended", sent);
  if (!appended.ok) return appended;

  // The first checkpoint must be over exactly this statement, or founding stops here.
  const leaf = encodeLeaf({ kind: "roster", tag: statementTag(0), bodyHash: hash(statement) });
  const frontier = appendLeaves(emptyState().frontier, [leaf]);
  const key = await importVerifyKey(crypto, ledgerKey);
  const checkpoint = key && (await openCheckpoint(crypto, key, practice, appended.value.checkpoint));
  if (!checkpoint || checkpoint.size !== 1 || !equalBytes(checkpoint.root, rootOf(frontier)))
    return fail(failure("alarm-checkpoint-forged"));

  const profile: Profile = {
    origin: request.server,
    practice,
    account,
    device,
    ledgerKey,
    founding: roster.value.founding,
    secretKey,
    kdfVersion: defaultKdfVersion,
    keyringVersion: 1,
    slot0,
    keyring: sealedKeyring,
    deviceKey: sealedDevice,
    practiceName: request.practiceName,
    memberName: request.ownerName,
    deviceName: request.deviceName,
  };
  disk.transaction(() => {
    writeProfile(disk, profile);
    disk.leaves.append(0, leaf);
    disk.bodies.add({ position: 0, entry: statement, payload: [] });
    disk.settings.set("appliedTo", 1);
  });
  const state: EngineState = { ...emptyState(), roster: roster.value, frontier, checkpoint, appliedTo: 1 };
  const keys = await openKeys(crypto, {
    practice,
    account,
    device,
    secretKey,
    keyringKey,
    keyring: { ...keyring, identities: [identity] },
    deviceSeed,
  });
  return ok({ profile, keys, state });
}
