/** A device's store in a folder: one SQLite file, readable by its owner only. */

import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Store } from "@alcove/vault";
import { openFile, openMemory } from "./node-sql.ts";

/**
 * @throws StoreFault `store-damaged` when the file is no database, `device-in-use` when another process has it open.
 * @throws Error of the file system, with its `code`, where the folder can't be made.
 */
export function openNodeStore(folder: string): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "device.sqlite");
  const disk = openFile(path);
  chmodSync(path, 0o600);
  return { disk, memory: openMemory, close: () => disk.close() };
}
