/**
 * The vault: the facade's methods over one device's store, one at a time where they change something.
 * Phases: empty (no practice here), locked (files only), open (keys in memory). Nothing but this module moves between them.
 */

import { fail, ok, type Result, toBase32, toHex } from "@alcove/bytes";
import { type Failure, failure, failures } from "@alcove/protocol";
import type { Revision } from "@alcove/records";
import { createAlarms } from "./alarms.ts";
import { openDisk, prepareDisk } from "./disk.ts";
import { type Opened, openEngine, type OpenedEvents } from "./engine/opened.ts";
import { isProvisional } from "./engine/replay.ts";
import type { OpenKeys } from "./engine/keys.ts";
import type { EngineState } from "./engine/state.ts";
import type {
  Connection,
  DeviceView,
  EmergencyKit,
  LockReason,
  NewSecondFactor,
  PairingStep,
  Vault,
  VaultEvent,
  VaultStatus,
} from "./facade.ts";
import { attach, attachmentView, readAttachment, sendChunks } from "./features/attachments.ts";
import { exchangeDrafts } from "./features/draft-slots.ts";
import { drafts, keepDraft } from "./features/drafts.ts";
import { enrolByKit } from "./features/enrol.ts";
import { foundPractice } from "./features/found.ts";
import { importNotes } from "./features/import-notes.ts";
import { ledgerReport } from "./features/ledger-report.ts";
import {
  chartViews,
  createChart,
  history,
  idFrom,
  memberViews,
  noteHead,
  noteView,
  renameChart,
  revisionFor,
  saveNote,
} from "./features/notes.ts";
import { type Pairing, startInvitation, startNewcomer } from "./features/pairing.ts";
import { search } from "./features/search.ts";
import { createSecondFactor } from "./features/second-factor.ts";
import { unlockDevice } from "./features/unlock.ts";
import { encodeKit, identityHash, secretKeyGroups } from "./kit.ts";
import { judgePassphrase, offerWords } from "./passphrase.ts";
import { type Ports, StoreFault } from "./ports.ts";
import { type Profile, readProfile, writeProfile } from "./profile.ts";

const defaultIdleMinutes = 10;
/** Between a change and the sync that carries it, so that a burst travels as one. */
const syncSoonMs = 5;
const indexSoonMs = 20;
const snapshotSoonMs = 1000;
const notesIndexedAtOnce = 500;
/** Of an import, before it waits for the sync; and how often at most it then lets others have a turn. */
const savesAhead = 2;
const turnsForSending = 50;
const retryMs = 15_000;
/** A draft reaches one's other devices some seconds after it was typed; on this device it is on disk at once. */
const draftTravelsAfterMs = 5000;

export type VaultOptions = {
  /** "soon": words are indexed in the background as they come. "when-searched": by the next search, for a process that ends before. */
  readonly indexing: "soon" | "when-searched";
};

