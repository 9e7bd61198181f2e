/** When a case is due. Days are of the calendar, `yyyy-mm-dd`, with no hours and no zone in them: a change of the clocks moves nothing. */

import type { CaseKind } from "@alcove/records";
import { kindOf } from "./kinds.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** That many days later. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

/** The same day so many years before; 28 February for a 29th that there is not. */
export function yearsBefore(day: string, years: number): string {
  const then = `${String(Number(day.slice(0, 4)) - years).padStart(4, "0")}${day.slice(4)}`;
  return daysAfter(then, 0) === then ? then : `${then.slice(0, 8)}28`;
}

export type Timed = {
  readonly kind: CaseKind;
  readonly received: string;
  readonly answerBy?: string | undefined;
  readonly extension?: { readonly until: string } | undefined;
};

/** The last day for an answer, without an extension. `undefined`: no day is set. */
export function firstDue({ kind, received, answerBy }: Timed): string | undefined {
  const { clock } = kindOf(kind);
  return clock.by === "days" ? daysAfter(received, clock.days) : answerBy;
}

/** The last day for an answer as things stand. Nothing pauses it. */
export const due = (one: Timed): string | undefined => one.extension?.until ?? firstDue(one);

/** The last day that an extension may go to. `undefined`: the rule knows none. */
export function latestDue(one: Timed): string | undefined {
  const { clock } = kindOf(one.kind);
  return clock.by === "days" && clock.extension > 0 ? daysAfter(one.received, clock.days + clock.extension) : undefined;
}
