/**
 * Whose a file is, of which day and what for, from its path and first lines. A guess says where it comes from; what is only
 * likely is asked, and psychotherapy notes are never decided here (45 CFR 164.501 goes by what they are, not by a word).
 */

import { dateIn, dayOfHeading } from "../dates.ts";
import { titleOfPath } from "../document-path.ts";

/** Where a guess comes from. */
export type Because =
  | "the file itself"
  | "a line in it"
  | "its folder's name"
  | "its name"
  | "its last change"
  | "no text to read";

export type Guess<T> = { readonly value: T; readonly because: Because };

const FIRST_LINES = 20;
const CLIENT_LINE =
  /^[\s#*_>|-]*(?:client|patient|client(?:'s)? name|patient(?:'s)? name|name|re|regarding)[*_\s]*[:=|\t][*_\s]*(.+)$/i;
/** What stands behind a name on its line. */
const AFTER_NAME = /\s{2,}|\t|[,;(|]?\s*\b(?:dob|d\.o\.b|date|born|id|mrn|age|session|case)\b.*$|[*_]+$/i;

/** Words of folders and files that are nobody's name. */
const NO_NAME = new Set(
  `active admin adult agenda and archive archived assessment assessments backup backups billing case cases chart charts child claims client clients closed
  clinical confidential consent copy correspondence couple couples current customer data desktop diagnosis discharge doc docs document documents
  download downloads draft drafts dropbox email emails evaluation export exports family file files final folder follow followup form forms
  former gad gad7 general google group home import inactive individual initial insurance intake intakes invoice invoices january february march april may
  june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec letter letters log
  measure measures medical misc miscellaneous my new note notes office old onedrive other patient patients personal phone phq phq9 plan plans practice
  private process progress psychotherapy psych questionnaire record records referral referrals report reports scan scans scanned screening session
  sessions signed soap stuff summary summaries supervision template templates termination test the therapy transcript treatment update updated
  upload use visit visits week year session1 telehealth zoom call cancelled canceled no show late`.split(/\s+/),
);

const APART = /\b(?:process[\s_-]*notes?|psychotherapy[\s_-]*notes?|private|personal[\s_-]*notes?)\b/i;
const PAPERS =
  /\b(?:letters?|correspondence|referrals?|intakes?|consents?|forms?|questionnaires?|roi|releases?|invoices?|receipts?|superbills?|statements?|insurance|claims?|reports?|court|subpoenas?|templates?|phq-?\d?|gad-?\d?|pcl-?\d?|audit-?c?|dass-?\d*|who-?5|ace-?iq|measures?|assessments?|screenings?|scans?)\b/i;

/** Who it may be about, the surest first. */
export function guessClients(path: string, text: string, named: string | undefined): Guess<string>[] {
  const folders = path.split("/").slice(0, -1).toReversed();
  const title = titleOfPath(path);
  const before = wordBeforeDay(title);
  const found: (Guess<string> | undefined)[] = [
    named === undefined ? undefined : { value: named, because: "the file itself" },
    fromLines(text),
    ...folders.map((folder) => guess(personIn(folder), "its folder's name")),
    // Of "Roe 2024-03-01 Anxiety" what stands behind the day is no last name.
    guess(personIn(before ?? title, 2), "its name"),
  ];
  return found.filter((one) => one !== undefined);
}

const guess = (value: string | undefined, because: Because): Guess<string> | undefined =>
  value === undefined ? undefined : { value, because };

function fromLines(text: string): Guess<string> | undefined {
  for (const line of text.slice(0, 4000).split(/\r\n|\r|\n/, FIRST_LINES)) {
    const said = CLIENT_LINE.exec(line)?.[1]?.split(AFTER_NAME)[0]?.trim();
    const name = said && personIn(said);
    if (name) return { value: name, because: "a line in it" };
  }
  return undefined;
}

/**
 * The name in a folder's or file's name: what is left without dates, numbers and words such as "notes". `undefined` where
 * less than `leastWords` or more than four words are left, or they are not written as names are.
 */
export function personIn(text: string, leastWords = 1): string | undefined {
  const words = nameWords(text);
  if (words.length < leastWords || words.length > 4) return undefined;
  // "jane doe" is a name too, "notes about her" is not: small letters count where nothing else is left.
  const capitals = words.filter((word) => /^\p{Lu}|^\p{Lo}/u.test(word)).length;
  if (capitals < words.length && (capitals > 0 || leastWords > 1 || words.length !== 2)) return undefined;
  return words.map((word) => (capitals === 0 ? word.replace(/^./u, (letter) => letter.toUpperCase()) : word)).join(" ");
}

/** The words of a folder's or file's name that may be somebody's: without numbers and words such as "notes", "Last, First" turned round. */
export function nameWords(text: string): string[] {
  const comma = /^\s*([\p{L}'’-]+(?:\s[\p{L}'’-]+)?),\s*([\p{L}'’.-]+(?:\s[\p{L}'’.-]+)?)/u.exec(text);
  const turned = comma ? `${comma[2]} ${comma[1]} ${text.slice(comma[0].length)}` : text;
  return turned
    .replace(/\d+(?:st|nd|rd|th)?/gi, " ")
    .split(/[\s_,;()[\]#+&]+|\s[-–—]+\s|(?<=\P{L})[-–—.]+|[-–—.]+(?=\P{L}|$)/u)
    .filter((word) => /\p{L}/u.test(word) && !NO_NAME.has(word.toLowerCase()));
}

const NAMES_A_DAY = /\d{4}|\d[-_./]\d/;

/** Its words before the day, as far as they may be a name; `undefined` without a day, or where they are nobody's name. */
export function wordBeforeDay(title: string): string | undefined {
  return NAMES_A_DAY.test(title) ? nameOrWord(title.slice(0, title.search(/\d/))) : undefined;
}

/** A name as names are written, or a word alone in small letters. */
export function nameOrWord(text: string): string | undefined {
  const words = nameWords(text);
  return personIn(text) ?? (words.length === 1 ? words[0] : undefined);
}

/** The day it is about; else one that its first lines name, or the day it was last changed on, which are to be asked. */
export function guessDay(
  path: string,
  { text, date }: { readonly text: string; readonly date: string | undefined },
  changed: string | undefined,
): Guess<string> | undefined {
  if (date !== undefined) {
    const inName = dateIn(titleOfPath(path));
    return { value: date, because: inName === date ? "its name" : "a line in it" };
  }
  const heading = dateIn(titleOfPath(path)) === undefined ? dayOfHeading(text) : undefined;
  if (heading) return { value: heading.day, because: "a line in it" };
  return changed === undefined ? undefined : { value: changed, because: "its last change" };
}

/** What to take it as. A psychotherapy note is a suggestion. */
export function guessTake(path: string, text: string): Guess<"progress" | "psychotherapy" | "file"> {
  const name = titleOfPath(path).replaceAll("_", " ");
  const folders = path.split("/").slice(0, -1).join(" / ").replaceAll("_", " ");
  if (APART.test(name)) return { value: "psychotherapy", because: "its name" };
  if (APART.test(folders)) return { value: "psychotherapy", because: "its folder's name" };
  if (APART.test(text.slice(0, 300).split("\n", 4).join("\n")))
    return { value: "psychotherapy", because: "a line in it" };
  if (PAPERS.test(name)) return { value: "file", because: "its name" };
  if (PAPERS.test(path.split("/").at(-2)?.replaceAll("_", " ") ?? ""))
    return { value: "file", because: "its folder's name" };
  return { value: "progress", because: "the file itself" };
}

/** As the vault has them. */
export type DocumentCategory = "letter" | "report" | "scan" | "consent" | "insurance" | "picture" | "court" | "other";

const CATEGORIES: readonly (readonly [DocumentCategory, RegExp])[] = [
  ["court", /\b(?:court|subpoenas?)\b/i],
  ["consent", /\b(?:consents?|roi|releases?)\b/i],
  ["insurance", /\b(?:insurance|claims?|superbills?|invoices?|receipts?|statements?)\b/i],
  ["letter", /\b(?:letters?|correspondence|referrals?)\b/i],
  ["report", /\b(?:reports?|assessments?)\b/i],
  ["scan", /\bscan(?:s|ned)?\b/i],
  ["picture", /\.(?:jpe?g|png|gif|heic|webp|tiff?|bmp)$/i],
];

export function guessCategory(path: string): DocumentCategory {
  const said = path.split("/").slice(-2).join("/").replaceAll("_", " ");
  return CATEGORIES.find(([, pattern]) => pattern.test(said))?.[0] ?? "other";
}
