/**
 * What an open vault does by itself: it syncs, listens for nudges, indexes words and writes snapshots. All of it ends with
 * `stop`, at lock; whatever is still under way then finds another vault open, or none, and lets go.
 */

import { fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure, failures } from "@alcove/protocol";
import type { Alarms } from "./alarms.ts";
import type { Disk } from "./disk.ts";
import type { Opened } from "./engine/opened.ts";
import type { Connection } from "./facade.ts";
import { exchangeDrafts } from "./features/draft-slots.ts";
import { type Ports, StoreFault } from "./ports.ts";
import type { Session } from "./session.ts";

/** Between a change and the sync that carries it, so that a burst travels as one. */
const syncSoonMs = 5;
const indexSoonMs = 20;
const snapshotSoonMs = 1000;
const notesIndexedAtOnce = 500;
const retryMs = 15_000;
/** When it last synced is written no more often: each time costs a wait for the disk. */
const syncedAtEveryMs = 60_000;
/** What is in flight at lock; then the keys go, whatever the network does. */
const inFlightMs = 2000;

const waitForPerson: ReadonlySet<Failure["code"]> = new Set(["passphrase-replaced", "keys-replaced"]);

export type Background = ReturnType<typeof createBackground>;

export type BackgroundParts = {
  readonly ports: Ports;
  readonly disk: Disk;
  readonly alarms: Alarms;
  readonly indexing: "soon" | "when-searched";
  readonly opened: () => Opened | undefined;
  readonly guarded: (
    work: () => Promise<Result<undefined, Failure>>,
    running: Opened,
  ) => Promise<Result<undefined, Failure>>;
  readonly alarm: (failed: Failure) => void;
  /** The server knows this device's login key as one of before. True: the device went over to the keys that count. */
  readonly settleKeys: (running: Opened) => Promise<Result<undefined, Failure>>;
  /** The server says that this device was taken out, which was in step a while ago. */
  readonly takenOut: () => void;
  /** What the practice asks of devices, as the roster says now. */
  readonly followRules: (running: Opened) => void;
  /** Members, devices or rights are others than when it was told last, and no record need have come with that. */
  readonly rosterMoved: () => void;
  readonly emitStatus: () => Promise<void>;
  /** Chunks of files on their way. */
  readonly fileProgress: (done: number, total: number) => void;
};

