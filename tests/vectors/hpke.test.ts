import { createDecipheriv } from "node:crypto";
import { x25519 } from "@noble/curves/ed25519.js";
import { ml_kem768_x25519 } from "@noble/post-quantum/hybrid.js";
import { expect, test } from "vitest";
import { keySchedule, suiteId } from "./hpke-key-schedule.ts";
import { flavours, type HpkeVector, nonceAt, panvaSuite, secondX25519Suite } from "./hpke-vectors.ts";
import { hex, loadVectors, toHex } from "./load.ts";

type WycheproofVector = {
  readonly tcId: number;
  readonly skRm: string;
  readonly pkRm: string;
  /** The sender's ephemeral secret key; empty for invalid vectors. */
  readonly ikmE: string;
  readonly info: string;
  readonly aad: string;
  readonly enc: string;
  readonly ct: string;
  readonly pt: string;
  readonly result: "valid" | "invalid";
};

const x25519Vectors = [...loadVectors<HpkeVector>("hpke-rfc9180", 2), ...loadVectors<HpkeVector>("hpke-draft08", 2)];
const pqVectors = loadVectors<HpkeVector>("hpke-pq", 1);
const wycheproof = loadVectors<WycheproofVector>("hpke-x25519-wycheproof", 19);
const cipherNames = { 1: "aes-128-gcm", 2: "aes-256-gcm", 3: "chacha20-poly1305" } as const;
const name = ({ kem_id, aead_id }: HpkeVector) => `KEM ${kem_id}, AEAD ${aead_id}`;

test("the key schedule written out from RFC 9180 gives the published keys, and they open every message", () => {
  let opened = 0;
  for (const vector of [...x25519Vectors, ...pqVectors]) {
    const suite = { kem: vector.kem_id, kdf: vector.kdf_id, aead: vector.aead_id };
    expect(toHex(suiteId(suite))).toBe(vector.suite_id ?? toHex(suiteId(suite)));
    const schedule = keySchedule(suite, hex(vector.shared_secret), hex(vector.info));
    expect(toHex(schedule.key), name(vector)).toBe(vector.key);
    expect(toHex(schedule.baseNonce), name(vector)).toBe(vector.base_nonce);
    expect(toHex(schedule.exporterSecret), name(vector)).toBe(vector.exporter_secret);
    for (const { sequence, aad, pt, ct } of vector.encryptions) {
      const nonce = nonceAt(vector.base_nonce, sequence);
      const sealed = hex(ct);
      const cipher = cipherNames[vector.aead_id] as "aes-256-gcm";
      const decipher = createDecipheriv(cipher, schedule.key, nonce, { authTagLength: 16 }).setAAD(hex(aad));
      decipher.setAuthTag(sealed.subarray(-16));
      expect(toHex(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]))).toBe(pt);
      opened++;
    }
  }
  expect(opened).toBe(6 + 6 + 7 + 7 + 10);
});

for (const flavour of flavours) {
  test(`hpke (${flavour}) derives the published keys, opens the messages in order and exports the secrets`, async () => {
    for (const vector of [...x25519Vectors, ...pqVectors]) {
      const suite = panvaSuite(flavour, vector.kem_id, vector.aead_id);
      const pair = await suite.DeriveKeyPair(hex(vector.ikmR), true);
      expect(toHex(await suite.SerializePublicKey(pair.publicKey)), name(vector)).toBe(vector.pkRm);
      expect(toHex(await suite.SerializePrivateKey(pair.privateKey)), name(vector)).toBe(vector.skRm);
      const secretKey = await suite.DeserializePrivateKey(hex(vector.skRm));
      const recipient = await suite.SetupRecipient(secretKey, hex(vector.enc), { info: hex(vector.info) });
      const inOrder = vector.encryptions.filter(({ sequence }, at) => sequence === at);
      expect(inOrder.length).toBeGreaterThanOrEqual(3);
      for (const { aad, pt, ct } of inOrder) expect(toHex(await recipient.Open(hex(ct), hex(aad)))).toBe(pt);
      for (const { exporter_context, L, exported_value } of vector.exports ?? []) {
        expect(toHex(await recipient.Export(hex(exporter_context), L))).toBe(exported_value);
      }
    }
  });

  test(`hpke (${flavour}) gives the verdicts of Wycheproof`, async () => {
    const suite = panvaSuite(flavour, 0x20, 1);
    for (const vector of wycheproof) {
      const secretKey = await suite.DeserializePrivateKey(hex(vector.skRm));
      const options = { info: hex(vector.info), aad: hex(vector.aad) };
      const opening = suite.Open(secretKey, hex(vector.enc), hex(vector.ct), options);
      const opened = await opening.then(toHex, () => "refused");
      expect(opened, `tcId ${vector.tcId}`).toBe(vector.result === "valid" ? vector.pt : "refused");
    }
  });
}

