/**
 * The device's file: what it holds, and every query on it. Everything in it is either public to the server anyway
 * (leaves, bodies as they came), sealed, or named in the table below; a device thief reads no word (SD-01).
 */

import { type Bytes, type CborValue, encodeCbor, equalBytes, parseCbor } from "@alcove/bytes";
import { leafBytes } from "@alcove/crypto";
import { type Sql, type SqlRow, StoreFault } from "./ports.ts";

/** What each table reveals to somebody who holds the file. The leak test compares this list with the schema. */
export const diskTables = {
  profile:
    "server address, ids, public keys, sealed keyring and slots, ids and hosts of passkeys, the Secret Key, names of practice and member for the lock screen",
  leaves: "the ledger's leaves, 49 bytes each",
  bodies:
    "statements, key-log entries, batches and heartbeats as they came: ids, public keys, times of arrival by order",
  parts: "envelopes and sealed keys as they came: ciphertext",
  places: "which body stands at which ledger index",
  outbox: "saves that wait for the server, sealed; which of them wait for a right, and which nobody waits for",
  pending: "which bodies are on their way, not yet in the ledger",
  drafts: "unsaved writing, sealed; when it was kept",
  ended_drafts: "ids of drafts that were saved or thrown away, until the server has let go of their slots",
  snapshots: "derived state, sealed",
  chunks: "attachment chunks as sealed",
  files: "keyed hashes of attached files whose chunks are all here; ids of their records",
  settings:
    "idle lock minutes, when it last synced, ids and hosts of authenticators that are the second factor, when the passphrase last opened and since when it is known, the practice's rules, the newest checkpoint with the server's signature and with its witnesses', the ledger's size that the newest heartbeat names, and that when the store was found to be older than what the device signed, whether free pages are to be overwritten, ids of files that are being sealed, and the like; of somebody who joins, until the server has it, the request for their account: e-mail, public key, sealed keyring; ids and last days of open invitations, sealed what is shown of them; while recovery cards are used, a profile as above that is not yet the ledger's, and the new cards, sealed",
} as const;

const schemaVersion = 5;
const snapshotsTable = `
  CREATE TABLE snapshots (name TEXT NOT NULL, piece INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (name, piece));
`;
const filesTable = `
  CREATE TABLE files (keyed_hash BLOB PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
`;
/** What waits is found without a look at chunks, which are most of the file. */
const unsentIndex = `
  CREATE INDEX chunks_unsent ON chunks (blob, position) WHERE sent = 0;
`;
const schema = `${snapshotsTable}${filesTable}
  CREATE TABLE profile (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE leaves (start INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
  CREATE TABLE bodies (body INTEGER PRIMARY KEY, entry BLOB NOT NULL);
  CREATE TABLE parts (part INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
  CREATE TABLE places (position INTEGER PRIMARY KEY, body INTEGER NOT NULL);
  CREATE TABLE outbox (sequence INTEGER PRIMARY KEY AUTOINCREMENT, sealed BLOB NOT NULL, held INTEGER NOT NULL DEFAULT 0, quiet INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE pending (body INTEGER PRIMARY KEY, through INTEGER NOT NULL);
  CREATE TABLE drafts (
    id BLOB PRIMARY KEY, kept_at INTEGER NOT NULL, counter INTEGER NOT NULL, sealed BLOB NOT NULL, travels INTEGER NOT NULL, sent INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE ended_drafts (id BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE chunks (blob BLOB NOT NULL, position INTEGER NOT NULL, sealed BLOB NOT NULL, sent INTEGER NOT NULL, PRIMARY KEY (blob, position));
${unsentIndex}`;

/** From each older version to the next. Snapshots were one row each: what is derived the next unlock derives again. */
const changes: readonly string[] = [
  `DROP TABLE snapshots; ${snapshotsTable}${filesTable}`,
  "ALTER TABLE outbox ADD COLUMN held INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE outbox ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0",
  unsentIndex,
];

