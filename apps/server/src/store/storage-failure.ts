/** What to tell a device when the disk refuses. */

import { type Failure, failure } from "@alcove/protocol";

/** SQLITE_FULL, and the I/O errors that a write or a growing file ends in when there is no room (sqlite3.h). */
const sqliteFull = 13;
const sqliteIoErrors = { write: 10 | (3 << 8), fsync: 10 | (4 << 8), shmSize: 10 | (19 << 8) };
const systemFull = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** `server-full` where room would help, else `server-failed`. */
export function failureOfStorage(error: unknown): Failure {
  return failure(isFull(error) ? "server-full" : "server-failed");
}

function isFull(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { errcode, code } = error as { readonly errcode?: unknown; readonly code?: unknown };
  if (typeof code === "string" && systemFull.has(code)) return true;
  return errcode === sqliteFull || errcode === sqliteIoErrors.write || errcode === sqliteIoErrors.shmSize;
}

/** After a failed sync the system may have dropped what it was to write: nothing may be taken until a restart has read the disk. */
export function isFailedSync(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && (error as { errcode?: unknown }).errcode === sqliteIoErrors.fsync
  );
}
