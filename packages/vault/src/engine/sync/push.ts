/**
 * Push: seals what waits in the outbox, in order, and sends it. Compartments are made and stale keys rotated first, when a
 * save needs them. While one append travels the next is sealed.
 */

import { assert, type Bytes, type GroupId, type Hash, ok, type Result, toHex } from "@alcove/bytes";
import { type AppendEntry, type Failure, isAmong, isStale, limits, recipientsOf } from "@alcove/protocol";
import { parseRevision } from "@alcove/records";
import type { Session } from "../../session.ts";
import { firstOf } from "../../views/fold.ts";
import { isCutOff } from "../cut-off.ts";
import type { Destination, OutboxRevision, Save } from "../outbox.ts";
import { createCompartments, type Planned, plannedPlace, type SealedBatch, sealBatch } from "../seal.ts";
import { compartmentFor, isFollowed, mayBegin, newestKey, withLogs } from "../state.ts";
import type { Append } from "./append.ts";
import { mayGetKey, mayRotate, rotation } from "./keys-out.ts";
import { endIfLocked, type Sent, type SyncParts } from "./parts.ts";
import { createPending } from "./pending.ts";

const revisionsPerAppend = 256;
const bytesPerAppend = 1024 * 1024;
/** As far as one append reaches, or what it lacks would not be found. */
const savesLookedAhead = revisionsPerAppend;
/** Each may bring an access log along. */
const compartmentsPerStatement = 40;

/** What one append will carry: saves up to and with outbox entry `through`. */
type Prepared = { readonly batches: readonly SealedBatch[]; readonly through: number; readonly saves: number };
/** The same on disk, so that after a kill it is sent again byte for byte. */
type Kept = Prepared & { readonly sent: readonly Sent[] };

