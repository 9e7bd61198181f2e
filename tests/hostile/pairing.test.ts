/** HS-19: substitute keys in pairing, guess at its secrets (PAIR-3 to PAIR-9). The purpose there is now: a device of one's own. */

import { asId, type Bytes, type DeviceId, encodeCbor, toHex } from "@alcove/bytes";
import { importSigningKey, sealingPublicKeyOf, type SealingSeed, type SigningSeed } from "@alcove/crypto";
import type { Messages } from "@alcove/protocol";
import type { PairingStep } from "@alcove/vault";
import { afterEach, expect, test } from "vitest";
import { send } from "../../apps/server/src/testing/device.ts";
import {
  comparisonWords,
  encodeM1,
  inviteKeys,
  secretFromWords,
  parseInvitationQr,
  transcriptHash,
} from "../../packages/vault/src/features/pairing/transcript.ts";
import {
  type Device,
  foundPractice,
  honestWorkGoesOn,
  must,
  openDevice,
  passphrase,
  settled,
} from "./layer/devices.ts";
import { codeOf, type HostileLayer, readReply, replyWith, type Tamper } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import { checkpointOf, type Entry, readView, withhold } from "./layer/view.ts";

const stage = setStage();
const opened: Device[] = [];
afterEach(async () => {
  await stage.ada.vault.cancelPairing();
  for (const device of opened.splice(0)) await device.remove();
});

/** Both sides of one pairing, and what each shows. */
type Pair = {
  readonly newcomer: Device;
  readonly qr: string;
  readonly words: readonly string[];
  /** The next step of a side that is one of these. */
  inviter<S extends PairingStep["step"]>(...steps: S[]): Promise<Extract<PairingStep, { step: S }>>;
  accept(invitation?: string): Promise<string>;
  newcomerShows<S extends PairingStep["step"]>(...steps: S[]): Promise<Extract<PairingStep, { step: S }>>;
};

function watch(device: Device) {
  const seen: PairingStep[] = [];
  let told = () => {};
  device.vault.subscribe((event) => {
    if (event.kind !== "pairing") return;
    seen.push(event.step);
    told();
  });
  return async <S extends PairingStep["step"]>(...steps: S[]): Promise<Extract<PairingStep, { step: S }>> => {
    for (;;) {
      const found = seen.find(({ step }) => (steps as string[]).includes(step));
      if (found) return found as Extract<PairingStep, { step: S }>;
      await new Promise<void>((resolve) => (told = resolve));
    }
  };
}

async function invite(): Promise<Pair> {
  const { ada, layer } = stage;
  const inviter = watch(ada.device);
  must(await ada.vault.invite());
  const waiting = await inviter("waiting");
  if (waiting.side !== "inviter") throw new Error("the laptop invites");
  const newcomer = await openDevice();
  opened.push(newcomer);
  return {
    newcomer,
    qr: waiting.qr,
    words: waiting.words,
    inviter,
    newcomerShows: watch(newcomer),
    async accept(invitation = waiting.qr) {
      const request = { invitation, server: layer.origin, deviceName: "new phone" };
      const outcome = await newcomer.vault.acceptInvitation(request);
      return outcome.ok ? "accepted" : outcome.error.code;
    },
  };
}

/** Failed, with this code, and nothing of it kept. */
async function newcomerFailed(pair: Pair): Promise<string> {
  const step = await pair.newcomerShows("failed", "done", "passphrase");
  expect((await pair.newcomer.vault.status()).phase).toBe("empty");
  return step.step === "failed" ? step.error.code : step.step;
}
async function inviterFailed(pair: Pair): Promise<string> {
  const step = await pair.inviter("failed", "done");
  return step.step === "failed" ? step.error.code : step.step;
}

const devicesOf = async (): Promise<number> => (await stage.ada.vault.devices()).length;

