/**
 * HS-19: the server and somebody who has an unlocked device of the inviter's make pairing messages and gifts that fit but
 * for one thing (PAIR-6, PAIR-9).
 */

import { asHash, asId, type Bytes, type DeviceId } from "@alcove/bytes";
import {
  hash,
  importSigningKey,
  type KeyringKey,
  type PublicKey,
  type SealingSeed,
  sealingPublicKeyOf,
  sealKeyring,
  sign,
  type SigningSeed,
} from "@alcove/crypto";
import type { Messages } from "@alcove/protocol";
import type { PairingStep } from "@alcove/vault";
import { afterEach, expect, test } from "vitest";
import {
  encodeGift,
  encodeInvitationQr,
  encodeM1,
  encodeM2,
  encodeM2Body,
  type Gift,
  giftContext,
  type Invitation,
  type InviteKeys,
  inviteKeys,
  m2SignedBytes,
  parseInvitationQr,
  parseM1,
  transcriptHash,
} from "../../packages/vault/src/features/pairing/transcript.ts";
import { type Device, honestWorkGoesOn, must, openDevice } from "./layer/devices.ts";
import { readReply, replyWith, type Tamper } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import { type Thief, withThief } from "./layer/thief.ts";

const stage = setStage();
const opened: Device[] = [];
afterEach(async () => {
  await stage.ada.vault.cancelPairing();
  for (const device of opened.splice(0)) await device.remove();
});

type Invite = { readonly secret: Bytes; readonly invitation: Invitation; readonly keys: InviteKeys };

/** An invitation of the laptop's, as its QR says it. */
async function invite(): Promise<Invite> {
  const { ada, layer } = stage;
  const waiting = new Promise<string>((resolve) => {
    ada.vault.subscribe((event) => {
      if (event.kind === "pairing" && event.step.step === "waiting" && event.step.side === "inviter")
        resolve(event.step.qr);
    });
  });
  must(await ada.vault.invite());
  const qr = parseInvitationQr(await waiting);
  if (!qr) throw new Error("this is an invitation");
  return { ...qr, keys: await inviteKeys(layer.crypto, qr.secret) };
}

/** A newcomer accepts; the first of these steps that it shows, or the code that it failed with. */
async function newcomerComesTo(qr: string, ...steps: PairingStep["step"][]): Promise<string> {
  const device = await openDevice();
  opened.push(device);
  const came = new Promise<string>((resolve) => {
    device.vault.subscribe((event) => {
      if (event.kind !== "pairing") return;
      if (event.step.step === "failed") resolve(event.step.error.code);
      // The person says that the words are the same: what is refused is refused without them.
      else if (event.step.step === "compare" && event.step.side === "newcomer")
        void device.vault.choosePairingWords(event.step.words);
      if (steps.includes(event.step.step)) resolve(event.step.step);
    });
  });
  must(await device.vault.acceptInvitation({ invitation: qr, server: stage.layer.origin, deviceName: "new phone" }));
  const step = await came;
  expect((await device.vault.status()).phase).toBe("empty");
  return step;
}

/** What whoever asks for the invite's messages is shown. */
function showing(change: (state: Messages["InviteState"]) => Promise<Partial<Messages["InviteState"]>>): Tamper {
  return async (exchange, forward) => {
    const reply = await forward();
    if (exchange.method !== "GET" || !/^\/v1\/invites\/[0-9a-f]{32}$/.test(exchange.path) || reply.status !== 200)
      return reply;
    const state = readReply("InviteState", reply);
    return replyWith({ ...state, ...(await change(state)) });
  };
}

