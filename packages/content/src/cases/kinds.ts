/** All kinds of case, by name. */

import type { CaseKind } from "@alcove/records";
import { papers } from "./papers.ts";
import { rights } from "./rights.ts";
import { safety } from "./safety.ts";
import type { KindOfCase } from "./shapes.ts";

export const kindsOfCase: readonly KindOfCase[] = [...rights, ...papers, ...safety];

export function kindOf(kind: CaseKind): KindOfCase {
  const found = kindsOfCase.find((one) => one.kind === kind);
  if (!found) throw new Error(`bug: no kind of case ${kind}`);
  return found;
}