/** What the server hands to whoever asks for an invite's messages. */
function tamperState(change: (state: Messages["InviteState"]) => Partial<Messages["InviteState"]>): Tamper {
  return async (exchange, forward) => {
    const reply = await forward();
    if (exchange.method !== "GET" || !/^\/v1\/invites\/[0-9a-f]{32}$/.test(exchange.path) || reply.status !== 200)
      return reply;
    const state = readReply("InviteState", reply);
    return replyWith({ ...state, ...change(state) });
  };
}
const flipLast = (bytes: Bytes | null): Bytes | null =>
  bytes && bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));
const flipAt = (bytes: Bytes | null, place: number): Bytes | null =>
  bytes && bytes.map((byte, at) => (at === place ? byte ^ 1 : byte));

/** A newcomer of the attacker's own, as far as this secret makes one. */
async function attackersM1(
  layer: HostileLayer,
  secret: Bytes,
  nonce = layer.crypto.random(32),
): Promise<{ m1: Bytes; nonce: Bytes }> {
  const keys = await inviteKeys(layer.crypto, secret);
  const signing = await importSigningKey(layer.crypto, layer.crypto.random(32) as SigningSeed);
  const newcomer = {
    kind: "device" as const,
    device: asId<DeviceId>(layer.crypto.random(16)),
    deviceKey: signing.publicKey,
    oneTimeKey: await sealingPublicKeyOf(layer.crypto.random(32) as SealingSeed),
    name: "new phone",
  };
  return { m1: encodeM1(keys, newcomer, nonce), nonce };
}

test("HS-19 honest pairing works, so that the attacks below are on what works", async () => {
  const { ada, phone } = stage;
  const pair = await invite();
  expect(await pair.accept()).toBe("accepted");
  const shown = await pair.newcomerShows("compare");
  const compare = await pair.inviter("compare");
  if (compare.side !== "inviter" || shown.side !== "newcomer") throw new Error("each side shows its own");
  expect(compare.choices).toContainEqual(shown.words);
  must(await ada.vault.choosePairingWords(shown.words));
  must(await pair.newcomer.vault.choosePairingWords(shown.words));
  await pair.newcomerShows("passphrase");
  const wrong = await pair.newcomer.vault.finishPairing("another passphrase altogether");
  expect(wrong.ok ? "open" : wrong.error.code).toBe("passphrase-wrong");
  expect((await pair.newcomer.vault.status()).phase).toBe("empty");
  must(await pair.newcomer.vault.finishPairing(passphrase));
  await pair.newcomerShows("done");
  await settled(pair.newcomer.vault);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault, pair.newcomer.vault);
});

