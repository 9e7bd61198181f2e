import { createHash, webcrypto } from "node:crypto";
import { hash, hashLarge } from "@alcove/crypto";
import { sha256 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";
import { hex, loadVectors, toHex } from "./load.ts";
import { portOver } from "./port.ts";

type Sha256Vector = { readonly length: number; readonly message: string; readonly digest: string };

const vectors = loadVectors<Sha256Vector>("sha256-nist", 73);

test("SHA-256: WebCrypto, node:crypto, noble and Alcove's two", async () => {
  const port = await portOver();
  for (const { length, message: text, digest } of vectors) {
    const message = hex(text);
    expect(message.length).toBe(length);
    const digests = {
      webCrypto: toHex(await webcrypto.subtle.digest("SHA-256", message)),
      node: createHash("sha256").update(message).digest("hex"),
      noble: toHex(sha256(message)),
      alcove: toHex(hash(message)),
      alcoveLarge: toHex(await hashLarge(port, message)),
    };
    expect(digests).toEqual({ webCrypto: digest, node: digest, noble: digest, alcove: digest, alcoveLarge: digest });
  }
});
