import { createPrivateKey, createPublicKey, diffieHellman } from "node:crypto";
import { agree, type AgreementSecret, agreementPublicKey } from "@alcove/crypto";
import { x25519 } from "@noble/curves/ed25519.js";
import { expect, test } from "vitest";
import { hex, loadVectors, toHex } from "./load.ts";

type Rfc7748Vector = { readonly name: string; readonly scalar: string; readonly u: string; readonly shared: string };
type WycheproofVector = {
  readonly tcId: number;
  readonly public: string;
  readonly private: string;
  readonly shared: string;
};

const rfc7748 = loadVectors<Rfc7748Vector>("x25519-rfc7748", 6);
const wycheproof = loadVectors<WycheproofVector>("x25519-wycheproof", 87);
const allZero = "00".repeat(32);
const basePoint = `09${"00".repeat(31)}`;

test("X25519, RFC 7748: noble, node:crypto and Alcove", () => {
  for (const { scalar, u, shared } of rfc7748) {
    expect(secrets(scalar, u)).toEqual({ noble: shared, node: shared, alcove: shared });
    if (u === basePoint) expect(toHex(agreementPublicKey(hex(scalar) as unknown as AgreementSecret))).toBe(shared);
  }
});

// RFC 7748 leaves it open whether an all-zero result is refused; Alcove refuses it.
test("X25519, Wycheproof: the same secret everywhere, and none with a point of small order", () => {
  const refused = wycheproof.filter(({ shared }) => shared === allZero);
  expect(refused.length).toBeGreaterThanOrEqual(20);
  for (const vector of wycheproof) {
    const shared = vector.shared === allZero ? "refused" : vector.shared;
    expect(secrets(vector.private, vector.public), `tcId ${vector.tcId}`).toEqual({
      noble: shared,
      node: shared,
      alcove: shared,
    });
  }
});

function secrets(secret: string, theirs: string) {
  return {
    noble: orRefused(() => x25519.getSharedSecret(hex(secret), hex(theirs))),
    node: orRefused(() => nodeAgree(secret, theirs)),
    alcove: orRefused(() => agree(hex(secret) as unknown as AgreementSecret, hex(theirs))),
  };
}

function nodeAgree(secret: string, theirs: string): Uint8Array {
  const privateKey = createPrivateKey({
    key: Buffer.from(`302e020100300506032b656e04220420${secret}`, "hex"),
    format: "der",
    type: "pkcs8",
  });
  const publicKey = createPublicKey({
    key: Buffer.from(`302a300506032b656e032100${theirs}`, "hex"),
    format: "der",
    type: "spki",
  });
  return diffieHellman({ privateKey, publicKey });
}

function orRefused(run: () => Uint8Array | undefined): string {
  try {
    const bytes = run();
    return bytes === undefined ? "refused" : toHex(bytes);
  } catch {
    return "refused";
  }
}
