import { createCipheriv, createDecipheriv, webcrypto } from "node:crypto";
import type { Bytes } from "@alcove/bytes";
import { importSealKey, open, openWithNonce, sealWithNonce } from "@alcove/crypto";
import { expect, test } from "vitest";
import { hex, loadVectors, toHex } from "./load.ts";
import { portOver } from "./port.ts";

type GcmVector = {
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  /** `null`: must not open. */
  readonly plaintext: string | null;
  readonly ciphertext: string;
  readonly tag: string;
};
type WycheproofGcmVector = GcmVector & { readonly tcId: number; readonly result: "valid" | "invalid" };

const nist = loadVectors<GcmVector>("aes-256-gcm-nist", 375);
const wycheproof = loadVectors<WycheproofGcmVector>("aes-256-gcm-wycheproof", 45);
const sets = {
  "NIST CAVP": nist,
  Wycheproof: wycheproof.map((vector) => (vector.result === "valid" ? vector : { ...vector, plaintext: null })),
};

test("both sets have vectors that must not open", () => {
  expect(nist.filter(({ plaintext }) => plaintext === null).length).toBeGreaterThanOrEqual(150);
  expect(wycheproof.filter(({ result }) => result === "invalid").length).toBe(27);
});

for (const [name, vectors] of Object.entries(sets)) {
  test(`AES-256-GCM, ${name}: opened by WebCrypto, node:crypto and Alcove`, async () => {
    const port = await portOver();
    for (const vector of vectors) {
      const [rawKey, iv, aad, sealed] = [vector.key, vector.iv, vector.aad, vector.ciphertext + vector.tag].map(hex);
      if (!rawKey || !iv || !aad || !sealed) throw new Error("a vector has four parts");
      const key = await importSealKey(port, rawKey);
      const opened = {
        webCrypto: await webCryptoOpen(rawKey, iv, aad, sealed),
        node: nodeOpen(rawKey, iv, aad, sealed),
        alcove: orNull(await openWithNonce(port, key, iv, sealed, aad)),
        alcoveSealed: orNull(await open(port, key, hex(vector.iv + vector.ciphertext + vector.tag), aad)),
      };
      const plaintext = vector.plaintext;
      expect(opened).toEqual({ webCrypto: plaintext, node: plaintext, alcove: plaintext, alcoveSealed: plaintext });
    }
  });

  test(`AES-256-GCM, ${name}: sealed by WebCrypto, node:crypto and Alcove`, async () => {
    const port = await portOver();
    for (const vector of vectors) {
      if (vector.plaintext === null) continue;
      const [rawKey, iv, aad, plaintext] = [vector.key, vector.iv, vector.aad, vector.plaintext].map(hex);
      if (!rawKey || !iv || !aad || !plaintext) throw new Error("a vector has four parts");
      const sealed = vector.ciphertext + vector.tag;
      const key = await importSealKey(port, rawKey);
      expect({
        webCrypto: await webCryptoSeal(rawKey, iv, aad, plaintext),
        node: nodeSeal(rawKey, iv, aad, plaintext),
        alcove: toHex(await sealWithNonce(port, key, iv, plaintext, aad)),
      }).toEqual({ webCrypto: sealed, node: sealed, alcove: sealed });
    }
  });
}

const orNull = (bytes: Bytes | undefined) => (bytes === undefined ? null : toHex(bytes));

async function webCryptoOpen(raw: Bytes, iv: Bytes, additionalData: Bytes, sealed: Bytes): Promise<string | null> {
  const key = await webcrypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const opening = webcrypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData, tagLength: 128 }, key, sealed);
  return opening.then(toHex, () => null);
}

async function webCryptoSeal(raw: Bytes, iv: Bytes, additionalData: Bytes, plaintext: Bytes): Promise<string> {
  const key = await webcrypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  return toHex(await webcrypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData, tagLength: 128 }, key, plaintext));
}

function nodeOpen(key: Bytes, iv: Bytes, aad: Bytes, sealed: Bytes): string | null {
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: 16 }).setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-16));
  const plaintext = decipher.update(sealed.subarray(0, -16));
  try {
    return toHex(Buffer.concat([plaintext, decipher.final()]));
  } catch {
    return null;
  }
}

function nodeSeal(key: Bytes, iv: Bytes, aad: Bytes, plaintext: Bytes): string {
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: 16 }).setAAD(aad);
  return toHex(Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]));
}
