/** Pairing at the device that is there already: it invites, compares, and hands keys over, adds a member or admits a client. */

import { isProvisional } from "../../engine/state.ts";
import {
  type AccountId,
  asHash,
  assert,
  type Bytes,
  type CompartmentId,
  encodeCbor,
  equalBytes,
  fail,
  type Hash,
  ok,
  type Result,
  toHex,
} from "@alcove/bytes";
import { hash, sign, walletSecretOf } from "@alcove/crypto";
import { type Failure, failure, limits, mayAdmit, type Roster } from "@alcove/protocol";
import type { Opened } from "../../engine/opened.ts";
import { identityHash } from "../../kit.ts";
import { offerWords } from "../../offer-words.ts";
import { encodeWalletCard } from "../../portal/wallet-card.ts";
import { ask } from "../../session.ts";
import { addMember, mayBringIn } from "../members.ts";
import { admitClient } from "../portal/portals.ts";
import {
  newcomerWaitsMs,
  type Pairing,
  type PairingPorts,
  type PairingSide,
  personsAnswer,
  untilDead,
  waitFor,
} from "./pairing.ts";
import {
  commitTo,
  comparisonWords,
  encodeGift,
  encodeInvitationQr,
  encodeM2,
  encodeM2Body,
  giftContext,
  inviteKeys,
  m2SignedBytes,
  type NewClient,
  type NewDevice,
  type NewMember,
  parseM1,
  type Purpose,
  sealInvitation,
  transcriptHash,
  wordsOf,
} from "./transcript.ts";

/** Starts an invitation. Steps arrive through `show`; the person answers `compare` with the line of words they picked. */
export async function startInvitation(
  shared: PairingSide,
  opened: Opened,
  purpose: Purpose,
  enrolled: () => void,
): Promise<Result<Pairing, Failure>> {
  const { crypto, clock, transport } = shared.ports;
  const { roster, checkpoint } = opened.state;
  const member = roster?.members.get(toHex(opened.keys.account));
  if (!roster || !checkpoint || !member) return fail(failure("bug"));
  // Said before two people have gone to the trouble; the statement would be refused in any case.
  if (isProvisional(opened.state, roster, toHex(opened.keys.device))) return fail(failure("device-provisional"));
  const allowed = mayInvite(roster, opened.keys.account, purpose);
  if (!allowed.ok) return allowed;
  const secret = crypto.random(16);
  const keys = await inviteKeys(crypto, secret);
  const invitation = {
    purpose,
    origin: opened.profile.origin,
    practice: opened.keys.practice,
    founding: opened.profile.founding,
    ledgerKey: opened.profile.ledgerKey,
    rosterHead: roster.head,
    checkpoint,
    inviter: identityHash(member.identitySign.publicKey, member.identitySeal),
  };
  const path = `/v1/invites/${toHex(keys.id)}`;
  const expiresAt = clock.now() + limits.inviteMs;
  const toPortal = purpose.kind === "portal" ? { portal: purpose.portal } : {};
  const blob = encodeCbor({ blob: await sealInvitation(crypto, keys, invitation), expiresAt, ...toPortal });
  const put = await opened.inSession((session) => session.call("PUT", path, blob));
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
  /** An invitation is open for longer than a session, and outlives a restart of the server. */
  const post = (step: "m2" | "gift", body: Bytes): Promise<Result<Bytes, Failure>> =>
    opened.inSession((session) => session.call("POST", `${path}/inviter`, encodeCbor({ step, body })));

  const work = async (): Promise<Result<{ readonly member?: string; readonly card?: string }, Failure>> => {
    const first = await waitFor(shared.ports, person.ended, expiresAt, state, (invite) => invite.m1);
    if (!first.ok) return first;
    const m1 = first.value;
    const parsed = parseM1(keys, purpose.kind, m1);
    if (!parsed) return fail(failure("invitation-dead"));
    const body = encodeM2Body({
      m1Hash: asHash(hash(m1)),
      nonce: crypto.random(32),
      rosterHead: purpose.kind === "portal" ? purpose.logHead : roster.head,
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
    const answered = person.next();
    shared.show({
      side: "inviter",
      step: "compare",
      choices: shuffled(shared.ports, [words, offerWords(crypto, 5), offerWords(crypto, 5)]),
    });
    const picked = await Promise.race([answered, untilDead(shared.ports, person.ended, state)]);
    if (!picked.ok) return picked;
    if (picked.value !== words.join(" ")) return fail(failure("pairing-words-differ"));
    // Somebody else may have answered too, while the person compared.
    const alive = await state();
    if (!alive.ok) return alive;
    const { newcomer } = parsed;
    if (newcomer.kind === "device") {
      const handed = await handOver(opened, shared.ports, newcomer, transcript, post);
      return handed.ok ? ok({}) : handed;
    }
    const letIn = await takeIn(newcomer, transcript);
    // Says that it is done, and no more: what they believe is the ledger.
    if (letIn.ok) await post("gift", new Uint8Array([1]));
    return letIn;
  };

  async function takeIn(
    newcomer: NewMember | NewClient,
    transcript: Hash,
  ): Promise<Result<{ readonly member?: string; readonly card?: string }, Failure>> {
    if (newcomer.kind === "portal" && purpose.kind === "portal") {
      const admitted = await admitClient(opened, purpose.portal, newcomer, transcript);
      if (!admitted.ok || !newcomer.card) return admitted.ok ? ok({}) : admitted;
      return ok({ card: await walletCard(shared.ports, opened, purpose.portal, secret) });
    }
    if (newcomer.kind !== "member" || purpose.kind !== "member") return fail(failure("bug"));
    const added = await addMember(opened, { newcomer, role: purpose.role, invite: keys.id, transcript });
    return added.ok ? ok({ member: toHex(newcomer.account) }) : added;
  }

  void work().then(async (result) => {
    person.end();
    if (result.ok) enrolled();
    else await opened.inSession((session) => session.call("DELETE", path));
    shared.show(
      result.ok
        ? { side: "inviter", step: "done", ...result.value }
        : { side: "inviter", step: "failed", error: result.error },
    );
  });
  return ok(person.pairing);
}

/** To be printed, in the room. This device keeps nothing of it. */
async function walletCard(
  { crypto }: PairingPorts,
  { profile, keys, state }: Opened,
  portal: CompartmentId,
  inviteSecret: Bytes,
): Promise<string> {
  const { origin, founding, ledgerKey } = profile;
  const log = state.keyLogs.get(toHex(portal));
  assert(log !== undefined && state.checkpoint !== undefined, "a client was admitted");
  const { practice } = keys;
  const secret = await walletSecretOf(crypto, inviteSecret);
  const pins = { origin, practice, founding, ledgerKey, portal, logHead: log.head, checkpoint: state.checkpoint };
  return encodeWalletCard({ ...pins, secret });
}

function mayInvite(roster: Roster, account: AccountId, purpose: Purpose): Result<undefined, Failure> {
  if (purpose.kind === "member") return mayBringIn(roster, account, purpose.role);
  if (purpose.kind === "device") return ok();
  const portal = roster.compartments.get(toHex(purpose.portal));
  return portal && mayAdmit(roster, portal, account) ? ok() : fail(failure("not-entitled"));
}

async function handOver(
  opened: Opened,
  ports: PairingPorts,
  newcomer: NewDevice,
  transcript: Hash,
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

function shuffled<T>(ports: PairingPorts, values: T[]): T[] {
  const order = ports.crypto.random(values.length);
  return values
    .map((value, i) => ({ value, at: order[i] as number }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
