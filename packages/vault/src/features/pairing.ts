/**
 * Pairing with a further device of one's own: who sends what when. The server carries messages and can end an invite;
 * it can't take part. Each side keeps the step a person must answer as a waiting promise.
 */

import {
  asHash,
  asId,
  type Bytes,
  type DeviceId,
  encodeCbor,
  equalBytes,
  fail,
  ok,
  type Result,
  toHex,
} from "@alcove/bytes";
import {
  hash,
  importSigningKey,
  type KeyringKey,
  sealingPublicKeyOf,
  type SealingSeed,
  type SecretKey,
  sign,
  type SigningSeed,
  verify,
} from "@alcove/crypto";
import { openKeyring } from "@alcove/crypto/open";
import { type Failure, failure, limits, type Messages } from "@alcove/protocol";
import type { Disk } from "../disk.ts";
import { openKeys, type OpenKeys } from "../engine/keys.ts";
import type { Opened } from "../engine/opened.ts";
import type { PairingStep } from "../facade.ts";
import { identityHash } from "../kit.ts";
import { offerWords } from "../passphrase.ts";
import type { Ports } from "../ports.ts";
import { type Profile, writeProfile } from "../profile.ts";
import { ask, callOpenly } from "../session.ts";
import { replayRoster } from "./enrol.ts";
import {
  commitTo,
  comparisonWords,
  encodeGift,
  encodeInvitationQr,
  encodeM1,
  encodeM2,
  encodeM2Body,
  giftContext,
  inviteKeys,
  m2SignedBytes,
  type Newcomer,
  openInvitation,
  parseGift,
  parseInvitationQr,
  parseM1,
  parseM2,
  secretFromWords,
  sealInvitation,
  transcriptHash,
  wordsOf,
} from "./pairing-transcript.ts";
import { keyringFits, sealDeviceSeed, unlockKeyring } from "./unlock.ts";

const pollMs = 400;
const newcomerWaitsMs = 30 * 60_000;

/** A pairing in progress. `answer` is the person's; `cancel` ends it on this side. */
export type Pairing = {
  readonly answer: (value: string) => void;
  readonly outcome: () => Promise<Result<undefined, Failure>>;
  readonly cancel: () => void;
};

type Shared = { readonly ports: Ports; readonly show: (step: PairingStep) => void };

