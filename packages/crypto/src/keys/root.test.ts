import { argon2Sync, createHash, hkdfSync } from "node:crypto";
import { type AccountId, asId, type PracticeId } from "@alcove/bytes";
import { beforeAll, expect, test } from "vitest";
import type { Argon2idCost } from "../port.ts";
import { testPort } from "../testing/index.ts";
import { argon2idCost, derivePassphraseKeys, type PassphraseKeys, type SecretKey } from "./root.ts";

const port = await testPort("root");
const facts = {
  practice: asId<PracticeId>(port.random(16)),
  account: asId<AccountId>(port.random(16)),
  passphrase: "caf\u00e9 \u2162 lantern orbit",
  secretKey: port.random(16) as SecretKey,
  kdfVersion: 1,
};
let keys: PassphraseKeys;
beforeAll(async () => {
  keys = (await derivePassphraseKeys(port, facts)) as PassphraseKeys;
});

test("KEY-1 KEY-3 the keys are Argon2id and HKDF over exactly the spec's salt, password and infos", () => {
  const salt = createHash("sha256").update("alcove/v1/salt\0").update(facts.practice).update(facts.account).digest();
  const stretched = argon2Sync("argon2id", {
    message: Buffer.from("caf\u00e9 III lantern orbit"),
    nonce: salt.subarray(0, 16),
    memory: 65_536,
    passes: 3,
    parallelism: 1,
    tagLength: 32,
  });
  const input = Buffer.concat([stretched, facts.secretKey]);
  const expand = (info: string) => new Uint8Array(hkdfSync("sha256", input, salt, `alcove/v1/${info}\0`, 32));
  expect(keys.loginSeed).toEqual(expand("login"));
  expect(keys.unlockKey).toEqual(expand("slot0"));
});

test("KEY-2 the cost comes from a fixed table; any other version is refused before anything is computed", async () => {
  const costs = [1, 2, 3].map((version) => argon2idCost(version));
  expect(costs).toEqual([65_536, 131_072, 262_144].map((memoryKiB) => ({ memoryKiB, passes: 3, lanes: 1 })));
  const asked: Argon2idCost[] = [];
  const watched = {
    ...port,
    argon2id: (_password: unknown, _salt: unknown, cost: Argon2idCost) => {
      asked.push(cost);
      return Promise.resolve(new Uint8Array(32));
    },
  };
  for (const kdfVersion of [0, 4, -1, 1.5, Number.NaN])
    expect(await derivePassphraseKeys(watched, { ...facts, kdfVersion }), `${kdfVersion}`).toBeUndefined();
  expect(asked).toEqual([]);
  await derivePassphraseKeys(watched, { ...facts, kdfVersion: 3 });
  expect(asked).toEqual([{ memoryKiB: 262_144, passes: 3, lanes: 1 }]);
});

test("KEY-3 two spellings of one passphrase give the same keys", async () => {
  expect(await derivePassphraseKeys(port, { ...facts, passphrase: "cafe\u0301 III lantern orbit" })).toEqual(keys);
});

test("KEY-4 another passphrase, Secret Key, practice or account gives other keys; login and unlock key differ", async () => {
  const others = [
    { passphrase: `${facts.passphrase} ` },
    { passphrase: facts.passphrase.toUpperCase() },
    { secretKey: port.random(16) as SecretKey },
    { practice: asId<PracticeId>(port.random(16)) },
    { account: asId<AccountId>(port.random(16)) },
    { practice: asId<PracticeId>(facts.account), account: asId<AccountId>(facts.practice) },
  ];
  const seen = [keys.loginSeed, keys.unlockKey];
  for (const other of others) {
    const derived = (await derivePassphraseKeys(port, { ...facts, ...other })) as PassphraseKeys;
    seen.push(derived.loginSeed, derived.unlockKey);
  }
  expect(new Set(seen.map((key) => key.toString())).size).toBe(seen.length);
});