export function createPush(parts: SyncParts, append: Append) {
  const { crypto, keys, state, replay, fold, disk, outbox } = parts;
  const { finishPending, isSealedToToday } = createPending(parts);

  /** The next saves after outbox entry `after`, by destination. */
  async function gather(after: number) {
    const byDestination = new Map<string, { destination: Destination; revisions: OutboxRevision[] }>();
    const begun: Destination[] = [];
    let through = after;
    let saves = 0;
    let revisions = 0;
    let bytes = 0;
    for (let next = await outbox.next(after); next; next = await outbox.next(next.sequence)) {
      const { save, sequence } = next;
      assert(save, "the outbox holds what this device sealed");
      if (isHeldUp(save)) {
        outbox.setHeld(sequence, true);
        continue;
      }
      revisions += save.length;
      bytes += next.bytes;
      if (saves > 0 && (revisions > revisionsPerAppend || bytes > bytesPerAppend)) break;
      // Each destination is an entry of the append.
      const names = save.map(({ destination }) => destinationName(destination));
      if (saves > 0 && new Set([...byDestination.keys(), ...names]).size > limits.entriesPerAppend) break;
      for (const one of save) {
        const name = destinationName(one.destination);
        const entry = byDestination.get(name) ?? { destination: one.destination, revisions: [] };
        entry.revisions.push(one);
        byDestination.set(name, entry);
      }
      begun.push(...notesBegunBy(save));
      through = sequence;
      saves++;
      if (revisions >= revisionsPerAppend || bytes >= bytesPerAppend) break;
    }
    return saves === 0 ? undefined : { destinations: [...byDestination.values()], begun, through, saves };
  }

  /** `undefined`: nothing waits. "structure": a compartment is missing or its key is stale. */
  async function prepare(
    after: number,
    planned: Planned,
    sealedBefore: readonly SealedBatch[],
  ): Promise<Prepared | undefined | "structure"> {
    const gathered = await gather(after);
    if (!gathered) return undefined;
    const { destinations, begun, through, saves } = gathered;
    if (destinations.some(({ destination }) => whatIsMissing(destination) !== "nothing")) return "structure";
    if (begun.some((destination) => whatIsMissing(destination) === "compartment")) return "structure";
    const sealed = new Map(
      sealedBefore.flatMap((batch) => batch.placed).map((one) => [toHex(one.revision), one.envelope]),
    );
    const envelopeOf = (revision: Bytes) =>
      sealed.get(toHex(revision)) ?? (rowOf(revision)?.["envelope"] as Hash | null | undefined) ?? undefined;
    const group = destinations.length > 1 ? (crypto.random(16) as GroupId) : null;
    const batches: SealedBatch[] = [];
    for (const { destination, revisions } of destinations) {
      const compartment = compartmentOf(destination);
      assert(compartment, "made before");
      const facts = { compartment: compartment.compartment, group, revisions, envelopeOf };
      const batch = await sealBatch(crypto, keys, state, replay, planned, facts);
      for (const one of batch.placed) sealed.set(toHex(one.revision), one.envelope);
      batches.push(batch);
    }
    return { batches, through, saves };
  }

  const compartmentOf = ({ kind, chart, compartment }: Destination) => {
    if (!compartment) return state.roster && compartmentFor(state.roster, keys.account, kind, chart);
    const place = state.roster?.compartments.get(toHex(compartment));
    return place && isAmong(place.writers, keys.account) ? place : undefined;
  };

  /** "right": this member may not write there, or nobody has given them the key yet. */
  function whatIsMissing(destination: Destination): "compartment" | "epoch" | "right" | "nothing" {
    const { roster } = state;
    if (!roster?.members.has(toHex(keys.account))) return "right";
    const compartment = compartmentOf(destination);
    if (!compartment) return mayBegin(roster, keys.account, destination) ? "compartment" : "right";
    if (!isFollowed(state, compartment.compartment)) return "right";
    const log = state.keyLogs.get(toHex(compartment.compartment));
    if (log && !newestKey(state, log)) return "right";
    if (log && !isStale(roster, log)) return "nothing";
    const makesKeys = isAmong(recipientsOf(roster, compartment), keys.account);
    return makesKeys && mayGetKey(parts, compartment, keys.account) && mayRotate(parts, roster, compartment)
      ? "epoch"
      : "right";
  }

  /** Saves for it wait until the person has the right, and hold up nothing else. */
  const isBarred = (destination: Destination): boolean => whatIsMissing(destination) === "right";

  const rowOf = (revision: Bytes) => firstOf(fold.revision(revision), parts.guardedFold()?.revision(revision));
  const folds = () => [fold, parts.guardedFold()].filter((one) => one !== undefined);

  /** Who looked at notes that were destroyed begins none anew. */
  const isAboutNothing = ({ destination, revision }: OutboxRevision): boolean =>
    destination.kind === "psychotherapy" && !compartmentOf(destination) && parseRevision(revision)?.type === "access";

  const isHeldUp = (save: Save): boolean =>
    save.some((one) => isBarred(one.destination)) ||
    save.some((one) => isCutOff(folds(), outbox, one) || isAboutNothing(one));

  async function letGoHeld(): Promise<void> {
    for (const sequence of outbox.held()) {
      const save = await outbox.at(sequence);
      if (save && !isHeldUp(save)) outbox.setHeld(sequence, false);
    }
  }

  async function makeStructure(session: Session): Promise<Result<undefined, Failure>> {
    const { roster } = state;
    assert(roster, "pushing needs a roster");
    const wanted = new Map<string, Destination>();
    let next = await outbox.next(0);
    for (let n = 0; next && n < savesLookedAhead; n++, next = await outbox.next(next.sequence)) {
      const save = next.save ?? [];
      for (const destination of [...save.map((one) => one.destination), ...notesBegunBy(save)])
        wanted.set(destinationName(destination), destination);
    }
    const all = [...wanted.values()].filter((destination) => !isBarred(destination));
    const missing = all
      .filter((destination) => whatIsMissing(destination) === "compartment")
      .slice(0, compartmentsPerStatement);
    if (missing.length > 0)
      return append.send(session, await createCompartments(crypto, keys, state, withLogs(roster, missing)));
    const rotations: AppendEntry[] = [];
    for (const destination of all) {
      const compartment = compartmentOf(destination);
      if (!compartment || whatIsMissing(destination) !== "epoch") continue;
      rotations.push(await rotation(parts, roster, compartment));
      if (rotations.length === limits.entriesPerAppend) break;
    }
    return append.send(session, rotations);
  }

  /** `whenStored` joins the transaction that takes these saves from the outbox; `meanwhile` is done while they travel. */
  async function sendBatches(
    session: Session,
    sent: readonly Sent[],
    through: number,
    meanwhile: () => Promise<void> = async () => {},
    whenStored: () => void = () => {},
  ): Promise<Result<undefined, Failure>> {
    const from = state.frontier.size;
    const sending = append.request(
      session,
      sent.map(({ entry }) => entry),
    );
    await meanwhile();
    const answered = await sending;
    // Refused or not, it stays as it was sent until the ledger has been read: another try of it may have got there.
    if (!answered.ok) return answered;
    return append.settle(session, answered.value, from, sent, () => {
      outbox.removeThrough(through);
      whenStored();
    });
  }

  /** On disk before they are sent. */
  function keepPending(prepared: Prepared): Kept {
    endIfLocked(parts);
    const stored = disk.pending.add(
      prepared.through,
      prepared.batches.map(({ entry }) => entry),
    );
    const sent = prepared.batches.map((batch, i) => ({
      entry: batch.entry,
      batch,
      pending: stored[i] as number,
    }));
    return { ...prepared, sent };
  }

  return async function push(session: Session): Promise<Result<undefined, Failure>> {
    const finished = await finishPending((sent, through) => sendBatches(session, sent, through));
    if (!finished.ok) return finished;
    // Not before: what is let go of would be taken for one of those that an append on its way has carried.
    await letGoHeld();
    const total = outbox.count() - outbox.held().length;
    let done = 0;
    let kept: Kept | undefined;
    for (;;) {
      if (!kept) {
        const prepared = await prepare(0, plannedPlace(state, keys), []);
        if (!prepared) return ok();
        if (prepared === "structure") {
          const made = await makeStructure(session);
          if (!made.ok) return made;
          await letGoHeld();
          continue;
        }
        kept = disk.transaction(() => keepPending(prepared));
      }
      const { batches, sent, through, saves } = kept;
      let ahead: Awaited<ReturnType<typeof prepare>>;
      let next: Kept | undefined;
      const pushed = await sendBatches(
        session,
        sent,
        through,
        async () => {
          const planned = plannedPlace(state, keys);
          for (const batch of batches) step(planned, batch);
          ahead = await prepare(through, planned, batches);
        },
        () => {
          // One transaction for what arrived and what goes next: each costs a wait for the disk.
          if (ahead && ahead !== "structure" && ahead.batches.every(({ entry }) => isSealedToToday(entry.entry)))
            next = keepPending(ahead);
        },
      );
      if (!pushed.ok) return pushed;
      kept = next;
      done += saves;
      parts.progress(done, total);
    }
  };
}

/** Who makes a chart has it from the start, and not whoever writes in it first. An enquiry, which has people and numbers, is given away before its first note. */
function notesBegunBy(save: Save): Destination[] {
  const [one, ...more] = save;
  const isChart = one?.number === 1 && one.destination.kind === "directory" && more.length === 0;
  return isChart && parseRevision(one.revision)?.type === "chart" ? [{ kind: "clinical", chart: one.record }] : [];
}

const destinationName = ({ kind, chart, compartment }: Destination): string =>
  [kind, chart ? toHex(chart) : "", compartment ? toHex(compartment) : ""].join("/");

/** Where the chain will stand once this batch is in the ledger. */
function step(planned: Planned, batch: SealedBatch): void {
  planned.deviceCounter++;
  planned.previous = batch.hash;
  const name = toHex(batch.compartment);
  planned.compartmentCounters.set(name, (planned.compartmentCounters.get(name) ?? 0) + 1);
}
