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
  fromHex,
  type Hash,
  ok,
  type Result,
  toHex,
} from "@alcove/bytes";
import { hash, sign, walletSecretOf } from "@alcove/crypto";
import { type Failure, failure, limits, mayAdmit, type Roster } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { InvitationView } from "../../facade.ts";
import { identityHash } from "../../kit.ts";
import { offerWords } from "../../offer-words.ts";
import type { Ports } from "../../ports.ts";
import { encodeWalletCard } from "../../portal/wallet-card.ts";
import { ask } from "../../session.ts";
import { addMember, mayBringIn } from "../members.ts";
import {
  forgetInvitation,
  type InviteId,
  keepInvitation,
  keptIds,
  type KeptInvitation,
  markAnswered,
  openKept,
} from "./kept-invitations.ts";
import { admitClient } from "../portal/portals.ts";
import {
  isDead,
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
  type InviteSecret,
  m2SignedBytes,
  type NewClient,
  type NewDevice,
  type NewMember,
  parseInvitationQr,
  parseM1,
  type Purpose,
  sealInvitation,
  transcriptHash,
  wordsOf,
} from "./transcript.ts";

/** The inviter's side while it is attended. */
export type Inviting = Pairing & {
  readonly invitation: KeptInvitation;
  /** Nobody attends it any more: while nobody has answered it stays open, afterwards it ends. Whether it was left. */
  readonly leave: (when: "not answered" | "in any case") => boolean;
};

export type InviterSide = PairingSide & { readonly disk: Disk; readonly sync: () => void };

const pathOf = (id: InviteId): string => `/v1/invites/${toHex(id)}`;

/** Makes an invitation, keeps it and attends it. Steps arrive through `show`; the person answers `compare` with the line of words they picked. */
export async function startInvitation(
  side: InviterSide,
  opened: Opened,
  purpose: Purpose,
  forWhom: string,
): Promise<Result<Inviting, Failure>> {
  const { crypto, clock } = side.ports;
  const inviter = mayInvite(opened, purpose);
  if (!inviter.ok) return inviter;
  const secret = crypto.random(16);
  const keys = await inviteKeys(crypto, secret);
  const invitation = {
    purpose,
    origin: opened.profile.origin,
    practice: opened.keys.practice,
    founding: opened.profile.founding,
    ledgerKey: opened.profile.ledgerKey,
    ...inviter.value,
  };
  const madeAt = clock.now();
  const expiresAt = madeAt + limits.inviteMs;
  const toPortal = purpose.kind === "portal" ? { portal: purpose.portal } : {};
  const blob = encodeCbor({ blob: await sealInvitation(crypto, keys, invitation), expiresAt, ...toPortal });
  const put = await opened.inSession((session) => session.call("PUT", pathOf(keys.id), blob));
  if (!put.ok) return put;
  const qr = encodeInvitationQr(secret, invitation);
  const kept = { id: keys.id, purpose, forWhom, madeAt, expiresAt, qr };
  await keepInvitation(crypto, side.disk, opened.keys, kept);
  return ok(await attend(side, opened, kept, secret));
}

/** Goes on with one that lies here. Failures: `invitation-unknown`, and those of making one. */
export async function showInvitation(
  side: InviterSide,
  opened: Opened,
  id: string,
): Promise<Result<Inviting, Failure>> {
  const of = fromHex(id);
  const kept = of && (await openKept(side.ports.crypto, side.disk, opened.keys, of));
  const secret = kept && parseInvitationQr(kept.qr)?.secret;
  if (!kept || !secret || kept.expiresAt <= side.ports.clock.now()) return fail(failure("invitation-unknown"));
  const inviter = mayInvite(opened, kept.purpose);
  return inviter.ok ? ok(await attend(side, opened, kept, secret)) : inviter;
}

function mayBring(roster: Roster, account: AccountId, purpose: Purpose): Result<undefined, Failure> {
  if (purpose.kind === "member") return mayBringIn(roster, account, purpose.role);
  if (purpose.kind === "device") return ok();
  const portal = roster.compartments.get(toHex(purpose.portal));
  return portal && mayAdmit(roster, portal, account) ? ok() : fail(failure("not-entitled"));
}

/** What a newcomer is told of this practice and of who asks them; or why nobody can be asked. */
function mayInvite(opened: Opened, purpose: Purpose) {
  const { roster, checkpoint } = opened.state;
  const member = roster?.members.get(toHex(opened.keys.account));
  if (!roster || !checkpoint || !member) return fail(failure("bug"));
  // Said before two people have gone to the trouble; the statement would be refused in any case.
  if (isProvisional(opened.state, roster, toHex(opened.keys.device))) return fail(failure("device-provisional"));
  const allowed = mayBring(roster, opened.keys.account, purpose);
  if (!allowed.ok) return allowed;
  const inviter = identityHash(member.identitySign.publicKey, member.identitySeal);
  return ok({ rosterHead: roster.head, checkpoint, inviter });
}

/**
 * Those that lie here and wait, the newest first, and whether somebody has answered, as far as the server can be asked. What came
 * to its day is forgotten; what was answered and left, or was made under keys that were replaced, is withdrawn. `attended`: not to be.
 */
