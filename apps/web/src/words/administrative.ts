/** People of a chart, how they may be reached, and where a chart stands, in words. */

import type { ChartForm, ChartStatus, FaceSheetWords, PersonRole, PersonView, Reach } from "@alcove/vault";

export const STATUS_NAMES: Readonly<Record<ChartStatus, string>> = {
  enquiry: "Enquiry",
  waiting: "On the waiting list",
  active: "In treatment",
  paused: "Paused",
  discharged: "Discharged",
  "not-taken-on": "Not taken on",
};

export const FORM_NAMES: Readonly<Record<ChartForm, string>> = {
  individual: "Individual",
  couple: "Couple",
  family: "Family",
  group: "Group",
};

export const ROLE_WORDS: Readonly<Record<PersonRole, { readonly name: string; readonly hint: string }>> = {
  client: { name: "Client", hint: "In therapy here." },
  consents: { name: "Consents", hint: "May agree to treatment for the client: a parent, a guardian." },
  "emergency-contact": { name: "Emergency contact", hint: "Whom to call when it matters." },
  payer: { name: "Pays", hint: "Gets the bills." },
  referrer: { name: "Referred", hint: "Sent the client." },
};

export const BY_NAMES: Readonly<Record<Reach["by"], string>> = {
  phone: "Telephone",
  text: "Text message",
  email: "E-mail",
  post: "Post",
};

export const LEAVE_NAMES: Readonly<Record<Reach["leave"], string>> = {
  anything: "Anything",
  "name-and-number-only": "Your name and number only",
  nothing: "Nothing: others see or hear it",
};

/** "Client", "Mother, consents, emergency contact". */
export function sayRoles({ roles, relation }: Pick<PersonView, "roles" | "relation">): string {
  const names = roles.map((role) => ROLE_WORDS[role].name);
  const all = relation ? [relation, ...names] : names;
  return all.map((one, at) => (at === 0 ? capital(one) : one.toLowerCase())).join(", ");
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

const reachesByWriting = ({ by }: Reach): boolean => by !== "phone";
export const sayLeave = (reach: Reach): string =>
  reach.leave === "anything"
    ? ""
    : reach.leave === "nothing"
      ? reachesByWriting(reach)
        ? "Send nothing there."
        : "Leave nothing there."
      : reachesByWriting(reach)
        ? "Write your name and number only."
        : "Leave your name and number only.";

/** Of `anything` nothing is to be said. */
export const LEAVE_HINTS: Readonly<Record<Reach["leave"], string | undefined>> = {
  anything: undefined,
  "name-and-number-only": "Nothing of therapy.",
  nothing: undefined,
};

/**
 * Ways to one number stand together, in the order of the first: who is called there is written to there too. Only where the same may be
 * left by each of them.
 */
export function byNumber(reach: readonly Reach[]): readonly (readonly [Reach, ...Reach[]])[] {
  const groups: [Reach, ...Reach[]][] = [];
  for (const one of reach) {
    const isSame = (other: Reach) =>
      isNumber(one) && isNumber(other) && telephoneTo(other.at) === telephoneTo(one.at) && other.leave === one.leave;
    const there = groups.find(([first, ...more]) => isSame(first) && ![first, ...more].some(({ by }) => by === one.by));
    // A press on the number calls.
    if (there && one.by === "phone") there.unshift(one);
    else if (there) there.push(one);
    else groups.push([one]);
  }
  return groups;
}

const isNumber = ({ by }: Reach): boolean => by === "phone" || by === "text";

/** "Telephone and text message, own". */
export function sayWays(ways: readonly [Reach, ...Reach[]]): string {
  const names = ways.map(({ by }, i) => (i === 0 ? BY_NAMES[by] : BY_NAMES[by].toLowerCase()));
  return [names.join(" and "), sayLabels(ways)].filter(Boolean).join(", ");
}

/** Whose, or when: of all ways, each once. */
export const sayLabels = (ways: readonly Reach[]): string =>
  [...new Set(ways.map(({ label }) => label).filter(Boolean))].join(", ");

/** What may be left or sent at a number or address by all of these ways, which is the same. */
export function sayLeaveThere(ways: readonly [Reach, ...Reach[]]): string {
  const [{ leave }] = ways;
  if (ways.length === 1 || leave === "anything") return sayLeave(ways[0]);
  return leave === "nothing" ? "Leave and send nothing there." : "Leave or write your name and number only.";
}

export const telephoneTo = (at: string): string => `tel:${at.replaceAll(/[^+\d]/g, "")}`;

/** Opens the program of this device that calls or writes there, with the words laid in where there are any. `undefined`: by post. */
export function reachesWith({ by, at }: Pick<Reach, "by" | "at">, words?: string): string | undefined {
  const body = words === undefined ? "" : `?body=${encodeURIComponent(words)}`;
  if (by === "phone") return telephoneTo(at);
  if (by === "text") return `${telephoneTo(at).replace("tel:", "sms:")}${body}`;
  return by === "email" ? `mailto:${encodeURIComponent(at)}${body}` : undefined;
}

/** Whole years; nothing before the day of birth. */
export function ageOn(bornOn: string, today: string): number | undefined {
  const years = Number(today.slice(0, 4)) - Number(bornOn.slice(0, 4));
  const age = today.slice(5) < bornOn.slice(5) ? years - 1 : years;
  return age < 0 ? undefined : age;
}

/** Two saves at the same moment: what the other one said, in one line. */
export function saySheet({ status, form, tags }: FaceSheetWords): string {
  return [FORM_NAMES[form], STATUS_NAMES[status], ...tags].join(", ");
}

/** Those in therapy here. */
export const clientsAmong = (people: readonly PersonView[]): readonly PersonView[] =>
  people.filter(({ roles }) => roles.includes("client"));
