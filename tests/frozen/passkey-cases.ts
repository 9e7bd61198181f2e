/** Passkeys: the key of a slot, and the list of a person's (docs/spec/16-passkeys.md). */

import { type AccountId, asId, type CborValue, encodeCbor, type PracticeId, toHex } from "@alcove/bytes";
import {
  type CryptoPort,
  deriveLocalKey,
  derivePasskeyKey,
  type KeyringKey,
  pad,
  type Passkey,
  passkeysContext,
  prfInput,
  type PrfOutput,
  seal,
  sealPasskeys,
  type SecretKey,
} from "@alcove/crypto";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;

export async function passkeyCases(port: CryptoPort): Promise<FrozenCase[]> {
  const practice = asId<PracticeId>(port.random(16));
  const account = asId<AccountId>(port.random(16));
  const prf = port.random(32) as PrfOutput;
  const secretKey = port.random(16) as SecretKey;
  const owner = { practice, account };
  const key = await derivePasskeyKey(port, owner, prf, secretKey);
  const passkey: Passkey = {
    slot: 1,
    credential: port.random(16),
    host: "alcove.example",
    name: "Laptop\u2019s finger",
    addedAt: 1_780_000_000_000,
    key,
  };
  const keyringKey = port.random(32) as KeyringKey;
  const place = { ...owner, counter: 3 };
  const list = await sealPasskeys(port, keyringKey, place, [passkey]);
  const inner = await deriveLocalKey(port, keyringKey, "passkeys", account);
  const inside = async (value: CborValue) =>
    hex(await seal(port, inner, pad(encodeCbor(value)), passkeysContext(place)));
  const item = [1, passkey.credential, passkey.host, passkey.name, passkey.addedAt, key];
  const other = hex(port.random(16));
  const at = { practice: hex(practice), account: hex(account) };
  return [
    {
      format: "passkey",
      rule: "PSK-1",
      facts: { ...at, prf: hex(prf), secretKey: hex(secretKey) },
      bytes: "",
      opens: { prfInput: hex(prfInput(owner)), slotKey: hex(key) },
      refused: [],
    },
    {
      format: "passkeys",
      rule: "PSK-3",
      facts: { ...at, counter: 3, keyringKey: hex(keyringKey) },
      bytes: hex(list),
      opens: [{ ...passkey, credential: hex(passkey.credential), key: hex(key) }],
      refused: [
        ...damaged(list),
        { name: "another format inside", bytes: await inside([2, [item]]) },
        { name: "slot 0 inside", bytes: await inside([1, [item.with(0, 0)]]) },
        { name: "one slot twice inside", bytes: await inside([1, [item, item]]) },
        { name: "a short key inside", bytes: await inside([1, [item.with(5, key.slice(1))]]) },
        ...otherFacts({ practice: other, account: other, counter: 2, keyringKey: hex(prf) }),
      ],
    },
  ];
}
