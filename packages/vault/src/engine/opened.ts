/** An unlocked vault: keys, replayed state, views, and the session with the server. Built at unlock, thrown away at lock. */

import { assert, type Bytes, equalBytes, fail, ok, type Result } from "@alcove/bytes";
import { boundContext, type CryptoPort, importVerifyKey, open, openCheckpoint, seal } from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import { parseRevision, type RevisionOf } from "@alcove/records";
import type { Disk } from "../disk.ts";
import type { Ports } from "../ports.ts";
import type { Profile } from "../profile.ts";
import { login, type Session } from "../session.ts";
import { openFold } from "../views/fold.ts";
import { forgetKeys, type OpenKeys } from "./keys.ts";
import { openSave, type Save, sealSave } from "./outbox.ts";
import { createReplay } from "./replay.ts";
import { emptyState, type EngineState } from "./state.ts";
import { encodeState, parseState } from "./state-snapshot.ts";
import type { SyncParts } from "./sync/parts.ts";
import { createSync } from "./sync/sync.ts";

export type Opened = Awaited<ReturnType<typeof openEngine>>;

export type OpenedEvents = Pick<SyncParts, "alarm" | "progress" | "folded">;

/** Revisions that may come in before the sealed snapshot is written anew: what a kill costs at the next unlock. */
const snapshotAfter = 2000;

