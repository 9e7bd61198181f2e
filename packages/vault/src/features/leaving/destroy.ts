/**
 * Psychotherapy notes are destroyed by their author (docs/spec, DES). The statement says what it is about by its leaves, so that the server
 * takes nothing away that this device has not seen; what follows from it happens wherever it is replayed.
 */

import { type Bytes, type CompartmentId, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { destroyedDigest, parseBatch, parseLeaf } from "@alcove/crypto";
import { type Compartment, type Failure, failure, isAmong, type Operation, type Roster } from "@alcove/protocol";
import { parseRevision } from "@alcove/records";
import type { Disk } from "../../disk.ts";
import { compartmentOfEntry } from "../../engine/entry-compartment.ts";
import type { Opened } from "../../engine/opened.ts";
import { type EngineState, isFollowed, newestKey } from "../../engine/state.ts";
import type { Ports } from "../../ports.ts";
import { drafts } from "../drafts.ts";
import { idFrom } from "../open-charts.ts";

type Place = { readonly ports: Ports; readonly disk: Disk; readonly opened: Opened };

/** Failures: `chart-unknown`, `not-entitled` (no notes of this member's there), `notes-shared`, `notes-unsent`, `notes-came`, `guard-closed`, those of a sync. */
export async function destroyApart(place: Place, chartId: string): Promise<Result<undefined, Failure>> {
  const { disk, opened } = place;
  const { keys, state, sync } = opened;
  const chart = idFrom(chartId);
  if (!chart || !state.roster) return fail(failure("chart-unknown"));
  const seen = writtenElsewhere(disk, opened, ownNotes(state.roster, keys.account, chart));
  // What waits goes first: else it would begin the notes anew.
  const sent = await sync.run();
  if (!sent.ok) return sent;
  const unsent = await whatIsUnsent(place, chart);
  if (unsent) return fail(unsent);
  return sync.state((roster) => {
    const own = ownNotes(roster, keys.account, chart);
    if (own.length === 0) return fail(failure("not-entitled"));
    if (own.some(({ readers, writers }) => [...readers, ...writers].some((one) => !equalBytes(one, keys.account))))
      return fail(failure("notes-shared"));
    // Whoever has the device, and was not let in, destroys nothing behind a guard.
    if (own.some(({ compartment }) => !isOpenHere(state, compartment))) return fail(failure("guard-closed"));
    // What came in just now nobody has seen, and a statement that was late would take it along.
    if (writtenElsewhere(disk, opened, own) !== seen) return fail(failure("notes-came"));
    return ok({ operations: own.map(({ compartment }) => destruction(disk, opened, compartment)) });
  });
}

/** How many batches there are by other devices. */
function writtenElsewhere(disk: Disk, { keys }: Opened, own: readonly Compartment[]): number {
  const names = new Set(own.map(({ compartment }) => toHex(compartment)));
  let count = 0;
  for (const { entry } of disk.bodies.entries()) {
    const batch = parseBatch(entry)?.body;
    if (batch && names.has(toHex(batch.compartment)) && !equalBytes(batch.author, keys.device)) count++;
  }
  return count;
}

function isOpenHere(state: EngineState, compartment: CompartmentId): boolean {
  const log = state.keyLogs.get(toHex(compartment));
  return isFollowed(state, compartment) && log !== undefined && newestKey(state, log) !== undefined;
}

function destruction(disk: Disk, { keys }: Opened, compartment: CompartmentId): Operation {
  const leaves: Bytes[] = [];
  for (const { position, entry } of disk.bodies.entries()) {
    const of = compartmentOfEntry(entry);
    const raw = of && equalBytes(of, compartment) ? disk.leaf(position) : undefined;
    const kind = raw && parseLeaf(raw)?.kind;
    if (raw && (kind === "keyLog" || kind === "batch")) leaves.push(raw);
  }
  return ["compartment.destroy", compartment, leaves.length, destroyedDigest(keys.practice, compartment, leaves)];
}

/** Of this member's, and read by them: what they closed to themselves they have not in front of them. */
function ownNotes(roster: Roster, account: Opened["keys"]["account"], chart: Bytes): Compartment[] {
  return (roster.charts.get(toHex(chart)) ?? [])
    .map((id) => roster.compartments.get(toHex(id)) as Compartment)
    .filter(
      ({ kind, author, readers }) =>
        kind === "psychotherapy" && equalBytes(author, account) && isAmong(readers, account),
    );
}

/** Words that are on this device alone: their person saves or throws them away first. */
async function whatIsUnsent({ ports, disk, opened }: Place, chart: Bytes): Promise<Failure | undefined> {
  let saves = 0;
  for (
    let next = await opened.outbox.next(0, "held too");
    next;
    next = await opened.outbox.next(next.sequence, "held too")
  )
    for (const { destination, revision } of next.save ?? []) {
      const isHere = destination.kind === "psychotherapy" && destination.chart && equalBytes(destination.chart, chart);
      if (isHere && parseRevision(revision)?.type !== "access") saves++;
    }
  const begun = (await drafts(ports, disk, opened.keys, () => undefined)).filter(
    (one) => one.kind === "psychotherapy" && one.chart === toHex(chart),
  ).length;
  return saves + begun > 0 ? failure("notes-unsent", { saves, drafts: begun }) : undefined;
}
