/** What unlocking brings into memory, and what locking throws away. */

import { type AccountId, type Bytes, type DeviceId, type PracticeId, type RecoverySetId, wipe } from "@alcove/bytes";
import {
  type CryptoPort,
  deriveFileHashKey,
  deriveLocalKey,
  type FileHashKey,
  importSigningKey,
  type Keyring,
  type KeyringKey,
  type SealingSeed,
  type SealKey,
  type SecretKey,
  type SigningKey,
  type SigningSeed,
} from "@alcove/crypto";

/** A set whose cards were used on this device: opens what was delivered to it, until that is delivered anew. */
export type SpentCards = {
  readonly set: RecoverySetId;
  readonly seal: SealingSeed;
  /** Of the practice's own set: signs where this member is no reader (docs/spec, LOG-10). */
  readonly sign?: SigningSeed;
};

const seedsOf = ({ seal, sign }: SpentCards): Bytes[] => (sign ? [seal, sign] : [seal]);
/** Bytes of its own. */
export const copyCards = ({ set, seal, sign }: SpentCards): SpentCards => ({
  set,
  seal: seal.slice() as SealingSeed,
  ...(sign ? { sign: sign.slice() as SigningSeed } : {}),
});
export const wipeCards = (spent: readonly SpentCards[]): void => wipe(...spent.flatMap(seedsOf));

export type OpenKeys = {
  readonly practice: PracticeId;
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly secretKey: SecretKey;
  readonly keyringKey: KeyringKey;
  readonly keyring: Keyring;
  readonly identity: SigningKey;
  readonly loginKey: SigningKey;
  readonly deviceKey: SigningKey;
  readonly outboxKey: SealKey;
  readonly draftKey: SealKey;
  readonly snapshotKey: SealKey;
  readonly fileHashKey: FileHashKey;
  spent: readonly SpentCards[];
};

export async function openKeys(
  crypto: CryptoPort,
  facts: Pick<OpenKeys, "practice" | "account" | "device" | "secretKey" | "keyringKey" | "keyring"> & {
    readonly deviceSeed: SigningSeed;
    readonly spent?: readonly SpentCards[];
  },
): Promise<OpenKeys> {
  const { deviceSeed, spent = [], ...rest } = facts;
  const [identity, loginKey, deviceKey, outboxKey, draftKey, snapshotKey, fileHashKey] = await Promise.all([
    importSigningKey(crypto, facts.keyring.identities[0].sign),
    importSigningKey(crypto, facts.keyring.loginSeed),
    importSigningKey(crypto, deviceSeed),
    deriveLocalKey(crypto, facts.keyringKey, "outbox", facts.device),
    // Drafts travel between one person's devices, so their key is the person's, not the device's.
    deriveLocalKey(crypto, facts.keyringKey, "draft", facts.account),
    deriveLocalKey(crypto, facts.keyringKey, "snapshot", facts.device),
    deriveFileHashKey(crypto, facts.keyringKey, facts.device),
  ]);
  return { ...rest, spent, identity, loginKey, deviceKey, outboxKey, draftKey, snapshotKey, fileHashKey };
}

/** Best effort; CryptoKeys are not extractable and go with their references. */
export function forgetKeys(keys: OpenKeys): void {
  wipe(keys.fileHashKey);
  wipeCards(keys.spent);
  forgetSeeds(keys);
}

export function forgetSeeds({ keyringKey, keyring }: Pick<OpenKeys, "keyringKey" | "keyring">): void {
  const seeds: Bytes[] = [keyringKey, keyring.loginSeed];
  for (const { sign, seal } of keyring.identities) seeds.push(sign, seal);
  wipe(...seeds);
}
