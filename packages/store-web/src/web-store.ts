/**
 * A device's store in the browser: one SQLite file in the origin private file system. Lives in a dedicated worker, and
 * only one at a time can have it open.
 */

import { type Sql, type Store, StoreFault } from "@alcove/vault";
import type { Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import { loadSqlite } from "./load-sqlite.ts";
import { closePrivateFiles, hasPrivateFiles, openPrivateFiles, type PrivateFiles } from "./private-files.ts";
import { installPrivateVfs } from "./private-vfs.ts";
import { guarded } from "./sqlite-fault.ts";
import { openMemory, wrapDatabase } from "./web-sql.ts";

/**
 * This browser, or this window of it, has no private file system for workers: very old ones, and private windows of some.
 * Nothing can be kept here; another browser helps.
 */
export class StoreUnavailable extends Error {
  readonly code = "store-missing";
  constructor(cause?: unknown) {
    super("store-missing", { cause });
    this.name = "StoreUnavailable";
  }
}

/**
 * Opens the store in `folder` (a path in this origin's private file system, such as "alcove/device"), or makes it.
 *
 * @throws StoreUnavailable where there is no private file system
 * @throws StoreFault `device-in-use` when another tab or worker has it open and keeps it for 2 s, `disk-full` when the
 *   quota leaves no room to begin, `store-damaged` when the file is no database
 */
export async function openWebStore(folder: string): Promise<Store> {
  if (!hasPrivateFiles()) throw new StoreUnavailable();
  const sqlite = await loadSqlite();
  const files = await openFiles(folder);
  try {
    const disk = openFile(sqlite, files);
    return {
      disk,
      memory: (image) => openMemory(sqlite, image),
      close() {
        disk.close();
        closePrivateFiles(files);
      },
    };
  } catch (error) {
    closePrivateFiles(files);
    throw error;
  }
}

/** A tab that is closed or killed lets go of its files within this time, usually within 50 ms. */
const handoverMs = 2_000;
const askAgainMs = 25;

async function openFiles(folder: string): Promise<PrivateFiles> {
  const givesUpAt = performance.now() + handoverMs;
  for (;;) {
    try {
      return await openPrivateFiles(folder);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      if (error.name === "QuotaExceededError") throw new StoreFault("disk-full", error);
      if (error.name !== "NoModificationAllowedError") throw new StoreUnavailable(error);
      if (performance.now() > givesUpAt) throw new StoreFault("device-in-use", error);
      await new Promise((resolve) => setTimeout(resolve, askAgainMs));
    }
  }
}

function openFile(sqlite: Sqlite3Static, files: PrivateFiles): Sql {
  const vfs = installPrivateVfs(sqlite, files);
  const database = guarded(() => new sqlite.oo1.DB("/device.sqlite", "c", vfs));
  try {
    guarded(() =>
      database.exec(
        "PRAGMA page_size = 8192; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 16777216; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST",
      ),
    );
  } catch (error) {
    database.close();
    throw error;
  }
  return wrapDatabase(sqlite, database);
}
