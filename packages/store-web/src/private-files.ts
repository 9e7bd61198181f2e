/** The three files of a store in the origin private file system, each behind a handle that nobody else can have meanwhile. */

import { combineWrites } from "./combined-writes.ts";
import type { SyncHandle } from "./sync-handle.ts";

/** By the names that SQLite gives them: the database, its write-ahead log, and the journal of the moment it is made. */
const fileNames = ["device.sqlite", "device.sqlite-wal", "device.sqlite-journal"] as const;
type FileName = (typeof fileNames)[number];
export type PrivateFiles = ReadonlyMap<string, SyncHandle>;

type WorkerFileHandle = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncHandle> };

/** Whether this browser, here, has such files. Only dedicated workers of secure contexts have. */
export function hasPrivateFiles(): boolean {
  return (
    typeof navigator.storage?.getDirectory === "function" &&
    typeof FileSystemFileHandle === "function" &&
    "createSyncAccessHandle" in FileSystemFileHandle.prototype
  );
}

/**
 * Opens all three, empty ones where there are none yet.
 *
 * @throws DOMException `NoModificationAllowedError` when somebody else has one open, `QuotaExceededError` when one has to
 *   be made and there is no room; others as the browser sees fit
 */
export async function openPrivateFiles(folder: string): Promise<PrivateFiles> {
  let directory = await navigator.storage.getDirectory();
  for (const name of folder.split("/").filter((part) => part !== "")) {
    directory = await directory.getDirectoryHandle(name, { create: true });
  }
  const opened = new Map<FileName, SyncHandle>();
  try {
    for (const name of fileNames) {
      const file = await findFile(directory, name);
      opened.set(name, combineWrites(await file.createSyncAccessHandle()));
    }
    return opened;
  } catch (error) {
    closePrivateFiles(opened);
    throw error;
  }
}

/** Asks for a new file only where there is none: on a full disk, what exists still opens. */
async function findFile(directory: FileSystemDirectoryHandle, name: FileName): Promise<WorkerFileHandle> {
  try {
    return (await directory.getFileHandle(name)) as WorkerFileHandle;
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
    return (await directory.getFileHandle(name, { create: true })) as WorkerFileHandle;
  }
}

export function closePrivateFiles(files: PrivateFiles): void {
  for (const handle of files.values()) handle.close();
}