/** Starts an invitation. Steps arrive through `show`; the person answers `compare` with the line of words they picked. */
export async function startInvitation(
  shared: Shared,
  opened: Opened,
  enrolled: () => void,
): Promise<Result<Pairing, Failure>> {
  const { crypto, clock, transport } = shared.ports;
  const { roster, checkpoint } = opened.state;
  const member = roster?.members.get(toHex(opened.keys.account));
  if (!roster || !checkpoint || !member) return fail(failure("bug"));
  const secret = crypto.random(16);
  const keys = await inviteKeys(crypto, secret);
  const invitation = {
    origin: opened.profile.origin,
    practice: opened.keys.practice,
    founding: opened.profile.founding,
    ledgerKey: opened.profile.ledgerKey,
    rosterHead: roster.head,
    checkpoint,
    inviter: identityHash(member.identitySign.publicKey, member.identitySeal),
  };
  const session = await opened.signIn();
  if (!session.ok) return session;
  const path = `/v1/invites/${toHex(keys.id)}`;
  const expiresAt = clock.now() + limits.inviteMs;
  const put = await session.value.call(
    "PUT",
    path,
    encodeCbor({ blob: await sealInvitation(crypto, keys, invitation), expiresAt }),
  );
  if (!put.ok) return put;
  shared.show({
    side: "inviter",
    step: "waiting",
    words: wordsOf(secret),
    qr: encodeInvitationQr(secret, invitation),
    expiresAt,
  });

  const person = personsAnswer();
  const state = () => ask(transport, opened.profile.origin, "GET", path, "InviteState");
  const post = (step: "m2" | "gift", body: Bytes) =>
    session.value.call("POST", `${path}/inviter`, encodeCbor({ step, body }));

  const work = async (): Promise<Result<undefined, Failure>> => {
    const first = await waitFor(shared.ports, person.ended, expiresAt, state, (invite) => invite.m1);
    if (!first.ok) return first;
    const m1 = first.value;
    const parsed = parseM1(keys, m1);
    if (!parsed) return fail(failure("invitation-dead"));
    const body = encodeM2Body({
      m1Hash: asHash(hash(m1)),
      nonce: crypto.random(32),
      rosterHead: roster.head,
      checkpoint,
    });
    const m2 = encodeM2(
      keys,
      body,
      await sign(crypto, opened.keys.identity, m2SignedBytes(opened.keys.practice, body)),
    );
    const sent = await post("m2", m2);
    if (!sent.ok) return sent;
    const shown = await waitFor(
      shared.ports,
      person.ended,
      clock.now() + newcomerWaitsMs,
      state,
      (invite) => invite.rN,
    );
    if (!shown.ok) return shown;
    const newcomerNonce = shown.value;
    if (newcomerNonce.length !== 32 || !equalBytes(commitTo(parsed.newcomer, newcomerNonce), parsed.commitment))
      return fail(failure("invitation-dead"));

    const transcript = transcriptHash(m1, m2, newcomerNonce);
    const words = await comparisonWords(crypto, transcript);
    shared.show({
      side: "inviter",
      step: "compare",
      choices: shuffled(shared.ports, [words, offerWords(crypto, 5), offerWords(crypto, 5)]),
      newDeviceName: parsed.newcomer.name,
    });
    const picked = await Promise.race([person.next(), untilDead(shared.ports, person.ended, state)]);
    if (!picked.ok) return picked;
    if (picked.value !== words.join(" ")) return fail(failure("pairing-words-differ"));
    // Somebody else may have answered too, while the person compared.
    const alive = await state();
    if (!alive.ok) return alive;
    return handOver(opened, shared.ports, parsed.newcomer, transcript, post);
  };
  void work().then(async (result) => {
    person.end();
    if (result.ok) enrolled();
    else await session.value.call("DELETE", path);
    shared.show(
      result.ok ? { side: "inviter", step: "done" } : { side: "inviter", step: "failed", error: result.error },
    );
  });
  return ok(person.pairing);
}

async function handOver(
  opened: Opened,
  ports: Ports,
  newcomer: Newcomer,
  transcript: ReturnType<typeof transcriptHash>,
  post: (step: "gift", body: Bytes) => Promise<Result<Bytes, Failure>>,
): Promise<Result<undefined, Failure>> {
  const { keys, profile, sync } = opened;
  const stated = await sync.state([
    ["device.enrol", keys.account, newcomer.device, newcomer.deviceKey, "pairing", transcript],
  ]);
  if (!stated.ok) return stated;
  const gift = encodeGift({
    keyringKey: keys.keyringKey,
    secretKey: keys.secretKey,
    account: keys.account,
    kdfVersion: profile.kdfVersion,
    keyringVersion: profile.keyringVersion,
    keyring: profile.keyring,
    slot0: profile.slot0,
  });
  const sealed = await ports.crypto.hpke.seal(newcomer.oneTimeKey, giftContext(transcript), gift);
  if (!sealed) return fail(failure("invitation-dead"));
  const sent = await post("gift", sealed);
  return sent.ok ? ok() : sent;
}