export function createBackground({
  ports,
  disk,
  alarms,
  indexing: whenToIndex,
  opened,
  guarded,
  alarm,
  settleKeys,
  takenOut,
  followRules,
  rosterMoved,
  emitStatus,
  fileProgress,
}: BackgroundParts) {
  let connection: Connection = { state: "offline", since: ports.clock.now(), why: failure("locked") };
  let syncing: Promise<Result<undefined, Failure>> | undefined;
  let syncAgain = false;
  let followed: Session | undefined;
  /** It synced since its person unlocked it. */
  const inStep = new WeakSet<Opened>();
  /** The roster of which its person was told, of each engine: one that is built anew begins without any. */
  const toldRoster = new WeakMap<Opened, string>();
  let indexing: Promise<void> | undefined;
  let events: { stop(): void } | undefined;
  let cancelSyncSoon = () => {};
  let cancelSyncLater: (() => void) | undefined;
  let cancelRetry = () => {};
  let cancelLater = () => {};
  let laterAt: number | undefined;
  let cancelIndexing = () => {};
  let cancelSnapshot = () => {};

  /** One at a time; a call during a run makes it run once more. */
  function syncNow(): Promise<Result<undefined, Failure>> {
    if (syncing) {
      syncAgain = true;
      return syncing;
    }
    syncing = (async () => {
      let result: Result<undefined, Failure>;
      do {
        syncAgain = false;
        result = await syncOnce();
      } while (syncAgain && result.ok);
      return result;
    })().finally(() => {
      syncing = undefined;
    });
    return syncing;
  }

  /** `isAgain`: in a session that was begun anew, since the one of before ended on the way: a computer slept, a server restarted. */
  async function syncOnce(isAgain = false): Promise<Result<undefined, Failure>> {
    const running = opened();
    if (!running) return fail(failure("locked"));
    let result = await guarded(() => running.sync.run(), running);
    if (!result.ok && result.error.code === "keys-replaced") {
      result = await settleKeys(running);
      // Another engine is open now, with the keys that count.
      if (result.ok) return syncOnce();
    }
    const session = running.currentSession();
    if (result.ok && session && disk.chunks.hasUnsent())
      result = await guarded(() => sendChunks(running, session), running);
    if (result.ok && session)
      result = await guarded(
        () => exchangeDrafts(ports, disk, running.keys, session, () => opened() === running),
        running,
      );
    if (result.ok && session && session !== followed) result = await guarded(() => follow(running, session), running);
    if (result.ok && session) result = await guarded(() => signAgain(running), running);
    if (result.ok && session) result = await guarded(() => stateWhatIsDue(running), running);
    if (result.ok && session && running.waiting()) result = await guarded(() => goOnOpening(running), running);
    if (opened() !== running) return fail(failure("locked"));
    if (!result.ok && result.error.code === "session-ended" && !isAgain) {
      running.endSession();
      return syncOnce(true);
    }
    if (result.ok) {
      followRules(running);
      inStep.add(running);
      connection = { state: "current", at: ports.clock.now() };
      keepSyncedAt(connection.at);
      alarms.forgetPassing();
      listen(running);
      snapshotSoon(running);
    } else {
      connection = {
        state: "offline",
        since: connection.state === "offline" ? connection.since : ports.clock.now(),
        why: result.error,
      };
      // Whoever answers so is not the server that this device knows.
      if (failures[result.error.code].fault === "attack") alarm(result.error);
      events?.stop();
      events = undefined;
      running.endSession();
      cancelRetry();
      // Whoever holds it now may not be its person. Who unlocks it again is, and goes on with what lies here.
      if (result.error.code === "device-revoked" && inStep.has(running)) takenOut();
      // Before the person gave this device the new passphrase or keys, asking again only costs.
      if (!waitForPerson.has(result.error.code)) cancelRetry = ports.clock.after(retryMs, () => void syncNow());
    }
    tellOfRoster(running);
    await emitStatus();
    return result;
  }

  function tellOfRoster(running: Opened): void {
    const { roster } = running.state;
    const head = roster && toHex(roster.head);
    if (head === undefined || toldRoster.get(running) === head) return;
    toldRoster.set(running, head);
    rosterMoved();
  }

  async function sendChunks(running: Opened, session: Session): Promise<Result<undefined, Failure>> {
    const part = await import("./features/files/send.ts").catch(() => undefined);
    if (!part) return fail(failure("server-unreachable"));
    return part.sendChunks(running, disk, session, {
      makesWay: () => syncAgain || opened() !== running,
      progress: fileProgress,
    });
  }

  /** Ways in, and what is asked for beside them, that changed on another device; once a session. */
  async function follow(running: Opened, session: Session): Promise<Result<undefined, Failure>> {
    const isCurrent = () => opened() === running;
    const passkeys = await import("./features/passkeys/index.ts").catch(() => undefined);
    const secondFactor = await import("./features/second-factor.ts").catch(() => undefined);
    if (!passkeys || !secondFactor) return ok();
    const done = await passkeys.followPasskeys(ports, disk, running, session, isCurrent);
    const known = done.ok ? await secondFactor.followSecondFactor(disk, session, isCurrent) : done;
    if (known.ok) followed = session;
    return known;
  }

  /** What nobody else can sign in this member's place, where the roster has moved since. */
  async function signAgain(running: Opened): Promise<Result<undefined, Failure>> {
    const role = running.state.roster?.members.get(toHex(running.keys.account))?.role;
    if ((role !== "clinician" && role !== "owner") || running.fold.proposals().length === 0) return ok();
    const part = await import("./features/two-owners/proposals.ts").catch(() => undefined);
    if (await part?.signAgain({ ports, disk, opened: running })) syncSoon();
    return ok();
  }

  /** What follows from the roster by itself, without anybody's tap. */
  async function stateWhatIsDue(running: Opened): Promise<Result<undefined, Failure>> {
    const rights = await import("./features/past-rights.ts").catch(() => undefined);
    await rights?.endPastRights(running, ports.clock.now());
    const wills = await import("./features/will/let-owners-in.ts").catch(() => undefined);
    await wills?.letOwnersIn(running);
    return ok();
  }

  /** Where somebody let this device into the guarded chart that it waits for. */
  async function goOnOpening(running: Opened): Promise<Result<undefined, Failure>> {
    const part = await import("./features/guarded/opening.ts").catch(() => undefined);
    return part ? part.goOnOpening(ports, disk, running) : ok();
  }

  const syncedAt = (): number | undefined => {
    const kept = disk.settings.get("syncedAt");
    return typeof kept === "number" ? kept : undefined;
  };

  function keepSyncedAt(now: number): void {
    if (Math.abs(now - (syncedAt() ?? 0)) < syncedAtEveryMs) return;
    try {
      disk.settings.set("syncedAt", now);
    } catch (error) {
      // On a full disk the sync went through all the same.
      if (!(error instanceof StoreFault)) throw error;
    }
  }

  function syncSoon(): void {
    cancelSyncSoon();
    cancelSyncSoon = ports.clock.after(syncSoonMs, () => void syncNow());
  }

  /** The soonest of those asked for counts; each begins anew with what is due then. */
  function syncAfter(ms: number): void {
    const at = ports.clock.now() + ms;
    if (laterAt !== undefined && laterAt <= at) return;
    cancelLater();
    laterAt = at;
    cancelLater = ports.clock.after(ms, () => {
      laterAt = undefined;
      void syncNow();
    });
  }

  /** Sooner or later, whatever else happens: one timer for a whole stretch of typing. */
  function syncWithin(ms: number): void {
    if (cancelSyncLater) return;
    const cancel = ports.clock.after(ms, () => {
      cancelSyncLater = undefined;
      void syncNow();
    });
    cancelSyncLater = cancel;
  }

  /** Nudges from the server: a larger ledger than ours is a reason to sync, and nothing more. */
  function listen(running: Opened): void {
    const session = running.currentSession();
    if (events || !session) return;
    let stopped = false;
    let stream: { stop(): void } | undefined;
    const mine = {
      stop() {
        stopped = true;
        stream?.stop();
      },
    };
    events = mine;
    void session
      .events(
        (size) => {
          if (Number(size) > running.state.frontier.size) void syncNow();
        },
        () => {
          if (events === mine) events = undefined;
          if (!stopped && opened() === running) cancelRetry = ports.clock.after(retryMs, () => void syncNow());
        },
      )
      .then((started) => {
        stream = started;
        if (stopped) started.stop();
      });
  }

  /** Not before the answer: a practice's index is tens of megabytes. */
  function snapshotSoon(running: Opened): void {
    cancelSnapshot();
    cancelSnapshot = ports.clock.after(
      snapshotSoonMs,
      () => void running.snapshot("due").catch(() => ports.log("snapshot-failed")),
    );
  }

  /** One run at a time: two would take the same notes from each other and each believe to be done. */
  function indexAll(running: Opened): Promise<void> {
    indexing ??= (async () => {
      while (opened() === running && (await running.indexSome(notesIndexedAtOnce)) > 0);
    })().finally(() => {
      indexing = undefined;
    });
    return indexing;
  }

  /** What came in is readable at once; its words are indexed right after, in pieces, and at the latest by the next search. */
  function indexSoon(): void {
    if (whenToIndex === "when-searched") return;
    cancelIndexing();
    cancelIndexing = ports.clock.after(indexSoonMs, () => {
      const running = opened();
      if (running) void indexAll(running).catch(() => ports.log("index-failed"));
    });
  }

  return {
    connection: (): Connection => connection,
    syncedAt,
    syncNow,
    syncSoon,
    syncWithin,
    syncAfter,
    /** The server's nudges are for an engine that ends. */
    endStream(): void {
      events?.stop();
      events = undefined;
    },
    isSyncing: () => syncing !== undefined,
    /** When no sync is under way. */
    async synced(): Promise<void> {
      while (syncing) await syncing;
    },
    indexAll,
    indexSoon,
    /** Begins nothing more; answers when the sync under way has ended or had its time. */
    async stop(): Promise<void> {
      cancelSyncSoon();
      cancelIndexing();
      cancelSnapshot();
      cancelSyncLater?.();
      cancelSyncLater = undefined;
      cancelRetry();
      cancelLater();
      laterAt = undefined;
      events?.stop();
      events = undefined;
      if (!syncing) return;
      await Promise.race([syncing, new Promise<void>((resolve) => void ports.clock.after(inFlightMs, resolve))]);
    },
    /** From now on this device is offline because it is locked. */
    offlineAsLocked(since: number): void {
      connection = { state: "offline", since, why: failure("locked") };
    },
  };
}
