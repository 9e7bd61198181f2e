/** `ledger verify`: everything on this device's disk once more, from the first leaf, trusting nothing that was remembered. */

import { equalBytes, fail, type Hash, ok, type Result, toHex } from "@alcove/bytes";
import {
  appendLeaves,
  cosignedAt,
  type CryptoPort,
  emptyFrontier,
  encodeLeaf,
  hash,
  importVerifyKey,
  type Leaf,
  openCheckpoint,
  parseBatch,
  parseLeaf,
  rootOf,
  splitNote,
} from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import { readCosigned } from "../cosigned.ts";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import { readPast } from "../engine/past.ts";
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
  for (const raw of disk.leaves.each()) {
    const leaf = parseLeaf(raw);
    if (!leaf) return fail(failure("store-damaged"));
    leaves.push(leaf);
    frontier = appendLeaves(frontier, [raw]);
  }
  const { checkpoint } = opened.state;
  if (!checkpoint || frontier.size !== checkpoint.size || !equalBytes(rootOf(frontier), checkpoint.root))
    problem("alarm-ledger-forked", frontier.size);

  const seen = await readNotes(crypto, disk, opened, (size) => (size > leaves.length ? undefined : rootAt(size)));
  for (const { code, size } of seen.problems) problem(code, size);

  const counts = { roster: 0, keyLog: 0, batch: 0, heartbeat: 0, opening: 0, envelopes: 0 };
  const { keys, profile } = opened;
  const { founding } = profile;
  const state = emptyState();
  const replay = createReplay(crypto, keys, state, founding);
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
    if (applied.outcome === "withheld" && applied.compartment) {
      // The right may have ended since, and what it gave was forgotten; where it has not, this is told below.
      replay.readLater(applied.compartment);
    } else if (applied.outcome === "withheld" && (!applied.overseen || opened.replay.oversees()))
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
  // What came to be readable later is judged as it was read: from its beginning, once all is known.
  const past = await readPast(
    { crypto, keys, disk, founding, replay, state: opened.state },
    new Set(state.unread),
    opened.state.appliedTo,
  );
  for (const index of past.missing.values()) problem("alarm-body-withheld", index);
  for (const { code, facts } of [...past.alarms, ...past.doubts]) problem(code, Number(facts?.["index"] ?? 0));
  return ok({
    size: frontier.size,
    root: toHex(rootOf(frontier)),
    statements: counts.roster,
    keyLogEntries: counts.keyLog + past.counts.keyLog,
    batches: counts.batch + past.counts.batch,
    envelopes: counts.envelopes + past.revisions.length,
    heartbeats: counts.heartbeat,
    cosigned: seen.cosigned,
    problems,
  });
}

/** Checkpoints as they came, against what the leaves rebuild: the newest one, and those that witnesses cosigned. */
async function readNotes(
  crypto: CryptoPort,
  disk: Disk,
  { state, keys, profile }: Opened,
  rootAt: (size: number) => Hash | undefined,
) {
  const problems: { code: string; size: number }[] = [];
  const cosigned: LedgerReport["cosigned"][number][] = [];
  const newest = disk.settings.get("checkpoint");
  const notes = [...(typeof newest === "string" ? [newest] : []), ...readCosigned(disk).map(({ note }) => note)];
  const key = await importVerifyKey(crypto, profile.ledgerKey);
  for (const note of notes) {
    const parts = splitNote(note);
    const checkpoint = key && parts && (await openCheckpoint(crypto, key, keys.practice, note));
    const root = checkpoint && rootAt(checkpoint.size);
    if (!checkpoint || !root) problems.push({ code: "alarm-checkpoint-forged", size: parts?.checkpoint.size ?? 0 });
    else if (!equalBytes(root, checkpoint.root)) problems.push({ code: "alarm-ledger-forked", size: checkpoint.size });
    if (!parts || !root) continue;
    for (const witness of state.roster?.witnesses ?? []) {
      const at = await cosignedAt(crypto, witness, parts);
      if (at !== undefined) cosigned.push({ name: witness.name, size: parts.checkpoint.size, at: at * 1000 });
    }
  }
  return { problems, cosigned };
}
