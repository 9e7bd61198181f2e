/**
 * The life of a vault on one device. Phases: empty (no practice here), locked (files only), open (keys in memory). Nothing
 * but this module moves between them.
 */

import { type Bytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import { createAlarms } from "./alarms.ts";
import { createAuthenticatorDesk } from "./authenticator-desk.ts";
import { createBackground } from "./background.ts";
import { openDisk, prepareDisk } from "./disk.ts";
import { forgetSeeds, type OpenKeys, type SpentCards, wipeCards } from "./engine/keys.ts";
import type { Opened, OpenedEvents } from "./engine/opened.ts";
import type { EngineState } from "./engine/state.ts";
import { LockedMeanwhile } from "./engine/sync/parts.ts";
import type { LockReason, VaultEvent, VaultStatus } from "./facade.ts";
import type { Adopted } from "./features/own-keys/index.ts";
import { type OpenNext, readNextKeys } from "./features/own-keys/next-keys.ts";
import type { UnlockedDevice } from "./features/unlock.ts";
import { createGate } from "./gate.ts";
import { type Ports, StoreFault } from "./ports.ts";
import { type Profile, readProfile, writeProfile } from "./profile.ts";
import { asShown } from "./second-factor-text.ts";
import type { SecondFactorAtHand } from "./session.ts";
import { hasAllClasses, idleMinutes, keepRules, notePassphrase, passkeyOpens } from "./rules.ts";
import { type Locked, lockedStatus, openStatus } from "./status.ts";

/** With the first opening: the page that asks for a passphrase stands without it. */
const loadEngine = () => import("./engine/opened.ts");

/** As long as what else nobody should miss. */
const emergenciesShownMs = 30 * 86_400_000;

type OwnKeysPart = typeof import("./features/own-keys/index.ts");

export type VaultOptions = {
  /** "soon": words are indexed in the background as they come. "when-searched": by the next search, for a process that ends before. */
  readonly indexing: "soon" | "when-searched";
};

/** What was on its way when the disk was full. */
const syncAfterFullMs = 15_000;

/** @throws StoreFault when the device's file can't be read; `store-newer` is a failure of every method. */
export function createLife(ports: Ports, options: VaultOptions) {
  const readiness = prepareDisk(ports.store.disk);
  const disk = openDisk(ports.store.disk);
  if (readiness === "ready") {
    disk.sealing.sweep();
    disk.wipeOwed();
  }
  const alarms = createAlarms(disk, ports.clock);
  const listeners = new Set<(event: VaultEvent) => void>();
  let profile = readiness === "newer" ? undefined : readProfile(disk);
  let opened: Opened | undefined;
  /** Keys that may count, where what was typed at unlock opens them. */
  let next: OpenNext | undefined;
  /** The passphrase that opened lacks a class of characters; nothing where none was typed. Never on disk. */
  let isWeak = false;
  let locked: Locked | undefined;
  let locking: Promise<void> = Promise.resolve();
  const gate = createGate();
  const authenticators = createAuthenticatorDesk(ports.clock, emit);
  let ownKeys: Promise<unknown> = Promise.resolve();
  let cancelIdle = () => {};

  const background = createBackground({
    ports,
    disk,
    alarms,
    indexing: options.indexing,
    opened: () => opened,
    guarded,
    alarm,
    takenOut: () => void lock("taken-out"),
    followRules(running) {
      const before = idleMinutes(disk);
      keepRules(disk, running.state.roster?.policy);
      if (idleMinutes(disk) < before) restartIdle();
    },
    settleKeys: (running) =>
      replaceKeys(async (part, current) =>
        current === running ? part.settle(ports, running, readNextKeys(disk) && next) : ok(undefined),
      ),
    rosterMoved: () => emit({ kind: "changed", charts: [], notes: [] }),
    emitStatus,
    fileProgress: (done, total) => emit({ kind: "progress", task: "files", done, total }),
  });

  function emit(event: VaultEvent): void {
    for (const listener of listeners) listener(event);
  }

  async function status(): Promise<VaultStatus> {
    if (!profile) return { phase: "empty" };
    if (!opened) return lockedStatus(disk, profile, locked);
    const running = opened;
    const emergencies = await emergenciesNow(running).catch((error: unknown) => {
      if (running === opened) throw error;
      return undefined;
    });
    // Locked or unlocked meanwhile: what is said is of one moment.
    if (running !== opened) return status();
    const network = { connection: background.connection(), syncedAt: background.syncedAt() };
    const shown = { profile, running, network, alarms: alarms.list(), isWeak, emergencies };
    return openStatus(disk, shown, ports.clock.now());
  }

  async function emergenciesNow(running: Opened): Promise<{ readonly toAnswer: number } | undefined> {
    if (running.fold.emergencies(ports.clock.now() - emergenciesShownMs).length === 0) return undefined;
    const part = await import("./features/emergency/requests.ts").catch(() => undefined);
    return part && running === opened ? { toAnswer: await part.emergenciesToAnswer(ports, running) } : undefined;
  }

  async function emitStatus(): Promise<void> {
    emit({ kind: "status", status: await status() });
  }

  function alarm(failed: Failure): void {
    if (!alarms.raise(failed)) return;
    ports.log("alarm", { code: failed.code });
    void emitStatus();
  }

  const openedEvents: OpenedEvents = {
    alarm,
    progress(done, total) {
      if (total - done > 1) emit({ kind: "progress", task: "sync", done, total });
    },
    again: (inMs) => background.syncAfter(inMs),
    deliveredAnew: forgetSpentCards,
    folded(revisions) {
      emit({
        kind: "changed",
        charts: [...new Set(revisions.map(({ chart, record }) => toHex(chart ?? record)))],
        notes: [...new Set(revisions.map(({ record }) => toHex(record)))],
      });
      namesFromDirectory();
      background.indexSoon();
    },
  };

  function forgetSpentCards(): void {
    if (!profile || !opened) return;
    const { spentCards: _, ...without } = profile;
    profile = without;
    writeProfile(disk, profile);
    wipeCards(opened.keys.spent);
    opened.keys.spent = [];
  }

  function keepSpentCards(sealed: Bytes, spent: readonly SpentCards[]): void {
    if (!profile || !opened) return;
    profile = { ...profile, spentCards: sealed };
    writeProfile(disk, profile);
    opened.keys.spent = spent;
  }

  /** The lock screen's names follow the directory. */
  function namesFromDirectory(): void {
    if (!profile || !opened) return;
    const practiceName = opened.fold.nameOf(profile.practice) ?? profile.practiceName;
    const memberName = opened.fold.nameOf(profile.account) ?? profile.memberName;
    if (practiceName === profile.practiceName && memberName === profile.memberName) return;
    profile = { ...profile, practiceName, memberName };
    // Whoever came without names, by kit, pairing or cards, has them from here on, not from the next unlock.
    opened.profile = { ...opened.profile, practiceName, memberName };
    writeProfile(disk, profile);
  }

  // --- Opening ----------------------------------------------------------------------------------------------------

  async function open(newProfile: Profile, keys: OpenKeys, known?: EngineState): Promise<Opened> {
    if (disk.settings.get("passphraseSetAt") === undefined) notePassphrase(disk, ports.clock.now(), true);
    profile = newProfile;
    alarms.forgetPassing();
    const { openEngine } = await loadEngine();
    opened = await openEngine(ports, disk, newProfile, keys, openedEvents, known);
    // Where there is no index yet, whatever comes goes straight into it; a saved one is loaded after unlocking.
    if (options.indexing === "soon" && !opened.fold.textIndexId()) await opened.textIndex();
    locked = undefined;
    restartIdle();
    return opened;
  }

  /** `by`: one of the ways in. `passphrase`: where it was that. */
  async function unlock(
    by: (locked: Profile) => Promise<Result<UnlockedDevice, Failure>>,
    passphrase?: string,
  ): Promise<Result<undefined, Failure>> {
    if (!profile) return fail(notOpen());
    if (passphrase === undefined && !passkeyOpens(disk, ports.clock.now())) return fail(failure("passkey-too-late"));
    // The lock before may still be writing its snapshot, which is older than what opens now.
    await locking;
    if (opened) return ok();
    const loading = loadEngine().catch(() => undefined);
    const unlocked = await by(profile);
    if (!unlocked.ok) return unlocked;
    if (!(await loading)) return fail(failure("server-unreachable"));
    next = unlocked.value.next;
    isWeak = passphrase !== undefined && !hasAllClasses(passphrase);
    if (passphrase !== undefined) notePassphrase(disk, ports.clock.now(), false);
    await open(profile, unlocked.value.keys);
    await emitStatus();
    background.syncSoon();
    return ok();
  }

  // --- Locking ----------------------------------------------------------------------------------------------------

  function restartIdle(): void {
    cancelIdle();
    cancelIdle = ports.clock.after(idleMinutes(disk) * 60_000, () => void lock("idle"));
  }

  function lock(reason: LockReason): Promise<void> {
    const ended = locking.then(() => lockNow(reason));
    locking = ended.catch(() => undefined);
    return ended;
  }

  async function lockNow(reason: LockReason): Promise<void> {
    const ending = opened;
    if (!ending) return;
    cancelIdle();
    authenticators.answer(undefined);
    await background.stop();
    await ending.stop(() => {
      opened = undefined;
      // With it, so that nobody who asks in between sees a lock that has no reason.
      locked = { at: ports.clock.now(), by: reason };
    });
    await ending.snapshot("now").catch(() => ports.log("snapshot-failed"));
    await ending.close();
    if (next) forgetSeeds(next);
    next = undefined;
    background.offlineAsLocked(ports.clock.now());
    await emitStatus();
  }

  // --- Working ----------------------------------------------------------------------------------------------------

  /** Why there is nothing open here. */
  const notOpen = (): Failure => failure(profile ? "locked" : readiness === "newer" ? "store-newer" : "not-set-up");
  const mustOpen = (): Result<Opened, Failure> => (opened ? ok(opened) : fail(notOpen()));
  const mustBeEmpty = (): Result<undefined, Failure> =>
    readiness === "newer" ? fail(failure("store-newer")) : profile ? fail(failure("already-set-up")) : ok();

  /** A full disk in the middle leaves memory ahead of the store: the engine is built anew from what is durable. */
  async function guarded<T>(work: () => Promise<Result<T, Failure>>, running = opened): Promise<Result<T, Failure>> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof StoreFault) {
        if (running && profile && running === opened) {
          const { openEngine } = await loadEngine();
          // A sync that still goes on in the old one would put on disk what the new one has not read.
          await running.stop(() => {});
          background.syncAfter(syncAfterFullMs);
          const again = await openEngine(ports, disk, profile, running.keys, openedEvents);
          // Until then the old lists are asked, also by what the new engine tells of itself.
          const old = running === opened ? running : again;
          if (running === opened) opened = again;
          old.fold.close();
        }
        return fail(failure(error.code));
      }
      // Locked in the middle of it: what it did until then is on disk, the rest comes after unlocking. A sync throws
      // `LockedMeanwhile`; other work meets lists that are closed, which say so in words of their own.
      if (error instanceof LockedMeanwhile || (running && running !== opened)) return fail(failure("locked"));
      throw error;
    }
  }

  /** A change: checked for an open vault, guarded against a full disk, followed by a sync. */
  async function change<T>(work: (running: Opened) => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    // What is saved while the device goes over to other keys waits for these.
    const result = await gate.through(async () => {
      const running = mustOpen();
      return running.ok ? guarded(() => work(running.value), running.value) : running;
    });
    if (result.ok) {
      background.syncSoon();
      background.indexSoon();
    }
    return result;
  }

  // --- One's own keys ---------------------------------------------------------------------------------------------

  /** One such act at a time. `act` gives keys that count at the server; the device then goes over to them. */
  function replaceKeys(
    act: (
      part: OwnKeysPart,
      running: Opened,
      rest: (beside: OpenNext) => void,
    ) => Promise<Result<OpenNext | undefined, Failure>>,
  ): Promise<Result<undefined, Failure>> {
    const acting = ownKeys.then(async (): Promise<Result<undefined, Failure>> => {
      const running = mustOpen();
      if (!running.ok) return running;
      const part = await import("./features/own-keys/index.ts").catch(() => undefined);
      if (!part) return fail(failure("server-unreachable"));
      const counts = await guarded(() => act(part, running.value, (beside) => (next = beside)), running.value);
      if (!counts.ok) return counts;
      const { value: to } = counts;
      return to ? goOver(running.value, () => part.adoptKeys(ports, disk, running.value, to)) : ok();
    });
    ownKeys = acting.catch(() => undefined);
    return acting;
  }

  /** The device was taken out and paired again. */
  function becomeAnother(made: Profile, keys: OpenKeys): Promise<Result<undefined, Failure>> {
    const going = ownKeys.then(async (): Promise<Result<undefined, Failure>> => {
      const running = mustOpen();
      if (!running.ok) return running;
      const part = await import("./features/own-keys/index.ts").catch(() => undefined);
      if (!part) return fail(failure("server-unreachable"));
      if (!part.holdsAllOf(running.value.keys.keyring, keys.keyring)) return fail(failure("keys-only-here"));
      return goOver(running.value, () => part.adoptDevice(ports, disk, running.value, { profile: made, keys }));
    });
    ownKeys = going.catch(() => undefined);
    return going;
  }

  /** Whose this device was, where the server calls it one that was taken out. */
  function takenOut(): Profile | undefined {
    const connection = background.connection();
    const isOut = connection.state === "offline" && connection.why.code === "device-revoked";
    return opened && isOut ? profile : undefined;
  }

  /** What was on its way under the keys of before ends without touching the disk; nothing else writes meanwhile. */
  function goOver(running: Opened, adopt: () => Promise<Adopted | undefined>): Promise<Result<undefined, Failure>> {
    return gate.alone(() =>
      guarded(async () => {
        background.endStream();
        await running.stop(() => {});
        if (opened !== running) return fail(failure("locked"));
        const adopted = await adopt();
        if (!adopted) return fail(failure("store-damaged"));
        next = undefined;
        isWeak = false;
        notePassphrase(disk, ports.clock.now(), true);
        profile = adopted.profile;
        const { openEngine } = await loadEngine();
        const reopened = await openEngine(ports, disk, adopted.profile, adopted.keys, openedEvents).catch(
          () => undefined,
        );
        // Locked meanwhile, or the disk gave out: the next unlock opens the new keys.
        const isOpen = opened === running && reopened !== undefined;
        if (opened === running) opened = reopened;
        if (!isOpen) await reopened?.close();
        await running.close();
        await emitStatus();
        return isOpen ? ok() : fail(failure("locked"));
      }, running),
    );
  }

  return {
    disk,
    background,
    authenticators,
    /** What a request says of the second factor, for a login. */
    atHand(request: { readonly totp?: string; readonly authenticator?: true }): SecondFactorAtHand {
      if (request.authenticator) return { authenticator: authenticators.ask };
      const totp = asShown(request.totp);
      return totp ? { totp } : {};
    },
    emit,
    subscribe(listener: (event: VaultEvent) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    status,
    emitStatus,
    /** Cards that were put together here, sealed and open: they give what was delivered to their set. */
    keepSpentCards,
    /** `undefined` while locked or empty. */
    opened: (): Opened | undefined => opened,
    mustOpen,
    mustBeEmpty,
    open,
    unlock,
    lock,
    /** Puts off the idle lock. */
    touch(): void {
      if (opened) restartIdle();
    },
    setIdleMinutes(minutes: number): void {
      disk.settings.set("idleMinutes", Math.min(480, Math.max(1, Math.round(minutes))));
      if (opened) restartIdle();
    },
    guarded,
    change,
    through: gate.through,
    replaceKeys,
    becomeAnother,
    takenOut,
  };
}

export type Life = ReturnType<typeof createLife>;
