/** Pull: pages of leaves and bodies until everything up to the newest checkpoint is applied. */

import { encodeCbor, fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure, limits, type Messages } from "@alcove/protocol";
import { readMessage, type Session } from "../../session.ts";
import { encodePayload } from "../replay.ts";
import type { SyncParts } from "./parts.ts";
import type { Tail } from "./tail.ts";

export function createPull(parts: SyncParts, tail: Tail) {
  const { state } = parts;

  async function takePage(page: Messages["SyncAnswer"]): Promise<Result<"all" | "more", Failure>> {
    const accepted = await tail.check(page.leaves, page.checkpoint);
    if (!accepted.ok) return accepted;
    const { size } = accepted.value;
    const to = Math.min(page.bodiesNext, size);
    if (to <= state.appliedTo && state.appliedTo < size) return fail(failure("server-rubbish"));
    const bodies = new Map(
      page.bodies.map((body) => [
        body.index,
        { position: body.index, entry: body.entry, payload: encodePayload(body.payload) },
      ]),
    );
    const outcome = await tail.take(page.leaves, accepted.value, to, bodies);
    parts.progress(state.appliedTo, size);
    if (outcome === "withheld") return tail.raise(failure("alarm-body-withheld", { count: 1, index: state.appliedTo }));
    return ok(state.appliedTo >= size ? "all" : "more");
  }

  return async function pull(session: Session): Promise<Result<undefined, Failure>> {
    for (;;) {
      const request = encodeCbor({
        leavesFrom: state.frontier.size,
        bodiesFrom: state.appliedTo,
        maxBytes: limits.syncBytes,
      });
      const answered = await session.call("POST", "/v1/sync", request);
      const page = answered.ok ? readMessage("SyncAnswer", answered.value) : answered;
      if (!page.ok) return page;
      const taken = await takePage(page.value);
      if (!taken.ok) return taken;
      if (taken.value === "all") return ok();
    }
  };
}