test("HS-19 the server exchanges or changes a message of the newcomer's: the inviter stops, and no device is enrolled", async () => {
  const { layer, ada, phone } = stage;
  const before = await devicesOf();
  const { m1: foreign } = await attackersM1(layer, layer.crypto.random(16));
  const attacks: Readonly<Record<string, Parameters<typeof tamperState>[0]>> = {
    "m1 of somebody without the secret": ({ m1 }) => ({ m1: m1 && foreign }),
    "another device key in m1": ({ m1 }) => ({ m1: flipAt(m1, 60) }),
    "another MAC on m1": ({ m1 }) => ({ m1: flipLast(m1) }),
    "no message at all": ({ m1 }) => ({ m1: m1 && new Uint8Array([0x80]) }),
    "another rN than was committed to": ({ rN }) => ({ rN: flipLast(rN) }),
    "a longer rN": ({ rN }) => ({ rN: rN && new Uint8Array([...rN, 0]) }),
  };
  for (const [name, change] of Object.entries(attacks)) {
    layer.tamper = tamperState(change);
    const pair = await invite();
    expect(await pair.accept(), name).toBe("accepted");
    expect(await inviterFailed(pair), name).toBe("invitation-dead");
    layer.tamper = undefined;
    expect(await newcomerFailed(pair), name).toMatch(/^(invitation-(unknown|dead)|pairing-stopped)$/);
  }
  await settled(ada.vault);
  expect(await devicesOf()).toBe(before);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-19 who knows the secret commits to a nonce of another length: the inviter stops before anybody compares", async () => {
  const { layer, ada, phone } = stage;
  const pair = await invite();
  const secret = secretFromWords(pair.words.join(" "));
  if (!secret.ok) throw new Error("these are the invitation's words");
  const { m1, nonce } = await attackersM1(layer, secret.value, layer.crypto.random(31));
  layer.tamper = tamperState((state) => ({ m1: state.m1 && m1, rN: state.m2 && nonce }));
  expect(await pair.accept()).toBe("accepted");
  const step = await pair.inviter("failed", "compare");
  expect(step.step === "failed" ? step.error.code : step.step).toBe("invitation-dead");
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-19 the server exchanges or changes a message of the inviter's: the newcomer stops and keeps nothing", async () => {
  const { layer, ada, phone } = stage;
  let older: Bytes | null = null;
  const attacks: Readonly<Record<string, readonly [Parameters<typeof tamperState>[0], string]>> = {
    "another nonce in m2": [({ m2 }) => ({ m2: flipAt(m2, 50) }), "invitation-dead"],
    "another signature on m2": [({ m2 }) => ({ m2: flipLast(m2) }), "signature-wrong"],
    "m2 of an earlier pairing": [({ m2 }) => ({ m2: m2 && older }), "invitation-dead"],
    "no message at all": [({ m2 }) => ({ m2: m2 && new Uint8Array([0x80]) }), "invitation-dead"],
  };
  for (const [name, [change, code]] of Object.entries(attacks)) {
    layer.tamper = tamperState((state) => {
      const changed = change(state);
      older ??= state.m2;
      return changed;
    });
    const pair = await invite();
    expect(await pair.accept(), name).toBe("accepted");
    expect(await newcomerFailed(pair), name).toBe(code);
    await ada.vault.cancelPairing();
    expect(await inviterFailed(pair)).toBe("pairing-stopped");
    layer.tamper = undefined;
  }
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-19 the gift is exchanged, or is given without an enrolment in the ledger: nothing is kept", async () => {
  const { layer, ada, phone } = stage;
  const attacks: Readonly<Record<string, readonly [() => Promise<Tamper>, string]>> = {
    "a changed gift": [async () => tamperState(({ gift }) => ({ gift: flipLast(gift) })), "invitation-dead"],
    "a gift of nothing": [
      async () => tamperState(({ gift }) => ({ gift: gift && new Uint8Array(2000) })),
      "invitation-dead",
    ],
    "an enrolment that is left out": [async () => hideEnrolment("leaf"), "alarm-leaf-missing"],
    "an enrolment that is held back": [async () => hideEnrolment("body"), "alarm-body-withheld"],
  };
  for (const [name, [attack, code]] of Object.entries(attacks)) {
    const pair = await invite();
    expect(await pair.accept(), name).toBe("accepted");
    const shown = await pair.newcomerShows("compare");
    await pair.inviter("compare");
    layer.tamper = await attack();
    const words = shown.side === "newcomer" ? shown.words : [];
    must(await ada.vault.choosePairingWords(words));
    must(await pair.newcomer.vault.choosePairingWords(words));
    expect(await newcomerFailed(pair), name).toBe(code);
    layer.tamper = undefined;
    await settled(ada.vault);
  }
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);

  /** To the newcomer only, who asks by the invite's id. */
  async function hideEnrolment(what: "leaf" | "body"): Promise<Tamper> {
    await settled(ada.vault);
    const then = await readView(layer);
    return async (exchange, forward) => {
      const reply = await forward();
      if (!exchange.path.includes("/roster") || reply.status !== 200) return reply;
      const page = readReply("SyncAnswer", reply);
      if (what === "body") return replyWith({ ...page, bodies: page.bodies.slice(0, -1) });
      const checkpoint = await layer.forgeCheckpoint(stage.practice, checkpointOf(then));
      const size = then.length;
      const bodies = page.bodies.filter(({ index }) => index < size);
      return replyWith({ leaves: page.leaves.slice(0, size * 49), checkpoint, bodies, bodiesNext: size });
    };
  }
});

