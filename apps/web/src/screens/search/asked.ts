/** What was asked, and how the vault is asked for it. */

import type { NoteKind, SearchQuery } from "@alcove/vault";
import { dayOf } from "../../words/dates.ts";

export type When = "any" | "month" | "quarter" | "year" | "days";

/** The search as it stands; kept for the session, so that going back finds it again. */
export type Asked = {
  readonly words: string;
  readonly chart: string;
  readonly kind: "" | NoteKind;
  /** Id of a member. */
  readonly author: string;
  readonly when: When;
  /** Days, both included; they count while `when` is "days", and either may be open. */
  readonly from: string;
  readonly to: string;
};

export const NOTHING_ASKED: Asked = { words: "", chart: "", kind: "", author: "", when: "any", from: "", to: "" };

const DAYS = { month: 30, quarter: 91, year: 365 } as const;

export function isNarrowed({ chart, kind, author, when }: Asked): boolean {
  return chart !== "" || kind !== "" || author !== "" || when !== "any";
}

export function queryOf(asked: Asked, limit: number, now: number): SearchQuery {
  const { words, chart, kind, author } = asked;
  return {
    words: whileTyping(words),
    limit,
    ...(chart && { chart }),
    ...(kind && { kind }),
    ...(author && { author }),
    ...daysOf(asked, now),
  };
}

function daysOf({ when, from, to }: Asked, now: number): Pick<SearchQuery, "from" | "to"> {
  if (when === "any") return {};
  if (when !== "days") return { from: dayOf(now - DAYS[when] * 86_400_000) };
  // Given the wrong way round they mean the same days.
  const [first, last] = from && to && from > to ? [to, from] : [from, to];
  return { ...(first && { from: first }), ...(last && { to: last }) };
}

/** The last word is perhaps not typed to its end: it finds beginnings. Not inside a phrase, and not what is left out. */
function whileTyping(typed: string): string {
  // Phones set curly quotation marks by themselves.
  const words = typed.replaceAll(/[“”„«»]/g, '"');
  const isPhrase = (words.match(/"/g)?.length ?? 0) % 2 === 1;
  return !isPhrase && /(^|\s)[\p{L}\p{N}]{2,}$/u.test(words) ? `${words}*` : words;
}
