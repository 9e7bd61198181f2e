/** The practice's witnesses, and when each was last heard of (docs/spec, WIT-7). */

import { freshMs, readCosigned } from "../cosigned.ts";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import type { WitnessView } from "../facade.ts";

export function witnessViews({ state }: Opened, disk: Disk, now: number): WitnessView[] {
  const named = state.roster?.witnesses ?? [];
  const kept = named.length > 0 ? readCosigned(disk) : [];
  return named.map(({ name }) => {
    const at = kept.find((one) => one.name === name)?.at;
    return at === undefined
      ? { name, isStale: true }
      : { name, seenAt: at * 1000, isStale: now - at * 1000 >= freshMs };
  });
}
