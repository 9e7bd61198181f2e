/** The facade's methods over one device's store, one at a time where they change something. */

import { type Bytes, fail, ok, type Result, toBase32 } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Revision } from "@alcove/records";
import type { OpenKeys } from "./engine/keys.ts";
import type { Opened } from "./engine/opened.ts";
import type { NewSecondFactor, NoteKind, Vault } from "./facade.ts";
import { attachmentView } from "./features/attachment-view.ts";
import { deviceViews, revocation } from "./features/devices.ts";
import { drafts, keepDraft } from "./features/drafts.ts";
import { emergencyKit } from "./features/emergency-kit.ts";
import { importNotes } from "./features/import-notes.ts";
import {
  chartViews,
  createChart,
  history,
  memberViews,
  noteHead,
  noteView,
  renameChart,
  revisionFor,
  saveNote,
} from "./features/notes.ts";
import { within } from "./features/guarded/view.ts";
import { idFrom } from "./features/open-charts.ts";
import { readNextKeys } from "./features/own-keys/next-keys.ts";
import type { Pairing, PairingSide } from "./features/pairing/pairing.ts";
import type { Purpose } from "./features/pairing/transcript.ts";
import { unlockDevice } from "./features/unlock.ts";
import { asShown } from "./second-factor-text.ts";
import { secretKeyGroups } from "./kit.ts";
import { createLife, type VaultOptions } from "./life.ts";
import { judgePassphrase } from "./passphrase.ts";
import type { Ports } from "./ports.ts";
import type { Profile } from "./profile.ts";

/** Of an import, before it waits for the sync; and how often at most it then lets others have a turn. */
const savesAhead = 2;
const turnsForSending = 50;
/** A draft reaches one's other devices some seconds after it was typed; on this device it is on disk at once. */
const draftTravelsAfterMs = 5000;

/**
 * Work of a part that most visits never need, which a browser loads when it is asked for. Without a network it is not there,
 * until the app is laid in for offline use.
 */
async function withPart<Part, T>(
  load: () => Promise<Part>,
  work: (part: Part) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const part = await load().catch(() => undefined);
  return part === undefined ? fail(failure("server-unreachable")) : work(part);
}

