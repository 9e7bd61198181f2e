/**
 * A device's store in the browser: one SQLite file in the origin private file system, through SQLite's pool of
 * synchronous access handles. Lives in a dedicated worker, and only one at a time can have it open.
 */

import { type Store, StoreFault } from "@alcove/vault";
import type { SAHPoolUtil, Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import { loadSqlite } from "./load-sqlite.ts";
import { guarded, openMemory, wrapDatabase } from "./web-sql.ts";

/**
 * Why there is no store at all. `store-missing`: this browser, or this window of it, has no private file system for
 * workers (private windows of some browsers, very old ones). `store-in-use`: another tab or worker has it open.
 */
export class StoreUnavailable extends Error {
  readonly code: "store-missing" | "store-in-use";
  constructor(code: "store-missing" | "store-in-use", cause?: unknown) {
    super(code, { cause });
    this.name = "StoreUnavailable";
    this.code = code;
  }
}

/**
 * Opens the store in `folder` (a path in this origin's private file system, such as "alcove/device"), or makes it.
 *
 * @throws StoreUnavailable `store-missing`, `store-in-use`
 * @throws StoreFault `disk-full` when the quota leaves no room to begin, `store-damaged` when the file is no database
 */
export async function openWebStore(folder: string): Promise<Store> {
  if (!hasPrivateFiles()) throw new StoreUnavailable("store-missing");
  const sqlite = await loadSqlite();
  const pool = await openPool(sqlite, folder);
  try {
    const disk = openFile(sqlite, pool);
    return {
      disk,
      memory: (image) => openMemory(sqlite, image),
      close() {
        disk.close();
        pool.pauseVfs();
      },
    };
  } catch (error) {
    pool.pauseVfs();
    throw error;
  }
}

function openFile(sqlite: Sqlite3Static, pool: SAHPoolUtil) {
  const database = guarded(() => new pool.OpfsSAHPoolDb("/device.sqlite"));
  try {
    guarded(() =>
      database.exec(
        "PRAGMA page_size = 8192; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON",
      ),
    );
  } catch (error) {
    database.close();
    throw error;
  }
  return wrapDatabase(sqlite, database);
}

async function openPool(sqlite: Sqlite3Static, folder: string): Promise<SAHPoolUtil> {
  try {
    return await sqlite.installOpfsSAHPoolVfs({
      name: "alcove",
      directory: folder,
      initialCapacity: 4,
      // Without it SQLite removes the pool, with the records in it, when another tab holds the files or the disk is full.
      preserveOnInitFailure: true,
    });
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (error.name === "NoModificationAllowedError") throw new StoreUnavailable("store-in-use", error);
    if (error.name === "QuotaExceededError") throw new StoreFault("disk-full", error);
    throw new StoreUnavailable("store-missing", error);
  }
}

function hasPrivateFiles(): boolean {
  return (
    typeof navigator.storage?.getDirectory === "function" &&
    typeof FileSystemFileHandle === "function" &&
    "createSyncAccessHandle" in FileSystemFileHandle.prototype
  );
}
