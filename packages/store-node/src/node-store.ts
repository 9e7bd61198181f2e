/** A device's store in a folder: one SQLite file, readable by its owner only. */

import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Store } from "@alcove/vault";
import { openFile, openMemory } from "./node-sql.ts";

/**
 * @throws StoreFault `store-damaged` when the file is no database, `device-in-use` when another process has it open.
 * @throws Error of the file system, with its `code`, where folder or file can't be made.
 */
export function openNodeStore(folder: string): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "device.sqlite");
  keepForOwner(path);
  const disk = openFile(path);
  return { disk, memory: openMemory, close: () => disk.close() };
}

/**
 * SQLite makes a database as the umask says, and its log as it finds the database. Nothing that is there is opened here:
 * closing it would end SQLite's own lock on it.
 */
function keepForOwner(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  else for (const file of [path, `${path}-wal`].filter((each) => existsSync(each))) chmodSync(file, 0o600);
}
