/** What stands on the practice's letters, and whom to call: one record in the directory. */

import { type Bytes, fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import { isDay, isRevision } from "@alcove/records";
import type { Opened } from "../../engine/opened.ts";
import { directory } from "../../engine/outbox.ts";
import { compartmentFor } from "../../engine/state.ts";
import type { OfficeView, OfficeWords, SaveOffice } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { revisionFor } from "../notes.ts";
import { seenOf, standingIn } from "../structured.ts";

const nothing: OfficeWords = { lines: "", complaints: "", state: "", numbers: [] };

/** Of several that were begun at once the one that the ledger had first. */
function found({ fold }: Opened) {
  const since = (record: Bytes) => Number(fold.revisionsOf(record)[0]?.["position"] ?? Number.MAX_SAFE_INTEGER);
  return fold.structuredOfType("office").toSorted((a, b) => since(a.record) - since(b.record))[0];
}

export function office(opened: Opened): OfficeView {
  const there = found(opened);
  const { lines, complaints, state, numbers, retention } = there?.value ?? nothing;
  const basedOn = there ? standingIn(opened, there.record) : [];
  return { lines, complaints, state, numbers, ...(retention ? { retention } : {}), basedOn };
}

/** Failures: `not-entitled`, `case-unfit`. */
export async function saveOffice(
  ports: Pick<Ports, "clock" | "crypto">,
  opened: Opened,
  { basedOn, ...said }: SaveOffice,
): Promise<Result<undefined, Failure>> {
  const { roster } = opened.state;
  if (!roster || !compartmentFor(roster, opened.keys.account, "directory", null)) return fail(failure("not-entitled"));
  const { lines, complaints, state, numbers, retention } = said;
  const revision = {
    type: "office",
    revision: ports.crypto.random(16),
    writtenAt: ports.clock.now(),
    lines,
    complaints,
    state,
    numbers: numbers.map(({ name, at }) => ({ name, at })),
    ...(retention ? { retention } : {}),
  } as const;
  if (!isRevision(revision) || (retention && !isDay(retention.on))) return fail(failure("case-unfit"));
  const record = found(opened)?.record ?? ports.crypto.random(16);
  await opened.keep([revisionFor(directory, record, revision, seenOf(opened, record, basedOn))]);
  return ok();
}
