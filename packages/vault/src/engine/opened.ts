/** An unlocked vault: keys, replayed state, views, and the session with the server. Built at unlock, thrown away at lock. */

import { assert, type Bytes, equalBytes, fail, ok, type Result, toHex, wipe } from "@alcove/bytes";
import { importVerifyKey, openCheckpoint } from "@alcove/crypto";
import { type Compartment, type Failure, failure, isAmong, isItsAuthor } from "@alcove/protocol";
import { parseRevision } from "@alcove/records";
import type { Disk } from "../disk.ts";
import { readNextKeys } from "../features/own-keys/next-keys.ts";
import type { Ports, SqlRow } from "../ports.ts";
import type { Profile } from "../profile.ts";
import { callOpenly, login, type SecondFactorAtHand, type Session } from "../session.ts";
import { type Fold, isFold, openFold } from "../views/fold.ts";
import type { ToFold } from "../views/lists/list.ts";
import { giveUp } from "../views/give-up.ts";
import type { AccountOf } from "../views/moved.ts";
import { askedOf } from "./asked.ts";
import { readBehind } from "./behind.ts";
import { createIndexer } from "./indexer.ts";
import { forgetKeys, type OpenKeys } from "./keys.ts";
import { createOutbox, type Destination, type OutboxRevision, type Save } from "./outbox.ts";
import { createReplay } from "./replay.ts";
import { keepSnapshot, openSnapshot, type SnapshotPart, snapshotName } from "./snapshot.ts";
import { emptyState, type EngineState, isGuarded, liesInside, placesOf } from "./state.ts";
import { encodeState, parseState } from "./state-snapshot.ts";
import type { SyncParts } from "./sync/parts.ts";
import { createSync } from "./sync/sync.ts";

export type Opened = Awaited<ReturnType<typeof openEngine>>;

export type OpenedEvents = Pick<SyncParts, "alarm" | "progress" | "folded" | "again" | "deliveredAnew">;

/** Revisions that may come in before the sealed snapshot is written anew: what a kill costs at the next unlock. */
const snapshotAfter = 2000;
/** And the part of what is here that they must be, or writing snapshots would outgrow all else. */
const snapshotAfterPart = 1 / 4;

