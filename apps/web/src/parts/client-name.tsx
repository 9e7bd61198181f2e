/** Names of charts and people as this device shows them: whole, or by initials where somebody may look over a shoulder. */

import { type ReactElement, useState } from "react";
import { readPreferences } from "../app/preferences.ts";

/** Where a name is typed, or said back to be sure, it stands whole. */
export function useClientName(): (name: string) => string {
  const [byInitials] = useState(() => readPreferences().initials);
  return byInitials ? initialsOf : (name) => name;
}

/** By itself in its line: letters that run from right to left, or turn others around, turn nothing beside it. */
export function ClientName({ of }: { readonly of: string }): ReactElement {
  return <bdi>{useClientName()(of)}</bdi>;
}

export function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  // "von" and "bin" are none of it; letters that are neither large nor small are.
  const large = words.filter((word) => !/^\p{Ll}/u.test(word));
  const letters = (large.length > 0 ? large : words).map((word) => `${[...word][0] ?? ""}.`);
  return letters.join(" ") || "…";
}
