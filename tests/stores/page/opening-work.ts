/** How opening goes where it should not. */

import { openWebStore } from "@alcove/store-web";

export const openingWork = {
  /** How opening goes: "opened", or the code of what it threw. */
  tryOpen: openingOf,

  /** The same where the browser's private files have no synchronous handles. */
  async tryOpenWithoutHandles() {
    Reflect.deleteProperty(FileSystemFileHandle.prototype, "createSyncAccessHandle");
    return openingOf("without-handles");
  },
};

async function openingOf(folder: string): Promise<unknown> {
  try {
    (await openWebStore(folder)).close();
    return "opened";
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : String(error);
  }
}
