/**
 * HS-11: somebody changed one thing on the Emergency Kit and has the server at hand, so that everything fits but
 * what the Kit still pins. Each pin refuses by itself (KIT-4, KEY-7).
 */

import { type Bytes, type CborValue, concatBytes, encodeCbor, fromBase32, parseCbor, toBase32 } from "@alcove/bytes";
import {
  hash,
  importSigningKey,
  publicKeyOf,
  type SealingSeed,
  sealKeyring,
  sign,
  type SigningSeed,
} from "@alcove/crypto";
import { type Handshake, helloBytes, messages, parseAs } from "@alcove/protocol";
import { expect, test } from "vitest";
import { honestWorkGoesOn, openDevice, passphrase, settled } from "./layer/devices.ts";
import { forgeFounding } from "./layer/forged-founding.ts";
import { readReply, replyWith, type Tamper } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import { withThief } from "./layer/thief.ts";
import { checkpointOf, readView, show } from "./layer/view.ts";

const stage = setStage();

/** The code of an enrolment that must fail and leave nothing behind. */
async function refusedEnrolment(kit: string, tamper: Tamper): Promise<string> {
  const device = await openDevice();
  stage.layer.tamper = tamper;
  const outcome = await device.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "new" });
  stage.layer.tamper = undefined;
  expect((await device.vault.status()).phase).toBe("empty");
  await device.remove();
  return outcome.ok ? "enrolled" : outcome.error.code;
}

const kitFields = { founding: 6, ledgerKey: 8, size: 9, root: 10 };

/** The kit with these fields replaced, and a checksum that is right again. */
function changedKit(kit: string, changes: Partial<Record<keyof typeof kitFields, CborValue>>): string {
  const prefix = "ALCOVE-KIT-1 ";
  const fields = parseCbor((fromBase32(kit.slice(prefix.length)) as Bytes).slice(0, -5)) as CborValue[];
  for (const [name, value] of Object.entries(changes)) fields[kitFields[name as keyof typeof kitFields]] = value;
  const body = encodeCbor(fields);
  return prefix + toBase32(concatBytes(body, hash(body).subarray(0, 5)));
}

test("HS-11 a keyring with another identity, sealed by somebody who has the keyring key", async () => {
  const { layer, ada, phone } = stage;
  const resealed = await withThief(ada.device, async ({ crypto, keys }) => {
    const identity = { sign: crypto.random(32) as SigningSeed, seal: crypto.random(32) as SealingSeed };
    return sealKeyring(crypto, keys.keyringKey, keys, { ...keys.keyring, identities: [identity] });
  });
  const exchange: Tamper = async ({ path }, forward) => {
    const reply = await forward();
    return path === "/v1/keyring" ? replyWith({ ...readReply("StoredKeyring", reply), keyring: resealed }) : reply;
  };
  // Shown a ledger that takes whatever is appended, so that nobody else notices.
  await settled(ada.vault);
  const shown = show(layer, stage.practice, await readView(layer), () => true);
  const both: Tamper = (asked, forward) =>
    (asked.path === "/v1/keyring" || asked.path === "/v1/login" ? exchange : shown)(asked, forward);
  expect(await refusedEnrolment(ada.kit, both)).toBe("kit-replaced");
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-11 another founding, whose owner has other keys than the Kit says", async () => {
  const { layer, ada, phone, practice } = stage;
  await settled(ada.vault);
  const forged = await forgeFounding(layer, practice, (await readView(layer))[0]);
  const { size, root } = checkpointOf([forged]);
  const kit = changedKit(ada.kit, { founding: hash(forged.body.entry), size, root });
  const shown = show(layer, practice, [forged], () => true);
  const tamper: Tamper = (asked, forward) => (asked.path === "/v1/login" ? forward() : shown(asked, forward));
  expect(await refusedEnrolment(kit, tamper)).toBe("kit-replaced");
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-11 another checkpoint key, by which somebody else says hello", async () => {
  const { layer, ada, phone, practice } = stage;
  const seed = layer.crypto.random(32) as SigningSeed;
  const theirs = await importSigningKey(layer.crypto, seed);
  const kit = changedKit(ada.kit, { ledgerKey: publicKeyOf(seed) });
  const tamper: Tamper = async ({ path, body }, forward) => {
    const reply = await forward();
    const asked = path === "/v1/hello" ? parseAs(messages.HelloRequest, body) : undefined;
    if (!asked) return reply;
    const hello = readReply("HelloAnswer", reply);
    const handshake: Handshake = {
      origin: layer.origin,
      practice,
      account: asked.account,
      deviceKey: asked.deviceKey,
      deviceNonce: asked.nonce,
      deviceEphemeral: asked.ephemeral,
      serverNonce: hello.nonce,
      serverEphemeral: hello.ephemeral,
    };
    return replyWith({ ...hello, signature: await sign(layer.crypto, theirs, helloBytes(handshake)) });
  };
  expect(await refusedEnrolment(kit, tamper)).toBe("alarm-statement-invalid");
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});
