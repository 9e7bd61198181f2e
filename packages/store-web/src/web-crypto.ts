/** The crypto port in browsers: WebCrypto for what it has, WASM for Argon2id. Needs a secure context (https, localhost). */

import { type Bytes, copyBytes } from "@alcove/bytes";
import { type CryptoPort, createHpke, type Hpke, type Subtle } from "@alcove/crypto";
import { loadPieceHash } from "./piece-hash.ts";

/** In a worker only: Argon2id blocks its thread for as long as it takes. */
export async function webCryptoPort(): Promise<CryptoPort> {
  const hashes = lazyHashes();
  return {
    hpke: lazyHpke(),
    startHash: async () => (await hashes())?.(),
    subtle: fromOneBuffer(crypto.subtle as unknown as Subtle),
    random: (length) => randomBytes(length),
    async argon2id(password, salt, cost) {
      // Loaded with the first passphrase, not with the first page.
      const { argon2id } = await import("hash-wasm");
      const hash = await argon2id({
        password,
        salt,
        parallelism: cost.lanes,
        memorySize: cost.memoryKiB,
        iterations: cost.passes,
        hashLength: 32,
        outputType: "binary",
      });
      return copyBytes(hash);
    },
  };
}

/** Asks the platform for ML-KEM, and loads it where there is none, with the first key that is delivered. */
function lazyHpke(): Hpke {
  let made: Promise<Hpke> | undefined;
  const hpke = () =>
    (made ??= createHpke().catch((error: unknown) => {
      // Without a network it may not be there yet; the next time it may.
      made = undefined;
      throw error;
    }));
  return {
    seal: async (...request) => (await hpke()).seal(...request),
    open: async (...request) => (await hpke()).open(...request),
  };
}

/**
 * What WebCrypto was given stays in Chromium until it is collected, though `letGo` was said of it: of a large file hundreds of megabytes. It
 * reads its input before it answers, so what is large passes through one buffer, and that is all that it ever sees of it.
 */
function fromOneBuffer(subtle: Subtle): Subtle {
  let passage = new Uint8Array(0);
  const through = <Answer>(data: Bytes, work: (data: Bytes) => Answer): Answer => {
    if (data.length < leastBytes || data.length > mostBytes) return work(data);
    if (passage.length < data.length) passage = new Uint8Array(mostBytes);
    passage.set(data);
    const answer = work(passage.subarray(0, data.length));
    // Leaves no words lying there.
    passage.fill(0, 0, data.length);
    return answer;
  };
  return {
    importKey: (...asked) => subtle.importKey(...asked),
    encrypt: (how, key, data) => through(data, (passed) => subtle.encrypt(how, key, passed)),
    decrypt: (how, key, data) => through(data, (passed) => subtle.decrypt(how, key, passed)),
    deriveBits: (...asked) => subtle.deriveBits(...asked),
    digest: (...asked) => subtle.digest(...asked),
    sign: (...asked) => subtle.sign(...asked),
    verify: (...asked) => subtle.verify(...asked),
  };
}
/** From what `letGo` gives back, to a chunk of a file and its tag. */
const leastBytes = 64 * 1024;
const mostBytes = 264 * 1024;

/** Loaded with the first file; `undefined` where that is not possible just now. */
function lazyHashes() {
  let made: ReturnType<typeof loadPieceHash> | undefined;
  return () =>
    (made ??= loadPieceHash()).catch(() => {
      made = undefined;
      return undefined;
    });
}

/** WebCrypto gives at most this many bytes a call. */
const randomBytesAtOnce = 65_536;

function randomBytes(length: number): Bytes {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += randomBytesAtOnce) {
    crypto.getRandomValues(bytes.subarray(at, at + randomBytesAtOnce));
  }
  return bytes;
}
