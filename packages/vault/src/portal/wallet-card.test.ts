import { asHash, asId, type CborValue, encodeCbor, toBase32 } from "@alcove/bytes";
import { hash, type PublicKey, type WalletSecret } from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import { expect, test } from "vitest";
import { encodeWalletCard, isPin, parseWalletCard, type WalletCard } from "./wallet-card.ts";

const port = await testPort("wallet card");
const card: WalletCard = {
  origin: "https://alcove.example",
  practice: asId(port.random(16)),
  founding: asHash(port.random(32)),
  ledgerKey: port.random(32) as unknown as PublicKey,
  portal: asId(port.random(16)),
  logHead: asHash(port.random(32)),
  checkpoint: { size: 70_000, root: asHash(port.random(32)) },
  secret: port.random(16) as WalletSecret,
};

test("PTL-13 a card's text reads back, also in lower case and with other spacing, and out of a sheet", () => {
  const text = encodeWalletCard(card);
  expect(parseWalletCard(text)).toEqual(card);
  expect(parseWalletCard(text.toLowerCase().replaceAll(" ", "\n"))).toEqual(card);
  expect(parseWalletCard(`Keep this card with you.\n\n${text}`)).toEqual(card);
});

test("PTL-13 a text with a character wrong, missing or more, or that is no card, is refused", () => {
  const text = encodeWalletCard(card);
  for (let at = 0; at < text.length; at += 7) {
    const wrong = text[at] === "A" ? "B" : "A";
    if (text[at] !== " ")
      expect(parseWalletCard(text.slice(0, at) + wrong + text.slice(at + 1)), `at ${at}`).toBeUndefined();
  }
  for (const other of ["", "ALCOVE-WALLET-1", text.slice(0, -1), `${text}A`, text.replace("WALLET", "CARD")])
    expect(parseWalletCard(other)).toBeUndefined();
  const fields: readonly CborValue[] = [
    1,
    card.origin,
    card.practice,
    card.founding,
    card.ledgerKey,
    card.portal,
    card.logHead,
    5,
    card.founding,
    card.secret,
  ];
  const sealed = (value: readonly CborValue[]) => {
    const body = encodeCbor([...value]);
    return `ALCOVE-WALLET-1 ${toBase32(new Uint8Array([...body, ...hash(body).subarray(0, 5)]))}`;
  };
  expect(parseWalletCard(sealed(fields))).toBeDefined();
  const short = port.random(15);
  for (const [at, wrong] of [
    [0, 2],
    [1, "https://alcove.example/page"],
    [2, short],
    [3, short],
    [4, short],
    [5, short],
    [6, short],
    [7, 0],
    [8, short],
    [9, short],
  ] as const)
    expect(parseWalletCard(sealed(fields.with(at, wrong))), `field ${at}`).toBeUndefined();
  expect(parseWalletCard(sealed([...fields, 1]))).toBeUndefined();
});

test("PTL-13 a PIN has six to twelve digits", () => {
  for (const pin of ["135790", "112233445566"]) expect(isPin(pin)).toBe(true);
  for (const pin of ["000000", "123456", "987654321"]) expect(isPin(pin), "what people try first").toBe(false);
  for (const pin of ["", "12345", "1234567890123", "12345a", "123 456", "१२३४५६"]) expect(isPin(pin)).toBe(false);
});
