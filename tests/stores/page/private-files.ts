/** A site of the store contract in the origin private file system. */

import type { Bytes } from "@alcove/bytes";
import { openWebStore } from "@alcove/store-web";
import type { StoreSite } from "@alcove/vault/testing/store";
import type { Asked } from "./messages.ts";

/** Only a worker's library knows these; this folder is checked with the page's. */
type SyncHandle = { write(bytes: Bytes, place: { readonly at: number }): number; close(): void };
type WorkerFileHandle = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncHandle> };

export function siteIn(folder: string, ask: (what: Asked) => Promise<void>): StoreSite {
  return {
    open: () => openWebStore(folder),
    fillDisk: () => ask("fill-disk"),
    freeDisk: () => ask("free-disk"),
    readFile: async () => new Uint8Array(await (await (await findDeviceFile(folder)).getFile()).arrayBuffer()),
    async overwrite(offset, bytes) {
      const handle = await (await findDeviceFile(folder)).createSyncAccessHandle();
      handle.write(bytes, { at: offset });
      handle.close();
    },
  };
}

async function findDeviceFile(folder: string): Promise<WorkerFileHandle> {
  let directory = await navigator.storage.getDirectory();
  for (const name of folder.split("/")) directory = await directory.getDirectoryHandle(name);
  return (await directory.getFileHandle("device.sqlite")) as WorkerFileHandle;
}