export async function openEngine(
  ports: Ports,
  disk: Disk,
  profile: Profile,
  keys: OpenKeys,
  events: OpenedEvents,
  known?: EngineState,
) {
  const { crypto } = ports;
  const saved = known ? undefined : await loadSnapshot(ports, disk, keys);
  const state = known ?? saved?.state ?? emptyState();
  state.behind = readBehind(disk, keys);
  const fold = saved?.fold ?? openFold(ports.store.memory(), accountsOf(state));
  const ledgerKey = await importVerifyKey(crypto, profile.ledgerKey);
  assert(ledgerKey, "the profile holds a key that was checked when it was pinned");
  const replay = createReplay(crypto, keys, state, profile.founding);
  const outbox = createOutbox(crypto, keys, disk);
  /** Lists of guarded charts that are open: in memory only, and gone when they are closed. */
  let guardedFold: Fold | undefined;
  /** The guarded chart that this device asked to be let into. */
  let waiting: { readonly chart: Bytes; readonly at: number } | undefined;
  /**
   * Until its key has changed without one, also a chart whose guard was ended. Psychotherapy notes that are guarded still close it to
   * the author who can end that: nobody else's, nor of before recovery cards, which nobody lets go any more.
   */
  const isGuardedChart = (chart: Bytes): boolean => {
    const { roster } = state;
    if (!roster) return false;
    const isOwn = (one: Compartment) => isItsAuthor(roster, one, keys.account) && isAmong(one.readers, keys.account);
    const isShut = ({ guard, compartment }: Compartment) => guard?.isSet === true || isGuarded(state, compartment);
    return [...placesOf(roster, chart)].some(
      (one) => one.destroyedIndex === undefined && isShut(one) && (one.kind === "clinical" || isOwn(one)),
    );
  };
  /** The lists that a save for this place belongs in; none while its chart is closed. */
  const listsFor = ({ kind, chart }: Destination): Fold | undefined =>
    chart && liesInside(kind) && isGuardedChart(chart) ? guardedFold : fold;
  const indexer = createIndexer({
    fold,
    memory: (image) => ports.store.memory(image),
    saved: (id) => openSnapshot(crypto, disk, keys, "words", id),
    openAt,
  });
  let session: Session | undefined;
  /** By a login key of before: it is told the roster, and nothing else. */
  let replaced: Session | undefined;
  /** Of the second factor, for the next login alone. */
  let atHand: SecondFactorAtHand = {};
  let sinceSnapshot = 0;
  /** How often something was forgotten that snapshots of before hold. */
  let forgettings = 0;
  /** As many of the text index's changes as its saved form holds. */
  let textSaved = 0;
  /** What the last snapshot was taken of, and its rows. */
  let savedTo = saved?.state.appliedTo ?? -1;
  let savedRows = saved?.rows ?? [];
  let snapshots: Promise<void> = Promise.resolve();
  let closed = false;

  async function signIn(shown: SecondFactorAtHand = {}): Promise<Result<Session, Failure>> {
    if (session) return ok(session);
    // The disk may be closed by now: an invitation outlives the vault that made it.
    if (closed) return fail(failure("locked"));
    const account = await makeOwedAccount(ports, disk, profile.origin);
    if (!account.ok) return account;
    const facts = {
      origin: profile.origin,
      practice: keys.practice,
      account: keys.account,
      device: keys.device,
      ledgerKey: profile.ledgerKey,
      loginKey: keys.loginKey,
      deviceKey: keys.deviceKey,
    };
    const tryLogin = () => login(crypto, ports.transport, { ...facts, ...shown });
    let opened = await tryLogin();
    // A hello runs out while a computer sleeps; a server that refuses an enrolled device twice has lost its account.
    if (!opened.ok && opened.error.code === "login-refused") opened = await tryLogin();
    if (!opened.ok && opened.error.code === "login-refused")
      return fail(failure("alarm-ledger-shorter", { had: state.frontier.size, shown: 0 }));
    if (!opened.ok) return opened;
    // The checkpoint handed over at login is checked before anything else is believed.
    const checkpoint = ledgerKey && (await openCheckpoint(crypto, ledgerKey, keys.practice, opened.value.checkpoint));
    if (!checkpoint) return fail(failure("alarm-checkpoint-forged"));
    if (checkpoint.size < state.frontier.size)
      return fail(failure("alarm-ledger-shorter", { had: state.frontier.size, shown: checkpoint.size }));
    if (
      state.checkpoint &&
      checkpoint.size === state.checkpoint.size &&
      !equalBytes(checkpoint.root, state.checkpoint.root)
    )
      return fail(failure("alarm-ledger-forked", { size: checkpoint.size }));
    if (opened.value.scope === "replaced") {
      replaced = opened.value;
      return fail(failure("keys-replaced"));
    }
    if (opened.value.scope !== "full") return fail(failure("device-unknown"));
    // What this device asked for before it fell silent: the login key of before still counts, so it was not done.
    if (readNextKeys(disk)) {
      const { takeBack } = await import("../features/own-keys/unsettled.ts");
      const settled = await takeBack(disk, profile, opened.value);
      if (!settled.ok) return settled;
    }
    session = opened.value;
    return ok(session);
  }

  /**
   * A session that the server has ended, by its restart or for its age, is begun anew, once: of what met its end nothing was
   * done. `shown`: for a sign-in that asks for the second factor.
   */
  async function inSession<T>(
    work: (session: Session) => Promise<Result<T, Failure>>,
    shown?: SecondFactorAtHand,
  ): Promise<Result<T, Failure>> {
    const first = await signIn(shown);
    if (!first.ok) return first;
    const result = await work(first.value);
    if (result.ok || result.error.code !== "session-ended" || closed) return result;
    session = undefined;
    const again = await signIn();
    return again.ok ? work(again.value) : again;
  }

  const sync = createSync({
    crypto,
    keys,
    state,
    replay,
    fold,
    guardedFold: () => guardedFold,
    disk,
    outbox,
    founding: profile.founding,
    ledgerKey,
    clock: ports.clock,
    again: events.again,
    deliveredAnew: events.deliveredAnew,
    async forgotten(compartments) {
      for (const compartment of compartments) {
        fold.transaction(() => void fold.forget(compartment));
        guardedFold?.forget(compartment);
      }
      snapshotsAreGone();
      await refoldOutbox();
      events.folded([]);
    },
    inSession(work) {
      const shown = atHand;
      atHand = {};
      return inSession(work, shown);
    },
    alarm: events.alarm,
    progress: events.progress,
    folded: (revisions) => {
      sinceSnapshot += revisions.length + indexer.take(revisions);
      events.folded(revisions);
    },
    isClosed: () => closed,
  });

  await sync.catchUp(Number(disk.settings.get("appliedTo") ?? 0));
  await refoldOutbox();

  /** From the disk, with what they held: the next one is due, with a text index of its own. */
  function snapshotsAreGone(): void {
    forgettings++;
    savedRows = [];
    textSaved = -1;
    sinceSnapshot = Number.MAX_SAFE_INTEGER;
  }

  async function refoldOutbox(): Promise<void> {
    for (let next = await outbox.next(0, "held too"); next; next = await outbox.next(next.sequence, "held too")) {
      if (next.save) foldSave(next.save, next.sequence);
    }
  }

  async function keepAll(saves: readonly Save[], alsoOnDisk: () => void = () => {}): Promise<void> {
    const sequences = await outbox.add(saves, alsoOnDisk);
    for (const [i, save] of saves.entries()) foldSave(save, sequences[i] as number);
  }

  function foldSave(save: Save, sequence: number): void {
    const entries = save.map((one): ToFold => {
      const revision = one.made ?? parseRevision(one.revision);
      assert(revision, "the outbox holds what this app wrote");
      const { record, number, parents, destination } = one;
      const place = { kind: "outbox" as const, sequence };
      return { revision, record, number, parents, author: keys.device, chart: destination.chart, place };
    });
    fold.transaction(() => {
      for (const [i, entry] of entries.entries()) listsFor((save[i] as OutboxRevision).destination)?.add(entry);
    });
    sinceSnapshot += save.length + indexer.take(entries);
  }

  /** The revision's own words, from the envelope in the store or the outbox. `undefined`: its place is gone or does not open. */
  async function openRevision(id: Bytes) {
    const row = fold.revision(id) ?? guardedFold?.revision(id);
    return row && openAt(id, row);
  }

  /** The same where the place is known: columns `position` and `part`, or `outbox`. */
  async function openAt(id: Bytes, row: SqlRow) {
    if (row["outbox"] !== null) {
      const one = (await outbox.at(Number(row["outbox"])))?.find(({ id: other }) => equalBytes(other, id));
      return one && parseRevision(one.revision);
    }
    const bytes = disk.bodies.part(Number(row["position"]), Number(row["part"]));
    return bytes && replay.openOne(bytes);
  }

  async function writeSnapshot(when: "due" | "now"): Promise<void> {
    const enough = Math.max(snapshotAfter, fold.noteCount() * snapshotAfterPart);
    if (when === "due" && sinceSnapshot < enough) return;
    if (sinceSnapshot === 0 && state.appliedTo === savedTo) return;
    const id = crypto.random(16);
    const moment = await sync.betweenPages(() => {
      const changes = indexer.changes();
      const words = changes > textSaved ? indexer.serialize() : undefined;
      if (words) fold.setTextIndexId(id);
      const images = { state: encodeState(state), fold: fold.serialize(), ...(words ? { words } : {}) };
      const { appliedTo } = state;
      return { appliedTo, since: sinceSnapshot, changes, images, rows: rowsOf(id, fold), forgettings };
    });
    try {
      for (const [part, image] of Object.entries(moment.images) as [SnapshotPart, Bytes][])
        await keepSnapshot(crypto, disk, keys, part, id, image);
      // It was made before something was forgotten, and holds it.
      if (forgettings !== moment.forgettings) {
        disk.transaction(() => {
          disk.snapshots.removeAllBut([]);
          disk.oweWipe();
        });
        return disk.wipeOwed();
      }
      disk.transaction(() => {
        disk.settings.set("snapshot", id);
        disk.snapshots.removeAllBut(moment.rows);
      });
    } catch (fault) {
      // On a full disk every piece is in the way of what somebody writes.
      disk.snapshots.removeAllBut(savedRows);
      throw fault;
    }
    savedTo = moment.appliedTo;
    savedRows = moment.rows;
    textSaved = moment.changes;
    sinceSnapshot -= moment.since;
  }

  return {
    keys,
    state,
    fold,
    replay,
    sync,
    outbox,
    profile,
    signIn,
    inSession,
    openRevision,
    openAt,
    /** Keeps a save: sealed on disk first, then in the views. It travels with the next sync. Throws `StoreFault` when the disk is full. */
    keep: (save: Save, alsoOnDisk: () => void = () => {}): Promise<void> => keepAll([save], alsoOnDisk),
    /** Several that need not reach the server together, with one wait for the disk. */
    keepAll,
    listsFor,
    /** Ends the waiting of a save that is held; its words were nowhere else. */
    async giveUp(sequence: number): Promise<void> {
      const save = outbox.held().includes(sequence) ? await outbox.at(sequence) : undefined;
      if (!save) return;
      disk.transaction(() => {
        outbox.remove(sequence);
        disk.snapshots.removeAllBut([]);
      });
      snapshotsAreGone();
      await giveUp(fold, save, openAt);
      events.folded([]);
    },
    currentSession: () => session,
    replacedSession: () => replaced,
    /** The next sync logs in with it. */
    logInWith(shown: SecondFactorAtHand): void {
      atHand = shown;
    },
    endSession(): void {
      session = undefined;
    },
    textIndex: indexer.load,
    /** Adds up to `limit` notes to the text index. Answers how many it added. */
    async indexSome(limit: number): Promise<number> {
      const added = await indexer.some(limit);
      sinceSnapshot += added;
      return added;
    },
    /** Writes the sealed snapshot when enough has come in, or when asked to. One after the other. */
    snapshot(when: "due" | "now"): Promise<void> {
      const written = snapshots.then(() => writeSnapshot(when));
      snapshots = written.catch(() => undefined);
      return written;
    },
    /** What still syncs ends before it touches anything again. `then` happens in the same moment. */
    stop: (then: () => void): Promise<void> =>
      sync.betweenPages(() => {
        closed = true;
        then();
      }),
    /** After `stop`. */
    async close(): Promise<void> {
      const ending = session;
      session = undefined;
      if (ending) void ending.call("POST", "/v1/logout", new Uint8Array([0xa0]));
      fold.close();
      guardedFold?.close();
      indexer.close();
      forgetKeys(keys);
      for (const part of state.releaseParts.values()) wipe(part);
      for (const { seed } of state.asking.values()) wipe(seed);
    },
    isGuardedChart,
    /** Who waits for this member to let them in. */
    asked: () => askedOf(state, keys, ports.clock.now()),
    waiting: () => waiting,
    waitFor(asked: typeof waiting): void {
      waiting = asked;
    },
    guardedFold: () => guardedFold,
    /** Lists for the guarded chart that is opened now. */
    guardedLists(): Fold {
      guardedFold ??= openFold(ports.store.memory(), accountsOf(state));
      return guardedFold;
    },
    /** Whatever guarded chart is open here, or waited for: keys and words leave memory, and what comes for it now opens nothing. */
    closeGuarded(): void {
      for (const { compartment } of state.keyLogs.values())
        if (isGuarded(state, compartment)) replay.forgetKeysOf(compartment);
      for (const part of state.releaseParts.values()) wipe(part);
      state.releaseParts.clear();
      state.partsForServer.clear();
      for (const { seed } of state.asking.values()) wipe(seed);
      state.asking.clear();
      waiting = undefined;
      guardedFold?.close();
      guardedFold = undefined;
    },
    refoldOutbox,
  };
}

