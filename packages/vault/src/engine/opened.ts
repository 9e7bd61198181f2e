/** An unlocked vault: keys, replayed state, views, and the session with the server. Built at unlock, thrown away at lock. */

import { assert, type Bytes, equalBytes, fail, ok, type Result } from "@alcove/bytes";
import { boundContext, type CryptoPort, importVerifyKey, open, openCheckpoint, seal } from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import { parseRevision } from "@alcove/records";
import type { Disk } from "../disk.ts";
import type { Ports, SqlRow } from "../ports.ts";
import type { Profile } from "../profile.ts";
import { login, type Session } from "../session.ts";
import { openFold } from "../views/fold.ts";
import { openTextIndex, type TextIndex } from "../views/text-index.ts";
import { forgetKeys, type OpenKeys } from "./keys.ts";
import { createOutbox, type Save } from "./outbox.ts";
import { createReplay } from "./replay.ts";
import { emptyState, type EngineState } from "./state.ts";
import { encodeState, parseState } from "./state-snapshot.ts";
import type { SyncParts } from "./sync/parts.ts";
import { createSync } from "./sync/sync.ts";

export type Opened = Awaited<ReturnType<typeof openEngine>>;

export type OpenedEvents = Pick<SyncParts, "alarm" | "progress" | "folded">;

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
  const snapshot = known ? undefined : await loadSnapshot(ports, disk, keys);
  const state = known ?? snapshot?.state ?? emptyState();
  const fold = openFold(ports.store.memory(snapshot?.fold));
  const ledgerKey = await importVerifyKey(crypto, profile.ledgerKey);
  assert(ledgerKey, "the profile holds a key that was checked when it was pinned");
  const replay = createReplay(crypto, keys, state, profile.founding);
  const outbox = createOutbox(crypto, keys, disk);
  let session: Session | undefined;
  /** Of the second factor, for the next login alone. */
  let digits: string | undefined;
  let sinceSnapshot = 0;
  /** Loaded when it is first asked for. */
  let text: Promise<TextIndex> | undefined;
  /** Changes to it, and as many of them as its saved form holds. */
  let textChanges = 0;
  let textSaved = 0;

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
    outbox,
    ledgerKey,
    clock: ports.clock,
    session() {
      const totp = digits;
      digits = undefined;
      return signIn(totp);
    },
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
    for (let next = await outbox.next(0); next; next = await outbox.next(next.sequence)) {
      if (next.save) foldSave(next.save, next.sequence);
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

  function textIndex(): Promise<TextIndex> {
    text ??= (async () => {
      const id = fold.textIndexId();
      const image = id && (await openSnapshot(crypto, disk, keys, "words", id));
      if (!image) fold.forgetTextIndex();
      return openTextIndex(ports.store.memory(image));
    })();
    return text;
  }

  /** The revision's own words, from the envelope in the store or the outbox. `undefined`: its place is gone or does not open. */
  async function openRevision(id: Bytes) {
    const row = fold.revision(id);
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

  return {
    keys,
    state,
    fold,
    replay,
    sync,
    profile,
    signIn,
    openRevision,
    openAt,
    /** Keeps a save: sealed on disk first, then in the views. It travels with the next sync. Throws `StoreFault` when the disk is full. */
    async keep(save: Save, alsoOnDisk: () => void = () => {}): Promise<void> {
      const sequence = await outbox.add(save, alsoOnDisk);
      foldSave(save, sequence);
    },
    currentSession: () => session,
    /** The next sync logs in with these six digits. */
    logInWith(totp: string): void {
      digits = totp;
    },
    endSession(): void {
      session = undefined;
    },
    textIndex,
    /** Adds up to `limit` notes to the text index. Answers how many it added. */
    async indexSome(limit: number): Promise<number> {
      const index = await textIndex();
      const rows = fold.unindexed(limit);
      const opened = await Promise.all(rows.map((row) => openAt(row["current"] as Bytes, row)));
      const [removed, added] = fold.transaction(() =>
        index.transaction(() => {
          const dropped = fold.takeDropped();
          for (const docid of dropped) index.remove(docid);
          let count = 0;
          for (const [i, row] of rows.entries()) {
            const revision = opened[i];
            const docid = Number(row["docid"]);
            // While it was opened it may have been superseded, or indexed by somebody else.
            if (revision?.type !== "note" || !fold.markIndexed(docid, revision.revision)) continue;
            index.add(docid, revision, row["chart"] as Bytes, row["author"] as Bytes);
            count++;
          }
          return [dropped.length, count] as const;
        }),
      );
      textChanges += removed + added;
      sinceSnapshot += added;
      return added;
    },
    /** Writes the sealed snapshot when enough has come in, or when asked to. */
    async snapshot(when: "due" | "now"): Promise<void> {
      const at = state.appliedTo;
      const since = sinceSnapshot;
      if (since === 0 && at === Number(disk.settings.get("snapshotAt") ?? -1)) return;
      if (when === "due" && (since < snapshotAfter || since < fold.noteCount() * snapshotAfterPart)) return;
      const changes = textChanges;
      const words = changes > textSaved ? await text : undefined;
      const wordsId = crypto.random(16);
      if (words) fold.setTextIndexId(wordsId);
      const [sealedState, sealedFold, sealedWords] = await Promise.all([
        sealSnapshot(crypto, keys, "state", at, encodeState(state)),
        sealSnapshot(crypto, keys, "fold", at, fold.serialize()),
        words && sealSnapshot(crypto, keys, "words", wordsId, words.serialize()),
      ]);
      disk.transaction(() => {
        disk.settings.set("snapshotAt", at);
        disk.snapshots.set("state", sealedState);
        disk.snapshots.set("fold", sealedFold);
        if (sealedWords) disk.snapshots.set("words", sealedWords);
      });
      textSaved = changes;
      sinceSnapshot -= since;
    },
    async close(): Promise<void> {
      const ending = session;
      session = undefined;
      if (ending) void ending.call("POST", "/v1/logout", new Uint8Array([0xa0]));
      fold.close();
      void text?.then((index) => index.close());
      forgetKeys(keys);
    },
  };
}

/** `of`: the ledger index that state and lists were saved at; the id of a text index. */
const snapshotContext = (keys: OpenKeys, name: SnapshotName, of: number | Bytes): Bytes =>
  boundContext("snapshot", keys.practice, [keys.device, name, of]);

type SnapshotName = "state" | "fold" | "words";

const sealSnapshot = (
  crypto: CryptoPort,
  keys: OpenKeys,
  name: SnapshotName,
  of: number | Bytes,
  bytes: Bytes,
): Promise<Bytes> => seal(crypto, keys.snapshotKey, bytes, snapshotContext(keys, name, of));

/** `undefined`: there is none, or another than asked for. */
async function openSnapshot(
  crypto: CryptoPort,
  disk: Disk,
  keys: OpenKeys,
  name: SnapshotName,
  of: number | Bytes,
): Promise<Bytes | undefined> {
  const sealed = disk.snapshots.get(name);
  return sealed && (await open(crypto, keys.snapshotKey, sealed, snapshotContext(keys, name, of)));
}

/** Both halves of one moment, or neither: views without the state they belong to would miss what lies between. */
async function loadSnapshot(
  { crypto }: Ports,
  disk: Disk,
  keys: OpenKeys,
): Promise<{ state: EngineState; fold: Bytes } | undefined> {
  const at = Number(disk.settings.get("snapshotAt") ?? -1);
  const [sealedState, fold] = await Promise.all([
    openSnapshot(crypto, disk, keys, "state", at),
    openSnapshot(crypto, disk, keys, "fold", at),
  ]);
  const state = sealedState && (await parseState(crypto, sealedState));
  return state && fold && { state, fold };
}
