/** What was not owed when it came and is now: read from this device's own disk, and what is not there from the server. */

import { encodeCbor, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { hash, parseLeaf } from "@alcove/crypto";
import { type Failure, failure, limits } from "@alcove/protocol";
import type { Disk, StoredBody } from "../../disk.ts";
import { readMessage, type Session } from "../../session.ts";
import { compartmentOfEntry } from "../entry-compartment.ts";
import { idsOf, readPast, takePast } from "../past.ts";
import type { SyncParts } from "./parts.ts";
import type { Tail } from "./tail.ts";

/** Reads all that is unread. Without a session only what this device has. Failures: `alarm-body-withheld`, the network's. */
export async function readUnread(
  parts: SyncParts,
  tail: Tail,
  session: Session | undefined,
): Promise<Result<undefined, Failure>> {
  const { state, replay } = parts;
  const asked = new Set([...state.unread].filter((name) => !state.waitsForOpening.has(name)));
  if (asked.size === 0) return ok();
  const to = state.appliedTo;
  let past = await readPast(parts, asked, to);
  if (past.missing.size > 0 && session) {
    const from = Math.min(...past.missing.values());
    const fetched = await fetchPast(parts, session, from, to, new Set(past.missing.keys()));
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
    // First what is guarded: cards open it too, and its words are for no lists but an open chart's.
    takePast(state, { ...past, found }, still);
    const folded = tail.foldIn(revisions);
    replay.prepare();
    parts.folded(folded);
  });
  if (!session || past.missing.size === 0) return ok();
  const index = Math.min(...past.missing.values());
  return tail.raise(failure("alarm-body-withheld", { count: past.missing.size, index }));
}

async function fetchPast(
  parts: SyncParts,
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
      parts.disk,
      bodies.map(({ index, entry, payload }) => ({ position: index, entry, payload })),
      to,
      compartments,
    );
    parts.progress(Math.min(bodiesNext, to), to);
    bodiesFrom = bodiesNext;
  }
  return ok();
}

/** Only what a leaf names, of what was asked for. */
function keep(disk: Disk, bodies: readonly StoredBody[], to: number, compartments: ReadonlySet<string>): void {
  const fitting = bodies.filter((body) => {
    const compartment = compartmentOfEntry(body.entry);
    const raw = disk.leaf(body.position);
    const leaf = raw && parseLeaf(raw);
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
