/** `ledger verify`: everything on this device's disk once more, from the first leaf, trusting nothing that was remembered. */

import { type CompartmentId, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  appendLeaves,
  type CryptoPort,
  emptyFrontier,
  encodeLeaf,
  hash,
  type Leaf,
  leafBytes,
  parseBatch,
  parseLeaf,
  rootOf,
} from "@alcove/crypto";
import { type Failure, failure, isAmong } from "@alcove/protocol";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import { createPastRoots } from "../engine/past-roots.ts";
import { createReplay } from "../engine/replay.ts";
import { emptyState } from "../engine/state.ts";
import type { Alarm, LedgerReport } from "../facade.ts";

const bodiesAtOnce = 50;

export async function ledgerReport(
  crypto: CryptoPort,
  disk: Disk,
  opened: Opened,
): Promise<Result<LedgerReport, Failure>> {
  const problems: Alarm[] = [];
  const problem = (code: string, index: number) => problems.push({ code, at: 0, facts: { index } });
  const leaves: Leaf[] = [];
  const rootAt = createPastRoots(emptyFrontier, (from, to) => leaves.slice(from, to).map(encodeLeaf));
  let frontier = emptyFrontier;
  for (const { bytes } of disk.leaves.from(0)) {
    for (let at = 0; at < bytes.length; at += leafBytes) {
      const raw = bytes.subarray(at, at + leafBytes);
      const leaf = parseLeaf(raw);
      if (!leaf) return fail(failure("store-damaged"));
      leaves.push(leaf);
      frontier = appendLeaves(frontier, [raw]);
    }
  }
  const { checkpoint } = opened.state;
  if (!checkpoint || frontier.size !== checkpoint.size || !equalBytes(rootOf(frontier), checkpoint.root))
    problem("alarm-ledger-forked", frontier.size);

  const counts = { roster: 0, keyLog: 0, batch: 0, heartbeat: 0, envelopes: 0 };
  const replay = createReplay(crypto, opened.keys, emptyState(), opened.profile.founding);
  const bodies = new Map<number, ReturnType<Disk["bodies"]["from"]>[number]>();
  let read = 0;
  for (const [index, leaf] of leaves.entries()) {
    if (index >= opened.state.appliedTo) break;
    if (index >= read) {
      const rows = disk.bodies.from(read, bodiesAtOnce);
      bodies.clear();
      for (const row of rows) bodies.set(row.position, row);
      read = rows.length < bodiesAtOnce ? leaves.length : (rows.at(-1)?.position ?? read) + 1;
    }
    const body = bodies.get(index);
    const applied = await replay.apply(index, leaf, body);
    if (applied.outcome === "withheld" && !(applied.compartment && isReadNoMore(opened, applied.compartment)))
      problem("alarm-body-withheld", index);
    if (applied.outcome === "refused") problem(applied.alarm.code, index);
    if (applied.outcome === "applied") {
      counts[applied.kind]++;
      if ("seen" in applied && applied.seen.size > 0 && !equalBytes(rootAt(applied.seen.size), applied.seen.root))
        problem("alarm-ledger-forked", index);
      if (applied.kind === "batch" && body) counts.envelopes += parseBatch(body.entry)?.body.envelopes.length ?? 0;
    }
    if (body && !equalBytes(hash(body.entry), leaf.bodyHash)) problem("alarm-body-forged", index);
  }
  return ok({
    size: frontier.size,
    root: toHex(rootOf(frontier)),
    statements: counts.roster,
    keyLogEntries: counts.keyLog,
    batches: counts.batch,
    envelopes: counts.envelopes,
    heartbeats: counts.heartbeat,
    problems,
  });
}

/** What a member no longer reads is not sent to them, whatever they read at that place. */
function isReadNoMore({ state, keys }: Opened, compartment: CompartmentId): boolean {
  const now = state.roster?.compartments.get(toHex(compartment));
  return now !== undefined && !isAmong(now.readers, keys.account);
}
