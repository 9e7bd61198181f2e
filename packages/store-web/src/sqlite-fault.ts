/** SQLite's result codes as what the `Sql` port throws. */

import { StoreFault } from "@alcove/vault";

/** Runs `work` and turns errors of SQLite's own wrapper into faults. */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Error && "resultCode" in error && typeof error.resultCode === "number"
      ? faultOf(error.resultCode, error)
      : error;
  }
}

/** Of the I/O errors, those of reading: 1 read, 2 short read, 32 data, 33 corrupt file system. */
const readErrors: readonly number[] = [1, 2, 32, 33].map((kind) => 10 | (kind << 8));

/**
 * 13 full, and 10 I/O errors of anything but reading; 11 corrupt, 26 not a database; 5 busy, 6 locked. Other codes are
 * bugs in SQL or values: `error` itself.
 */
export function faultOf(resultCode: number, error: Error): Error {
  if (readErrors.includes(resultCode)) return new StoreFault("store-damaged", error);
  switch (resultCode & 0xff) {
    case 10:
    case 13:
      return new StoreFault("disk-full", error);
    case 11:
    case 26:
      return new StoreFault("store-damaged", error);
    case 5:
    case 6:
      return new StoreFault("device-in-use", error);
    default:
      return error;
  }
}