test("HS-19 the roster that the newcomer is shown is another practice's, older, or lacks the inviter's head: it stops", async () => {
  const { layer, ada, phone } = stage;
  const other = await foundPractice(layer);
  const theirs = await readView(layer);
  await other.device.remove();
  await settled(ada.vault);
  const view = await readView(layer);
  const attacks: Readonly<Record<string, readonly [readonly Entry[], string]>> = {
    "another practice's": [theirs, "alarm-statement-invalid"],
    "older than the invitation": [view.slice(0, -1), "alarm-ledger-shorter"],
    "without a statement": [withhold(view, 1), "alarm-body-withheld"],
  };
  for (const [name, [shown, code]] of Object.entries(attacks)) {
    layer.tamper = async (exchange, forward) => {
      if (!exchange.path.includes("/roster")) return forward();
      const note = await layer.forgeCheckpoint(stage.practice, checkpointOf([...shown]));
      const leaves = new Uint8Array(Buffer.concat(shown.map(({ leaf }) => leaf)));
      const bodies = shown.flatMap(({ body }, index) => (body && index < 2 ? [{ index, ...body, payload: [] }] : []));
      return replyWith({ leaves, checkpoint: note, bodies, bodiesNext: shown.length });
    };
    const pair = await invite();
    expect(await pair.accept(), name).toBe("accepted");
    expect(await newcomerFailed(pair), name).toBe(code);
    await ada.vault.cancelPairing();
    layer.tamper = undefined;
  }
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-19 the person finds other words on the other device: nothing is handed over, and the invite is gone", async () => {
  const { ada, phone } = stage;
  const before = await devicesOf();
  const pair = await invite();
  expect(await pair.accept()).toBe("accepted");
  const shown = await pair.newcomerShows("compare");
  const compare = await pair.inviter("compare");
  if (compare.side !== "inviter" || shown.side !== "newcomer") throw new Error("each side shows its own");
  const decoys = compare.choices.filter((line) => line.join(" ") !== shown.words.join(" "));
  expect(decoys).toHaveLength(2);
  must(await ada.vault.choosePairingWords(decoys[0] as readonly string[]));
  expect(await inviterFailed(pair)).toBe("pairing-words-differ");
  expect(await newcomerFailed(pair)).toBe("pairing-stopped");
  await settled(ada.vault);
  expect(await devicesOf()).toBe(before);
  expect((await pair.newcomer.vault.status()).phase).toBe("empty");
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test.each(["too late", "at that moment"])(
  "HS-19 somebody who photographed the QR answers first, then the person's own device: both are told, and picking %s helps nobody",
  async (picks) => {
    const { layer, ada, phone } = stage;
    const before = await devicesOf();
    const pair = await invite();
    const { secret } = parseInvitationQr(pair.qr) as NonNullable<ReturnType<typeof parseInvitationQr>>;
    const id = toHex((await inviteKeys(layer.crypto, secret)).id);
    const attacker = await attackersM1(layer, secret);
    const post = (step: string, body: Bytes) =>
      send(layer.origin, "POST", `/v1/invites/${id}/newcomer`, encodeCbor({ step, body }));
    expect((await post("m1", attacker.m1)).status).toBe(200);
    const m2 = await untilThere(id, "m2");
    expect((await post("rN", attacker.nonce)).status).toBe(200);
    const compare = await pair.inviter("compare");
    const words = await comparisonWords(layer.crypto, transcriptHash(attacker.m1, m2, attacker.nonce));
    expect(compare.side === "inviter" && compare.choices).toContainEqual(words);
    // The person's own device answers too: that ends it for both.
    expect(await pair.accept()).toBe("invitation-dead");
    if (picks === "at that moment") must(await ada.vault.choosePairingWords(words));
    expect(await inviterFailed(pair), "even if the person picks them").toBe("invitation-dead");
    await settled(ada.vault);
    expect(await untilGone(id)).toMatch(/^invitation-(unknown|dead)$/);
    expect(await devicesOf(), "nobody holds the keyring who was not compared").toBe(before);
    await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  },
);

async function untilThere(id: string, step: "m2"): Promise<Bytes> {
  for (;;) {
    const answer = await send(stage.layer.origin, "GET", `/v1/invites/${id}`);
    const found = (answer.value as Messages["InviteState"])[step];
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
async function untilGone(id: string): Promise<string | undefined> {
  return (await send(stage.layer.origin, "GET", `/v1/invites/${id}`)).code;
}

test("HS-19 the server ends an invite at its second answer, keeps turns, and lets only the inviter speak for the inviter", async () => {
  const { layer, ada, phone } = stage;
  await settled(ada.vault);
  const adas = layer.lastSession();
  const id = toHex(layer.crypto.random(16));
  const open = encodeCbor({ blob: layer.crypto.random(100), expiresAt: Date.now() + 60_000 });
  const newcomer = async (step: string, body: Bytes) =>
    codeOf(asReply(await send(layer.origin, "POST", `/v1/invites/${id}/newcomer`, encodeCbor({ step, body }))));
  const inviter = async (step: string, body: Bytes, session = adas) =>
    codeOf(await layer.ask(session, "POST", `/v1/invites/${id}/inviter`, encodeCbor({ step, body })));
  const random = () => layer.crypto.random(64);
  expect(await newcomer("m1", random()), "no such invite").toBe("invitation-unknown");
  expect(codeOf(await layer.ask(adas, "PUT", `/v1/invites/${id}`, open))).toBeUndefined();
  const m1 = random();
  expect(await newcomer("rN", random()), "before m2").toBe("request-malformed");
  expect(await newcomer("m2", random())).toBe("request-malformed");
  expect(await newcomer("gift", random())).toBe("request-malformed");
  expect(await inviter("m2", random()), "before m1").toBe("request-malformed");
  expect(await newcomer("m1", m1)).toBeUndefined();
  expect(await newcomer("m1", m1), "the same again").toBeUndefined();
  expect(await inviter("m1", random())).toBe("request-malformed");
  const other = await foundPractice(layer);
  expect(await inviter("m2", random(), layer.lastSession()), "another account").toBe("invitation-unknown");
  await other.device.remove();
  expect(await inviter("m2", random())).toBeUndefined();
  expect(await newcomer("m1", random()), "a second one").toBe("invitation-dead");
  for (const step of ["rN", "m1"]) expect(await newcomer(step, random())).toBe("invitation-dead");
  for (const step of ["m2", "gift"]) expect(await inviter(step, random())).toBe("invitation-dead");
  // Nor does it come to life again.
  await layer.ask(adas, "PUT", `/v1/invites/${id}`, open);
  const another = encodeCbor({ blob: random(), expiresAt: Date.now() + 60_000 });
  expect(codeOf(await layer.ask(adas, "PUT", `/v1/invites/${id}`, another))).toBe("invitation-dead");
  expect(await newcomer("m1", random())).toBe("invitation-dead");
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

const asReply = ({ status, bytes }: { readonly status: number; readonly bytes: Bytes }) => ({
  status,
  body: bytes,
  type: "application/cbor",
});

test("HS-19 twelve words with one wrong, or an exchanged blob, open no invitation", async () => {
  const { layer, ada, phone } = stage;
  const pair = await invite();
  const wrong = [...pair.words.slice(0, -1), pair.words[0] === "zoo" ? "zone" : "zoo"].join(" ");
  expect(await pair.accept(wrong)).toMatch(/^invitation-(unreadable|unknown)$/);
  expect(await pair.accept(pair.words.slice(1).join(" "))).toBe("invitation-words-count");
  layer.tamper = tamperState(({ blob }) => ({ blob: flipAt(blob, 30) as Bytes }));
  expect(await pair.accept(pair.words.join(" "))).toBe("invitation-dead");
  layer.tamper = undefined;
  expect((await pair.newcomer.vault.status()).phase).toBe("empty");
  expect(await pair.accept(pair.words.join(" ")), "it was answered by nobody yet").toBe("accepted");
  await pair.newcomerShows("compare");
  await pair.newcomer.vault.cancelPairing();
  await ada.vault.cancelPairing();
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});
