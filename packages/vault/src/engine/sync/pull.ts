/** Pull: pages of leaves and bodies until everything up to the newest checkpoint is applied. */

import { type Bytes, concatBytes, encodeCbor, fail, ok, type Result } from "@alcove/bytes";
import { leafBytes } from "@alcove/crypto";
import { type Failure, failure, limits, type Messages } from "@alcove/protocol";
import { readMessage, type Session } from "../../session.ts";
import type { SyncParts } from "./parts.ts";
import type { Tail } from "./tail.ts";

type Page = Messages["SyncAnswer"];

/** What the server has from these places on, as much as one answer holds. */
export async function readPage(
  session: Session,
  leavesFrom: number,
  bodiesFrom: number,
  maxBytes: number = limits.syncBytes,
): Promise<Result<Page, Failure>> {
  const request = encodeCbor({ leavesFrom, bodiesFrom, maxBytes });
  const answered = await session.call("POST", "/v1/sync", request);
  return answered.ok ? readMessage("SyncAnswer", answered.value) : answered;
}

export function createPull(parts: SyncParts, tail: Tail) {
  const { state } = parts;

  /** One page with all leaves up to its checkpoint: of a long absence they come in several. */
  async function readWhole(session: Session, first: Result<Page, Failure>): Promise<Result<Page, Failure>> {
    const read: Bytes[] = [];
    let at = state.frontier.size;
    for (let page = first; ; page = await readPage(session, at, state.appliedTo)) {
      if (!page.ok) return page;
      const { leaves, checkpoint } = page.value;
      const opened = await tail.open(checkpoint);
      if (!opened.ok) return opened;
      read.push(leaves as Bytes);
      at += leaves.length / leafBytes;
      if (at >= opened.value.size || leaves.length === 0) return ok({ ...page.value, leaves: concatBytes(...read) });
    }
  }

  async function takePage(page: Page): Promise<Result<"all" | "more", Failure>> {
    const accepted = await tail.check(page.leaves, page.checkpoint);
    if (!accepted.ok) return accepted;
    const { size } = accepted.value;
    const to = Math.min(page.bodiesNext, size);
    if (to <= state.appliedTo && state.appliedTo < size) return fail(failure("server-rubbish"));
    const bodies = new Map(
      page.bodies.map(({ index, entry, payload }) => [index, { position: index, entry, payload }]),
    );
    const outcome = await tail.take(page.leaves, accepted.value, to, bodies);
    parts.progress(state.appliedTo, size);
    if (outcome === "withheld") return tail.raise(failure("alarm-body-withheld", { count: 1, index: state.appliedTo }));
    return ok(state.appliedTo >= size ? "all" : "more");
  }

  return async function pull(session: Session): Promise<Result<undefined, Failure>> {
    let next = readPage(session, state.frontier.size, state.appliedTo);
    for (;;) {
      const page = await readWhole(session, await next);
      if (!page.ok) return page;
      const { leaves, bodiesNext } = page.value;
      const leavesTo = state.frontier.size + leaves.length / leafBytes;
      // Asked for while this page is worked on: the server and the line have nothing else to do.
      const isLast = bodiesNext >= leavesTo;
      if (!isLast) next = readPage(session, leavesTo, bodiesNext);
      const taken = await takePage(page.value);
      if (!taken.ok) return taken;
      if (taken.value === "all") return ok();
      if (isLast) next = readPage(session, state.frontier.size, state.appliedTo);
    }
  };
}
