/**
 * Sync: pull what is new, then push what waits (docs/spec, LED-7 to LED-11). Everything that takes leaves or adds to them has its turn
 * alone: two at once would each take the same leaves and believe that the server sent rubbish.
 */

import { fail, ok, type Result, toHex } from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import {
  type Compartment,
  type Failure,
  failure,
  type Operation,
  type ClientSide,
  type Roster,
} from "@alcove/protocol";
import type { Session } from "../../session.ts";
import type { Destination } from "../outbox.ts";
import type { FoldedRevision } from "../applied.ts";
import { keepNamed } from "../behind.ts";
import { createCompartments, makeHeartbeat, type SignerAfter, signStatement } from "../seal.ts";
import { mayBegin, isProvisional, withLogs } from "../state.ts";
import { createAppend } from "./append.ts";
import { readOverseen } from "./overseen.ts";
import { createKeysOut, deliveriesWith, type Gives, rotation } from "./keys-out.ts";
import { createLogRights } from "./log-rights.ts";
import { isSealedAnew, type SyncParts } from "./parts.ts";
import { createPull } from "./pull.ts";
import { createPush } from "./push.ts";
import { isDeliveredAnew } from "./spent-cards.ts";
import { createTail } from "./tail.ts";

const attempts = 5;
const dayMs = 86_400_000;
/** How often a device asks for what witnesses cosigned; while it waits to be confirmed, at every sync. */
const askWitnessedMs = dayMs / 4;

/**
 * What a device says for which nobody has vouched: it takes away or replaces (security.md section 7; a rekey and a recovery go
 * by routes of their own). Anything else could give, in a past that only the server shows, to somebody who has left since.
 */
const saidUnvouched: ReadonlySet<Operation[0]> = new Set(["device.revoke", "freshness.confirm"]);

/** What a statement says, and whose keys travel with it. */
export type Statement = {
  readonly operations: readonly Operation[];
  readonly gives?: Gives;
  /** Compartments whose key changes with it, in the same append. */
  readonly rotates?: {
    readonly compartments: readonly Compartment[];
    readonly guarded: boolean;
    /** Of a portal: its client from now on. */
    readonly clients?: ClientSide;
  };
  /** The set whose cards were put together signs too. */
  readonly cards?: SignerAfter;
};

/** The operations, or what to say over the newest roster; no operations: nothing is said, and only keys change. */
export type StatementBuild = readonly Operation[] | ((roster: Roster) => Result<Statement, Failure>);

