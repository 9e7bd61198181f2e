import { createDecipheriv, hkdfSync } from "node:crypto";
import { type AccountId, asId, type Bytes, type DeviceId, encodeCbor, type PracticeId, utf8 } from "@alcove/bytes";
import { describe, expect, test } from "vitest";
import { openKeyring, openSlot } from "../open/keyring.ts";
import { context } from "../context.ts";
import { importSealKey, open, seal } from "../primitives/aead.ts";
import { hkdf } from "../primitives/hash.ts";
import type { SealingSeed } from "../primitives/hpke.ts";
import type { SigningSeed } from "../primitives/sign.ts";
import { damagedCopies, testPort, wrong, wrongFields } from "../testing/index.ts";
import {
  deriveLocalKey,
  type Keyring,
  type KeyringKey,
  keyringContext,
  sealKeyring,
  sealSlot,
  slotContext,
} from "./keyring.ts";
import type { UnlockKey } from "./root.ts";

const port = await testPort("keyring");
const practice = asId<PracticeId>(port.random(16));
const account = asId<AccountId>(port.random(16));
const unlockKey = port.random(32) as UnlockKey;
const keyringKey = port.random(32) as KeyringKey;
const identity = () => ({ sign: port.random(32) as SigningSeed, seal: port.random(32) as SealingSeed });
const keyring: Keyring = {
  version: 3,
  identities: [identity(), identity()],
  loginSeed: port.random(32) as SigningSeed,
};
const slotPlace = { practice, account, keyringVersion: 3, slot: 0, kdfVersion: 1 };
const place = { practice, account, keyringVersion: 3 };

describe("slots", () => {
  test("KEY-5 a slot has 60 bytes and opens at its own place to the keyring key", async () => {
    const sealed = await sealSlot(port, unlockKey, slotPlace, keyringKey);
    expect(sealed.length).toBe(60);
    expect(await openSlot(port, unlockKey, slotPlace, sealed)).toEqual(keyringKey);
    const facts = encodeCbor([account, 0, 3, 1]);
    expect(slotContext(slotPlace)).toEqual(new Uint8Array([...utf8("alcove/v1/slot\0"), ...practice, ...facts]));
  });

  test("KEY-7 another key, practice, account, slot, keyring version or KDF version opens nothing, nor does damage", async () => {
    const sealed = await sealSlot(port, unlockKey, slotPlace, keyringKey);
    const others = [
      { practice: asId<PracticeId>(port.random(16)) },
      { account: asId<AccountId>(port.random(16)) },
      { slot: 1 },
      { keyringVersion: 2 },
      { keyringVersion: 4 },
      { kdfVersion: 2 },
    ];
    for (const other of others)
      expect(
        await openSlot(port, unlockKey, { ...slotPlace, ...other }, sealed),
        Object.keys(other)[0],
      ).toBeUndefined();
    expect(await openSlot(port, port.random(32) as UnlockKey, slotPlace, sealed)).toBeUndefined();
    for (const damaged of damagedCopies(sealed))
      expect(await openSlot(port, unlockKey, slotPlace, damaged)).toBeUndefined();
  });

  test("KEY-7 a slot that holds another number of bytes than a key has opens to nothing", async () => {
    const key = await importSealKey(port, unlockKey);
    for (const length of [0, 16, 31, 33]) {
      const sealed = await seal(port, key, new Uint8Array(length), slotContext(slotPlace));
      expect(await openSlot(port, unlockKey, slotPlace, sealed), `${length} bytes`).toBeUndefined();
    }
  });
});

describe("keyring", () => {
  const keyOf = async (key: KeyringKey) => importSealKey(port, await hkdf(port, key, context("keyring"), 32));

  test("KEY-6 a keyring opens to what was sealed, identities in order", async () => {
    const sealed = await sealKeyring(port, keyringKey, place, keyring);
    expect(await openKeyring(port, keyringKey, place, sealed)).toEqual(keyring);
  });

  test("KEY-6 inside is CBOR under HKDF(keyring key, the context) with practice, account and version as additional data", async () => {
    const sealed = await sealKeyring(port, keyringKey, place, keyring);
    const key = new Uint8Array(hkdfSync("sha256", keyringKey, "", "alcove/v1/keyring\0", 32));
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
    decipher.setAAD(Buffer.concat([utf8("alcove/v1/keyring\0"), practice, encodeCbor([account, 3])]));
    decipher.setAuthTag(sealed.subarray(-16));
    const plaintext = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
    const identities = keyring.identities.map((each) => [each.sign, each.seal]);
    expect(new Uint8Array(plaintext)).toEqual(encodeCbor([1, 3, identities, keyring.loginSeed]));
  });

  test("KEY-7 another keyring key, practice, account or version opens nothing, nor does damage", async () => {
    const sealed = await sealKeyring(port, keyringKey, place, keyring);
    const others = [
      { practice: asId<PracticeId>(port.random(16)) },
      { account: asId<AccountId>(port.random(16)) },
      { keyringVersion: 2 },
      { keyringVersion: 4 },
    ];
    for (const other of others)
      expect(
        await openKeyring(port, keyringKey, { ...place, ...other }, sealed),
        Object.keys(other)[0],
      ).toBeUndefined();
    expect(await openKeyring(port, port.random(32) as KeyringKey, place, sealed)).toBeUndefined();
    for (const damaged of damagedCopies(sealed))
      expect(await openKeyring(port, keyringKey, place, damaged)).toBeUndefined();
  });

  test("KEY-7 a keyring with a field wrong inside opens to nothing, the version inside included", async () => {
    const pairs = keyring.identities.map((each) => [each.sign, each.seal] as const);
    const [sign, sealing] = pairs[0] as (typeof pairs)[number];
    const badPairs = [
      ...[[], [[]], [1], 1, [[sign]], [[sign, sealing, sealing]]],
      ...[[[sign.slice(1), sealing]], [[sign, sealing.slice(1)]]],
    ];
    const cases = wrongFields(
      [1, 3, pairs, keyring.loginSeed],
      [wrong.version, [2, 4, "3", null], badPairs as never, wrong.bytes32],
    );
    const key = await keyOf(keyringKey);
    for (const { name, bytes } of [...cases, { name: "no CBOR", bytes: new Uint8Array([0xff]) as Bytes }]) {
      const sealed = await seal(port, key, bytes, keyringContext(place));
      expect(await openKeyring(port, keyringKey, place, sealed), name).toBeUndefined();
    }
  });
});

test("KEY-8 each local use and each device has a key of its own", async () => {
  const device = asId<DeviceId>(port.random(16));
  const plaintext = port.random(32);
  const additional = new Uint8Array(0);
  const key = await deriveLocalKey(port, keyringKey, "device", device);
  const sealed = await seal(port, key, plaintext, additional);
  const raw = new Uint8Array(
    hkdfSync("sha256", keyringKey, "", Buffer.concat([utf8("alcove/v1/device\0"), device]), 32),
  );
  expect(await open(port, await importSealKey(port, raw), sealed, additional)).toEqual(plaintext);
  for (const purpose of ["outbox", "draft", "snapshot", "local"] as const) {
    const other = await deriveLocalKey(port, keyringKey, purpose, device);
    expect(await open(port, other, sealed, additional), purpose).toBeUndefined();
  }
  const otherDevice = await deriveLocalKey(port, keyringKey, "device", asId<DeviceId>(port.random(16)));
  expect(await open(port, otherDevice, sealed, additional)).toBeUndefined();
});
