import { createPrivateKey, sign as nodeSign, webcrypto } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  type CryptoPort,
  importSigningKey,
  importVerifyKey,
  publicKeyOf,
  sign,
  type SigningSeed,
  verify,
} from "@alcove/crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { expect, test } from "vitest";
import { type RawVerify, subtleOver, verifyByNoble, verifyByNode, verifyCofactorless } from "./ed25519-verifiers.ts";
import { hex, loadVectors, toHex } from "./load.ts";
import { portOver } from "./port.ts";

type Signed = { readonly publicKey: string; readonly message: string; readonly signature: string };
type Rfc8032Vector = Signed & { readonly name: string; readonly seed: string };
type WycheproofVector = Signed & { readonly tcId: number; readonly result: "valid" | "invalid" };
type SpeccheckVector = Signed & { readonly case: number };
type PointVector = { readonly name: string; readonly encoding: string; readonly canonical: string };

const rfc8032 = loadVectors<Rfc8032Vector>("ed25519-rfc8032", 5);
const wycheproof = loadVectors<WycheproofVector>("ed25519-wycheproof", 145);
const wycheproofV1 = loadVectors<WycheproofVector>("ed25519-wycheproof-v1", 31);
const speccheck = loadVectors<SpeccheckVector>("ed25519-speccheck", 15);
const nonCanonical = loadVectors<PointVector>("ed25519-non-canonical-points", 26);

/** Strict and cofactorless leaves one of the speccheck cases: A and R of mixed order, where both equations hold. */
const acceptedSpeccheckCases = new Set([6]);

const verdicts: readonly (Signed & { readonly name: string; readonly valid: boolean })[] = [
  ...rfc8032.map((vector) => ({ ...vector, valid: true })),
  ...wycheproof.map((vector) => ({ ...vector, name: `Wycheproof ${vector.tcId}`, valid: vector.result === "valid" })),
  ...wycheproofV1.map((vector) => ({ ...vector, name: `v1 ${vector.tcId}`, valid: vector.result === "valid" })),
  ...speccheck.map((vector) => ({
    ...vector,
    name: `speccheck ${vector.case}`,
    valid: acceptedSpeccheckCases.has(vector.case),
  })),
];

const raw: Readonly<Record<string, RawVerify>> = {
  "node:crypto": verifyByNode,
  "cofactorless over noble's points": verifyCofactorless,
  WebCrypto: async (publicKey, message, signature) => {
    const key = await webcrypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return webcrypto.subtle.verify("Ed25519", key, signature, message);
  },
};

test("RFC 8032: WebCrypto, node:crypto, noble and Alcove make the same keys and signatures", async () => {
  const port = await portOver();
  for (const { seed, publicKey, message: text, signature } of rfc8032) {
    const message = hex(text);
    const pkcs8 = hex(`302e020100300506032b657004220420${seed}`);
    const key = await webcrypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
    const alcoveKey = await importSigningKey(port, hex(seed) as unknown as SigningSeed);
    expect({
      publicKey: toHex(publicKeyOf(hex(seed) as unknown as SigningSeed)),
      alcovePublicKey: toHex(alcoveKey.publicKey),
      webCrypto: toHex(await webcrypto.subtle.sign("Ed25519", key, message)),
      node: toHex(nodeSign(null, message, createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" }))),
      noble: toHex(ed25519.sign(message, hex(seed))),
      alcove: toHex(await sign(port, alcoveKey, message)),
    }).toEqual({
      publicKey,
      alcovePublicKey: publicKey,
      webCrypto: signature,
      node: signature,
      noble: signature,
      alcove: signature,
    });
  }
});

test("Alcove gives the published verdict on every signature, over every implementation", async () => {
  const ports = new Map<string, CryptoPort>([["Alcove on Node", await portOver()]]);
  for (const [name, verifyRaw] of Object.entries(raw)) ports.set(name, await portOver(subtleOver(verifyRaw)));
  expect(ports.size).toBe(4);
  for (const vector of verdicts) {
    for (const [name, port] of ports) {
      expect(await alcoveVerdict(port, vector), `${vector.name} by ${name}`).toBe(vector.valid);
    }
  }
});

test("Node needs no help of Alcove's check: should that change, it shows here", async () => {
  for (const name of ["node:crypto", "WebCrypto"]) {
    const verifyRaw = raw[name];
    for (const vector of verdicts) {
      expect(await rawVerdict(verifyRaw, vector), `${vector.name} by ${name}`).toBe(vector.valid);
    }
  }
});

// What the check can't mend: A of mixed order is no small-order key, and the cofactored equation holds for R.
test("noble's verify differs on two cases even behind Alcove's check, so no source verifies with it", async () => {
  const port = await portOver(subtleOver(verifyByNoble));
  const differing: string[] = [];
  for (const vector of verdicts) {
    if ((await alcoveVerdict(port, vector)) !== vector.valid) differing.push(vector.name);
  }
  expect(differing).toEqual(["speccheck 7", "speccheck 8"]);
  const callers = sourceFiles().filter((path) => /\bed25519\s*\.\s*verify\b/.test(readFileSync(path, "utf8")));
  expect(callers).toEqual([]);
});

test("keys that are no canonical point or of small order are refused, and so are signatures with such an R", async () => {
  const port = await portOver();
  const encodings = [...nonCanonical.map(({ encoding }) => encoding), ...smallOrderEncodings()];
  expect(new Set(encodings).size).toBe(26 + 8);
  const [first] = rfc8032;
  if (first === undefined) throw new Error("no RFC 8032 vector");
  const key = await importVerifyKey(port, hex(first.publicKey));
  if (key === undefined) throw new Error("TEST 1 has a good key");
  for (const { encoding, canonical } of nonCanonical) {
    expect(ed25519.Point.fromBytes(hex(encoding), true).toHex(), "read leniently").toBe(lenientForm(canonical));
  }
  for (const encoding of encodings) {
    expect(await importVerifyKey(port, hex(encoding)), encoding).toBeUndefined();
    const signature = hex(encoding + first.signature.slice(64));
    expect(await verify(port, key, signature, hex(first.message)), encoding).toBe(false);
  }
});

async function alcoveVerdict(port: CryptoPort, { publicKey, message, signature }: Signed): Promise<boolean> {
  const key = await importVerifyKey(port, hex(publicKey));
  return key !== undefined && (await verify(port, key, hex(signature), hex(message)));
}

async function rawVerdict(verifyRaw: RawVerify | undefined, { publicKey, message, signature }: Signed) {
  if (verifyRaw === undefined) throw new Error("no such implementation");
  try {
    return await verifyRaw(hex(publicKey), hex(message), hex(signature));
  } catch {
    return false;
  }
}

/** The source writes the sign of x = 0 where noble writes none: only y and a real sign are compared. */
const lenientForm = (canonical: string) => ed25519.Point.fromBytes(hex(canonical), true).toHex();

/** The eight points whose order divides 8, as multiples of the one of order 8 that the speccheck cases use. */
function smallOrderEncodings(): string[] {
  const generator = ed25519.Point.fromHex(speccheck[0]?.publicKey ?? "");
  const points = Array.from({ length: 8 }, (_, times) => generator.multiplyUnsafe(BigInt(times)));
  return points.map((point) => point.toHex());
}

function sourceFiles(): string[] {
  return ["packages", "apps"].flatMap((folder) => {
    const root = fileURLToPath(new URL(`../../${folder}/`, import.meta.url));
    return readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((path) => /(?:^|\/)src\/.*\.tsx?$/.test(path) && !path.includes("node_modules"))
      .map((path) => root + path);
  });
}