/** @throws StoreFault when the device's file can't be read; `store-newer` is a failure of every method. */
export function createVault(ports: Ports, options: VaultOptions = { indexing: "soon" }): Vault {
  const readiness = prepareDisk(ports.store.disk);
  const disk = openDisk(ports.store.disk);
  const listeners = new Set<(event: VaultEvent) => void>();
  const random = (length: number) => ports.crypto.random(length);
  const stoppedTasks = new Set<string>();
  let profile = readiness === "newer" ? undefined : readProfile(disk);
  let opened: Opened | undefined;
  const alarms = createAlarms(disk, ports.clock);
  let connection: Connection = { state: "offline", since: ports.clock.now(), why: failure("locked") };
  let lockedAt: number | undefined;
  let lockedBy: LockReason | undefined;
  let cancelIdle = () => {};
  let cancelSyncSoon = () => {};
  let cancelIndexing = () => {};
  let cancelSnapshot = () => {};
  let locking: Promise<void> = Promise.resolve();
  let indexing: Promise<void> | undefined;
  let cancelSyncLater: (() => void) | undefined;
  let cancelRetry = () => {};
  let events: { stop(): void } | undefined;
  let syncing: Promise<Result<undefined, Failure>> | undefined;
  let syncAgain = false;
  let draftOrder: Promise<unknown> = Promise.resolve();
  let pairing: Pairing | undefined;
  let pairingTurn = 0;
  let totpSecret: Uint8Array<ArrayBuffer> | undefined;

  const emit = (event: VaultEvent) => {
    for (const listener of listeners) listener(event);
  };

  async function status(): Promise<VaultStatus> {
    if (!profile) return { phase: "empty" };
    const waiting = disk.outbox.count();
    if (!opened) {
      const draftKeptAt = disk.drafts.newest();
      return {
        phase: "locked",
        practiceName: profile.practiceName,
        memberName: profile.memberName,
        deviceName: profile.deviceName,
        origin: profile.origin,
        waiting,
        ...(draftKeptAt === undefined ? {} : { draftKeptAt }),
        ...(lockedAt === undefined ? {} : { lockedAt }),
        ...(lockedBy === undefined ? {} : { lockedBy }),
      };
    }
    const { keys, state } = opened;
    const provisional = state.roster !== undefined && isProvisional(state, state.roster, toHex(keys.device));
    const email = opened.fold.named(keys.account)?.["email"];
    return {
      phase: "open",
      practiceId: toHex(keys.practice),
      practiceName: profile.practiceName,
      memberName: profile.memberName,
      memberEmail: typeof email === "string" ? email : "",
      deviceId: toHex(keys.device),
      deviceName: profile.deviceName,
      origin: profile.origin,
      waiting,
      connection,
      alarms: alarms.list(),
      secondFactorSet: disk.settings.get("secondFactorSet") === true,
      kitConfirmed: disk.settings.get("kitConfirmed") === true,
      idleLockMinutes: idleMinutes(),
      ...(provisional
        ? {
            provisional: {
              otherDevices: deviceViews(opened).filter((device) => !device.thisDevice && !device.revoked),
            },
          }
        : {}),
    };
  }

  async function emitStatus(): Promise<void> {
    emit({ kind: "status", status: await status() });
  }

  /** Ends the pairing before. Only the one begun last speaks: what came before has no say about it. */
  function beginPairing(): { readonly ports: Ports; readonly show: (step: PairingStep) => void } {
    pairing?.cancel();
    const turn = ++pairingTurn;
    const show = (step: PairingStep): void => {
      if (turn === pairingTurn) emit({ kind: "pairing", step });
    };
    return { ports, show };
  }

  const openedEvents: OpenedEvents = {
    alarm(failed) {
      if (!alarms.raise(failed)) return;
      ports.log("alarm", { code: failed.code });
      void emitStatus();
    },
    progress(done, total) {
      if (total - done > 1) emit({ kind: "progress", task: "sync", done, total });
    },
    folded(revisions) {
      emit({
        kind: "changed",
        charts: [...new Set(revisions.map(({ chart, record }) => toHex(chart ?? record)))],
        notes: [...new Set(revisions.map(({ record }) => toHex(record)))],
      });
      namesFromDirectory();
      indexSoon();
    },
  };

  /** The lock screen's names follow the directory. */
  function namesFromDirectory(): void {
    if (!profile || !opened) return;
    const practiceName = opened.fold.nameOf(profile.practice) ?? profile.practiceName;
    const memberName = opened.fold.nameOf(profile.account) ?? profile.memberName;
    if (practiceName === profile.practiceName && memberName === profile.memberName) return;
    profile = { ...profile, practiceName, memberName };
    writeProfile(disk, profile);
  }

  async function open(newProfile: Profile, keys: OpenKeys, known?: EngineState): Promise<Opened> {
    profile = newProfile;
    alarms.forgetPassing();
    opened = await openEngine(ports, disk, newProfile, keys, openedEvents, known);
    // Where there is no index yet, whatever comes goes straight into it; a saved one is loaded after unlocking.
    if (options.indexing === "soon" && !opened.fold.textIndexId()) await opened.textIndex();
    lockedAt = undefined;
    lockedBy = undefined;
    restartIdle();
    return opened;
  }

  // --- Sync -------------------------------------------------------------------------------------------------------

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

  async function syncOnce(): Promise<Result<undefined, Failure>> {
    const running = opened;
    if (!running) return fail(failure("locked"));
    let result = await guarded(() => running.sync.run(), running);
    if (!result.ok && result.error.code === "session-ended") {
      running.endSession();
      result = await guarded(() => running.sync.run(), running);
    }
    const session = running.currentSession();
    if (result.ok && session) result = await guarded(() => sendChunks(running, disk, session), running);
    if (result.ok && session) result = await guarded(() => exchangeDrafts(ports, disk, running.keys, session), running);
    if (opened !== running) return fail(failure("locked"));
    if (result.ok) {
      connection = { state: "current", at: ports.clock.now() };
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
      if (failures[result.error.code].fault === "attack") openedEvents.alarm(result.error);
      events?.stop();
      events = undefined;
      running.endSession();
      cancelRetry();
      cancelRetry = ports.clock.after(retryMs, () => void syncNow());
    }
    await emitStatus();
    return result;
  }

  /** Not before the answer: a practice's index is tens of megabytes. */
  function snapshotSoon(running: Opened): void {
    cancelSnapshot();
    cancelSnapshot = ports.clock.after(
      snapshotSoonMs,
      () => void running.snapshot("due").catch(() => ports.log("snapshot-failed")),
    );
  }

  function syncSoon(): void {
    cancelSyncSoon();
    cancelSyncSoon = ports.clock.after(syncSoonMs, () => void syncNow());
  }

  /** One run at a time: two would take the same notes from each other and each believe to be done. */
  function indexAll(running: Opened): Promise<void> {
    indexing ??= (async () => {
      while (opened === running && (await running.indexSome(notesIndexedAtOnce)) > 0);
    })().finally(() => {
      indexing = undefined;
    });
    return indexing;
  }

  /** What came in is readable at once; its words are indexed right after, in pieces, and at the latest by the next search. */
  function indexSoon(): void {
    if (options.indexing === "when-searched") return;
    cancelIndexing();
    cancelIndexing = ports.clock.after(indexSoonMs, () => {
      const running = opened;
      if (running) void indexAll(running).catch(() => ports.log("index-failed"));
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
          if (!stopped && opened === running) cancelRetry = ports.clock.after(retryMs, () => void syncNow());
        },
      )
      .then((started) => {
        stream = started;
        if (stopped) started.stop();
      });
  }

  /** A full disk in the middle leaves memory ahead of the store: the engine is built anew from what is durable. */
  async function guarded<T>(work: () => Promise<Result<T, Failure>>, running = opened): Promise<Result<T, Failure>> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof StoreFault) {
        if (running && profile && running === opened) {
          running.fold.close();
          opened = await openEngine(ports, disk, profile, running.keys, openedEvents);
        }
        return fail(failure(error.code));
      }
      // Locked in the middle of it: what it did until then is on disk, the rest comes after unlocking.
      if (running && running !== opened) return fail(failure("locked"));
      throw error;
    }
  }

  // --- Locking ----------------------------------------------------------------------------------------------------

  function idleMinutes(): number {
    const set = disk.settings.get("idleMinutes");
    return typeof set === "number" ? set : defaultIdleMinutes;
  }

  function restartIdle(): void {
    cancelIdle();
    cancelIdle = ports.clock.after(idleMinutes() * 60_000, () => void lock("idle"));
  }

  function lock(reason: LockReason): Promise<void> {
    const locked = locking.then(() => lockNow(reason));
    locking = locked.catch(() => undefined);
    return locked;
  }

  async function lockNow(reason: LockReason): Promise<void> {
    const ending = opened;
    if (!ending) return;
    cancelIdle();
    cancelSyncSoon();
    cancelIndexing();
    cancelSnapshot();
    cancelSyncLater?.();
    cancelSyncLater = undefined;
    cancelRetry();
    events?.stop();
    events = undefined;
    // What is in flight gets two seconds; then the keys go, whatever the network does.
    if (syncing) await Promise.race([syncing, new Promise<void>((resolve) => void ports.clock.after(2000, resolve))]);
    await ending.stop(() => {
      opened = undefined;
    });
    await ending.snapshot("now").catch(() => ports.log("snapshot-failed"));
    await ending.close();
    lockedAt = ports.clock.now();
    lockedBy = reason;
    connection = { state: "offline", since: lockedAt, why: failure("locked") };
    await emitStatus();
  }

  // --- Helpers for methods ----------------------------------------------------------------------------------------

  /** Why there is nothing open here. */
  const notOpen = (): Failure => failure(profile ? "locked" : readiness === "newer" ? "store-newer" : "not-set-up");
  const mustOpen = (): Result<Opened, Failure> => (opened ? ok(opened) : fail(notOpen()));
  const mustBeEmpty = (): Result<undefined, Failure> =>
    readiness === "newer" ? fail(failure("store-newer")) : profile ? fail(failure("already-set-up")) : ok();

  /** A change: checked for an open vault, guarded against a full disk, followed by a sync. */
  async function change<T>(work: (running: Opened) => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    const running = mustOpen();
    if (!running.ok) return running;
    const result = await guarded(() => work(running.value), running.value);
    if (result.ok) {
      syncSoon();
      indexSoon();
    }
    return result;
  }

  /** One after the other: of two keepings of one draft the later one must be the one that stays. */
  function inDraftOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = draftOrder.then(work);
    draftOrder = result.catch(() => {});
    return result;
  }

  function deviceViews(running: Opened): DeviceView[] {
    const { roster } = running.state;
    if (!roster) return [];
    return [...roster.devices.values()].map((device) => {
      const id = toHex(device.device);
      const beat = running.state.heartbeats.get(id);
      const named = running.fold.named(device.device);
      return {
        id,
        name:
          typeof named?.["name"] === "string"
            ? named["name"]
            : id === toHex(running.keys.device)
              ? running.profile.deviceName
              : "",
        thisDevice: id === toHex(running.keys.device),
        enrolledAt: Number(named?.["changed_at"] ?? 0),
        via: device.via,
        revoked: device.revoked !== undefined,
        provisional: isProvisional(running.state, roster, id),
        ...(beat ? { lastSeen: beat.day * 86_400_000 } : {}),
      };
    });
  }

  function kitOf(running: Opened): Result<EmergencyKit, Failure> {
    const { roster, checkpoint } = running.state;
    const member = roster?.members.get(toHex(running.keys.account));
    if (!roster || !checkpoint || !member) return fail(failure("bug"));
    const { profile: own, keys } = running;
    const email = running.fold.named(keys.account)?.["email"];
    return ok({
      practiceName: profile?.practiceName ?? "",
      memberName: profile?.memberName ?? "",
      memberEmail: typeof email === "string" ? email : "",
      madeAt: ports.clock.now(),
      deviceName: own.deviceName,
      origin: own.origin,
      secretKey: secretKeyGroups(keys.secretKey).join(" "),
      text: encodeKit({
        origin: own.origin,
        practice: own.practice,
        account: own.account,
        kdfVersion: own.kdfVersion,
        secretKey: keys.secretKey,
        founding: own.founding,
        identity: identityHash(member.identitySign.publicKey, member.identitySeal),
        ledgerKey: own.ledgerKey,
        checkpoint,
      }),
    });
  }

  /** Replaces one that was never confirmed. */
  function newSecondFactor(account: string): NewSecondFactor {
    totpSecret = random(20);
    const secret = toBase32(totpSecret);
    return { secret, uri: `otpauth://totp/${encodeURIComponent(`Alcove:${account}`)}?secret=${secret}&issuer=Alcove` };
  }

  const own = (record: Uint8Array<ArrayBuffer>, revision: Revision) =>
    revisionFor({ kind: "directory", chart: null }, record, revision, []);
  const stamp = () => ({ revision: random(16), writtenAt: ports.clock.now() });

  return {
    status,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    offerPassphrase: async () => offerWords(ports.crypto, 5),
    judgePassphrase,

    async found(request) {
      const taken = mustBeEmpty();
      if (!taken.ok) return taken;
      if ([request.practiceName, request.ownerName].some((name) => name.trim() === ""))
        return fail(failure("name-empty"));
      const verdict = await judgePassphrase(request.passphrase, [
        request.practiceName,
        request.ownerName,
        request.ownerEmail,
      ]);
      if (!verdict.ok) return fail(failure(verdict.code));
      const founded = await guarded(() => foundPractice(ports, disk, request));
      if (!founded.ok) return founded;
      const { profile: made, keys, state } = founded.value;
      const running = await open(made, keys, state);
      const kept = await guarded(async () => {
        await running.keep([
          own(made.practice, { type: "practice", ...stamp(), name: request.practiceName }),
          own(made.account, { type: "member", ...stamp(), name: request.ownerName, email: request.ownerEmail }),
          own(made.device, { type: "device", ...stamp(), name: request.deviceName }),
        ]);
        return ok();
      });
      if (!kept.ok) return kept;
      await syncNow();
      const kit = kitOf(running);
      if (!kit.ok) return kit;
      return ok({ kit: kit.value, totp: newSecondFactor(request.ownerEmail || request.ownerName) });
    },

    async offerTotp() {
      const running = mustOpen();
      if (!running.ok) return running;
      if (disk.settings.get("secondFactorSet") === true) return fail(failure("already-set-up"));
      const email = running.value.fold.named(running.value.keys.account)?.["email"];
      return ok(newSecondFactor(typeof email === "string" && email !== "" ? email : running.value.profile.memberName));
    },

    async confirmTotp(code) {
      const running = mustOpen();
      if (!running.ok) return running;
      if (!totpSecret) return fail(failure("second-factor-wrong"));
      const set = await createSecondFactor(running.value, totpSecret, code);
      if (!set.ok) return set;
      totpSecret = undefined;
      disk.settings.set("secondFactorSet", true);
      await emitStatus();
      return ok();
    },

    async kit() {
      const running = mustOpen();
      return running.ok ? kitOf(running.value) : running;
    },

    async confirmKit(groups) {
      const running = mustOpen();
      if (!running.ok) return running;
      const right = secretKeyGroups(running.value.keys.secretKey);
      const distinct = new Set(groups.map(({ index }) => index));
      const same = groups.every(({ index, text }) => right[index] === text.trim().toUpperCase());
      if (distinct.size < 4 || !same) return fail(failure("kit-groups-wrong"));
      disk.settings.set("kitConfirmed", true);
      await emitStatus();
      return ok();
    },

    async enrolByKit(request) {
      const taken = mustBeEmpty();
      if (!taken.ok) return taken;
      const enrolled = await guarded(() => enrolByKit(ports, disk, request));
      if (!enrolled.ok) return enrolled;
      const running = await open(enrolled.value.profile, enrolled.value.keys);
      disk.settings.set("secondFactorSet", true);
      disk.settings.set("kitConfirmed", true);
      const first = await syncNow();
      if (!first.ok) return first;
      await running.keep([own(running.keys.device, { type: "device", ...stamp(), name: request.deviceName })]);
      return syncNow();
    },

    async confirmFreshness() {
      const running = mustOpen();
      if (!running.ok) return running;
      return guarded(async () => {
        const { keys, sync } = running.value;
        const stated = await sync.state([["freshness.confirm", keys.account, keys.device]]);
        if (!stated.ok) return stated;
        return syncNow();
      });
    },

    async unlock(passphrase) {
      if (!profile) return fail(notOpen());
      // The lock before may still be writing its snapshot, which is older than what opens now.
      await locking;
      if (opened) return ok();
      const keys = await unlockDevice(ports.crypto, profile, passphrase);
      if (!keys.ok) return keys;
      await open(profile, keys.value);
      await emitStatus();
      syncSoon();
      return ok();
    },
    lock,
    async touch() {
      if (opened) restartIdle();
    },
    async setIdleLock(minutes) {
      disk.settings.set("idleMinutes", Math.min(480, Math.max(1, Math.round(minutes))));
      if (opened) restartIdle();
      await emitStatus();
    },

    charts: async () => (opened ? chartViews(opened) : []),
    createChart: ({ name }) => change((running) => createChart(running, ports.clock, random, name)),
    renameChart: ({ chart, name }) => change((running) => renameChart(running, ports.clock, random, chart, name)),

    async notes(chart, newest) {
      const id = idFrom(chart);
      const running = opened;
      return running && id ? running.fold.notesOf(id, newest).map((row) => noteHead(running, row)) : [];
    },
    async note(id) {
      const running = mustOpen();
      return running.ok ? noteView(running.value, id, attachmentView) : running;
    },
    saveNote: (request) =>
      change((running) => inDraftOrder(() => saveNote(running, disk, ports.clock, random, request))),
    async history(note) {
      const running = mustOpen();
      return running.ok ? history(running.value, note) : running;
    },

    drafts: async () => {
      const running = opened;
      return running ? drafts(ports, disk, running.keys, (device) => running.fold.nameOf(device)) : [];
    },
    async keepDraft(draft) {
      const running = mustOpen();
      if (!running.ok) return running;
      const kept = await inDraftOrder(() => guarded(() => keepDraft(ports, disk, running.value.keys, draft)));
      if (kept.ok) syncWithin(draftTravelsAfterMs);
      return kept;
    },
    async discardDraft(id) {
      const draft = idFrom(id);
      await inDraftOrder(async () => {
        if (opened && draft) disk.drafts.end(draft);
      });
    },

    async search(query) {
      const running = mustOpen();
      if (!running.ok) return running;
      await indexAll(running.value);
      return search(running.value, ports.clock, query);
    },

    attach: (request) => change((running) => attach(ports, disk, running, request)),
    async attachments(chart) {
      const id = idFrom(chart);
      return opened && id ? opened.fold.attachmentsOf(id).map(attachmentView) : [];
    },
    async readAttachment(id) {
      const running = mustOpen();
      return running.ok ? readAttachment(ports, disk, running.value, id) : running;
    },

    importNotes: (request) =>
      change(async (running) => {
        const began = ports.clock.now();
        const imported = await importNotes(running, ports, request, {
          stopped: () => stoppedTasks.delete(request.task) || opened !== running,
          async progress(done) {
            const total = request.notes.length;
            const spent = ports.clock.now() - began;
            emit({
              kind: "progress",
              task: request.task,
              done,
              total,
              millisecondsLeft: Math.round((spent / done) * (total - done)),
            });
            // Sending goes on beside the import, and so does everything else: here is its turn. While the server keeps up
            // it gets a moment to, so that it works when this device does; a slow one or none holds nothing up.
            void syncNow();
            for (let turn = 0; turn < turnsForSending; turn++) {
              await new Promise<void>((resolve) => void ports.clock.after(0, resolve));
              if (!syncing || disk.outbox.count() <= savesAhead) break;
            }
          },
        });
        emit({ kind: "changed", charts: [request.chart], notes: [] });
        return imported;
      }),
    async stop(task) {
      stoppedTasks.add(task);
    },

    sync: () => syncNow(),
    async showSecondFactor(digits) {
      // The sync under way has failed to log in or is about to: these are for the one after it.
      while (syncing) await syncing;
      const running = mustOpen();
      if (!running.ok) return running;
      const totp = digits.replaceAll(/\D/g, "");
      if (totp) running.value.logInWith(totp);
      return syncNow();
    },
    members: async () => (opened ? memberViews(opened) : []),
    devices: async () => (opened ? deviceViews(opened) : []),
    async revokeDevice({ device, reason }) {
      const id = idFrom(device);
      return change(async (running) => {
        const target = id && running.state.roster?.devices.get(device);
        if (!target) return fail(failure("device-unknown"));
        return running.sync.state([["device.revoke", target.account, target.device, reason]]);
      });
    },
    async verifyLedger() {
      const running = mustOpen();
      return running.ok ? ledgerReport(ports.crypto, disk, running.value) : running;
    },

    async invite() {
      const running = mustOpen();
      if (!running.ok) return running;
      const started = await startInvitation(beginPairing(), running.value, () => void syncNow());
      if (!started.ok) return started;
      pairing = started.value;
      return ok();
    },
    async choosePairingWords(words) {
      if (!pairing) return fail(failure("pairing-stopped"));
      pairing.answer(words.join(" "));
      return ok();
    },
    async acceptInvitation(request) {
      const taken = mustBeEmpty();
      if (!taken.ok) return taken;
      const started = await startNewcomer(beginPairing(), disk, request, async (made, keys) => {
        await open(made, keys);
        disk.settings.set("secondFactorSet", true);
        disk.settings.set("kitConfirmed", true);
        await syncNow();
        await opened?.keep([own(keys.device, { type: "device", ...stamp(), name: made.deviceName })]);
        await syncNow();
      });
      if (!started.ok) return started;
      pairing = started.value;
      return ok();
    },
    async finishPairing(passphrase) {
      if (!pairing) return fail(failure("pairing-stopped"));
      const outcome = pairing.outcome();
      pairing.answer(passphrase);
      return outcome;
    },
    async cancelPairing() {
      pairing?.cancel();
      pairing = undefined;
    },

    async close() {
      await lock("closed");
      ports.store.close();
    },
  };
}
