/** What comes with the app about the kinds of case, read once. */

import type { CaseGuide, CaseKind, KindOfCase } from "@alcove/vault";
import { useAnswer } from "../../app/session.tsx";

export type Guide = {
  readonly value: CaseGuide | undefined;
  readonly kindOf: (kind: CaseKind) => KindOfCase | undefined;
  readonly nameOf: (kind: CaseKind) => string;
};

export function useGuide(): Guide {
  const { value } = useAnswer("case guide", (vault) => vault.caseGuide());
  const kindOf = (kind: CaseKind) => value?.kinds.find((one) => one.kind === kind);
  return { value, kindOf, nameOf: (kind) => kindOf(kind)?.name ?? "" };
}

export const GROUPS = [
  ["rights", "What a client asks"],
  ["papers", "Papers that ask for a record"],
  ["safety", "To keep somebody safe"],
] as const;
