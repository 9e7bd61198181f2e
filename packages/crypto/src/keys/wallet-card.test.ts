import { asId, type CompartmentId, type PracticeId, toHex } from "@alcove/bytes";
import { expect, test } from "vitest";
import { publicKeyOf } from "../primitives/sign.ts";
import { testPort } from "../testing/index.ts";
import { deriveWalletKey, type WalletSecret, walletSecretOf } from "./wallet-card.ts";

const port = await testPort("wallet card");
const facts = {
  practice: asId<PracticeId>(port.random(16)),
  portal: asId<CompartmentId>(port.random(16)),
  secret: port.random(16) as WalletSecret,
  pin: "271828",
};

test("PTL-13 PIN and card together give a key, the same each time, and neither does alone", async () => {
  const keyOf = async (change: Partial<typeof facts> = {}) =>
    toHex(publicKeyOf(await deriveWalletKey(port, { ...facts, ...change })));
  const key = await keyOf();
  expect(await keyOf()).toBe(key);
  const others = [
    await keyOf({ pin: "271829" }),
    await keyOf({ secret: port.random(16) as WalletSecret }),
    await keyOf({ portal: asId(port.random(16)) }),
    await keyOf({ practice: asId(port.random(16)) }),
  ];
  expect(new Set([key, ...others]).size).toBe(5);
});

test("PTL-13 both sides of a pairing have the card's secret, and it is not the pairing's", async () => {
  const invite = port.random(16);
  const secret = await walletSecretOf(port, invite);
  expect(await walletSecretOf(port, invite)).toEqual(secret);
  expect(secret).toHaveLength(16);
  expect(secret).not.toEqual(invite);
});
