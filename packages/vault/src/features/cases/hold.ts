/** What an open or a decided case does to its chart: a paper that asks for the record stops every expiry and every destroying (docs/spec, CASE-6). */

import type { Bytes } from "@alcove/bytes";
import { paperKinds, type RevisionOf } from "@alcove/records";
import type { Opened } from "../../engine/opened.ts";
import type { Structured } from "../../views/lists/structured.ts";

type Case = Pick<Structured<"case">, "record" | "value">;

/** Where two said different things of it at once, until somebody saves over both. */
export const holds = ({ fold }: Pick<Opened, "fold">, { record, value }: Case): boolean =>
  paperKinds.some((paper) => paper === value.kind) && (!value.closed || fold.standing(record).length > 1);

/** As far as this member sees the chart's cases. */
export const isHeld = (view: Opened, chart: Bytes): boolean =>
  view.fold.structuredOf("case", chart).some((one) => holds(view, one));

/** Agreed to, and not ended: whoever passes something on has to have read it (docs/spec, CASE-4). */
export const restricts = ({ kind, decision, ended, moved }: RevisionOf<"case">): boolean =>
  kind === "restriction" && !moved && decision !== undefined && decision.outcome !== "denied" && !ended;
