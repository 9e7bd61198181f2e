/**
 * Opens the database: its owner's only, WAL, every commit synced to disk before it counts, one process at a time.
 */

import { accessSync, chmodSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { StartRefused } from "../start-refused.ts";
import { migrations } from "./migrations.ts";
import { nodeSqliteDialect } from "./sqlite-dialect.ts";
import type { Db, Tables } from "./tables.ts";

/** One page of bodies fills one of these (`body-log.ts`). */
const pageBytes = 16 * 1024;
const checkpointBytes = 16 * 1024 * 1024;

export type Database = {
  readonly db: Db;
  /** Of database and write-ahead log together. */
  fileBytes(): number;
  /** Folds the write-ahead log into the database and empties it. @throws (damage, a full disk) */
  foldLog(): Promise<void>;
  /** After `foldLog`, where there is room for it. */
  close(): Promise<void>;
};

/** @throws StartRefused when another server has it open, it is damaged, the folder can't be used, or a newer Alcove wrote it */
export async function openDatabase(dataFolder: string): Promise<Database> {
  const file = join(dataFolder, "alcove.db");
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    accessSync(dataFolder, constants.R_OK | constants.W_OK | constants.X_OK);
    keepForOwner(file);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    throw new StartRefused(
      `The data folder ${dataFolder} can't be used (${String(code)}). Choose another by ALCOVE_DATA.`,
    );
  }
  const sqlite = new DatabaseSync(file, { timeout: 0 });
  try {
    sqlite.exec("pragma locking_mode = exclusive");
    sqlite.exec(`pragma page_size = ${pageBytes}`);
    sqlite.exec("pragma journal_mode = wal");
    sqlite.exec("pragma synchronous = full");
    sqlite.exec("pragma secure_delete = on");
    sqlite.exec(`pragma wal_autocheckpoint = ${checkpointBytes / pageBytes}`);
    sqlite.exec(`pragma journal_size_limit = ${2 * checkpointBytes}`);
    // Takes the lock now, so that a second server stops here and not in the middle of its work.
    sqlite.exec("begin immediate; commit");
  } catch (error) {
    sqlite.close();
    if (/locked|busy/i.test(String(error))) {
      throw new StartRefused(`Another Alcove server is using ${dataFolder}. Stop it first, or choose another folder.`);
    }
    if (/not a database|malformed/i.test(String(error))) {
      throw new StartRefused(
        `${file} is damaged or no database of Alcove's. Put back the newest backup; nothing was written.`,
      );
    }
    throw error;
  }
  const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(sqlite) });
  await migrate(db);
  async function foldLog(): Promise<void> {
    await sql`pragma wal_checkpoint(truncate)`.execute(db);
  }
  return {
    db,
    fileBytes: () =>
      [file, `${file}-wal`].reduce((sum, each) => sum + (statSync(each, { throwIfNoEntry: false })?.size ?? 0), 0),
    foldLog,
    async close() {
      try {
        await foldLog();
      } catch {
        // A full disk: the log stays beside the database and is read at the next start.
      }
      await db.destroy();
    },
  };
}

/**
 * SQLite makes a database as the umask says, and its log as it finds the database. Nothing that is there is opened here:
 * closing it would end SQLite's own lock on it.
 */
function keepForOwner(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  else for (const file of [path, `${path}-wal`].filter((each) => existsSync(each))) chmodSync(file, 0o600);
}

async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && error.message.includes("corrupted migrations")) {
    throw new StartRefused("This data folder was written by a newer Alcove. Update this server; nothing was changed.");
  }
  throw error instanceof Error ? error : new Error("a migration failed");
}
