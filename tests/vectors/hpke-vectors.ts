/** HPKE vectors in the form of the CFRG and IETF files, and the libraries they are run through. */

import { Aes128Gcm, Aes256Gcm, DhkemX25519HkdfSha256, HkdfSha256, CipherSuite as SecondSuite } from "@hpke/core";
import * as noble from "@panva/hpke-noble";
import * as native from "hpke";
import { hex } from "./load.ts";

export type HpkeVector = {
  readonly kem_id: number;
  readonly kdf_id: 1;
  readonly aead_id: 1 | 2 | 3;
  readonly info: string;
  readonly suite_id?: string;
  readonly ikmE: string;
  readonly skEm?: string;
  readonly pkEm?: string;
  readonly ikmR: string;
  readonly skRm: string;
  readonly pkRm: string;
  readonly enc: string;
  readonly shared_secret: string;
  readonly key: string;
  readonly base_nonce: string;
  readonly exporter_secret: string;
  readonly encryptions: readonly {
    readonly sequence: number;
    readonly aad: string;
    readonly pt: string;
    readonly ct: string;
  }[];
  readonly exports?: readonly {
    readonly exporter_context: string;
    readonly L: number;
    readonly exported_value: string;
  }[];
};

const kems = {
  native: { 0x20: native.KEM_DHKEM_X25519_HKDF_SHA256, 0x647a: native.KEM_MLKEM768_X25519 },
  noble: { 0x20: noble.KEM_DHKEM_X25519_HKDF_SHA256, 0x647a: noble.KEM_MLKEM768_X25519 },
};
const aeads = {
  native: { 1: native.AEAD_AES_128_GCM, 2: native.AEAD_AES_256_GCM, 3: native.AEAD_ChaCha20Poly1305 },
  noble: { 1: noble.AEAD_AES_128_GCM, 2: noble.AEAD_AES_256_GCM, 3: noble.AEAD_ChaCha20Poly1305 },
};

/** `hpke` over WebCrypto, as on Node, and with every part in JavaScript, as where WebCrypto has no ML-KEM. */
export const flavours = ["native", "noble"] as const;
export type Flavour = (typeof flavours)[number];

export function panvaSuite(flavour: Flavour, kemId: number, aeadId: 1 | 2 | 3): native.CipherSuite {
  const kem = kemId === 0x20 ? kems[flavour][0x20] : kems[flavour][0x647a];
  const kdf = flavour === "native" ? native.KDF_HKDF_SHA256 : noble.KDF_HKDF_SHA256;
  return new native.CipherSuite(kem as native.KEMFactory, kdf, aeads[flavour][aeadId]);
}

/** `@hpke/core`, the second implementation, which takes the sender's randomness as an argument. */
export function secondX25519Suite(aeadId: 1 | 2): SecondSuite {
  return new SecondSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: aeadId === 1 ? new Aes128Gcm() : new Aes256Gcm(),
  });
}

/** `base nonce XOR sequence`, RFC 9180 section 5.2. */
export function nonceAt(baseNonce: string, sequence: number): Buffer {
  const nonce = Buffer.from(hex(baseNonce));
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
  return nonce;
}
