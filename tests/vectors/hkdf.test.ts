import { hkdfSync, webcrypto } from "node:crypto";
import { hkdf, hkdfUnder } from "@alcove/crypto";
import { extract, hkdf as nobleHkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";
import { hex, loadVectors, toHex } from "./load.ts";
import { portOver } from "./port.ts";

type HkdfVector = {
  readonly ikm: string;
  readonly salt: string;
  readonly info: string;
  readonly length?: number;
  readonly prk?: string;
  readonly okm: string;
};

const sets = {
  "RFC 5869": loadVectors<HkdfVector>("hkdf-sha256-rfc5869", 3),
  Wycheproof: loadVectors<HkdfVector>("hkdf-sha256-wycheproof", 102),
};

for (const [name, vectors] of Object.entries(sets)) {
  test(`HKDF-SHA256, ${name}: WebCrypto, node:crypto, noble and Alcove`, async () => {
    const port = await portOver();
    for (const vector of vectors) {
      const [ikm, salt, info] = [hex(vector.ikm), hex(vector.salt), hex(vector.info)];
      const length = vector.length ?? vector.okm.length / 2;
      const keys = {
        webCrypto: toHex(await webCryptoHkdf(ikm, salt, info, length)),
        node: toHex(hkdfSync("sha256", ikm, salt, info, length)),
        noble: toHex(nobleHkdf(sha256, ikm, salt, info, length)),
        alcove: toHex(await hkdf(port, ikm, info, length, salt)),
      };
      expect(keys).toEqual({ webCrypto: vector.okm, node: vector.okm, noble: vector.okm, alcove: vector.okm });
      if (vector.prk !== undefined) expect(toHex(extract(sha256, ikm, salt))).toBe(vector.prk);
    }
  });
}

test("HKDF-SHA256 without a salt and 32 bytes out is the same at once", async () => {
  const port = await portOver();
  for (const vector of Object.values(sets).flat()) {
    const [input, infos] = [hex(vector.ikm), [hex(vector.info), hex(vector.salt), hex("")]];
    const under = hkdfUnder(input);
    for (const info of infos) expect(toHex(under(info))).toBe(toHex(await hkdf(port, input, info, 32)));
  }
});

test("HKDF-SHA256 ends at 255 blocks (RFC 5869 section 2.3) in every implementation", async () => {
  const port = await portOver();
  const [ikm, salt, info] = [new Uint8Array(32), new Uint8Array(0), new Uint8Array(0)];
  const longest = 255 * 32;
  expect((await hkdf(port, ikm, info, longest, salt)).length).toBe(longest);
  await expect(webCryptoHkdf(ikm, salt, info, longest + 1)).rejects.toMatchObject({ name: "OperationError" });
  await expect(hkdf(port, ikm, info, longest + 1, salt)).rejects.toThrow(/key length/i);
  expect(() => hkdfSync("sha256", ikm, salt, info, longest + 1)).toThrow(/key length/i);
  expect(() => nobleHkdf(sha256, ikm, salt, info, longest + 1)).toThrow("255");
});

type Bytes = Uint8Array<ArrayBuffer>;

async function webCryptoHkdf(ikm: Bytes, salt: Bytes, info: Bytes, length: number): Promise<ArrayBuffer> {
  const key = await webcrypto.subtle.importKey("raw", ikm, "HKDF", false, ["deriveBits"]);
  return webcrypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, length * 8);
}
