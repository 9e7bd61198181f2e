/**
 * Replays statements into who is who: the practice's members, devices, compartments and rights at each ledger index.
 * Server and devices run the same rules; a device never takes the server's word for a right.
 *
 * What an attacker controls: every byte of a statement and the index it is shown at. What he lacks: the identity key,
 * which exists only while its member is unlocked.
 */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type CryptoPort, hash } from "@alcove/crypto";
import { type Failure, failure } from "../errors.ts";
import { limits } from "../limits.ts";
import { judge, type Verdict } from "./authority.ts";
import { found } from "./founding.ts";
import type { MutableRoster, Roster } from "./roster.ts";
import { verifySigned } from "./signed.ts";
import { signersOf } from "./signers.ts";
import { type Operation, parseStatement, type StatementBody } from "./statement.ts";
import { clash } from "./subjects.ts";

/**
 * Checks one statement against everything before it and applies it. `index` is its leaf's place in the ledger.
 * On success the given roster is used up: go on with the answer. On failure it is unchanged.
 * Failures: `request-malformed`, `head-moved` (another sequence or previous, a place not after the head's, or a checkpoint
 * that can't exist at it), `signature-wrong`, `statement-refused` (no authority).
 */
export async function applyStatement(
  port: CryptoPort,
  roster: Roster | undefined,
  encoded: Bytes,
  index: number,
): Promise<Result<Roster, Failure>> {
  const statement = parseStatement(encoded);
  if (!statement) return fail(failure("request-malformed"));
  const head = hash(encoded);
  if (roster === undefined) return found(port, statement, head, index);
  const { sequence, previous, checkpoint, operations } = statement.body;
  const follows = () => sequence === roster.sequence + 1 && equalBytes(previous, roster.head);
  if (!follows() || index <= roster.headIndex || checkpoint.size > index) return fail(failure("head-moved"));

  const refused = fail(failure("statement-refused", { sequence }));
  const signers = await signersOf(port, roster, statement);
  if (!signers) return refused;
  if (!(await verifySigned(port, "statement", roster.practice, statement, signers.keys)))
    return fail(failure("signature-wrong"));

  // All operations are judged before the first takes effect, so that a refused statement changes nothing.
  if (clash(statement.body) || endsOwnership(roster, statement.body) || crowds(roster, statement.body)) return refused;
  const verdicts: Verdict[] = [];
  for (const operation of operations) {
    const verdict = await judge({ port, roster, signers, sequence, index }, operation);
    if (!verdict) return refused;
    verdicts.push(verdict);
  }
  // Exactly who is needed: a signature more could be cut off by anybody, and the statement would still stand.
  if (verdicts.some(({ needsSecondOwner }) => needsSecondOwner) !== signers.withSecondOwner) return refused;
  // Judging waits for WebCrypto: another statement may have been applied to this roster meanwhile.
  if (!follows()) return fail(failure("head-moved"));
  const next = roster as MutableRoster;
  for (const { effect } of verdicts) effect(next);
  next.head = head;
  next.sequence = sequence;
  next.headIndex = index;
  next.heads.set(toHex(head), { sequence: next.sequence, index });
  return ok(next);
}

/** Whether its member would have more devices than there is room for. One that the same statement takes out counts still. */
function crowds({ devices }: Roster, { account, operations }: StatementBody): boolean {
  const enrolled = operations.filter(([name]) => name === "device.enrol").length;
  const had = [...devices.values()].filter((one) => !one.revoked && equalBytes(one.account, account)).length;
  return enrolled > 0 && had + enrolled > limits.devicesPerMember;
}

/** Whether no owner of before would be left. One that the statement itself makes does not count: they must be seen to act first. */
function endsOwnership(roster: Roster, { operations }: StatementBody): boolean {
  const ends = (each: Operation) =>
    each[0] === "member.remove" || (each[0] === "member.role" && each[2] !== "owner") ? [toHex(each[1])] : [];
  const ended = new Set(operations.flatMap(ends));
  if (ended.size === 0) return false;
  return [...roster.members].every(([account, { role }]) => role !== "owner" || ended.has(account));
}
