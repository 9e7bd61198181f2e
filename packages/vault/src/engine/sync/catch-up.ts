/** What was not owed when it came and is now: read from this device's own disk, and what is not there from the server. */

import { type Bytes, encodeCbor, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { hash, leafBytes, parseBatch, parseLeaf } from "@alcove/crypto";
import { type Failure, failure, limits, parseKeyLogEntry } from "@alcove/protocol";
import type { StoredBody } from "../../disk.ts";
import { readMessage, type Session } from "../../session.ts";
import { idsOf, readPast, takePast } from "../past.ts";
import type { SyncParts } from "./parts.ts";
import type { Tail } from "./tail.ts";

export function createPastReader(parts: SyncParts, tail: Tail) {
  const { state, disk, replay } = parts;

  /** Reads all that is unread. Without a session only what this device has. Failures: `alarm-body-withheld`, the network's. */
  async function readUnread(session: Session | undefined): Promise<Result<undefined, Failure>> {
    if (state.unread.size === 0) return ok();
    const asked = new Set(state.unread);
    const to = state.appliedTo;
    let past = await readPast(parts, asked, to);
    if (past.missing.size > 0 && session) {
      const fetched = await fetchFrom(session, Math.min(...past.missing.values()), to, new Set(past.missing.keys()));
      if (!fetched.ok) return fetched;
      past = await readPast(parts, asked, to);
    }
    // Without a session what is here and forged may still be had right.
    for (const alarm of session ? [...past.alarms, ...past.doubts] : past.alarms) parts.alarm(alarm);
    await tail.alone(async () => {
      // Rights may have ended while it was read.
      const still = new Set([...asked].filter((name) => state.unread.has(name)));
      const found = past.found.filter(({ compartment }) => still.has(toHex(compartment)));
      const revisions = past.revisions.filter(({ compartment }) => still.has(toHex(compartment)));
      const folded = tail.foldIn(revisions);
      takePast(state, { ...past, found }, still);
      await replay.prepare();
      parts.folded(folded);
    });
    const first = Math.min(...past.missing.values());
    if (!session || past.missing.size === 0) return ok();
    return tail.raise(failure("alarm-body-withheld", { count: past.missing.size, index: first }));
  }

  async function fetchFrom(
    session: Session,
    from: number,
    to: number,
    compartments: ReadonlySet<string>,
  ): Promise<Result<undefined, Failure>> {
    const ids = idsOf(compartments).slice(0, limits.compartmentsPerEntitlement);
    for (let bodiesFrom = from; bodiesFrom < to; ) {
      const request = encodeCbor({ compartments: ids, bodiesFrom, to, maxBytes: limits.syncBytes });
      const answered = await session.call("POST", "/v1/past", request);
      const page = answered.ok ? readMessage("PastAnswer", answered.value) : answered;
      if (!page.ok) return page;
      const { bodies, bodiesNext } = page.value;
      if (bodiesNext <= bodiesFrom) return fail(failure("server-rubbish"));
      keep(
        bodies.map(({ index, entry, payload }) => ({ position: index, entry, payload })),
        to,
        compartments,
      );
      parts.progress(Math.min(bodiesNext, to), to);
      bodiesFrom = bodiesNext;
    }
    return ok();
  }

  /** Only what a leaf names, of what was asked for, and only once. */
  function keep(bodies: readonly StoredBody[], to: number, compartments: ReadonlySet<string>): void {
    const fitting = bodies.filter((body) => {
      const compartment = (parseBatch(body.entry) ?? parseKeyLogEntry(body.entry))?.body.compartment;
      const leaf = leafAt(body.position);
      return (
        body.position < to &&
        compartment !== undefined &&
        compartments.has(toHex(compartment)) &&
        leaf !== undefined &&
        equalBytes(hash(body.entry), leaf.bodyHash)
      );
    });
    disk.transaction(() => {
      for (const body of fitting) disk.bodies.replace(body);
    });
  }

  function leafAt(index: number) {
    for (const { start, bytes } of disk.leaves.from(index)) {
      const at = (index - start) * leafBytes;
      return at >= 0 && at < bytes.length ? parseLeaf(bytes.subarray(at, at + leafBytes) as Bytes) : undefined;
    }
    return undefined;
  }

  return readUnread;
}
