/** Openings that are owed to who answers for the practice and did not come with the rest: asked for again until they do. */

import { equalBytes, ok, type Result } from "@alcove/bytes";
import { hash, parseLeaf } from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import type { Session } from "../../session.ts";
import type { SyncParts } from "./parts.ts";
import { readPage } from "./pull.ts";
import type { Tail } from "./tail.ts";

/** Failures: `alarm-body-withheld`, the network's. */
export async function readOverseen(
  { state, replay, disk }: SyncParts,
  tail: Tail,
  session: Session,
): Promise<Result<undefined, Failure>> {
  // The role may have ended since.
  if (!replay.oversees()) state.overseen.clear();
  for (const index of [...state.overseen]) {
    const page = await readPage(session, state.frontier.size, index, 1);
    if (!page.ok) return page;
    const body = page.value.bodies.find((one) => one.index === index);
    const raw = disk.leaf(index);
    const leaf = raw && parseLeaf(raw);
    if (!body || !leaf || !equalBytes(hash(body.entry), leaf.bodyHash)) continue;
    disk.transaction(() => disk.bodies.replace({ position: index, entry: body.entry, payload: [] }));
    state.overseen.delete(index);
  }
  const [index] = state.overseen;
  return index === undefined ? ok() : tail.raise(failure("alarm-body-withheld", { count: state.overseen.size, index }));
}
