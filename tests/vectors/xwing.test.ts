import { createDecipheriv } from "node:crypto";
import type { Bytes } from "@alcove/bytes";
import {
  createHpke,
  hpkeOverheadBytes,
  type SealingPublicKey,
  type SealingSeed,
  sealingPublicKeyOf,
} from "@alcove/crypto";
import { Aes256Gcm, CipherSuite as SecondSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { ml_kem768_x25519 } from "@noble/post-quantum/hybrid.js";
import * as panvaNoble from "@panva/hpke-noble";
import { KEM_MLKEM768_X25519 } from "hpke";
import { expect, test } from "vitest";
import { keySchedule } from "./hpke-key-schedule.ts";
import { type Flavour, flavours, panvaSuite } from "./hpke-vectors.ts";
import { hex, loadVectors, toHex } from "./load.ts";

type XWingVector = {
  readonly seed: string;
  readonly eseed: string;
  readonly sk: string;
  readonly pk: string;
  readonly ct: string;
  readonly ss: string;
};

const vectors = loadVectors<XWingVector>("xwing", 3);
const info = new TextEncoder().encode("alcove/v1/epoch-key\0and what it is bound to") as Bytes;
const secret = hex("5a".repeat(32));
const secondSuite = new SecondSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const encapsulatedBytes = 1120;

test("X-Wing: every implementation derives the published public key", async () => {
  for (const { seed, sk, pk } of vectors) {
    expect(sk).toBe(seed);
    const second = new XWing();
    expect({
      noble: toHex(ml_kem768_x25519.keygen(hex(seed)).publicKey),
      second: toHex(await second.serializePublicKey((await second.generateKeyPairDerand(hex(seed))).publicKey)),
      alcove: toHex(await sealingPublicKeyOf(hex(seed) as unknown as SealingSeed)),
    }).toEqual({ noble: pk, second: pk, alcove: pk });
  }
});

test("X-Wing: encapsulation from the published randomness", async () => {
  for (const { eseed, pk, ct, ss } of vectors) {
    const noble = ml_kem768_x25519.encapsulate(hex(pk), hex(eseed));
    expect({ ct: toHex(noble.cipherText), ss: toHex(noble.sharedSecret) }).toEqual({ ct, ss });
    const kem = new XWing();
    const recipientPublicKey = await kem.deserializePublicKey(hex(pk));
    const second = await kem.encap({ recipientPublicKey, ekm: hex(eseed) });
    expect({ ct: toHex(second.enc), ss: toHex(second.sharedSecret) }).toEqual({ ct, ss });
  }
});

test("X-Wing: decapsulation by hpke (native and noble), @hpke/hybridkem-x-wing and noble", async () => {
  for (const { sk, ct, ss } of vectors) {
    expect(await decapsulateByAll(sk, ct)).toEqual({ native: ss, panvaNoble: ss, second: ss, noble: ss });
  }
});

// FIPS 203 section 6.3: a wrong ciphertext gives a secret that depends on the key, and every implementation the same.
test("X-Wing: a changed ciphertext gives one and the same other secret everywhere", async () => {
  for (const { sk, ct, ss } of vectors) {
    for (const at of [0, 1087, 1088, 1119]) {
      const changed = hex(ct);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const secrets = new Set(Object.values(await decapsulateByAll(sk, toHex(changed))));
      expect(secrets.size, `byte ${at}`).toBe(1);
      expect(secrets.has(ss), `byte ${at}`).toBe(false);
    }
  }
});

test("Alcove's suite from published randomness: sealed by @hpke/core, opened by hpke, by Alcove and by hand", async () => {
  const alcove = await createHpke();
  for (const { eseed, sk, pk, ct, ss } of vectors) {
    const recipientPublicKey = await secondSuite.kem.deserializePublicKey(hex(pk));
    const sealed = await secondSuite.seal({ recipientPublicKey, info, ekm: hex(eseed) }, secret);
    expect(toHex(sealed.enc)).toBe(ct);
    const ciphertext = new Uint8Array(sealed.ct);
    for (const flavour of flavours) {
      const suite = panvaSuite(flavour, 0x647a, 2);
      const key = await suite.DeserializePrivateKey(hex(sk));
      expect(await suite.Open(key, hex(ct), ciphertext, { info })).toEqual(secret);
    }
    const whole = hex(ct + toHex(ciphertext));
    expect(await alcove.open(hex(sk) as unknown as SealingSeed, info, whole)).toEqual(secret);
    expect(openByHand(ss, ciphertext)).toEqual(secret);
  }
});

test("what Alcove seals, @hpke/core opens, and hpke in both flavours", async () => {
  const alcove = await createHpke();
  for (const { sk, pk } of vectors) {
    const sealed = await alcove.seal(hex(pk) as unknown as SealingPublicKey, info, secret);
    if (sealed === undefined) throw new Error("the published public keys are valid");
    expect(sealed.length).toBe(secret.length + hpkeOverheadBytes);
    const [enc, ciphertext] = [sealed.slice(0, encapsulatedBytes), sealed.slice(encapsulatedBytes)];
    const recipientKey = await secondSuite.kem.deserializePrivateKey(hex(sk));
    expect(new Uint8Array(await secondSuite.open({ recipientKey, enc, info }, ciphertext))).toEqual(secret);
    for (const flavour of flavours) {
      const suite = panvaSuite(flavour, 0x647a, 2);
      expect(await suite.Open(await suite.DeserializePrivateKey(hex(sk)), enc, ciphertext, { info })).toEqual(secret);
    }
    const ours = ml_kem768_x25519.decapsulate(enc, hex(sk));
    expect(openByHand(toHex(ours), ciphertext)).toEqual(secret);
    for (const wrong of [sealed.slice(0, -1), sealed.with(0, (sealed[0] ?? 0) ^ 1), sealed.with(1130, 0)]) {
      expect(await alcove.open(hex(sk) as unknown as SealingSeed, info, wrong)).toBeUndefined();
    }
    const otherInfo = new TextEncoder().encode("alcove/v1/drop-box\0") as Bytes;
    expect(await alcove.open(hex(sk) as unknown as SealingSeed, otherInfo, sealed)).toBeUndefined();
  }
});

// FIPS 203 section 7.2, which X-Wing demands: every coefficient of the key is below 3329. @noble/post-quantum up to
// 0.5.4, which hpke-noble brings along, has the check and it finds nothing; 0.6.1 refuses.
test("X-Wing: which implementations refuse a public key with a coefficient out of range", async () => {
  const second = new XWing();
  for (const { pk } of vectors) {
    for (const coefficients of ["ffffff", "010d00", "0010d0"]) {
      const outOfRange = hex(coefficients + pk.slice(6));
      const sealWith = async (flavour: Flavour) => {
        const suite = panvaSuite(flavour, 0x647a, 2);
        await suite.Seal(await suite.DeserializePublicKey(outOfRange), secret, { info });
      };
      const attempts: Record<string, () => unknown> = {
        "hpke (native)": () => sealWith("native"),
        "hpke (noble)": () => sealWith("noble"),
        "@hpke/hybridkem-x-wing": async () =>
          second.encap({ recipientPublicKey: await second.deserializePublicKey(outOfRange) }),
        "@noble/post-quantum": () => ml_kem768_x25519.encapsulate(outOfRange),
      };
      const accepting: string[] = [];
      for (const [name, attempt] of Object.entries(attempts)) {
        const accepted = await Promise.resolve()
          .then(attempt)
          .then(
            () => true,
            () => false,
          );
        if (accepted) accepting.push(name);
      }
      expect(accepting).toEqual(["hpke (noble)", "@noble/post-quantum"]);
    }
  }
});

test("Alcove seals to no public key that has a coefficient out of range or another length", async () => {
  const alcove = await createHpke();
  for (const { pk } of vectors) {
    for (const wrong of [`ffffff${pk.slice(6)}`, `010d00${pk.slice(6)}`, pk.slice(2), `${pk}00`, ""]) {
      expect(await alcove.seal(hex(wrong) as unknown as SealingPublicKey, info, secret)).toBeUndefined();
    }
  }
});

async function decapsulateByAll(sk: string, ct: string) {
  const native = KEM_MLKEM768_X25519();
  const inJavaScript = panvaNoble.KEM_MLKEM768_X25519();
  const second = new XWing();
  const recipientKey = await second.deserializePrivateKey(hex(sk));
  return {
    native: toHex(await native.Decap(hex(ct), await native.DeserializePrivateKey(hex(sk), false), undefined)),
    panvaNoble: toHex(
      await inJavaScript.Decap(hex(ct), await inJavaScript.DeserializePrivateKey(hex(sk), false), undefined),
    ),
    second: toHex(await second.decap({ recipientKey, enc: hex(ct) })),
    noble: toHex(ml_kem768_x25519.decapsulate(hex(ct), hex(sk))),
  };
}

/** With the key schedule of `hpke-key-schedule.ts` and AES-256-GCM of `node:crypto`. */
function openByHand(sharedSecret: string, ciphertext: Uint8Array): Uint8Array {
  const { key, baseNonce } = keySchedule({ kem: 0x647a, kdf: 1, aead: 2 }, hex(sharedSecret), info);
  const decipher = createDecipheriv("aes-256-gcm", key, baseNonce, { authTagLength: 16 });
  decipher.setAuthTag(ciphertext.subarray(-16));
  return new Uint8Array(Buffer.concat([decipher.update(ciphertext.subarray(0, -16)), decipher.final()]));
}
