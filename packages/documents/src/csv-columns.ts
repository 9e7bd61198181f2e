/** Which columns of a table are a note's text, title and date, judged by the first record alone or against the others. */

export type Columns = {
  /** As the file writes them; "column 1" and so on without a header. */
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  /** Positions from 0. No text column: a note is all its cells. */
  readonly text: number | undefined;
  readonly title: number | undefined;
  readonly date: number | undefined;
  /** Whom each row is about. */
  readonly client: number | undefined;
};

const TEXT = /(?:^|_)(?:notes?|text|contents?|body)$/;
const TITLES = ["title", "note_title", "subject", "heading", "section_header", "header", "section", "topic"];
const DATES = [
  "date",
  "session_date",
  "service_date",
  "date_of_service",
  "dos",
  "note_date",
  "visit_date",
  "appointment_date",
  "created",
  "created_at",
  "created_on",
  "timestamp",
];
const CLIENTS = ["client", "client_name", "patient", "patient_name"];
const OTHERS = ["id", ...CLIENTS, "name", "author", "clinician", "type", "comment", "comments", "summary"];

const MAX_NAME_LENGTH = 64;

/** `records` without blank lines; the first may be the header. */
export function findColumns(records: readonly (readonly string[])[]): Columns {
  const [first = [], ...others] = records;
  const keys = first.map(keyOf);
  if (!looksLikeHeader(first, keys, others)) {
    const names = first.map((_, index) => `column ${index + 1}`);
    // One column without a name is a list of notes.
    return {
      names,
      hasHeader: false,
      text: first.length === 1 ? 0 : undefined,
      title: undefined,
      date: undefined,
      client: undefined,
    };
  }
  const texts = keys.flatMap((key, index) => (TEXT.test(key) ? [index] : []));
  const firstOf = (known: readonly string[]) => {
    const position = known.map((name) => keys.indexOf(name)).find((index) => index >= 0);
    return position;
  };
  return {
    names: first.map((name, index) => name.trim() || `column ${index + 1}`),
    hasHeader: true,
    // Two columns of text, as in "subjective_notes" and "plan_notes", belong together: neither may be dropped.
    text: texts.length === 1 ? texts[0] : first.length === 1 ? 0 : undefined,
    title: firstOf(TITLES),
    date: firstOf(DATES),
    client: firstOf(CLIENTS),
  };
}

/** A known name settles it. Else short, distinct words above cells of another kind; in doubt it is a record like others. */
function looksLikeHeader(
  first: readonly string[],
  keys: readonly string[],
  others: readonly (readonly string[])[],
): boolean {
  const plausible = first.every((name) => name.length <= MAX_NAME_LENGTH && !name.includes("\n"));
  if (!plausible) return false;
  const isKnown = (key: string) =>
    TEXT.test(key) || TITLES.includes(key) || DATES.includes(key) || OTHERS.includes(key);
  if (keys.some(isKnown)) return true;
  const distinct = new Set(keys).size === keys.length && keys.every((key) => key !== "");
  if (!distinct || others.length === 0 || first.some(isNumeric)) return false;
  return first.some((name, index) => {
    const cells = others.map((record) => record[index] ?? "").filter((cell) => cell !== "");
    if (cells.length === 0) return false;
    const typical = cells.reduce((sum, cell) => sum + cell.length, 0) / cells.length;
    return cells.every(isNumeric) || typical > 2 * MAX_NAME_LENGTH + name.length;
  });
}

/** Digits, with what dates, times and amounts have between them. */
function isNumeric(cell: string): boolean {
  return /\d/.test(cell) && /^[\d\s.,:/+$€£%TZ-]{1,40}$/.test(cell);
}

function keyOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s\-./]+/g, "_");
}
