import { createPrivateKey, createPublicKey, diffieHellman } from "node:crypto";
import { agree, type AgreementSecret, agreementPublicKey } from "@alcove/crypto";
import { nodeCryptoPort } from "@alcove/store-node";
import { x25519 } from "@noble/curves/ed25519.js";
import { expect, test } from "vitest";
import { createCryptoPort } from "../../apps/server/src/crypto-port.ts";
import { SignatureDesk } from "../../apps/server/src/signatures/signature-desk.ts";
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
/** Without a platform Alcove computes; its device and its server on Node have one. */
const device = await nodeCryptoPort();
const server = createCryptoPort(new SignatureDesk());
const allZero = "00".repeat(32);
const basePoint = `09${"00".repeat(31)}`;

test("SES-3 X25519, RFC 7748: noble, node:crypto and Alcove", () => {
  for (const { scalar, u, shared } of rfc7748) {
    expect(new Set(Object.values(secrets(scalar, u)))).toEqual(new Set([shared]));
    if (u !== basePoint) continue;
    for (const platform of [{}, device, server])
      expect(toHex(agreementPublicKey(hex(scalar) as unknown as AgreementSecret, platform))).toBe(shared);
  }
});

// RFC 7748 leaves it open whether an all-zero result is refused; Alcove refuses it.
test("X25519, Wycheproof: the same secret everywhere, and none with a point of small order", () => {
  const refused = wycheproof.filter(({ shared }) => shared === allZero);
  expect(refused.length).toBeGreaterThanOrEqual(20);
  for (const vector of wycheproof) {
    const shared = vector.shared === allZero ? "refused" : vector.shared;
    const found = secrets(vector.private, vector.public);
    expect(new Set(Object.values(found)), `tcId ${vector.tcId}`).toEqual(new Set([shared]));
  }
});

function secrets(secret: string, theirs: string) {
  const alcove = (platform: Parameters<typeof agree>[2]) =>
    orRefused(() => agree(hex(secret) as unknown as AgreementSecret, hex(theirs), platform));
  return {
    noble: orRefused(() => x25519.getSharedSecret(hex(secret), hex(theirs))),
    node: orRefused(() => nodeAgree(secret, theirs)),
    alcove: alcove({}),
    device: alcove(device),
    server: alcove(server),
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