/** Whose devices are whose, as the roster says when it is asked. */
const accountsOf =
  (state: EngineState): AccountOf =>
  (device) =>
    state.roster?.devices.get(toHex(device))?.account;

/** Of somebody who has just joined: the request rests on disk until the server has their account. */
async function makeOwedAccount(ports: Ports, disk: Disk, origin: string): Promise<Result<undefined, Failure>> {
  const request = disk.settings.get("accountRequest");
  if (!(request instanceof Uint8Array)) return ok();
  const made = await callOpenly(ports.transport, origin, "POST", "/v1/accounts", request as Bytes);
  if (!made.ok) return made;
  disk.settings.set("accountRequest", null);
  return ok();
}

/** Both halves of one moment, or neither: views without the state they belong to would miss what lies between. */
async function loadSnapshot({ crypto, store }: Ports, disk: Disk, keys: OpenKeys) {
  const id = disk.settings.get("snapshot");
  if (!(id instanceof Uint8Array)) return undefined;
  const of = id as Bytes;
  const [sealedState, image] = await Promise.all([
    openSnapshot(crypto, disk, keys, "state", of),
    openSnapshot(crypto, disk, keys, "fold", of),
  ]);
  const state = sealedState && (await parseState(crypto, sealedState));
  if (!state || !image) return undefined;
  const lists = store.memory(image);
  if (!isFold(lists)) {
    lists.close();
    return undefined;
  }
  const fold = openFold(lists, accountsOf(state));
  return { state, fold, rows: rowsOf(of, fold) };
}

/** The rows of a snapshot. Its text index may be an older one: it is the largest part, and not always changed. */
function rowsOf(id: Bytes, fold: Fold): string[] {
  const words = fold.textIndexId();
  return [snapshotName("state", id), snapshotName("fold", id), ...(words ? [snapshotName("words", words)] : [])];
}