export async function invitations(
  ports: Ports,
  disk: Disk,
  opened: Opened,
  attended: KeptInvitation | undefined,
): Promise<InvitationView[]> {
  const views: InvitationView[] = [];
  for (const { id, expiresAt } of keptIds(disk)) {
    const isAttended = attended !== undefined && equalBytes(attended.id, id);
    const kept = (await openKept(ports.crypto, disk, opened.keys, id)) ?? (isAttended ? attended : undefined);
    const state = await ask(ports.transport, opened.profile.origin, "GET", pathOf(id), "InviteState");
    const isOver = expiresAt <= ports.clock.now() || (!state.ok && isDead(state.error));
    if (isOver || !kept) await withdrawInvitation(disk, opened, id);
    else views.push(viewOf(kept, state.ok && state.value.m1 !== null));
  }
  return views.reverse();
}

function viewOf({ id, purpose, forWhom, madeAt, expiresAt }: KeptInvitation, answered: boolean): InvitationView {
  const role = purpose.kind === "member" ? { role: purpose.role } : {};
  return { id: toHex(id), kind: purpose.kind, ...role, forWhom, madeAt, expiresAt, answered };
}

/** Nobody can answer it any more. With the server or not at all; one that it has no more is only forgotten. `invitation-unknown`: none of here. */
export async function withdrawInvitation(
  disk: Disk,
  opened: Opened,
  id: InviteId,
): Promise<Result<undefined, Failure>> {
  if (!keptIds(disk).some((one) => equalBytes(one.id, id))) return fail(failure("invitation-unknown"));
  const closed = await opened.inSession((session) => session.call("DELETE", pathOf(id)));
  if (!closed.ok && closed.error.code !== "invitation-unknown") return closed;
  forgetInvitation(disk, id);
  return ok();
}

async function attend(
  side: InviterSide,
  opened: Opened,
  kept: KeptInvitation,
  secret: InviteSecret,
): Promise<Inviting> {
  const { crypto, clock, transport } = side.ports;
  const { purpose, expiresAt } = kept;
  const keys = await inviteKeys(crypto, secret);
  const path = pathOf(keys.id);
  const id = toHex(keys.id);
  side.show({ side: "inviter", step: "waiting", id, words: wordsOf(secret), qr: kept.qr, expiresAt });
  let [isAnswered, isLeft] = [false, false];

  const person = personsAnswer();
  const state = () => ask(transport, opened.profile.origin, "GET", path, "InviteState");
  /** An invitation is open for longer than a session: to begin another the server may ask for the second factor. Whoever answered waits for it. */
  const post = async (step: "m2" | "gift", body: Bytes): Promise<Result<Bytes, Failure>> => {
    const request = encodeCbor({ step, body });
    for (;;) {
      const sent = await opened.inSession((session) => session.call("POST", `${path}/inviter`, request));
      if (sent.ok || sent.error.code !== "second-factor-needed") return sent;
      side.show({ side: "inviter", step: "second-factor", id });
      side.sync();
      const until = clock.now() + newcomerWaitsMs;
      const signedIn = () => opened.currentSession() ?? null;
      const shown = await waitFor(side.ports, person.ended, until, state, signedIn);
      if (!shown.ok) return shown;
    }
  };

  const work = async (): Promise<Result<{ readonly member?: string; readonly card?: string }, Failure>> => {
    const first = await waitFor(side.ports, person.ended, expiresAt, state, (invite) => invite.m1);
    if (!first.ok) return first;
    if (person.ended()) return fail(failure("pairing-stopped"));
    isAnswered = true;
    markAnswered(side.disk, keys.id);
    const { roster, checkpoint } = opened.state;
    if (!roster || !checkpoint) return fail(failure("bug"));
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
    const shown = await waitFor(side.ports, person.ended, clock.now() + newcomerWaitsMs, state, (invite) => invite.rN);
    if (!shown.ok) return shown;
    const newcomerNonce = shown.value;
    if (newcomerNonce.length !== 32 || !equalBytes(commitTo(parsed.newcomer, newcomerNonce), parsed.commitment))
      return fail(failure("invitation-dead"));

    const transcript = transcriptHash(m1, m2, newcomerNonce);
    const words = await comparisonWords(crypto, transcript);
    const answered = person.next();
    side.show({
      side: "inviter",
      step: "compare",
      id,
      choices: shuffled(side.ports, [words, offerWords(crypto, 5), offerWords(crypto, 5)]),
    });
    const picked = await Promise.race([answered, untilDead(side.ports, person.ended, state)]);
    if (!picked.ok) return picked;
    if (picked.value !== words.join(" ")) return fail(failure("pairing-words-differ"));
    // Somebody else may have answered too, while the person compared.
    const alive = await state();
    if (!alive.ok) return alive;
    const { newcomer } = parsed;
    if (newcomer.kind === "device") {
      const handed = await handOver(opened, side.ports, newcomer, transcript, post);
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
      return ok({ card: await walletCard(side.ports, opened, purpose.portal, secret) });
    }
    if (newcomer.kind !== "member" || purpose.kind !== "member") return fail(failure("bug"));
    const added = await addMember(opened, { newcomer, role: purpose.role, invite: keys.id, transcript });
    return added.ok ? ok({ member: toHex(newcomer.account) }) : added;
  }

  void work().then(async (result) => {
    person.end();
    if (isLeft) return;
    if (result.ok) {
      forgetInvitation(side.disk, keys.id);
      side.sync();
    } else await withdrawInvitation(side.disk, opened, keys.id);
    side.show(
      result.ok
        ? { side: "inviter", step: "done", ...result.value }
        : { side: "inviter", step: "failed", error: result.error },
    );
  });
  return {
    ...person.pairing,
    invitation: kept,
    leave(when) {
      if (isAnswered && when === "not answered") return false;
      isLeft = true;
      person.pairing.cancel();
      return true;
    },
  };
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
