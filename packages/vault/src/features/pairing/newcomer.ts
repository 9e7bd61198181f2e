/** Pairing at the newcomer: a new device, or somebody who joins. It answers an invitation and checks whom it answers. */

import { type Bytes, encodeCbor, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { hash, verify, type VerifyKey } from "@alcove/crypto";
import { type Failure, failure, type Member, type Messages, type Roster } from "@alcove/protocol";
import { identityHash } from "../../kit.ts";
import type { Profile } from "../../profile.ts";
import { ask, callOpenly } from "../../session.ts";
import { replayRoster } from "../enrol.ts";
import { newcomerWaitsMs, type Pairing, type PairingSide, personsAnswer, untilDead, waitFor } from "./pairing.ts";
import {
  comparisonWords,
  encodeM1,
  type Invitation,
  inviteKeys,
  type InviteSecret,
  type M2,
  m2SignedBytes,
  type Newcomer,
  openInvitation,
  parseInvitationQr,
  parseM2,
  type Purpose,
  secretFromWords,
  transcriptHash,
} from "./transcript.ts";

export type NewcomerRequest = {
  readonly invitation: string;
  readonly server?: string;
  /** Whose this device was, where it is paired again: nobody else takes it in. */
  readonly was?: Pick<Profile, "practice" | "account">;
};

/** Both persons have said that the words are the same. `met`: what this side found of the inviter. */
export type Welcomed<Met> = {
  readonly invitation: Invitation;
  readonly met: Met;
  readonly transcript: ReturnType<typeof transcriptHash>;
  /** What the inviter left for this side at the end. */
  readonly gift: Bytes;
  readonly person: ReturnType<typeof personsAnswer>;
};

/** Where the newcomer looks the inviter up, with what the inviter has seen. `path`: of the invite. */
export type MeetingPlace = {
  readonly invitation: Invitation;
  readonly seen: M2;
  readonly path: string;
};
/** Who invites, as the practice's own chains say it, measured against what the invitation pins. */
export type Meet<Met> = (
  place: MeetingPlace,
) => Promise<Result<{ readonly met: Met; readonly identity: VerifyKey }, Failure>>;

/**
 * Answers an invitation with what `introduce` makes of it. `meet` finds the inviter, `welcomed` ends the pairing. Failures: `invitation-unreadable`,
 * `-unknown`, `-dead`, `-for-another`, `-of-another`; later ones arrive as steps.
 */
export async function startNewcomer<Met>(
  shared: PairingSide,
  request: NewcomerRequest,
  purpose: Purpose["kind"],
  introduce: (invitation: Invitation, secret: InviteSecret) => Promise<Result<Newcomer, Failure>>,
  meet: Meet<Met>,
  welcomed: (with_: Welcomed<Met>) => Promise<Result<undefined, Failure>>,
): Promise<Result<Pairing, Failure>> {
  const { crypto, clock, transport } = shared.ports;
  const scanned = parseInvitationQr(request.invitation);
  const typed = scanned ? ok(scanned.secret) : secretFromWords(request.invitation);
  if (!typed.ok) return typed;
  const secret = typed.value;
  const server = scanned?.invitation.origin ?? request.server;
  if (!server) return fail(failure("invitation-unreadable"));
  const keys = await inviteKeys(crypto, secret);
  const path = `/v1/invites/${toHex(keys.id)}`;
  const state = () => ask(transport, server, "GET", path, "InviteState");
  const found = await state();
  if (!found.ok) return found;
  // It lies there until its day: somebody else was taken in by it.
  if (found.value.gift) return fail(failure("invitation-unknown"));
  const invitation = scanned?.invitation ?? (await openInvitation(crypto, keys, found.value.blob));
  if (!invitation) return fail(failure("invitation-dead"));
  if (invitation.purpose.kind !== purpose) return fail(failure("invitation-for-another"));
  const { was } = request;
  if (was && !equalBytes(invitation.practice, was.practice)) return fail(failure("invitation-of-another"));
  const { origin } = invitation;

  const introduced = await introduce(invitation, secret);
  if (!introduced.ok) return introduced;
  const nonce = crypto.random(32);
  const m1 = encodeM1(keys, introduced.value, nonce);
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

    const found = await meet({ invitation, seen: m2.m2, path });
    if (!found.ok) return found;
    const { met, identity } = found.value;
    if (!(await verify(crypto, identity, m2.signature, m2SignedBytes(invitation.practice, m2.body))))
      return fail(failure("signature-wrong"));

    const shown = await post("rN", nonce);
    if (!shown.ok) return shown;
    const transcript = transcriptHash(m1, second.value, nonce);
    const words = await comparisonWords(crypto, transcript);
    const answered = person.next();
    shared.show({ side: "newcomer", step: "compare", words });
    const said = await Promise.race([answered, untilDead(shared.ports, person.ended, state)]);
    if (!said.ok) return fail(stoppedThere(said.error));
    // Whoever has the twelve words and the server may have invited into a practice of their own: that the words differ only the
    // inviter's device would show, so nothing is kept before its person told this one that they don't.
    if (said.value !== words.join(" ")) return fail(failure("pairing-words-differ"));
    const { ended } = person;
    const given = await waitFor(shared.ports, ended, clock.now() + newcomerWaitsMs, state, (invite) => invite.gift);
    if (!given.ok) return fail(stoppedThere(given.error));
    return welcomed({ invitation, met, transcript, gift: given.value, person });
  };
  void work().then((result) => {
    person.end();
    shared.show(
      result.ok ? { side: "newcomer", step: "done" } : { side: "newcomer", step: "failed", error: result.error },
    );
  });
  return ok(person.pairing);
}

/** A member of the roster, who is met by a further device of theirs, or by somebody who joins. */
export type MetMember = {
  readonly inviter: Member;
  /** As it is now, from the founding on. */
  readonly readRoster: () => Promise<Result<Roster, Failure>>;
};

export function meetMember({ ports }: PairingSide, { was }: NewcomerRequest): Meet<MetMember> {
  const { crypto, transport } = ports;
  return async ({ invitation, seen, path }) => {
    const readPage = (leavesFrom: number, bodiesFrom: number): Promise<Result<Messages["SyncAnswer"], Failure>> => {
      const query = `leavesFrom=${leavesFrom}&bodiesFrom=${bodiesFrom}`;
      return ask(transport, invitation.origin, "GET", `${path}/roster?${query}`, "SyncAnswer");
    };
    async function readRoster(): Promise<Result<Roster, Failure>> {
      const replayed = await replayRoster(crypto, readPage, invitation);
      return replayed.ok ? ok(replayed.value.roster) : replayed;
    }
    const read = await readRoster();
    if (!read.ok) return read;
    const { heads, members } = read.value;
    const inviter = [...members.values()].find((member) =>
      equalBytes(identityHash(member.identitySign.publicKey, member.identitySeal), invitation.inviter),
    );
    if (!inviter || !heads.has(toHex(invitation.rosterHead)) || !heads.has(toHex(seen.rosterHead)))
      return fail(failure("alarm-rolled-back"));
    if (was && !equalBytes(inviter.account, was.account)) return fail(failure("invitation-of-another"));
    return ok({ met: { inviter, readRoster }, identity: inviter.identitySign });
  };
}

/** An invite that goes while its words are compared was stopped at the other device. */
const stoppedThere = (error: Failure): Failure =>
  error.code === "invitation-unknown" ? failure("pairing-stopped") : error;