test("HS-19 the inviter answered somebody else who knows the secret: the newcomer shows its nonce to nobody", async () => {
  const { layer, ada, phone } = stage;
  const { crypto } = layer;
  const { secret, invitation, keys } = await invite();
  const signing = await importSigningKey(crypto, crypto.random(32) as SigningSeed);
  const oneTimeKey = await sealingPublicKeyOf(crypto.random(32) as SealingSeed);
  const other = {
    kind: "device" as const,
    device: asId<DeviceId>(crypto.random(16)),
    deviceKey: signing.publicKey,
    oneTimeKey,
    name: "other",
  };
  const foreign = encodeM1(keys, other, crypto.random(32));
  layer.tamper = showing(async ({ m1 }) => ({ m1: m1 && foreign }));
  expect(await newcomerComesTo(encodeInvitationQr(secret, invitation), "compare")).toBe("invitation-dead");
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-19 the invitation, or the inviter's answer, rests on a roster that never was: the newcomer stops", async () => {
  const { layer, ada, phone } = stage;
  const never = asHash(layer.crypto.random(32));
  const first = await invite();
  const changed = encodeInvitationQr(first.secret, { ...first.invitation, rosterHead: never });
  expect(await newcomerComesTo(changed, "compare")).toBe("alarm-rolled-back");
  await ada.vault.cancelPairing();

  const { secret, invitation, keys } = await invite();
  await withThief(ada.device, async (thief) => {
    layer.tamper = showing(async ({ m1, m2 }) => {
      if (!m1 || !m2) return { m2 };
      const { rosterHead: _, ...facts } = invitation;
      const said = { m1Hash: asHash(hash(m1)), nonce: thief.crypto.random(32), rosterHead: never, ...facts };
      const body = encodeM2Body(said);
      const signature = await sign(thief.crypto, thief.keys.identity, m2SignedBytes(thief.keys.practice, body));
      return { m2: encodeM2(keys, body, signature) };
    });
    expect(await newcomerComesTo(encodeInvitationQr(secret, invitation), "compare")).toBe("alarm-rolled-back");
  });
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

/** Enrols the newcomer by the thief's hand, and hands over a gift of the thief's; what the newcomer makes of it. */
async function given(
  keyInLedger: (own: PublicKey) => PublicKey,
  gift: (thief: Thief) => Promise<Partial<Gift>>,
): Promise<string> {
  const { layer, ada, phone } = stage;
  const { secret, invitation, keys } = await invite();
  const outcome = await withThief(ada.device, async (thief) => {
    let made: Promise<Bytes | undefined> | undefined;
    const make = async (m1: Bytes, m2: Bytes, rN: Bytes) => {
      const newcomer = parseM1(keys, "device", m1)?.newcomer;
      if (newcomer?.kind !== "device") throw new Error("the newcomer knows the secret");
      const transcript = transcriptHash(m1, m2, rN);
      const key = keyInLedger(newcomer.deviceKey);
      must(await thief.sync.state([["device.enrol", thief.keys.account, newcomer.device, key, "pairing", transcript]]));
      const { keyringKey, secretKey, account } = thief.keys;
      const { kdfVersion, keyringVersion, keyring, slot0 } = thief.profile;
      const right = { keyringKey, secretKey, account, kdfVersion, keyringVersion, keyring, slot0 };
      const sealed = { ...right, ...(await gift(thief)) };
      return thief.crypto.hpke.seal(newcomer.oneTimeKey, giftContext(transcript), encodeGift(sealed));
    };
    layer.tamper = showing(async ({ m1, m2, rN }) => {
      if (!m1 || !m2 || !rN) return {};
      made ??= make(m1, m2, rN);
      return { gift: (await made) ?? null };
    });
    return newcomerComesTo(encodeInvitationQr(secret, invitation), "passphrase");
  });
  layer.tamper = undefined;
  await ada.vault.cancelPairing();
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  return outcome;
}

test("HS-19 a gift is kept only with the pinned identity inside, and after an enrolment with exactly this key", async () => {
  const { crypto } = stage.layer;
  const other = await importSigningKey(crypto, crypto.random(32) as SigningSeed);
  expect(
    await given(
      (own) => own,
      async () => ({}),
    ),
    "so that each of the others fails for its own reason",
  ).toBe("passphrase");
  expect(
    await given(
      () => other.publicKey,
      async () => ({}),
    ),
  ).toBe("alarm-leaf-missing");
  const theirKeyring = async ({ keys }: Thief) => {
    const identity = { sign: crypto.random(32) as SigningSeed, seal: crypto.random(32) as SealingSeed };
    const keyringKey = crypto.random(32) as KeyringKey;
    return {
      keyringKey,
      keyring: await sealKeyring(crypto, keyringKey, keys, { ...keys.keyring, identities: [identity] }),
    };
  };
  expect(await given((own) => own, theirKeyring)).toBe("invitation-dead");
});