test("the sender's key is derived from its published randomness and gives the published encapsulation", async () => {
  for (const vector of x25519Vectors) {
    const suite = panvaSuite("native", 0x20, vector.aead_id);
    const pair = await suite.DeriveKeyPair(hex(vector.ikmE), true);
    expect(toHex(await suite.SerializePrivateKey(pair.privateKey)), name(vector)).toBe(vector.skEm);
    expect(toHex(await suite.SerializePublicKey(pair.publicKey)), name(vector)).toBe(vector.pkEm);
    expect(vector.enc).toBe(vector.pkEm);
  }
  for (const vector of pqVectors) {
    const made = ml_kem768_x25519.encapsulate(hex(vector.pkRm), hex(vector.ikmE));
    expect(toHex(made.cipherText)).toBe(vector.enc);
    expect(toHex(made.sharedSecret)).toBe(vector.shared_secret);
  }
});

test("@hpke/core seals what Wycheproof opens, from its published ephemeral keys", async () => {
  const suite = secondX25519Suite(1);
  const valid = wycheproof.filter(({ result }) => result === "valid");
  expect(valid.length).toBe(4);
  for (const { skRm, pkRm, ikmE, info, aad, enc, ct, pt } of valid) {
    expect(toHex(x25519.getPublicKey(hex(skRm)))).toBe(pkRm);
    const ekm = {
      privateKey: await suite.kem.deserializePrivateKey(hex(ikmE)),
      publicKey: await suite.kem.deserializePublicKey(x25519.getPublicKey(hex(ikmE))),
    };
    const recipientPublicKey = await suite.kem.deserializePublicKey(hex(pkRm));
    const sealed = await suite.seal({ recipientPublicKey, info: hex(info), ekm }, hex(pt), hex(aad));
    expect({ enc: toHex(sealed.enc), ct: toHex(sealed.ct) }).toEqual({ enc, ct });
  }
});

test("@hpke/core seals the published ciphertexts from the published randomness, up to message 256", async () => {
  for (const vector of x25519Vectors) {
    if (vector.aead_id === 3) continue;
    const suite = secondX25519Suite(vector.aead_id);
    const ekm = await suite.kem.deriveKeyPair(hex(vector.ikmE));
    const recipientPublicKey = await suite.kem.deserializePublicKey(hex(vector.pkRm));
    const sender = await suite.createSenderContext({ recipientPublicKey, info: hex(vector.info), ekm });
    expect(toHex(sender.enc), name(vector)).toBe(vector.enc);
    const published = new Map(vector.encryptions.map((encryption) => [encryption.sequence, encryption]));
    const plaintext = hex(vector.encryptions[0]?.pt ?? "");
    const secretKey = await panvaSuite("native", 0x20, vector.aead_id).DeserializePrivateKey(hex(vector.skRm));
    const recipient = await panvaSuite("native", 0x20, vector.aead_id).SetupRecipient(secretKey, hex(vector.enc), {
      info: hex(vector.info),
    });
    for (let sequence = 0; sequence <= 256; sequence++) {
      const aad = new Uint8Array(Buffer.from(`Count-${sequence}`));
      const sealed = await sender.seal(plaintext, aad);
      const known = published.get(sequence);
      if (known !== undefined) expect(toHex(sealed), `message ${sequence}`).toBe(known.ct);
      expect(toHex(await recipient.Open(new Uint8Array(sealed), aad))).toBe(toHex(plaintext));
    }
    expect(published.has(255) && published.has(256)).toBe(true);
  }
});