/** Answers an invitation on an empty device. The person answers `passphrase` with their passphrase; a wrong one may be tried again. */
export async function startNewcomer(
  shared: Shared,
  disk: Disk,
  request: { readonly invitation: string; readonly server?: string; readonly deviceName: string },
  paired: (profile: Profile, keys: OpenKeys) => Promise<void>,
): Promise<Result<Pairing, Failure>> {
  const { crypto, clock, transport } = shared.ports;
  const scanned = parseInvitationQr(request.invitation);
  const secret = scanned?.secret ?? secretFromWords(request.invitation);
  const server = scanned?.invitation.origin ?? request.server;
  if (!secret || !server) return fail(failure("invitation-unreadable"));
  const keys = await inviteKeys(crypto, secret);
  const path = `/v1/invites/${toHex(keys.id)}`;
  const state = () => ask(transport, server, "GET", path, "InviteState");
  const found = await state();
  if (!found.ok) return found;
  const invitation = scanned?.invitation ?? (await openInvitation(crypto, keys, found.value.blob));
  if (!invitation) return fail(failure("invitation-dead"));
  const { origin } = invitation;

  const deviceSeed = crypto.random(32) as SigningSeed;
  const oneTimeSeed = crypto.random(32) as SealingSeed;
  const device = asId<DeviceId>(crypto.random(16));
  const deviceKey = await importSigningKey(crypto, deviceSeed);
  const newcomer: Newcomer = {
    device,
    deviceKey: deviceKey.publicKey,
    oneTimeKey: sealingPublicKeyOf(oneTimeSeed),
    name: request.deviceName.slice(0, 200),
  };
  const nonce = crypto.random(32);
  const m1 = encodeM1(keys, newcomer, nonce);
  const post = (step: "m1" | "rN", body: Bytes) =>
    callOpenly(transport, origin, "POST", `${path}/newcomer`, encodeCbor({ step, body }));
  const sent = await post("m1", m1);
  if (!sent.ok) return sent;
  const person = personsAnswer();

  const work = async (): Promise<Result<undefined, Failure>> => {
    const until = clock.now() + newcomerWaitsMs;
    const second = await waitFor(shared.ports, person.ended, until, state, (invite) => invite.m2);
    if (!second.ok) return second;
    const m2 = parseM2(keys, second.value);
    if (!m2 || !equalBytes(m2.m2.m1Hash, hash(m1))) return fail(failure("invitation-dead"));

    const readRoster = (leavesFrom: number, bodiesFrom: number) => {
      const query = `leavesFrom=${leavesFrom}&bodiesFrom=${bodiesFrom}`;
      return ask(transport, origin, "GET", `${path}/roster?${query}`, "SyncAnswer");
    };
    const replayed = await replayRoster(crypto, readRoster, invitation);
    if (!replayed.ok) return replayed;
    const { roster } = replayed.value;
    const inviter = [...roster.members.values()].find((member) =>
      equalBytes(identityHash(member.identitySign.publicKey, member.identitySeal), invitation.inviter),
    );
    if (!inviter || !roster.heads.has(toHex(invitation.rosterHead)) || !roster.heads.has(toHex(m2.m2.rosterHead)))
      return fail(failure("alarm-rolled-back"));
    if (!(await verify(crypto, inviter.identitySign, m2.signature, m2SignedBytes(invitation.practice, m2.body))))
      return fail(failure("signature-wrong"));

    const shown = await post("rN", nonce);
    if (!shown.ok) return shown;
    const transcript = transcriptHash(m1, second.value, nonce);
    shared.show({ side: "newcomer", step: "compare", words: await comparisonWords(crypto, transcript) });
    const given = await waitFor(shared.ports, person.ended, until, state, (invite) => invite.gift);
    if (!given.ok) return given;
    const opened = await crypto.hpke.open(oneTimeSeed, giftContext(transcript), given.value);
    const gift = opened && parseGift(opened);
    if (!gift || !equalBytes(gift.account, inviter.account)) return fail(failure("invitation-dead"));

    // It must stand in the ledger, naming exactly this key, before anything is kept.
    const after = await replayRoster(crypto, readRoster, invitation);
    if (!after.ok) return after;
    const enrolled = after.value.roster.devices.get(toHex(device));
    if (
      !enrolled ||
      !equalBytes(enrolled.key.publicKey, deviceKey.publicKey) ||
      !equalBytes(enrolled.account, inviter.account)
    )
      return fail(failure("alarm-leaf-missing"));
    const keyringKey = gift.keyringKey as KeyringKey;
    const place = { practice: invitation.practice, account: inviter.account };
    const keyring = await openKeyring(
      crypto,
      keyringKey,
      { ...place, keyringVersion: gift.keyringVersion },
      gift.keyring,
    );
    if (!keyring || !keyringFits(keyring, invitation.inviter)) return fail(failure("invitation-dead"));

    const profile: Profile = {
      ...place,
      origin,
      device,
      ledgerKey: invitation.ledgerKey,
      founding: invitation.founding,
      secretKey: gift.secretKey as SecretKey,
      kdfVersion: gift.kdfVersion,
      keyringVersion: gift.keyringVersion,
      slot0: gift.slot0,
      keyring: gift.keyring,
      deviceKey: await sealDeviceSeed(crypto, { ...place, device }, keyringKey, deviceSeed),
      practiceName: "",
      memberName: "",
      deviceName: newcomer.name,
    };
    for (;;) {
      shared.show({ side: "newcomer", step: "passphrase", memberName: "" });
      const passphrase = await person.next();
      if (!passphrase.ok) return passphrase;
      const unlocked = await unlockKeyring(crypto, profile, passphrase.value);
      person.answered(unlocked.ok ? ok() : unlocked);
      if (unlocked.ok) break;
    }
    disk.transaction(() => writeProfile(disk, profile));
    await paired(profile, await openKeys(crypto, { ...profile, keyringKey, keyring, deviceSeed }));
    return ok();
  };
  void work().then((result) => {
    person.end();
    shared.show(
      result.ok ? { side: "newcomer", step: "done" } : { side: "newcomer", step: "failed", error: result.error },
    );
  });
  return ok(person.pairing);
}