export function createSync(parts: SyncParts) {
  const { crypto, keys, state } = parts;
  const tail = createTail(parts);
  const pull = createPull(parts, tail);
  const append = createAppend(parts, tail, pull);
  const push = createPush(parts, append);
  const followCharts = createLogRights(parts, append);
  const hasSaves = () => parts.disk.outbox.next(0, "not held") !== undefined;
  const keysOut = createKeysOut(parts, append, () => turnsAsked > 0 || hasSaves());

  /** Few devices have ever something to read late: the part that does is loaded when one does. */
  async function readUnread(session: Session | undefined): Promise<Result<undefined, Failure>> {
    if (state.unread.size === state.waitsForOpening.size) return ok();
    const part = await import("./catch-up.ts").catch(() => undefined);
    return part ? part.readUnread(parts, tail, session) : fail(failure("server-unreachable"));
  }

  let askedWitnessedAt: number | undefined;
  async function readWitnessed(session: Session): Promise<void> {
    const now = parts.clock.now();
    const isDue = askedWitnessedAt === undefined || Math.abs(now - askedWitnessedAt) >= askWitnessedMs;
    if (!state.roster?.witnesses.length || !(isDue || isThisProvisional())) return;
    const part = await import("./witnessed.ts").catch(() => undefined);
    if (!part) return;
    askedWitnessedAt = now;
    await part.readWitnessed(parts, tail, session);
  }

  const isThisProvisional = () => state.roster !== undefined && isProvisional(state, state.roster, toHex(keys.device));

  /** Says once a day that this device is alive and what it has seen; and at once where a new device waits to hear it. */
  async function beat(session: Session): Promise<Result<undefined, Failure>> {
    const { roster } = state;
    if (!roster) return ok();
    const day = Math.floor(parts.clock.now() / dayMs);
    const last = state.heartbeats.get(toHex(keys.device));
    const awaited = [...roster.devices].some(([id, device]) => !device.revoked && isProvisional(state, roster, id));
    if (last && last.day >= day && !awaited) return ok();
    keepNamed(parts.disk, state.checkpoint?.size ?? 0);
    return append.send(session, [await makeHeartbeat(crypto, keys, state, day)]);
  }

  async function once(session: Session): Promise<Result<undefined, Failure>> {
    const pulled = await pullWhole(session);
    if (pulled.ok) await readWitnessed(session);
    // A device that nobody has vouched for signs nothing but what takes away or replaces.
    if (!pulled.ok || isThisProvisional()) return pulled;
    const pushed = await push(session);
    if (!pushed.ok) return pushed;
    const followed = await followCharts(session);
    if (!followed.ok) return followed;
    const given = await keysOut.sendDue(session);
    if (!given.ok) return given;
    if (keys.spent.length > 0 && isDeliveredAnew(parts)) parts.deliveredAnew();
    // Of rights that others stated meanwhile too.
    const read = await readUnread(session);
    return read.ok ? beat(session) : read;
  }

  function buildStatement(build: StatementBuild): Result<Statement, Failure> {
    if (typeof build !== "function") return ok({ operations: build });
    return state.roster ? build(state.roster) : fail(failure("not-set-up"));
  }

  /** With what came before this member could read it. */
  async function pullWhole(session: Session): Promise<Result<undefined, Failure>> {
    const pulled = await pull(session);
    const read = pulled.ok ? await readUnread(session) : pulled;
    return read.ok && state.overseen.size > 0 ? readOverseen(parts, tail, session) : read;
  }

  /** A right by which something was sent or asked for may have ended since the ledger was read: then there is more of it. */
  async function endedMeanwhile({ code }: Failure): Promise<boolean> {
    const { size } = state.frontier;
    return code === "not-entitled" && (await parts.inSession(pull)).ok && state.frontier.size > size;
  }

  /** A head that moved between reading and writing is read again; more than a few times in a row is not chance. */
  async function untilHeadStays(
    attempt: () => Promise<Result<undefined, Failure>>,
  ): Promise<Result<undefined, Failure>> {
    let last: Failure = failure("head-moved");
    for (let i = 0; i < attempts; i++) {
      const result = await attempt();
      if (result.ok || !(isSealedAnew(result.error) || (await endedMeanwhile(result.error)))) return result;
      last = result.error;
    }
    return fail(last);
  }

  let turn: Promise<unknown> = Promise.resolve();
  let turnsAsked = 0;
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    turnsAsked++;
    const begin = () => {
      turnsAsked--;
      return work();
    };
    const mine = turn.then(begin, begin);
    turn = mine.catch(() => {});
    return mine;
  }

  function over(work: (session: Session) => Promise<Result<undefined, Failure>>): Promise<Result<undefined, Failure>> {
    return inTurn(() =>
      untilHeadStays(() =>
        parts.inSession(async (session) => {
          const pulled = await pullWhole(session);
          return pulled.ok ? work(session) : pulled;
        }),
      ),
    );
  }

  return {
    run: (): Promise<Result<undefined, Failure>> => inTurn(() => untilHeadStays(() => parts.inSession(once))),
    /** One statement over the newest roster, in the ledger when this answers. `build` decides by the roster it is given. */
    state: (build: StatementBuild): Promise<Result<undefined, Failure>> =>
      over(async (session) => {
        const built = buildStatement(build);
        if (!built.ok) return built;
        const { operations, gives, rotates, cards } = built.value;
        const givesOrAdds = rotates !== undefined || operations.some(([name]) => !saidUnvouched.has(name));
        if (givesOrAdds && isThisProvisional()) return fail(failure("device-provisional"));
        if (operations.length === 0 && !rotates) return ok();
        const roster = state.roster as Roster;
        const said = operations.length > 0 ? [await signStatement(crypto, keys, state, operations, cards)] : [];
        const given = gives && said[0] ? await deliveriesWith(parts, said[0].entry, gives) : [];
        const rosterHead = said[0] ? hash(said[0].entry) : roster.head;
        const clients = rotates?.clients;
        const about = { rosterHead, guarded: rotates?.guarded ?? false, ...(clients ? { clients } : {}) };
        for (const compartment of rotates?.compartments ?? [])
          given.push(await rotation(parts, roster, compartment, about));
        return append.send(session, [...said, ...given]);
      }),
    /** The compartment for this, where it is not there yet. */
    begin: ({ kind, chart }: Destination): Promise<Result<undefined, Failure>> =>
      over(async (session) => {
        // Where somebody else began it meanwhile, what is said next says whether this member may say it.
        if (!state.roster || !mayBegin(state.roster, keys.account, { kind, chart })) return ok();
        if (isThisProvisional()) return fail(failure("device-provisional"));
        const begun = withLogs(state.roster, [{ kind, chart }]);
        return append.send(session, await createCompartments(crypto, keys, state, begun));
      }),
    /** Other work over the newest ledger and alone with it, such as an append by a route of its own; `settle` takes its answer. */
    over,
    settle: append.settle,
    /** The same where its answer was read already. */
    settleRead: append.settleRead,
    /** What waited until its chart was opened, in a turn of `over`. */
    readUnread,
    /** Revisions of a chart that was opened, for the views. */
    show(revisions: readonly FoldedRevision[]): void {
      parts.folded(tail.foldIn(revisions));
    },
    /** Within `over`: what was signed before, as it is. */
    send: append.send,
    isProvisional: isThisProvisional,
    async catchUp(to: number): Promise<void> {
      await tail.catchUp(to);
      await readUnread(undefined);
    },
    betweenPages: tail.betweenPages,
  };
}
