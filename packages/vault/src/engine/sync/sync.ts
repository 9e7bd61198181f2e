/**
 * Sync: pull what is new, then push what waits (docs/spec, LED-7 to LED-11). Everything that takes leaves or adds to them has its turn
 * alone: two at once would each take the same leaves and believe that the server sent rubbish.
 */

import { fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure, type Operation } from "@alcove/protocol";
import type { Session } from "../../session.ts";
import { isProvisional } from "../replay.ts";
import { makeHeartbeat, signStatement } from "../seal.ts";
import { createAppend } from "./append.ts";
import { isSealedAnew, type SyncParts } from "./parts.ts";
import { createPull } from "./pull.ts";
import { createPush } from "./push.ts";
import { createTail } from "./tail.ts";
import { createTidy } from "./tidy.ts";

const attempts = 5;
const dayMs = 86_400_000;

export function createSync(parts: SyncParts) {
  const { crypto, keys, state } = parts;
  const tail = createTail(parts);
  const pull = createPull(parts, tail);
  const append = createAppend(parts, tail, pull);
  const push = createPush(parts, append);
  const tidy = createTidy(parts, append);

  const isThisProvisional = () => state.roster !== undefined && isProvisional(state, state.roster, toHex(keys.device));

  /** Says once a day that this device is alive and what it has seen; and at once where a new device waits to hear it. */
  async function beat(session: Session): Promise<Result<undefined, Failure>> {
    const { roster } = state;
    if (!roster) return ok();
    const day = Math.floor(parts.clock.now() / dayMs);
    const last = state.heartbeats.get(toHex(keys.device));
    const awaited = [...roster.devices].some(([id, device]) => !device.revoked && isProvisional(state, roster, id));
    if (last && last.day >= day && !awaited) return ok();
    return append.send(session, [await makeHeartbeat(crypto, keys, state, day)]);
  }

  async function once(): Promise<Result<undefined, Failure>> {
    const session = await parts.session();
    if (!session.ok) return session;
    const pulled = await pull(session.value);
    // A device that nobody has vouched for signs nothing but what takes away or replaces.
    if (!pulled.ok || isThisProvisional()) return pulled;
    const tidied = await tidy(session.value);
    if (!tidied.ok) return tidied;
    const pushed = await push(session.value);
    return pushed.ok ? beat(session.value) : pushed;
  }

  /** A head that moved between reading and writing is read again; more than a few times in a row is not chance. */
  async function untilHeadStays(
    attempt: () => Promise<Result<undefined, Failure>>,
  ): Promise<Result<undefined, Failure>> {
    let last: Failure = failure("head-moved");
    for (let i = 0; i < attempts; i++) {
      const result = await attempt();
      if (result.ok || !isSealedAnew(result.error)) return result;
      last = result.error;
    }
    return fail(last);
  }

  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work, work);
    turn = mine.catch(() => {});
    return mine;
  }

  function over(work: (session: Session) => Promise<Result<undefined, Failure>>): Promise<Result<undefined, Failure>> {
    return inTurn(() =>
      untilHeadStays(async () => {
        const session = await parts.session();
        if (!session.ok) return session;
        const pulled = await pull(session.value);
        return pulled.ok ? work(session.value) : pulled;
      }),
    );
  }

  return {
    run: (): Promise<Result<undefined, Failure>> => inTurn(() => untilHeadStays(once)),
    /** One statement over the newest roster, in the ledger when this answers. */
    state: (operations: readonly Operation[]): Promise<Result<undefined, Failure>> =>
      over(async (session) => append.send(session, [await signStatement(crypto, keys, state, operations)])),
    /** Other work over the newest ledger and alone with it, such as an append by a route of its own; `settle` takes its answer. */
    over,
    settle: append.settle,
    catchUp: tail.catchUp,
    betweenPages: tail.betweenPages,
  };
}
