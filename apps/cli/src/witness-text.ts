/** When a witness was last heard of, for terminals. */

import type { WitnessView } from "@alcove/vault";

export function witnessRow({ name, seenAt, isStale }: WitnessView): string {
  if (seenAt === undefined) return `${name}: not heard of yet`;
  const at = `${new Date(seenAt).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `${name}: ${isStale ? "silent since" : "signed"} ${at}`;
}