export async function openEngine(
  ports: Ports,
  disk: Disk,
  profile: Profile,
  keys: OpenKeys,
  events: OpenedEvents,
  known?: EngineState,
) {
  const { crypto } = ports;
  const snapshot = known ? undefined : await loadSnapshot(ports, disk, keys);
  const state = known ?? snapshot?.state ?? emptyState();
  const fold = openFold(ports.store.memory(snapshot?.fold));
  const ledgerKey = await importVerifyKey(crypto, profile.ledgerKey);
  assert(ledgerKey, "the profile holds a key that was checked when it was pinned");
  const replay = createReplay(crypto, keys, state, profile.founding);
  let session: Session | undefined;
  let sinceSnapshot = 0;
  /** The save opened last: its revisions are often asked for one after the other. */
  let lastSave: { readonly sequence: number; readonly save: Save } | undefined;

  async function signIn(totp?: string): Promise<Result<Session, Failure>> {
    if (session) return ok(session);
    const facts = {
      origin: profile.origin,
      practice: keys.practice,
      account: keys.account,
      device: keys.device,
      ledgerKey: profile.ledgerKey,
      loginKey: keys.loginKey,
      deviceKey: keys.deviceKey,
    };
    const tryLogin = () => login(crypto, ports.transport, totp === undefined ? facts : { ...facts, totp });
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
    if (opened.value.scope !== "full") return fail(failure("device-unknown"));
    session = opened.value;
    return ok(session);
  }

  const sync = createSync({
    crypto,
    keys,
    state,
    replay,
    fold,
    disk,
    ledgerKey,
    clock: ports.clock,
    session: () => signIn(),
    alarm: events.alarm,
    progress: events.progress,
    folded: (records) => {
      sinceSnapshot += records.length;
      events.folded(records);
    },
  });

  await replay.prepare();
  await sync.catchUp(Number(disk.settings.get("appliedTo") ?? 0));
  await refoldOutbox();

  async function refoldOutbox(): Promise<void> {
    for (let row = disk.outbox.next(0); row; row = disk.outbox.next(row.sequence)) {
      const save = await openSave(crypto, keys, row.sealed);
      if (save) foldSave(save, row.sequence);
    }
  }

  function foldSave(save: Save, sequence: number): void {
    fold.transaction(() => {
      for (const one of save) {
        const revision = one.made ?? parseRevision(one.revision);
        assert(revision, "the outbox holds what this app wrote");
        fold.add({
          revision,
          record: one.record,
          number: one.number,
          parents: one.parents,
          author: keys.device,
          chart: one.destination.chart,
          place: { kind: "outbox", sequence },
        });
      }
    });
    sinceSnapshot += save.length;
  }

  async function saveAt(sequence: number): Promise<Save | undefined> {
    if (lastSave?.sequence === sequence) return lastSave.save;
    const sealed = disk.outbox.at(sequence);
    const save = sealed && (await openSave(crypto, keys, sealed));
    lastSave = save && { sequence, save };
    return save;
  }

  /** The revision's own words, from the envelope in the store or the outbox. `undefined`: its place is gone or does not open. */
  async function openRevision(id: Bytes) {
    const row = fold.revision(id);
    if (!row) return undefined;
    if (row["outbox"] !== null) {
      const one = (await saveAt(Number(row["outbox"])))?.find(({ id: other }) => equalBytes(other, id));
      return one && parseRevision(one.revision);
    }
    const bytes = disk.bodies.slice(Number(row["position"]), Number(row["start"]), Number(row["length"]));
    return bytes && replay.openOne(bytes);
  }

  return {
    keys,
    state,
    fold,
    replay,
    sync,
    profile,
    signIn,
    openRevision,
    /** Keeps a save: sealed on disk first, then in the views. It travels with the next sync. Throws `StoreFault` when the disk is full. */
    async keep(save: Save, alsoOnDisk: () => void = () => {}): Promise<void> {
      const sealed = await sealSave(crypto, keys, save);
      const sequence = disk.transaction(() => {
        const added = disk.outbox.add(sealed);
        alsoOnDisk();
        return added;
      });
      foldSave(save, sequence);
    },
    currentSession: () => session,
    endSession(): void {
      session = undefined;
    },
    /** Adds up to `limit` notes to the text index. Answers how many it added. */
    async indexSome(limit: number): Promise<number> {
      const rows = fold.unindexed(limit);
      const opened = await Promise.all(rows.map((row) => openRevision(row["current"] as Bytes)));
      let added = 0;
      fold.transaction(() => {
        for (const [i, row] of rows.entries()) {
          const revision = opened[i];
          // While it was opened it may have been superseded, or indexed by somebody else.
          const docid = revision && fold.docidOf(row["record"] as Bytes, revision.revision);
          if (revision?.type !== "note" || docid === undefined) continue;
          fold.index(docid, revision satisfies RevisionOf<"note">, row["chart"] as Bytes);
          added++;
        }
      });
      sinceSnapshot += added;
      return added;
    },
    /** Writes the sealed snapshot when enough has come in, or when asked to. */
    async snapshot(when: "due" | "now"): Promise<void> {
      const at = state.appliedTo;
      const since = sinceSnapshot;
      if (since === 0 && at === Number(disk.settings.get("snapshotAt") ?? -1)) return;
      if (when === "due" && since < snapshotAfter) return;
      const [sealedState, sealedFold] = await Promise.all([
        seal(crypto, keys.snapshotKey, encodeState(state), snapshotContext(keys, "state", at)),
        seal(crypto, keys.snapshotKey, fold.serialize(), snapshotContext(keys, "fold", at)),
      ]);
      disk.transaction(() => {
        disk.settings.set("snapshotAt", at);
        disk.snapshots.set("state", sealedState);
        disk.snapshots.set("fold", sealedFold);
      });
      sinceSnapshot -= since;
    },
    async close(): Promise<void> {
      const ending = session;
      session = undefined;
      if (ending) void ending.call("POST", "/v1/logout", new Uint8Array([0xa0]));
      fold.close();
      forgetKeys(keys);
    },
  };
}

const snapshotContext = (keys: OpenKeys, name: string, at: number): Bytes =>
  boundContext("snapshot", keys.practice, [keys.device, name, at]);

/** Both halves of one moment, or neither: views without the state they belong to would miss what lies between. */
async function loadSnapshot(
  ports: Ports,
  disk: Disk,
  keys: OpenKeys,
): Promise<{ state: EngineState; fold: Bytes } | undefined> {
  const [sealedState, fold] = await Promise.all([
    openSnapshot(ports.crypto, disk, keys, "state"),
    openSnapshot(ports.crypto, disk, keys, "fold"),
  ]);
  const state = sealedState && (await parseState(ports.crypto, sealedState));
  return state && fold && { state, fold };
}

async function openSnapshot(crypto: CryptoPort, disk: Disk, keys: OpenKeys, name: string): Promise<Bytes | undefined> {
  const at = Number(disk.settings.get("snapshotAt") ?? -1);
  const sealed = disk.snapshots.get(name);
  return sealed && (await open(crypto, keys.snapshotKey, sealed, snapshotContext(keys, name, at)));
}