/** Asks the server now and then until `pick` finds something. A dead invite ends it. */
async function waitFor(
  ports: Ports,
  ended: () => boolean,
  until: number,
  state: () => Promise<Result<Messages["InviteState"], Failure>>,
  pick: (invite: Messages["InviteState"]) => Bytes | null,
): Promise<Result<Bytes, Failure>> {
  for (;;) {
    if (ended()) return fail(failure("pairing-stopped"));
    if (ports.clock.now() > until) return fail(failure("invitation-unknown"));
    const answered = await state();
    if (!answered.ok && isDead(answered.error)) return answered;
    const found = answered.ok ? pick(answered.value) : null;
    if (found) return ok(found);
    await new Promise<void>((resolve) => void ports.clock.after(pollMs, resolve));
  }
}

const isDead = ({ code }: Failure): boolean => code === "invitation-unknown" || code === "invitation-dead";

/** Answers when the invite was ended from elsewhere, or pairing here. */
async function untilDead(
  ports: Ports,
  ended: () => boolean,
  state: () => Promise<Result<Messages["InviteState"], Failure>>,
): Promise<Result<never, Failure>> {
  const never = () => null;
  const died = await waitFor(ports, ended, Number.POSITIVE_INFINITY, state, never);
  return died.ok ? fail(failure("bug")) : died;
}

/** The person's next answer, as a promise that `cancel` also settles. */
function personsAnswer() {
  let resolve: ((answer: Result<string, Failure>) => void) | undefined;
  let early: Result<string, Failure> | undefined;
  let ended = false;
  let outcome: ((result: Result<undefined, Failure>) => void) | undefined;
  const settle = (answer: Result<string, Failure>) => {
    if (resolve) resolve(answer);
    else early = answer;
    resolve = undefined;
  };
  return {
    ended: () => ended,
    end: () => {
      ended = true;
    },
    next: (): Promise<Result<string, Failure>> => {
      const waiting = early;
      early = undefined;
      return waiting ? Promise.resolve(waiting) : new Promise((done) => (resolve = done));
    },
    answered: (result: Result<undefined, Failure>) => outcome?.(result),
    pairing: {
      answer: (value: string) => settle(ok(value)),
      /** What came of the last answer: right or wrong. */
      outcome: () => new Promise<Result<undefined, Failure>>((done) => (outcome = done)),
      cancel: () => {
        ended = true;
        settle(fail(failure("pairing-stopped")));
      },
    },
  };
}

function shuffled<T>(ports: Ports, values: T[]): T[] {
  const order = ports.crypto.random(values.length);
  return values
    .map((value, i) => ({ value, at: order[i] as number }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
