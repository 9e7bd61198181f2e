import { hkdfSync } from "node:crypto";
import { type AccountId, asId, type Bytes, encodeCbor, type PracticeId, utf8 } from "@alcove/bytes";
import { expect, test } from "vitest";
import { openPasskeys } from "../open/passkeys.ts";
import { pad } from "../padding.ts";
import { seal } from "../primitives/aead.ts";
import { hash } from "../primitives/hash.ts";
import { damagedCopies, testPort, wrong, wrongFields } from "../testing/index.ts";
import { deriveLocalKey, type KeyringKey } from "./keyring.ts";
import { derivePasskeyKey, type Passkey, passkeysContext, prfInput, type PrfOutput, sealPasskeys } from "./passkeys.ts";
import type { SecretKey, UnlockKey } from "./root.ts";

const port = await testPort("passkeys");
const practice = asId<PracticeId>(port.random(16));
const account = asId<AccountId>(port.random(16));
const owner = { practice, account };
const other = asId<never>(port.random(16));
const prf = port.random(32) as PrfOutput;
const secretKey = port.random(16) as SecretKey;
const keyringKey = port.random(32) as KeyringKey;
const place = { ...owner, counter: 4 };

const passkey = (slot: number): Passkey => ({
  slot,
  credential: port.random(32),
  host: "localhost",
  name: "This laptop",
  addedAt: 1_700_000_000_000,
  key: port.random(32) as UnlockKey,
});

test("PSK-1 a slot's key is HKDF of the authenticator's output and the Secret Key, under the person's salt", async () => {
  const salt = hash(new Uint8Array([...utf8("alcove/v1/salt\0"), ...practice, ...account]));
  const expected = hkdfSync("sha256", Buffer.concat([prf, secretKey]), salt, utf8("alcove/v1/passkey\0"), 32);
  expect(await derivePasskeyKey(port, owner, prf, secretKey)).toEqual(new Uint8Array(expected));
});

test("PSK-1 another output, Secret Key, practice or account gives another key", async () => {
  const keys = await Promise.all([
    derivePasskeyKey(port, owner, prf, secretKey),
    derivePasskeyKey(port, owner, port.random(32) as PrfOutput, secretKey),
    derivePasskeyKey(port, owner, prf, port.random(16) as SecretKey),
    derivePasskeyKey(port, { ...owner, practice: other }, prf, secretKey),
    derivePasskeyKey(port, { ...owner, account: other }, prf, secretKey),
  ]);
  expect(new Set(keys.map(String)).size).toBe(5);
});

test("PSK-2 an authenticator is asked about a hash of practice and account", () => {
  expect(prfInput(owner)).toEqual(hash(new Uint8Array([...utf8("alcove/v1/prf\0"), ...practice, ...account])));
  expect(prfInput({ ...owner, account: other })).not.toEqual(prfInput(owner));
});

test("PSK-3 a list opens to what was sealed, and says little by its length", async () => {
  const lists = [[], [passkey(1)], [passkey(2), passkey(1)], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(passkey)];
  const lengths = new Set<number>();
  for (const list of lists) {
    const sealed = await sealPasskeys(port, keyringKey, place, list);
    expect(await openPasskeys(port, keyringKey, place, sealed)).toEqual(list);
    if (list.length < 3) lengths.add(sealed.length);
  }
  expect([...lengths]).toEqual([1024 + 28]);
});

test("PSK-3 another keyring key, practice, account or counter opens nothing, nor does damage", async () => {
  const sealed = await sealPasskeys(port, keyringKey, place, [passkey(1)]);
  for (const change of [{ practice: other }, { account: other }, { counter: 3 }, { counter: 5 }])
    expect(
      await openPasskeys(port, keyringKey, { ...place, ...change }, sealed),
      Object.keys(change)[0],
    ).toBeUndefined();
  expect(await openPasskeys(port, port.random(32) as KeyringKey, place, sealed)).toBeUndefined();
  for (const damaged of damagedCopies(sealed))
    expect(await openPasskeys(port, keyringKey, place, damaged)).toBeUndefined();
});

test("PSK-3 a list with a field wrong inside opens to nothing", async () => {
  const key = await deriveLocalKey(port, keyringKey, "passkeys", account);
  const opened = async (plaintext: Bytes) =>
    openPasskeys(port, keyringKey, place, await seal(port, key, plaintext, passkeysContext(place)));
  const { credential, key: slotKey } = passkey(1);
  const good = [1, credential, "localhost", "This laptop", 7, slotKey];
  expect(await opened(pad(encodeCbor([1, [good]])))).toHaveLength(1);
  const fields = wrongFields(good, [
    [...wrong.count, 256],
    [new Uint8Array(0), new Uint8Array(1024), "x", null],
    ["h".repeat(254), 1, null],
    ["n".repeat(61), 1, null],
    wrong.index,
    wrong.bytes32,
  ]);
  const cases: { name: string; bytes: Bytes }[] = fields.map(({ name, bytes }) => ({
    name,
    // The same encoding as a list of this one: [1, [item]].
    bytes: pad(new Uint8Array([0x82, 0x01, 0x81, ...bytes])),
  }));
  for (const [name, value] of Object.entries({
    "another format": [2, [good]],
    "no list": [1, 1],
    "a field more": [1, [good], 0],
    "one slot twice": [1, [good, good]],
    "one too many": [1, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((slot) => good.with(0, slot))],
  }))
    cases.push({ name, bytes: pad(encodeCbor(value)) });
  cases.push(
    { name: "unpadded", bytes: encodeCbor([1, [good]]) },
    { name: "no CBOR", bytes: pad(new Uint8Array([0xff])) },
  );
  for (const { name, bytes } of cases) expect(await opened(bytes), name).toBeUndefined();
});
