/** From Emergency Kit and passphrase to a person's keys (docs/spec/10-enrolment.md and 02-keys.md). */

import { read } from "./cbor.ts";
import { argon2id, bound, context, H, hkdf, must, openSealed, same, sealingKeyOf } from "./primitives.ts";
import { bytesOf, count, fieldsOf, hash, id, listOf, one, parse, text } from "./shape.ts";

export type Kit = {
  readonly practice: Uint8Array;
  readonly account: Uint8Array;
  readonly kdfVersion: number;
  readonly secretKey: Uint8Array;
  readonly founding: Uint8Array;
  readonly identityHash: Uint8Array;
  readonly checkpointKey: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
};

/** KIT-1, KIT-2. */
export function readKit(kit: string): Kit {
  const prefix = "ALCOVE-KIT-1";
  must(kit.startsWith(prefix), "KIT-2");
  const bytes = readBase32(kit.slice(prefix.length).replaceAll(/\s/g, ""));
  const body = bytes.slice(0, -5);
  must(same(H(body).slice(0, 5), bytes.subarray(-5)), "KIT-2");
  const shape = [one, text, id, id, count, id, hash, hash, hash, count, hash] as const;
  const [, , practice, account, kdfVersion, secretKey, founding, identityHash, checkpointKey, size, root] = parse(
    body,
    shape,
    "KIT-2",
  );
  return { practice, account, kdfVersion, secretKey, founding, identityHash, checkpointKey, size, root };
}

function readBase32(characters: string): Uint8Array {
  let bits = "";
  for (const character of characters) {
    const value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(character);
    must(value >= 0, "KIT-2");
    bits += value.toString(2).padStart(5, "0");
  }
  must(!bits.slice(bits.length - (bits.length % 8)).includes("1"), "KIT-2");
  return Uint8Array.from({ length: Math.floor(bits.length / 8) }, (_, i) =>
    Number.parseInt(bits.slice(i * 8, i * 8 + 8), 2),
  );
}

export type Person = {
  readonly practice: Uint8Array;
  readonly account: Uint8Array;
  /** Sealing seed and public key, the present identity first. */
  readonly identities: readonly {
    readonly signSeed: Uint8Array;
    readonly sealSeed: Uint8Array;
    readonly sealKey: Uint8Array;
  }[];
};
export type StoredKeyring = {
  readonly keyringVersion: number;
  readonly kdfVersion: number;
  readonly slot0: Uint8Array;
  readonly keyring: Uint8Array;
};

/** KEY-1 to KEY-7. */
export async function unlock(kit: Kit, passphrase: string, stored: StoredKeyring): Promise<Person> {
  const { practice, account } = kit;
  const memoryKiB = { 1: 65_536, 2: 131_072, 3: 262_144 }[kit.kdfVersion];
  must(memoryKiB && stored.kdfVersion === kit.kdfVersion, "KEY-2");
  const salt = H(context("salt", practice, account));
  const stretched = argon2id(Buffer.from(passphrase.normalize("NFKC")), salt.slice(0, 16), memoryKiB);
  const unlockKey = hkdf(Uint8Array.from([...stretched, ...kit.secretKey]), context("slot0"), 32, salt);

  const slotFacts = [account, 0, stored.keyringVersion, stored.kdfVersion];
  const keyringKey = openSealed(unlockKey, bound("slot", practice, slotFacts), stored.slot0);
  must(keyringKey?.length === 32, "KEY-5");
  const keyringFacts = bound("keyring", practice, [account, stored.keyringVersion]);
  const opened = openSealed(hkdf(keyringKey, context("keyring")), keyringFacts, stored.keyring);
  must(opened, "KEY-6");
  const [, version, pairs] = fieldsOf(read(opened), [one, count, listOf(bytesPair, 1, 1000), bytesOf(32)], "KEY-7");
  must(version === stored.keyringVersion, "KEY-7");
  const identities = await Promise.all(
    pairs.map(async ([signSeed, sealSeed]) => ({ signSeed, sealSeed, sealKey: await sealingKeyOf(sealSeed) })),
  );
  return { practice, account, identities };
}

const bytesPair = (value: unknown): value is [Uint8Array, Uint8Array] =>
  Array.isArray(value) && value.length === 2 && value.every((each) => each instanceof Uint8Array && each.length === 32);
