/**
 * The crypto port on Node: `node:crypto`, and all but Argon2id at once. A note is sealed in a quarter of the time that WebCrypto
 * takes to hand the same work to the same OpenSSL on another thread (ADR 0010). HPKE is WebCrypto.
 */

import {
  argon2,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  hash,
  hkdfSync,
  type KeyObject,
  randomFillSync,
  sign,
  verify,
} from "node:crypto";
import { type Bytes, concatBytes, fromHex } from "@alcove/bytes";
import { type CryptoPort, createHpke, type KeyHandle, type Subtle } from "@alcove/crypto";

const tagBytes = 16;
const pieceBytes = 1024 * 1024;

/** An AES-256 key of this port, or what HKDF derives from; its `KeyObject` is in no property that anything else reads. */
class SecretHandle implements KeyHandle {
  readonly type = "secret";
  readonly extractable = false;
  readonly key: KeyObject;

  constructor(raw: Bytes) {
    this.key = createSecretKey(raw);
  }
}

/** RFC 8410: what stands before the 32 bytes of a public key, and of a seed; of Ed25519, and of X25519. */
const spkiPrefix = fromHex("302a300506032b6570032100") as Bytes;
const pkcs8Prefix = fromHex("302e020100300506032b657004220420") as Bytes;
const agreementSpkiPrefix = fromHex("302a300506032b656e032100") as Bytes;
const agreementPkcs8Prefix = fromHex("302e020100300506032b656e04220420") as Bytes;

/** A view, since a copy in Node's pool of small buffers would outlive what its owner wipes. */
function privateKeyFrom(der: Bytes): KeyObject {
  const key = Buffer.from(der.buffer, der.byteOffset, der.byteLength);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}
function publicKeyFrom(prefix: Bytes, raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(concatBytes(prefix, raw)), format: "der", type: "spki" });
}

class SignKeyHandle implements KeyHandle {
  readonly type = "private";
  readonly extractable = false;
  readonly key: KeyObject;

  /** PKCS #8. */
  constructor(der: Bytes) {
    this.key = privateKeyFrom(der);
  }
}

/** Of a practice's hundreds of devices few sign anything in one day: OpenSSL's own form is made when the first signature comes. */
class VerifyKeyHandle implements KeyHandle {
  readonly type = "public";
  readonly extractable = true;
  readonly #raw: Bytes;
  #key: KeyObject | undefined;

  constructor(raw: Bytes) {
    this.#raw = raw;
  }

  /** @throws Error where OpenSSL takes the bytes for no key */
  get key(): KeyObject {
    this.#key ??= publicKeyFrom(spkiPrefix, this.#raw);
    return this.#key;
  }
}

const subtle: Subtle = {
  async importKey(format, keyData, algorithm) {
    if (algorithm !== "Ed25519") return new SecretHandle(keyData);
    return format === "raw" ? new VerifyKeyHandle(keyData) : new SignKeyHandle(keyData);
  },
  async encrypt({ iv, additionalData }, handle, data) {
    const cipher = createCipheriv("aes-256-gcm", (handle as SecretHandle).key, iv, { authTagLength: tagBytes });
    cipher.setAAD(additionalData);
    const out = new Uint8Array(data.length + tagBytes);
    // In pieces: of a snapshot of megabytes there is no third copy.
    for (let at = 0; at < data.length; at += pieceBytes) out.set(cipher.update(data.subarray(at, at + pieceBytes)), at);
    cipher.final();
    out.set(cipher.getAuthTag(), data.length);
    return out.buffer;
  },
  async decrypt({ iv, additionalData }, handle, data) {
    const end = data.length - tagBytes;
    const decipher = createDecipheriv("aes-256-gcm", (handle as SecretHandle).key, iv, { authTagLength: tagBytes });
    decipher.setAAD(additionalData);
    decipher.setAuthTag(data.subarray(end));
    const plaintext = decipher.update(data.subarray(0, end));
    // Throws where the tag is another; nothing of the plaintext has left this function then.
    decipher.final();
    return ownBuffer(plaintext);
  },
  // By way of hex, which `node:crypto` gives out faster than bytes.
  async digest(_algorithm, data) {
    return (fromHex(hash("sha256", data)) as Bytes).buffer;
  },
  async deriveBits({ salt, info }, handle, bits) {
    return hkdfSync("sha256", (handle as SecretHandle).key, salt, info, bits / 8);
  },
  async sign(_algorithm, handle, data) {
    return ownBuffer(sign(null, data, (handle as SignKeyHandle).key));
  },
  async verify(_algorithm, handle, signature, data) {
    return verify(null, data, (handle as VerifyKeyHandle).key, signature);
  },
};

/** Small results of `node:crypto` may be views into a pool that others write to. */
function ownBuffer(bytes: Buffer): ArrayBuffer {
  const whole = bytes.byteOffset === 0 && bytes.length === bytes.buffer.byteLength;
  return whole ? (bytes.buffer as ArrayBuffer) : new Uint8Array(bytes).buffer;
}

/** Randomness for ids and nonces is fetched in pages: a call for 12 bytes costs as much as one for 4,000. */
function createRandom(): (length: number) => Bytes {
  const page = new Uint8Array(4096);
  let at = page.length;
  return (length) => {
    if (length > 64) return randomFillSync(new Uint8Array(length));
    if (at + length > page.length) {
      randomFillSync(page);
      at = 0;
    }
    const bytes = page.slice(at, at + length);
    // Given out once: what is left behind could be a key.
    page.fill(0, at, at + length);
    at += length;
    return bytes;
  };
}

export async function nodeCryptoPort(): Promise<CryptoPort> {
  return {
    hpke: await createHpke(),
    subtle,
    random: createRandom(),
    signingPublicKey(seed) {
      const key = privateKeyFrom(concatBytes(pkcs8Prefix, seed));
      const spki = createPublicKey(key as unknown as string).export({ format: "der", type: "spki" });
      return new Uint8Array(spki.subarray(spkiPrefix.length));
    },
    x25519(secret, point) {
      if (secret.length !== 32 || point.length !== 32) return undefined;
      const der = concatBytes(agreementPkcs8Prefix, secret);
      try {
        const keys = { privateKey: privateKeyFrom(der), publicKey: publicKeyFrom(agreementSpkiPrefix, point) };
        return new Uint8Array(diffieHellman(keys));
      } catch {
        return undefined;
      } finally {
        der.fill(0);
      }
    },
    startHash() {
      const state = createHash("sha256");
      return { update: (piece) => void state.update(piece), digest: () => new Uint8Array(state.digest()) };
    },
    argon2id: (password, salt, cost) =>
      new Promise<Bytes>((resolve, reject) => {
        const parameters = {
          message: password,
          nonce: salt,
          parallelism: cost.lanes,
          tagLength: 32,
          memory: cost.memoryKiB,
          passes: cost.passes,
        };
        argon2("argon2id", parameters, (error, tag) => (error ? reject(error) : resolve(new Uint8Array(tag))));
      }),
  };
}
