/** What this device keeps of its practice's witnesses: the newest checkpoint that each cosigned, beside the keys and as it came. */

import type { CborValue } from "@alcove/bytes";
import type { Disk } from "./disk.ts";

export type Cosigned = {
  readonly name: string;
  readonly size: number;
  /** Seconds since 1970, by the witness's clock. */
  readonly at: number;
  /** With the server's signature and the witness's. */
  readonly note: string;
};

/** A cosignature that is older says little of today (security.md section 7). */
export const freshMs = 7 * 86_400_000;
/** Clocks differ by less. What is signed for a time to come is not believed. */
export const aheadMs = 60 * 60 * 1000;

export function readCosigned(disk: Disk): readonly Cosigned[] {
  return (disk.settings.get("cosigned") as readonly Cosigned[] | undefined) ?? [];
}

/** In the place of an older one of the same witness. */
export function keepCosigned(disk: Disk, one: Cosigned): void {
  const before = readCosigned(disk);
  if (before.some(({ name, at }) => name === one.name && at >= one.at)) return;
  const kept = [...before.filter(({ name }) => name !== one.name), one];
  disk.settings.set("cosigned", kept.map((each) => ({ ...each })) satisfies CborValue);
}
