/**
 * Lays a practice that is there already on a device's empty disk, as if this member's device had synced it: what the next
 * unlock does with it is then the real thing. For measuring what no test could wait for a server to build up.
 */

import {
  type AccountId,
  assert,
  type Bytes,
  concatBytes,
  type DeviceId,
  type Hash,
  type PracticeId,
} from "@alcove/bytes";
import {
  defaultKdfVersion,
  derivePassphraseKeys,
  encodeLeaf,
  hash,
  type KeyringKey,
  type PublicKey,
  type SealingSeed,
  sealKeyring,
  sealSlot,
  type SecretKey,
  type SigningSeed,
  type Tag,
} from "@alcove/crypto";
import { openDisk, prepareDisk } from "../disk.ts";
import { sealDeviceSeed } from "../features/unlock.ts";
import type { Ports } from "../ports.ts";
import { writeProfile } from "../profile.ts";

/** One body of the ledger, with the tag of its leaf. */
export type LaidBody = {
  readonly kind: "roster" | "keyLog" | "batch";
  readonly tag: Tag;
  readonly entry: Bytes;
  readonly payload: readonly Bytes[];
};

export type LaidMember = {
  readonly practice: PracticeId;
  readonly account: AccountId;
  readonly signSeed: SigningSeed;
  readonly sealSeed: SealingSeed;
  readonly device: DeviceId;
  readonly deviceSeed: SigningSeed;
  readonly ledgerKey: PublicKey;
  readonly founding: Hash;
  readonly origin: string;
  readonly passphrase: string;
};

/** `bodies` are the whole ledger, in order. */
export async function layOnDisk(
  { crypto, store }: Pick<Ports, "crypto" | "store">,
  member: LaidMember,
  bodies: readonly LaidBody[],
): Promise<void> {
  const { practice, account, device, passphrase } = member;
  const secretKey = crypto.random(16) as SecretKey;
  const keyringKey = crypto.random(32) as KeyringKey;
  const kdfVersion = defaultKdfVersion;
  const derived = await derivePassphraseKeys(crypto, { practice, account, passphrase, secretKey, kdfVersion });
  assert(derived, "the default version is known");
  const identities = [{ sign: member.signSeed, seal: member.sealSeed }] as const;
  const keyring = { version: 1, identities, loginSeed: derived.loginSeed };
  prepareDisk(store.disk);
  const disk = openDisk(store.disk);
  writeProfile(disk, {
    origin: member.origin,
    practice,
    account,
    device,
    ledgerKey: member.ledgerKey,
    founding: member.founding,
    secretKey,
    kdfVersion,
    keyringVersion: keyring.version,
    slot0: await sealSlot(
      crypto,
      derived.unlockKey,
      { practice, account, slot: 0, keyringVersion: keyring.version, kdfVersion },
      keyringKey,
    ),
    keyring: await sealKeyring(crypto, keyringKey, { practice, account }, keyring),
    deviceKey: await sealDeviceSeed(crypto, { practice, account, device }, keyringKey, member.deviceSeed),
    practiceName: "Laid Practice",
    memberName: "Lea Laid",
    deviceName: "laid laptop",
  });
  disk.transaction(() => {
    const leaves = bodies.map(({ kind, tag, entry }) => encodeLeaf({ kind, tag, bodyHash: hash(entry) }));
    disk.leaves.append(0, concatBytes(...leaves));
    for (const [position, { entry, payload }] of bodies.entries()) disk.bodies.add({ position, entry, payload });
    disk.settings.set("appliedTo", bodies.length);
  });
}
