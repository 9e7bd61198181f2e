/** Sync: pull what is new, then push what waits (docs/spec, SYN). One runs at a time; the vault sees to that. */

import { fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Session } from "../../session.ts";
import { isProvisional } from "../replay.ts";
import { makeHeartbeat } from "../seal.ts";
import { createAppend } from "./append.ts";
import { isSealedAnew, type SyncParts } from "./parts.ts";
import { createPull } from "./pull.ts";
import { createPush } from "./push.ts";
import { createTail } from "./tail.ts";

const attempts = 5;
const dayMs = 86_400_000;

export function createSync(parts: SyncParts) {
  const { crypto, keys, state } = parts;
  const tail = createTail(parts);
  const pull = createPull(parts, tail);
  const append = createAppend(parts, tail, pull);
  const push = createPush(parts, append);

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
    const pushed = await push(session.value);
    return pushed.ok ? beat(session.value) : pushed;
  }

  return {
    /** A head that moved between reading and writing is read again; more than a few times in a row is not chance. */
    async run(): Promise<Result<undefined, Failure>> {
      let last: Failure = failure("head-moved");
      for (let attempt = 0; attempt < attempts; attempt++) {
        const result = await once();
        if (result.ok || !isSealedAnew(result.error)) return result;
        last = result.error;
      }
      return fail(last);
    },
    pull,
    append: append.send,
    catchUp: tail.catchUp,
  };
}