/** `newer`: written by an Alcove that knows more than this one. */
export function prepareDisk(disk: Sql): "ready" | "newer" {
  const version = Number(disk.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
  if (version > schemaVersion) return "newer";
  const change = version === 0 ? schema : changes.slice(version - 1).join("; ");
  if (change) disk.transaction(() => disk.exec(`${change}; PRAGMA user_version = ${schemaVersion}`));
  return "ready";
}

/** A body as it came: the signed entry, and its envelopes or sealed keys. */
export type StoredBody = { readonly position: number; readonly entry: Bytes; readonly payload: readonly Bytes[] };
/** A batch on its way: on disk before it is sent, re-sent byte for byte, given its place when the ledger has it. */
export type PendingBody = { readonly body: number; readonly entry: Bytes; readonly payload: readonly Bytes[] };

export type StoredDraft = {
  readonly id: Bytes;
  readonly keptAt: number;
  readonly counter: number;
  readonly sealed: Bytes;
  readonly travels: boolean;
  readonly sent: number;
};

export type Disk = ReturnType<typeof openDisk>;

/** Row of a body's `n`th part: `body * partsPerBody + n`, so that one is read without its neighbours. */
const partsPerBody = 2 ** 24;
const entriesAtOnce = 500;
/** Of SQLite, and a little less. */
const largestRow = 900_000_000;
const partRange = (body: number) => [body * partsPerBody, (body + 1) * partsPerBody] as const;

export function openDisk(sql: Sql) {
  const leavesFrom = (index: number): { start: number; bytes: Bytes }[] =>
    sql
      .prepare(
        "SELECT start, bytes FROM leaves WHERE start >= (SELECT coalesce(max(start), 0) FROM leaves WHERE start <= ?) ORDER BY start",
      )
      .all(index)
      .map((row) => ({ start: Number(row["start"]), bytes: row["bytes"] as Bytes }));
  const named = (table: "profile" | "settings") => ({
    get: (name: string): CborValue | undefined => {
      const row = sql.prepare(`SELECT value FROM ${table} WHERE name = ?`).get(name);
      return row && parseCbor(row["value"] as Bytes);
    },
    set: (name: string, value: CborValue): void =>
      sql
        .prepare(`INSERT INTO ${table} VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`)
        .run(name, encodeCbor(value)),
  });
  const store = (entry: Bytes, payload: readonly Bytes[]): number => {
    const body = Number(sql.prepare("INSERT INTO bodies (entry) VALUES (?) RETURNING body").get(entry)?.["body"]);
    const insert = sql.prepare("INSERT INTO parts VALUES (?, ?)");
    for (const [n, part] of payload.entries()) insert.run(body * partsPerBody + n, part);
    return body;
  };
  const partsOf = (body: number): Bytes[] =>
    sql
      .prepare("SELECT bytes FROM parts WHERE part >= ? AND part < ? ORDER BY part")
      .all(...partRange(body))
      .map((row) => row["bytes"] as Bytes);
  const place = (position: number, body: number): void =>
    sql.prepare("INSERT INTO places VALUES (?, ?)").run(position, body);
  const remove = (body: number): void => {
    sql.prepare("DELETE FROM parts WHERE part >= ? AND part < ?").run(...partRange(body));
    sql.prepare("DELETE FROM places WHERE body = ?").run(body);
    sql.prepare("DELETE FROM bodies WHERE body = ?").run(body);
  };
  /** Deleted sentences leave no trace: what a draft said is overwritten before its pages are set free. */
  const blank = (draft: Bytes): void =>
    sql.prepare("UPDATE drafts SET sealed = zeroblob(length(sealed)) WHERE id = ?").run(draft);
  const settings = named("settings");
  const removeChunks = (blob: Bytes): void => sql.prepare("DELETE FROM chunks WHERE blob = ?").run(blob);
  const beingSealed = (): Bytes[] => (settings.get("sealing") as Bytes[] | undefined) ?? [];
  const setSealing = (blobs: readonly Bytes[]): void => settings.set("sealing", [...blobs]);
  const endSealing = (blob: Bytes): void => {
    const all = beingSealed();
    const others = all.filter((other) => !equalBytes(other, blob));
    if (others.length < all.length) setSealing(others);
  };
  /** Nothing of it is left; on a disk that says no to this too, nothing after the next start. Of what a record names all stays. */
  const giveUpSealing = (blob: Bytes): void => {
    if (!beingSealed().some((other) => equalBytes(other, blob))) return;
    try {
      sql.transaction(() => {
        removeChunks(blob);
        endSealing(blob);
      });
    } catch (fault) {
      if (!(fault instanceof StoreFault)) throw fault;
    }
  };
  const number = (query: string): number => Number(Object.values(sql.prepare(query).get() ?? {})[0]);
  return {
    transaction: sql.transaction.bind(sql),
    /** In the transaction that takes away what nobody is to find again: `wipeOwed` follows. */
    oweWipe: (): void => settings.set("wipeOwed", true),
    /** Writes zeros into every free page and empties the write-ahead log, where that is owed: after a kill, or on a disk that was full, at the next start. */
    wipeOwed: (): void => {
      if (settings.get("wipeOwed") !== true) return;
      try {
        // A new row takes the free pages before the file grows; two more, so that its last one, which it does not fill, is new.
        const pages = number("PRAGMA freelist_count") + 2;
        const bytes = Math.min(pages * number("PRAGMA page_size"), largestRow);
        sql.transaction(() => {
          sql.prepare("INSERT INTO snapshots VALUES ('free', 0, zeroblob(?))").run(bytes);
          sql.prepare("DELETE FROM snapshots WHERE name = 'free'").run();
        });
        sql.exec("PRAGMA wal_checkpoint(TRUNCATE)");
        settings.set("wipeOwed", false);
      } catch (fault) {
        if (!(fault instanceof StoreFault)) throw fault;
      }
    },
    profile: {
      ...named("profile"),
      /** Overwritten before its page is set free: it holds keys that do not count, or count no more. */
      erase: (name: string): void =>
        sql.transaction(() => {
          sql.prepare("UPDATE profile SET value = zeroblob(length(value)) WHERE name = ?").run(name);
          sql.prepare("DELETE FROM profile WHERE name = ?").run(name);
        }),
    },
    settings,
    leaves: {
      append: (start: number, bytes: Bytes): void => sql.prepare("INSERT INTO leaves VALUES (?, ?)").run(start, bytes),
      /** The leaves from `index` on, in chunks of whole leaves; the first chunk may begin before it, at `start`. */
      from: leavesFrom,
      /** The 49 bytes of each from the first on, below index `to`. */
      *each(to = Number.POSITIVE_INFINITY): Generator<Bytes> {
        for (const { start, bytes } of leavesFrom(0)) {
          for (let at = 0; at < bytes.length && start + at / leafBytes < to; at += leafBytes)
            yield bytes.subarray(at, at + leafBytes);
        }
      },
    },
    /** The 49 bytes of one leaf. */
    leaf: (index: number): Bytes | undefined => {
      const row = sql
        .prepare("SELECT start, bytes FROM leaves WHERE start <= ? ORDER BY start DESC LIMIT 1")
        .get(index);
      const at = (index - Number(row?.["start"])) * leafBytes;
      const bytes = row?.["bytes"] as Bytes | undefined;
      return bytes && at < bytes.length ? bytes.subarray(at, at + leafBytes) : undefined;
    },
    bodies: {
      add: (body: StoredBody): void => place(body.position, store(body.entry, body.payload)),
      /** In ledger order, from `position`, at most `limit`. */
      from: (position: number, limit: number): StoredBody[] =>
        sql
          .prepare(
            "SELECT position, body, entry FROM places JOIN bodies USING (body) WHERE position >= ? ORDER BY position LIMIT ?",
          )
          .all(position, limit)
          .map((row) => ({
            position: Number(row["position"]),
            entry: row["entry"] as Bytes,
            payload: partsOf(Number(row["body"])),
          })),
      /** All in ledger order, without what lies beside the entries; a page at a time. */
      *entries(): Generator<{ position: number; body: number; entry: Bytes }> {
        const page = sql.prepare(
          "SELECT position, body, entry FROM places JOIN bodies USING (body) WHERE position >= ? ORDER BY position LIMIT ?",
        );
        for (let from = 0; ; ) {
          const rows = page.all(from, entriesAtOnce);
          for (const row of rows)
            yield { position: Number(row["position"]), body: Number(row["body"]), entry: row["entry"] as Bytes };
          if (rows.length < entriesAtOnce) return;
          from = Number(rows.at(-1)?.["position"]) + 1;
        }
      },
      payload: partsOf,
      /** In the place of one whose envelopes were let go of. */
      replace: (body: StoredBody): void => {
        const there = sql.prepare("SELECT body FROM places WHERE position = ?").get(body.position)?.["body"];
        if (there !== undefined) remove(Number(there));
        place(body.position, store(body.entry, body.payload));
      },
      /** Parts are envelopes and sealed keys. */
      forget: (bodies: readonly number[], what: "all of it" | "parts only"): void => {
        for (const body of bodies) {
          if (what === "all of it") remove(body);
          else sql.prepare("DELETE FROM parts WHERE part >= ? AND part < ?").run(...partRange(body));
        }
      },
      /** One envelope without its neighbours. */
      part: (position: number, n: number): Bytes | undefined =>
        sql
          .prepare(
            `SELECT bytes FROM parts WHERE part = (SELECT body FROM places WHERE position = ?) * ${partsPerBody} + ?`,
          )
          .get(position, n)?.["bytes"] as Bytes | undefined,
    },
    pending: {
      /** `through`: the last outbox entry that these carry. */
      add: (through: number, bodies: readonly Omit<StoredBody, "position">[]): number[] =>
        bodies.map(({ entry, payload }) => {
          const body = store(entry, payload);
          sql.prepare("INSERT INTO pending VALUES (?, ?)").run(body, through);
          return body;
        }),
      get: (): { through: number; bodies: PendingBody[] } | undefined => {
        const rows = sql
          .prepare("SELECT body, through, entry FROM pending JOIN bodies USING (body) ORDER BY body")
          .all();
        const bodies = rows.map((row) => ({
          body: Number(row["body"]),
          entry: row["entry"] as Bytes,
          payload: partsOf(Number(row["body"])),
        }));
        return rows[0] && { through: Number(rows[0]["through"]), bodies };
      },
      /** The last outbox entry that they carry; `undefined`: nothing is on its way. */
      through: (): number | undefined => {
        const row = sql.prepare("SELECT through FROM pending LIMIT 1").get();
        return row && Number(row["through"]);
      },
      place: (body: number, position: number): void => {
        place(position, body);
        sql.prepare("DELETE FROM pending WHERE body = ?").run(body);
      },
      /** Refused, or in the ledger by another way. */
      discard: (): void => {
        const remove = sql.prepare("DELETE FROM parts WHERE part >= ? AND part < ?");
        for (const row of sql.prepare("SELECT body FROM pending").all()) remove.run(...partRange(Number(row["body"])));
        sql.prepare("DELETE FROM bodies WHERE body IN (SELECT body FROM pending)").run();
        sql.prepare("DELETE FROM pending").run();
      },
    },
    outbox: {
      /** `quiet`: no person waits for it. */
      add: (sealed: Bytes, quiet: boolean): number => {
        const row = sql
          .prepare("INSERT INTO outbox (sealed, quiet) VALUES (?, ?) RETURNING sequence")
          .get(sealed, quiet ? 1 : 0);
        return Number(row?.["sequence"]);
      },
      /** `held`: also saves that are set aside. */
      next: (after: number, held: "held too" | "not held"): number | undefined =>
        sql
          .prepare("SELECT sequence FROM outbox WHERE sequence > ? AND held <= ? ORDER BY sequence LIMIT 1")
          .get(after, held === "held too" ? 1 : 0)?.["sequence"] as number | undefined,
      at: (sequence: number): Bytes | undefined =>
        sql.prepare("SELECT sealed FROM outbox WHERE sequence = ?").get(sequence)?.["sealed"] as Bytes | undefined,
      /** The same save, sealed under another key. */
      replace: (sequence: number, sealed: Bytes): void =>
        sql.prepare("UPDATE outbox SET sealed = ? WHERE sequence = ?").run(sealed, sequence),
      count: (): number => Number(sql.prepare("SELECT count(*) AS n FROM outbox").get()?.["n"]),
      /** What people are told of: how many wait, and how many of these are set aside. */
      told: (): { readonly waiting: number; readonly held: number } => {
        const row = sql
          .prepare("SELECT count(*) AS n, coalesce(sum(held), 0) AS held FROM outbox WHERE quiet = 0")
          .get();
        return { waiting: Number(row?.["n"]), held: Number(row?.["held"]) };
      },
      /** All up to and with `sequence` that are not set aside: they travel in this order. */
      removeThrough: (sequence: number): void =>
        sql.prepare("DELETE FROM outbox WHERE sequence <= ? AND held = 0").run(sequence),
      remove: (sequence: number): void => sql.prepare("DELETE FROM outbox WHERE sequence = ?").run(sequence),
      held: (): number[] =>
        sql
          .prepare("SELECT sequence FROM outbox WHERE held = 1 ORDER BY sequence")
          .all()
          .map((row) => Number(row["sequence"])),
      setHeld: (sequence: number, held: boolean): void =>
        sql.prepare("UPDATE outbox SET held = ? WHERE sequence = ?").run(held ? 1 : 0, sequence),
    },
    drafts: {
      /** `sent`: the counter that the server's slot is known to hold; 0 for none. */
      put: (draft: StoredDraft): void =>
        sql.transaction(() => {
          blank(draft.id);
          sql
            .prepare("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?)")
            .run(draft.id, draft.keptAt, draft.counter, draft.sealed, draft.travels ? 1 : 0, draft.sent);
        }),
      get: (id: Bytes): StoredDraft | undefined => {
        const row = sql.prepare("SELECT * FROM drafts WHERE id = ?").get(id);
        return row && asDraft(row);
      },
      all: (): StoredDraft[] => sql.prepare("SELECT * FROM drafts ORDER BY kept_at DESC").all().map(asDraft),
      /** Leaves the writing alone, which may have gone on meanwhile. */
      markSent: (id: Bytes, counter: number): void =>
        sql.prepare("UPDATE drafts SET sent = ? WHERE id = ?").run(counter, id),
      remove: (id: Bytes): void =>
        sql.transaction(() => {
          blank(id);
          sql.prepare("DELETE FROM drafts WHERE id = ?").run(id);
        }),
      /** Saved or thrown away: gone here now, and from the server's slot with the next sync. */
      end: (id: Bytes): void =>
        sql.transaction(() => {
          blank(id);
          sql.prepare("INSERT OR IGNORE INTO ended_drafts SELECT id FROM drafts WHERE id = ? AND travels = 1").run(id);
          sql.prepare("DELETE FROM drafts WHERE id = ?").run(id);
        }),
      ended: (): Bytes[] =>
        sql
          .prepare("SELECT id FROM ended_drafts")
          .all()
          .map((row) => row["id"] as Bytes),
      forgetEnded: (id: Bytes): void => sql.prepare("DELETE FROM ended_drafts WHERE id = ?").run(id),
      /** But for the one with this id. */
      newest: (but: Bytes): number | undefined => {
        const at = sql.prepare("SELECT max(kept_at) AS at FROM drafts WHERE id <> ?").get(but)?.["at"];
        return typeof at === "number" ? at : undefined;
      },
    },
    snapshots: {
      /** In order; none where there is no such snapshot. */
      get: (name: string): Bytes[] =>
        sql
          .prepare("SELECT sealed FROM snapshots WHERE name = ? ORDER BY piece")
          .all(name)
          .map((row) => row["sealed"] as Bytes),
      add: (name: string, piece: number, sealed: Bytes): void =>
        sql.prepare("INSERT INTO snapshots VALUES (?, ?, ?)").run(name, piece, sealed),
      removeAllBut: (names: readonly string[]): void =>
        sql.prepare(`DELETE FROM snapshots WHERE name NOT IN (${names.map(() => "?").join(", ")})`).run(...names),
    },
    chunks: {
      put: (blob: Bytes, position: number, sealed: Bytes, sent: boolean): void =>
        sql
          .prepare("INSERT INTO chunks VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET sent = excluded.sent")
          .run(blob, position, sealed, sent ? 1 : 0),
      get: (blob: Bytes, position: number): Bytes | undefined =>
        sql.prepare("SELECT sealed FROM chunks WHERE blob = ? AND position = ?").get(blob, position)?.["sealed"] as
          | Bytes
          | undefined,
      markSent: (blob: Bytes, position: number): void =>
        sql.prepare("UPDATE chunks SET sent = 1 WHERE blob = ? AND position = ?").run(blob, position),
      /** All of these blobs, as if the server had nothing of them. */
      sendAgain: (blobs: readonly Bytes[]): void => {
        for (const blob of blobs) sql.prepare("UPDATE chunks SET sent = 0 WHERE blob = ?").run(blob);
      },
      /** All of these blobs. */
      remove: (blobs: readonly Bytes[]): void => {
        for (const blob of blobs) removeChunks(blob);
      },
      unsentOf: (blob: Bytes): number =>
        Number(sql.prepare("SELECT count(*) AS n FROM chunks WHERE sent = 0 AND blob = ?").get(blob)?.["n"]),
      hasUnsent: (): boolean => sql.prepare("SELECT 1 FROM chunks WHERE sent = 0 LIMIT 1").get() !== undefined,
      allUnsent: (): { blob: Bytes; position: number }[] =>
        sql
          .prepare("SELECT blob, position FROM chunks WHERE sent = 0 ORDER BY blob, position")
          .all()
          .map((row) => ({ blob: row["blob"] as Bytes, position: Number(row["position"]) })),
    },
    /** Blobs whose chunks no record names yet. */
    sealing: {
      begin: (blob: Bytes): void => setSealing([...beingSealed(), blob]),
      /** In the transaction that keeps the record. */
      end: endSealing,
      giveUp: giveUpSealing,
      /** What a kill left. */
      sweep: (): void => beingSealed().forEach(giveUpSealing),
    },
    files: {
      put: (keyedHash: Bytes, record: Bytes): void =>
        sql
          .prepare("INSERT INTO files VALUES (?, ?) ON CONFLICT DO UPDATE SET record = excluded.record")
          .run(keyedHash, record),
      record: (keyedHash: Bytes): Bytes | undefined =>
        sql.prepare("SELECT record FROM files WHERE keyed_hash = ?").get(keyedHash)?.["record"] as Bytes | undefined,
      clear: (): void => sql.exec("DELETE FROM files"),
    },
  };
}

function asDraft(row: SqlRow): StoredDraft {
  return {
    id: row["id"] as Bytes,
    keptAt: Number(row["kept_at"]),
    counter: Number(row["counter"]),
    sealed: row["sealed"] as Bytes,
    travels: row["travels"] === 1,
    sent: Number(row["sent"]),
  };
}
