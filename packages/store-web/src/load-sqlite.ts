/** SQLite's WASM build, one instance for each store. */

import sqlite3InitModule, { type Sqlite3Static } from "@sqlite.org/sqlite-wasm";

/** Read by the build when it starts, and removed by it from the global object. */
type BuildSettings = {
  readonly disable: { readonly vfs: Readonly<Record<string, boolean>> };
  readonly debug: (...words: unknown[]) => void;
  readonly log: (...words: unknown[]) => void;
  readonly warn: (...words: unknown[]) => void;
  readonly error: (...words: unknown[]) => void;
};

/** Without its storage in `localStorage` and its own workers, and silent: every error is thrown as well. */
export async function loadSqlite(): Promise<Sqlite3Static> {
  const silent = () => {};
  const settings: BuildSettings = {
    disable: { vfs: { kvvfs: true, opfs: true, "opfs-wl": true } },
    debug: silent,
    log: silent,
    warn: silent,
    error: silent,
  };
  Object.assign(globalThis, { sqlite3ApiConfig: settings });
  return sqlite3InitModule();
}
