import { hkdfSync } from "node:crypto";
import { asId, type PracticeId, type RecoverySetId, u64, utf8 } from "@alcove/bytes";
import { combine } from "shamir-secret-sharing";
import { expect, test } from "vitest";
import { combineRecoveryShares } from "../open/recovery.ts";
import { hash } from "../primitives/hash.ts";
import { testPort } from "../testing/index.ts";
import {
  recoverySeeds,
  type RecoverySeed,
  type RecoveryShare,
  recoveryShareHash,
  splitRecoverySeed,
} from "./recovery.ts";

const port = await testPort("recovery");
const seed = port.random(32) as RecoverySeed;
const place = { practice: asId<PracticeId>(port.random(16)), set: asId<RecoverySetId>(port.random(16)) };
const context = (purpose: string, ...parts: Uint8Array[]) => Buffer.concat([utf8(`alcove/v1/${purpose}\0`), ...parts]);

test("KEY-15 both seeds are HKDF over their own contexts, bound to practice and set", async () => {
  const { sign, seal } = await recoverySeeds(port, seed, place);
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync("sha256", seed, "", context(purpose, place.practice, place.set), 32));
  expect(new Uint8Array(sign)).toEqual(derive("recovery-sign"));
  expect(new Uint8Array(seal)).toEqual(derive("recovery-seal"));
  const elsewhere = [
    await recoverySeeds(port, seed, { ...place, practice: asId(port.random(16)) }),
    await recoverySeeds(port, seed, { ...place, set: asId(port.random(16)) }),
    await recoverySeeds(port, port.random(32) as RecoverySeed, place),
  ];
  const all = [sign, seal, ...elsewhere.flatMap((each) => [each.sign, each.seal])].map((each) => each.join());
  expect(new Set(all).size).toBe(8);
});

test("KEY-16 any m shares give the seed back, fewer another one, and every share is of its own", async () => {
  for (const { needed, cards } of [
    { needed: 2, cards: 2 },
    { needed: 2, cards: 3 },
    { needed: 3, cards: 5 },
    { needed: 16, cards: 16 },
  ]) {
    const shares = await splitRecoverySeed(seed, { needed, cards });
    expect(shares.length).toBe(cards);
    expect(new Set(shares.map((share) => share.join())).size).toBe(cards);
    for (let from = 0; from < cards; from++) {
      const some = [...shares, ...shares].slice(from, from + needed);
      expect(await combineRecoveryShares(some)).toEqual(seed);
      expect(await combineRecoveryShares(some.toReversed())).toEqual(seed);
      if (needed > 2) expect(await combineRecoveryShares(some.slice(1))).not.toEqual(seed);
    }
    expect(await combineRecoveryShares(shares)).toEqual(seed);
  }
});

test("KEY-16 shares are drawn anew each time, at distinct places that are not 0", async () => {
  const [first, second] = [
    await splitRecoverySeed(seed, { needed: 2, cards: 3 }),
    await splitRecoverySeed(seed, { needed: 2, cards: 3 }),
  ];
  expect(first).not.toEqual(second);
  const many = await splitRecoverySeed(seed, { needed: 2, cards: 255 });
  expect(new Set(many.map((share) => share.at(-1))).size).toBe(255);
  expect(many.some((share) => share.at(-1) === 0)).toBe(false);
});

test("KEY-16 one share fits every seed: for any other one there is a second share that gives it", async () => {
  // At one place, with a second one free: value = seed + slope * place, so each other seed has a slope of its own.
  const [share] = (await splitRecoverySeed(seed, { needed: 2, cards: 2 })) as [RecoveryShare];
  const place = share.at(-1) as number;
  const seen = new Set<number>();
  for (let value = 0; value < 256; value++) {
    const other = Uint8Array.from([value, place === 1 ? 2 : 1]);
    seen.add((await combine([Uint8Array.from([share[0] as number, place]), other]))[0] as number);
  }
  expect(seen.size).toBe(256);
});

test("KEY-16 what is no set of shares is not put together", async () => {
  const shares = await splitRecoverySeed(seed, { needed: 2, cards: 3 });
  const [first, second] = shares as [RecoveryShare, RecoveryShare];
  const atZero = Uint8Array.from([...seed, 0]) as unknown as RecoveryShare;
  expect(await combineRecoveryShares([])).toBeUndefined();
  expect(await combineRecoveryShares([first])).toBeUndefined();
  expect(await combineRecoveryShares([first, first])).toBeUndefined();
  expect(await combineRecoveryShares([first, atZero])).toBeUndefined();
  expect(await combineRecoveryShares([first, second.slice(1) as RecoveryShare])).toBeUndefined();
  expect(
    await combineRecoveryShares([first.slice(1), second.slice(1)] as unknown as readonly RecoveryShare[]),
  ).toBeUndefined();
});

test("KEY-17 a share's hash binds practice, set and the card's number", async () => {
  const [share, another] = (await splitRecoverySeed(seed, { needed: 2, cards: 2 })) as [RecoveryShare, RecoveryShare];
  const own = recoveryShareHash(place, 1, share);
  expect(own).toEqual(hash(context("recovery-share", place.practice, place.set, u64(1), share)));
  const others = [
    recoveryShareHash(place, 2, share),
    recoveryShareHash(place, 1, another),
    recoveryShareHash({ ...place, set: asId(port.random(16)) }, 1, share),
    recoveryShareHash({ ...place, practice: asId(port.random(16)) }, 1, share),
  ];
  for (const other of others) expect(other).not.toEqual(own);
});