/** @throws StoreFault when the device's file can't be read; `store-newer` is a failure of every method. */
export function createVault(ports: Ports, options: VaultOptions = { indexing: "soon" }): Vault {
  const life = createLife(ports, options);
  const { disk, background, opened, mustOpen, mustBeEmpty, guarded, change } = life;
  const { syncNow } = background;
  const random = (length: number) => ports.crypto.random(length);
  const stoppedTasks = new Set<string>();
  let draftOrder: Promise<unknown> = Promise.resolve();
  let pairing: Pairing | undefined;
  let pairingTurn = 0;
  let totpSecret: Uint8Array<ArrayBuffer> | undefined;

  const loadAttachments = () => import("./features/attachments.ts");
  const loadProposals = () => import("./features/two-owners/proposals.ts");
  const loadAccess = () => import("./features/access.ts");
  const loadSecondFactor = () => import("./features/second-factor.ts");
  const loadPasskeys = () => import("./features/passkeys/index.ts");

  /** What a part that is loaded when it is asked for lists; nothing while locked, or without it. */
  async function lines<Part, Line>(
    load: () => Promise<Part>,
    list: (part: Part, running: Opened) => readonly Line[] | Promise<readonly Line[]>,
  ): Promise<readonly Line[]> {
    const running = opened();
    const part = running && (await load().catch(() => undefined));
    return running && part ? list(part, running) : [];
  }

  function withMembers(
    work: (
      part: typeof import("./features/members.ts"),
      running: Opened,
      id: Bytes,
    ) => Promise<Result<undefined, Failure>>,
    member: string,
  ): Promise<Result<undefined, Failure>> {
    const id = idFrom(member);
    return change((running) =>
      id
        ? withPart(
            () => import("./features/members.ts"),
            (part) => work(part, running, id),
          )
        : Promise.resolve(fail(failure("member-unknown"))),
    );
  }

  async function startInvite(purpose: Purpose): Promise<Result<undefined, Failure>> {
    const running = mustOpen();
    if (!running.ok) return running;
    const started = await withPart(
      () => import("./features/pairing/inviter.ts"),
      (part) => part.startInvitation(beginPairing(), running.value, purpose, () => void syncNow()),
    );
    if (!started.ok) return started;
    pairing = started.value;
    return ok();
  }

  /** Ends the pairing before. Only the one begun last speaks: what came before has no say about it. */
  function beginPairing(): PairingSide {
    pairing?.cancel();
    const turn = ++pairingTurn;
    return {
      ports,
      show(step) {
        if (turn === pairingTurn) life.emit({ kind: "pairing", step });
      },
    };
  }

  /** One after the other: of two keepings of one draft the later one must be the one that stays. */
  function inDraftOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = draftOrder.then(work);
    draftOrder = result.catch(() => {});
    return result;
  }

  /** Replaces one that was never confirmed. */
  function newSecondFactor(account: string): NewSecondFactor {
    totpSecret = random(20);
    const secret = toBase32(totpSecret);
    return { secret, uri: `otpauth://totp/${encodeURIComponent(`Alcove:${account}`)}?secret=${secret}&issuer=Alcove` };
  }

  /** What was typed of the second factor, and nothing where there is nothing. */
  function withDigits<T extends { readonly totp?: string }>({ totp = "", ...rest }: T) {
    const digits = asShown(totp);
    return digits ? { ...rest, totp: digits } : rest;
  }

  /** Whether the next passphrase is another than the present one, and good enough for this person and these charts. */
  async function mayBecome({ now, next }: { readonly now: string; readonly next: string }) {
    const running = mustOpen();
    if (!running.ok) return running;
    if (now.normalize("NFKC") === next.normalize("NFKC")) return fail(failure("passphrase-same"));
    const { practiceName, memberName } = running.value.profile;
    const email = running.value.fold.named(running.value.keys.account)?.["email"];
    const about = [practiceName, memberName, ...(typeof email === "string" ? [email] : [])];
    const verdict = await judgePassphrase(next, [...about, ...chartViews(running.value).map(({ name }) => name)]);
    return verdict.ok ? running : fail(failure(verdict.code));
  }

  /** Work in one chart, or on what holds this record; of a guarded chart that is closed nothing is to be had. */
  async function inside<T>(
    running: Opened,
    { chart, record }: { readonly chart?: string; readonly record?: string | undefined },
    work: (view: Opened) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> {
    const view = within(running, chart === undefined ? undefined : idFrom(chart), record ? idFrom(record) : undefined);
    return view ? work(view) : fail(failure("guard-closed"));
  }

  const loadGuard = () => import("./features/guarded/guard.ts");
  const loadCrisis = () => import("./features/guarded/crisis-card.ts");

  /** Psychotherapy notes of a guarded chart are guarded too, before there are any. */
  async function guardedFor(running: Opened, chart: string, kind: NoteKind): Promise<Result<undefined, Failure>> {
    const id = idFrom(chart);
    if (!id || kind !== "psychotherapy" || !running.isGuardedChart(id)) return ok();
    return withPart(loadGuard, (part) => part.guardOwnNotes(ports, disk, running, id));
  }

  const own = (record: Uint8Array<ArrayBuffer>, revision: Revision) =>
    revisionFor({ kind: "directory", chart: null }, record, revision, []);
  const stamp = () => ({ revision: random(16), writtenAt: ports.clock.now() });

  return {
    status: life.status,
    subscribe: life.subscribe,

    offerPassphrase: async () => (await import("./offer-words.ts")).offerWords(ports.crypto, 5),
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
      const founded = await guarded(() =>
        withPart(
          () => import("./features/found.ts"),
          (part) => part.foundPractice(ports, disk, request),
        ),
      );
      if (!founded.ok) return founded;
      const { profile: made, keys, state } = founded.value;
      const running = await life.open(made, keys, state);
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
      const kit = emergencyKit(running, ports.clock.now());
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
      const secret = totpSecret;
      const set = await withPart(loadSecondFactor, (part) => part.createSecondFactor(running.value, secret, code));
      if (!set.ok) return set;
      totpSecret = undefined;
      disk.settings.set("secondFactorSet", true);
      await life.emitStatus();
      return ok();
    },

    async secondFactor() {
      const running = mustOpen();
      return running.ok ? withPart(loadSecondFactor, (part) => part.secondFactor(running.value)) : running;
    },
    async makeSpareCodes(request) {
      const running = mustOpen();
      const totp = asShown(request.totp ?? "") || undefined;
      return running.ok
        ? withPart(loadSecondFactor, (part) => part.makeSpareCodes(ports.crypto, running.value, totp))
        : running;
    },

    async kit() {
      const running = mustOpen();
      return running.ok ? emergencyKit(running.value, ports.clock.now()) : running;
    },

    async confirmKit(groups) {
      const running = mustOpen();
      if (!running.ok) return running;
      const right = secretKeyGroups(running.value.keys.secretKey);
      const distinct = new Set(groups.map(({ index }) => index));
      const same = groups.every(({ index, text }) => right[index] === text.trim().toUpperCase());
      if (distinct.size < 4 || !same) return fail(failure("kit-groups-wrong"));
      disk.settings.set("kitConfirmed", true);
      await life.emitStatus();
      return ok();
    },

    async changePassphrase(request) {
      const fit = await mayBecome(request);
      if (!fit.ok) return fit;
      const changed = await life.replaceKeys((part, running, rest) =>
        part.changePassphrase(ports, disk, running, withDigits(request), rest),
      );
      void syncNow();
      return changed;
    },

    async rekey(request) {
      const fit = await mayBecome(request);
      if (!fit.ok) return fit;
      const rekeyed = await life.replaceKeys((part, running, rest) =>
        part.rekey(ports, disk, running, withDigits(request), rest),
      );
      if (!rekeyed.ok) {
        void syncNow();
        return rekeyed;
      }
      // What only this member reads is rotated with it; without the server it is done when there is one.
      await syncNow();
      const running = mustOpen();
      if (!running.ok) return running;
      const kit = emergencyKit(running.value, ports.clock.now());
      return kit.ok ? ok({ kit: kit.value }) : kit;
    },

    async takeNewKeys(request) {
      const taken = await life.replaceKeys((part, running) =>
        part.takeNewKeys(ports, disk, running, withDigits(request)),
      );
      return taken.ok ? syncNow() : taken;
    },

    async enrolByKit(request) {
      const taken = mustBeEmpty();
      if (!taken.ok) return taken;
      const enrolled = await guarded(() =>
        withPart(
          () => import("./features/enrol.ts"),
          (part) => part.enrolByKit(ports, disk, request),
        ),
      );
      if (!enrolled.ok) return enrolled;
      const running = await life.open(enrolled.value.profile, enrolled.value.keys);
      disk.settings.set("secondFactorSet", true);
      disk.settings.set("kitConfirmed", true);
      const first = await syncNow();
      if (!first.ok) return first;
      await running.keep([own(running.keys.device, { type: "device", ...stamp(), name: request.deviceName })]);
      return syncNow();
    },

    async recovery() {
      const running = opened();
      const part = running && (await import("./features/recovery/set.ts").catch(() => undefined));
      return running && part?.recoveryView(running);
    },
    makeRecoveryCards: (counts) =>
      change((running) =>
        withPart(
          () => import("./features/recovery/set.ts"),
          (part) => part.makeCards(ports.crypto, running, counts),
        ),
      ),
    drillRecoveryCards: (cards) =>
      change((running) =>
        withPart(
          () => import("./features/recovery/set.ts"),
          (part) => part.drillCards(running, cards),
        ),
      ),

    async recoverByCards(request) {
      const taken = mustBeEmpty();
      if (!taken.ok) return taken;
      const verdict = await judgePassphrase(request.passphrase, []);
      if (!verdict.ok) return fail(failure(verdict.code));
      const recovered = await guarded(() =>
        withPart(
          () => import("./features/recovery/use.ts"),
          (part) => part.recoverByCards(ports, disk, request),
        ),
      );
      if (!recovered.ok) return recovered;
      const running = await life.open(recovered.value.profile, recovered.value.keys);
      const first = await syncNow();
      if (first.ok)
        await running.keep([own(running.keys.device, { type: "device", ...stamp(), name: request.deviceName })]);
      // The cards are made and the old ones void, whatever the network does: they are given in any case.
      return ok(recovered.value.cards);
    },

    passkeys: () =>
      lines(loadPasskeys, async (part, running) =>
        (await part.listHere(ports.crypto, disk, running.keys)).passkeys.map(
          ({ slot, credential, host, name, addedAt }) => ({
            id: String(slot),
            credential,
            host,
            name,
            addedAt,
          }),
        ),
      ),
    async passkeyInput() {
      const running = mustOpen();
      return running.ok ? withPart(loadPasskeys, async (part) => ok(part.prfInput(running.value.keys))) : running;
    },
    addPasskey: (request) =>
      change((running) => withPart(loadPasskeys, (part) => part.addPasskey(ports, disk, running, request))),
    removePasskey: (id) =>
      change((running) => withPart(loadPasskeys, (part) => part.removePasskey(ports, disk, running, id))),

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

    unlock: (passphrase) => life.unlock((locked) => unlockDevice(ports.crypto, locked, readNextKeys(disk), passphrase)),
    unlockByPasskey: (request) =>
      life.unlock((locked) =>
        withPart(loadPasskeys, (part) => part.unlockByPasskey(ports.crypto, disk, locked, request)),
      ),
    lock: life.lock,
    async touch() {
      life.touch();
    },
    async setIdleLock(minutes) {
      life.setIdleMinutes(minutes);
      await life.emitStatus();
    },

    async charts() {
      const running = opened();
      return running ? chartViews(running) : [];
    },
    createChart: ({ name }) => change((running) => createChart(running, ports.clock, random, name)),
    renameChart: ({ chart, name }) => change((running) => renameChart(running, ports.clock, random, chart, name)),

    async notes(chart, newest) {
      const id = idFrom(chart);
      const running = opened();
      const view = running && id && within(running, id);
      return view ? view.fold.notesOf(id, newest).map((row) => noteHead(view, row)) : [];
    },
    async note(id) {
      const running = mustOpen();
      if (!running.ok) return running;
      return inside(running.value, { record: id }, (view) => noteView(view, id, attachmentView));
    },
    saveNote: (request) =>
      change(async (running) => {
        const guardedToo = await guardedFor(running, request.chart, request.kind);
        if (!guardedToo.ok) return guardedToo;
        return inside(running, { chart: request.chart }, (view) =>
          inDraftOrder(() => saveNote(view, disk, ports.clock, random, request)),
        );
      }),
    async history(note) {
      const running = mustOpen();
      return running.ok ? inside(running.value, { record: note }, (view) => history(view, note)) : running;
    },

    drafts: async () => {
      const running = opened();
      if (!running) return [];
      const all = await drafts(ports, disk, running.keys, (device) => running.fold.nameOf(device));
      return all.filter(({ chart }) => within(running, idFrom(chart)));
    },
    async keepDraft(draft) {
      const running = mustOpen();
      if (!running.ok) return running;
      const kept = await life.through(() =>
        inDraftOrder(async () => {
          const inside = mustOpen();
          if (!inside.ok) return inside;
          const id = idFrom(draft.chart);
          const staysHere = draft.kind === "psychotherapy" || (id !== undefined && inside.value.isGuardedChart(id));
          return guarded(() => keepDraft(ports, disk, inside.value.keys, draft, staysHere));
        }),
      );
      if (kept.ok) background.syncWithin(draftTravelsAfterMs);
      return kept;
    },
    async discardDraft(id) {
      const draft = idFrom(id);
      await inDraftOrder(async () => {
        if (opened() && draft) disk.drafts.end(draft);
      });
    },

    async search(query) {
      const running = mustOpen();
      if (!running.ok) return running;
      await background.indexAll(running.value);
      return withPart(
        () => import("./features/search.ts"),
        (part) => part.search(running.value, ports.clock, query),
      );
    },

    attach: (request) =>
      change((running) =>
        inside(running, { chart: request.chart }, (view) =>
          withPart(loadAttachments, (part) => part.attach(ports, disk, view, request)),
        ),
      ),
    async attachments(chart) {
      const id = idFrom(chart);
      const running = opened();
      const view = running && id && within(running, id);
      return view ? view.fold.attachmentsOf(id).map(attachmentView) : [];
    },
    async readAttachment(id) {
      const running = mustOpen();
      if (!running.ok) return running;
      return inside(running.value, { record: id }, (view) =>
        withPart(loadAttachments, (part) => part.readAttachment(ports, disk, view, id)),
      );
    },

    importNotes: (request) =>
      change(async (running) => {
        const began = ports.clock.now();
        const guardedToo = await guardedFor(running, request.chart, request.kind);
        const view = within(running, idFrom(request.chart));
        if (!guardedToo.ok) return guardedToo;
        if (!view) return fail(failure("guard-closed"));
        const imported = await importNotes(view, ports, request, {
          stopped: () => stoppedTasks.delete(request.task) || opened() !== running,
          async progress(done) {
            const total = request.notes.length;
            const spent = ports.clock.now() - began;
            life.emit({
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
              if (!background.isSyncing() || disk.outbox.count() <= savesAhead) break;
            }
          },
        });
        life.emit({ kind: "changed", charts: [request.chart], notes: [] });
        return imported;
      }),
    async stop(task) {
      stoppedTasks.add(task);
    },

    sync: () => syncNow(),
    async showSecondFactor(digits) {
      // The sync under way has failed to log in or is about to: these are for the one after it.
      await background.synced();
      const running = mustOpen();
      if (!running.ok) return running;
      const totp = asShown(digits);
      if (totp) running.value.logInWith(totp);
      return syncNow();
    },
    removeMember: ({ member, keepsCharts }) =>
      withMembers((part, running, id) => part.removeMember(running, id, { keepsCharts: keepsCharts === true }), member),
    giveRole: ({ member, role }) => withMembers((part, running, id) => part.giveRole(running, id, role), member),
    rights: () => lines(loadAccess, (part, running) => part.rights(running)),
    memberAccess: (member) => lines(loadAccess, (part, running) => part.memberAccess(running, member)),
    chartAccess: (chart) => lines(loadAccess, (part, running) => part.chartAccess(running, chart)),
    shareChart: (request) => change((running) => withPart(loadAccess, (part) => part.shareChart(running, request))),
    endAccess: (request) => change((running) => withPart(loadAccess, (part) => part.endAccess(running, request))),
    async guard(chart) {
      const running = opened();
      const part = running && (await loadGuard().catch(() => undefined));
      return running && part?.guardView(ports, disk, running, chart);
    },
    guardChart: (request) =>
      change((running) => withPart(loadGuard, (part) => part.guardChart(ports, disk, running, request))),
    unguardChart: (chart) =>
      change((running) => withPart(loadGuard, (part) => part.unguardChart(ports, running, chart))),
    openGuarded: (chart) =>
      change((running) => withPart(loadGuard, (part) => part.openGuarded(ports, disk, running, chart))),
    async closeGuarded() {
      opened()?.closeGuarded();
    },
    saveCrisisCard: (request) =>
      change((running) => withPart(loadCrisis, (part) => part.saveCrisisCard(ports, running, request))),
    async crisisCard(chart) {
      const running = mustOpen();
      return running.ok ? withPart(loadCrisis, (part) => part.crisisCard(running.value, chart)) : running;
    },
    openCrisisCard: (request) =>
      change((running) => withPart(loadCrisis, (part) => part.openCrisisCard(ports, disk, running, request))),
    proposals: () => lines(loadProposals, (part, running) => part.proposals({ ports, disk, opened: running })),
    propose: (request) =>
      change((running) => withPart(loadProposals, (part) => part.propose({ ports, disk, opened: running }, request))),
    answerProposal: ({ proposal, answer }) =>
      change((running) =>
        withPart(loadProposals, (part) => part.answerProposal({ ports, disk, opened: running }, proposal, answer)),
      ),
    heldSaves: () =>
      lines(
        () => import("./features/held-saves.ts"),
        (part, running) => part.heldSaves(running),
      ),
    async discardHeld(id) {
      await change(async (running) => {
        await running.giveUp(Number(id));
        return ok();
      });
    },
    async members() {
      const running = opened();
      return running ? memberViews(running) : [];
    },
    async devices() {
      const running = opened();
      return running ? deviceViews(running) : [];
    },
    async revokeDevice({ device, reason }) {
      return change(({ sync, keys }) => sync.state((roster) => revocation(roster, keys.account, device, reason)));
    },
    async verifyLedger() {
      const running = mustOpen();
      if (!running.ok) return running;
      return withPart(
        () => import("./features/ledger-report.ts"),
        (part) => part.ledgerReport(ports.crypto, disk, running.value),
      );
    },

    invite: () => startInvite({ kind: "device" }),
    inviteMember: ({ role }) => startInvite({ kind: "member", role }),
    async choosePairingWords(words) {
      if (!pairing) return fail(failure("pairing-stopped"));
      pairing.answer(words.join(" "));
      return ok();
    },
    async acceptInvitation(request) {
      const taken = mustBeEmpty();
      if (!taken.ok) return taken;
      const joined = async (made: Profile, keys: OpenKeys) => {
        await life.open(made, keys);
        disk.settings.set("secondFactorSet", true);
        disk.settings.set("kitConfirmed", true);
        await syncNow();
        await opened()?.keep([own(keys.device, { type: "device", ...stamp(), name: made.deviceName })]);
        await syncNow();
      };
      const started = await withPart(
        () => import("./features/pairing/new-device.ts"),
        (part) => part.startNewDevice(beginPairing(), disk, request, joined),
      );
      if (!started.ok) return started;
      pairing = started.value;
      return ok();
    },
    async acceptMembership(request) {
      const taken = mustBeEmpty();
      if (!taken.ok) return taken;
      if (request.name.trim() === "") return fail(failure("name-empty"));
      const verdict = await judgePassphrase(request.passphrase, [request.name, request.email]);
      if (!verdict.ok) return fail(failure(verdict.code));
      const joined = async (made: Profile, keys: OpenKeys) => {
        const running = await life.open(made, keys);
        await running.keep([
          own(keys.account, { type: "member", ...stamp(), name: request.name.trim(), email: request.email }),
          own(keys.device, { type: "device", ...stamp(), name: made.deviceName }),
        ]);
        await syncNow();
      };
      const started = await withPart(
        () => import("./features/pairing/new-member.ts"),
        (part) => part.startNewMember(beginPairing(), disk, request, joined),
      );
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
      await life.lock("closed");
      ports.store.close();
    },
  };
}
