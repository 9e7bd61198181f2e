/**
 * Days that a file's name, its first lines or a column say, where they can be read in one way only. 03/04/2024 is two
 * days, so it is none here, unless what stands beside it says how dates are written there; so is a name with two dates.
 * English month names.
 */

/** How a date of nothing but numbers with the year last is written. */
export type DateOrder = "day first" | "month first";

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const MONTH =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const DAY = "(\\d{1,2})(?:st|nd|rd|th)?";
const GAP = "[\\s.,_-]{1,3}";

// Days of birth are in many names and headings, and are never the day of the note.
const BIRTH = /(?:dob|d\.o\.b\.|born|birth(?:day|date)?)[\s:._(-]*$/i;

const NUMERIC = /(?<!\d)(?<!\d[-_./])(\d{1,2})([-_./])(\d{1,2})\2(\d{4})(?!\d)/g;

const PATTERNS: readonly { readonly pattern: RegExp; readonly read: (parts: readonly string[]) => string[] }[] = [
  {
    pattern: /(?<!\d)(\d{4})([-_./ ]?)(\d{2})\2(\d{2})(?!\d)/g,
    read: ([, year, , month, day]) => isoDay(year, month, day),
  },
  {
    pattern: /(?<!\d)(\d{4})([-_./])(\d{1,2})\2(\d{1,2})(?!\d)/g,
    read: ([, year, , month, day]) => isoDay(year, month, day),
  },
  {
    pattern: NUMERIC,
    // The one with the month first stands first: `settled` relies on it.
    read: ([, first, , second, year]) => [...isoDay(year, first, second), ...isoDay(year, second, first)],
  },
  {
    pattern: new RegExp(`(?<!\\d)${DAY}${GAP}${MONTH}${GAP}(\\d{4})(?!\\d)`, "gi"),
    read: ([, day, month, year]) => isoDay(year, monthNumber(month), day),
  },
  {
    pattern: new RegExp(`(?<![a-z])${MONTH}${GAP}${DAY}${GAP}(\\d{4})(?!\\d)`, "gi"),
    read: ([, month, day, year]) => isoDay(year, monthNumber(month), day),
  },
];

const LABELLED =
  /^[\s#*_>|-]*(?:(?:session|service|visit|note|appointment|encounter)\s+)?(?:date|dos)(?:\s+of\s+(?:service|session|visit|note|appointment|encounter))?(?:\s*[/&]\s*time)?\s*[*_]*\s*[:=|\t–-]/i;
const WEEKDAY = /^[\s#*_>|-]*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)?[\s,.]*/i;

const FIRST_LINES = 20;
const MAX_LINE = 200;

/** A heading's day is the note's where the heading calls itself one: "Progress 12 April 2024", "Session 5, Tom Berg, 2024-04-12". */
const OF_A_NOTE =
  /\b(?:progress|session|notes?|visit|appointment|intake|consultation|contact|call|encounter|assessment|summary|soap|dap|birp)\b/i;
/** These make it another day's: "Progress since 12 April 2024". */
const OF_ANOTHER_DAY =
  /\b(?:since|until|till|before|after|by|due|next|last|from|of|re|regarding|starting|through|to)\b/i;
const HEADING_LINES = 3;
const HEADING_WORDS = 6;

/**
 * ISO yyyy-mm-dd where all dates in `text` agree on one day; `undefined` otherwise. At most 200 characters are read.
 *
 * @param order of the texts that `text` belongs to; it settles what can be read in two ways
 */
export function dateIn(text: string, order?: DateOrder): string | undefined {
  const days = daysIn(text.slice(0, MAX_LINE));
  return onlyDay(days) ?? onlyDay(settled(days, order));
}

/**
 * The day that a file is about: from its title, or from a line like "Date of service: 5 March 2024" or a line that is
 * nothing but a date among the first 20. Where title and lines name different days there is none. Where neither names any,
 * from a heading that calls itself a note's.
 *
 * @param order of the titles beside this one; it is asked only where the file itself can be read in two ways
 */
export function dateOfNote(title: string, text: string, order?: DateOrder): string | undefined {
  const inTitle = daysIn(title.slice(0, MAX_LINE));
  const inLines = firstLines(text).flatMap(daysOfLine);
  if (inTitle.length === 0 && inLines.length === 0) {
    const heading = dayOfHeading(text);
    return heading?.isSure ? heading.day : undefined;
  }
  return onlyDay([...inTitle, ...inLines]) ?? onlyDay([...settled(inTitle, order), ...inLines]);
}

/** The one day that the first lines name, whatever else they say; `isSure`: as a note's heading does. */
export function dayOfHeading(text: string): { readonly day: string; readonly isSure: boolean } | undefined {
  const lines = firstLines(text)
    .filter((line) => line.trim() !== "")
    .slice(0, HEADING_LINES);
  const day = onlyDay(lines.flatMap(daysIn));
  if (day === undefined) return undefined;
  const others = lines.filter((line) => daysIn(line).length > 0).map(wordsBesideDates);
  const isSure = others.every(
    (words) =>
      words.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length <= HEADING_WORDS &&
      OF_A_NOTE.test(words) &&
      !OF_ANOTHER_DAY.test(words),
  );
  return { day, isSure };
}

const wordsBesideDates = (line: string): string =>
  PATTERNS.reduce((rest, { pattern }) => rest.replaceAll(pattern, " "), line);

/**
 * What is written together is written in one way: one 25/03/2024 in it says how its 03/04/2024 is to be read. `undefined`
 * where nothing says so, or another date says the opposite.
 */
export function dateOrderOf(texts: readonly string[]): DateOrder | undefined {
  const orders = new Set<DateOrder>();
  for (const { 1: first, 3: second, 4: year } of texts.flatMap((text) => [
    ...text.slice(0, MAX_LINE).matchAll(NUMERIC),
  ])) {
    const [monthFirst, dayFirst] = [isoDay(year, first, second), isoDay(year, second, first)];
    if (monthFirst.length === 0 && dayFirst.length > 0) orders.add("day first");
    if (dayFirst.length === 0 && monthFirst.length > 0) orders.add("month first");
  }
  return orders.size === 1 ? [...orders][0] : undefined;
}

/** The days of a whole column, which is written in one way. */
export function datesOfColumn(cells: readonly string[]): (string | undefined)[] {
  const order = dateOrderOf(cells);
  return cells.map((cell) => dateIn(cell, order));
}

function firstLines(text: string): string[] {
  const start = text.slice(0, FIRST_LINES * MAX_LINE);
  return start.split(/\r\n|\r|\n/, FIRST_LINES).filter((line) => line.length <= MAX_LINE);
}

function daysOfLine(line: string): string[][] {
  const label = LABELLED.exec(line);
  if (label) return daysIn(line.slice(label[0].length));
  const bare = line.replace(WEEKDAY, "").replace(/[\s*_|.]+$/, "");
  const matches = bare.length <= 30 && matchesIn(bare);
  return matches && matches[0]?.length === bare.length ? matches.map(({ days }) => days) : [];
}

/** Of two ways to read a date, the one that this order leaves. */
function settled(found: readonly string[][], order: DateOrder | undefined): string[][] {
  const place = order === "day first" ? 1 : 0;
  return found.map((days) => (order && days.length === 2 ? days.slice(place, place + 1) : days));
}

/** One list of possible days for each date in the text. */
function daysIn(text: string): string[][] {
  return matchesIn(text).map(({ days }) => days);
}

function matchesIn(text: string): { readonly length: number; readonly days: string[] }[] {
  const found = new Map<number, { length: number; days: string[] }>();
  for (const { pattern, read } of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      if (found.has(match.index) || BIRTH.test(text.slice(Math.max(0, match.index - 20), match.index))) continue;
      const days = read(match);
      if (days.length > 0) found.set(match.index, { length: match[0].length, days });
    }
  }
  return [...found.values()];
}

/** The one day that is possible for every date found. */
function onlyDay(found: readonly (readonly string[])[]): string | undefined {
  const [first = [], ...others] = found;
  const common = new Set(first.filter((day) => others.every((days) => days.includes(day))));
  return common.size === 1 ? [...common][0] : undefined;
}

function monthNumber(name: string | undefined): string {
  return String(MONTHS.indexOf((name ?? "").slice(0, 3).toLowerCase()) + 1);
}

/** None for a day that doesn't exist, or a year before 1900 or after 2199. */
function isoDay(year: string | undefined, month: string | undefined, day: string | undefined): string[] {
  const y = Number(year);
  const m = Number(month);
  const d = Number(day);
  if (!(y >= 1900 && y < 2200 && m >= 1 && m <= 12 && d >= 1 && d <= daysInMonth(y, m))) return [];
  return [`${y}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`];
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
