import { createHmac, webcrypto } from "node:crypto";
import { hmacSha256, hmacUnder } from "@alcove/crypto";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";
import { hex, loadVectors, toHex } from "./load.ts";

type HmacVector = { readonly key: string; readonly message: string; readonly mac: string };

const sets = {
  "RFC 4231": loadVectors<HmacVector>("hmac-sha256-rfc4231", 6),
  Wycheproof: loadVectors<HmacVector>("hmac-sha256-wycheproof", 66),
};

for (const [name, vectors] of Object.entries(sets)) {
  test(`HMAC-SHA256, ${name}: WebCrypto, node:crypto, noble and Alcove`, async () => {
    for (const vector of vectors) {
      const key = hex(vector.key);
      const message = hex(vector.message);
      const macs = {
        webCrypto: await webCryptoHmac(key, message),
        node: createHmac("sha256", key).update(message).digest("hex"),
        noble: toHex(hmac(sha256, key, message)),
        alcove: toHex(hmacSha256(key, message)),
        // The second of two under one key: the first leaves nothing behind.
        alcoveUnder: toHex([key, message].map(hmacUnder(key))[1] ?? key),
      };
      for (const [implementation, mac] of Object.entries(macs)) {
        expect(mac.length, implementation).toBe(64);
        expect(mac.slice(0, vector.mac.length), implementation).toBe(vector.mac);
      }
    }
  });
}

async function webCryptoHmac(raw: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>): Promise<string> {
  const key = await webcrypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return toHex(await webcrypto.subtle.sign("HMAC", key, message));
}
