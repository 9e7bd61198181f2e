/**
 * The files in which CMS and NCHS publish each year's codes. A practice reads one in once a year; what comes in is a stranger's
 * file until every line has the official form, and nothing is taken from one in which a single line has not.
 *
 * `icd10cm-codes-2027.txt`: the code in columns 1 to 7, its description from column 9; complete (billable) codes only.
 * `icd10cm-order-2027.txt`: columns 1 to 5 a running number, 7 to 13 the code, 15 a `1` for a complete code or a `0` for a
 * heading, 17 to 76 a short description, from 78 the long one. Codes stand without their point in both. Files of a later update
 * name its month: `icd10cm-codes-April-1-2026.txt`.
 */

/** `code` with its point. Complete codes only: a heading is no diagnosis. */
export type Code = { readonly code: string; readonly description: string };

/** Of codes, without a point. FY 2026 brought the first with a letter in the second place. */
const bareCode = /^[A-Z][0-9A-Z]{2,6}$/;
const fileName = /^icd10cm[-_](?:codes|order)[-_](?:(jan|apr)[a-z]*[-_](?:\d{1,2}[-_])?)?(20\d\d)\.txt$/i;
const months: Readonly<Record<string, string>> = { jan: "January", apr: "April" };

/** A whole table has more than 70,000 codes since 2016: one with fewer was cut off on its way. */
export const fewestCodes = 60_000;

export type CodeFile = { readonly edition: string; readonly codes: readonly Code[] };
/** What is wrong with it: `line` counts from 1. */
export type CodeFileProblem =
  | { readonly problem: "name" }
  | { readonly problem: "line"; readonly line: number }
  | { readonly problem: "twice"; readonly line: number }
  | { readonly problem: "too-few"; readonly codes: number };

/** `name` without folders; the edition stands in nothing but the name. */
export function parseCodeFile(name: string, text: string): CodeFile | CodeFileProblem {
  const edition = editionOf(name);
  if (edition === undefined) return { problem: "name" };
  const codes = parseCodeLines(text);
  if ("problem" in codes) return codes;
  return codes.length < fewestCodes ? { problem: "too-few", codes: codes.length } : { edition, codes };
}

/** The fiscal year, from October of the year before, and the month of an update within it: `2027`, `2026, April`. */
export function editionOf(name: string): string | undefined {
  const [, month, year] = fileName.exec(name) ?? [];
  if (!year) return undefined;
  return month ? `${year}, ${months[month.toLowerCase()]}` : year;
}

/** Whether an edition is of later than another. */
export const isNewer = (one: string, other: string): boolean => ageOf(one) > ageOf(other);

/** The year counts from October, so that its updates come after it. */
const ageOf = (edition: string): number =>
  Number(edition.slice(0, 4)) + (edition.includes("January") ? 0.25 : edition.includes("April") ? 0.5 : 0);

/** The codes alone, as `parseCodeLines` reads them. */
export const codeLines = (codes: readonly Code[]): string =>
  codes.map(({ code, description }) => `${code.replace(".", "").padEnd(7)} ${description}\n`).join("");

/** In the file's own order. */
export function parseCodeLines(text: string): readonly Code[] | Extract<CodeFileProblem, { line: number }> {
  const codes: Code[] = [];
  const seen = new Set<string>();
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === "") continue;
    const isOrder = /^\d{5} /.test(line);
    const bare = (isOrder ? line.slice(6, 13) : line.slice(0, 7)).trimEnd();
    const description = line.slice(isOrder ? 77 : 8).trim();
    const flag = isOrder ? line[14] : "1";
    const gaps = isOrder ? [5, 13, 15, 76] : [7];
    const hasForm = bareCode.test(bare) && gaps.every((at) => line[at] === " ") && (flag === "0" || flag === "1");
    if (!hasForm || description === "") return { problem: "line", line: index + 1 };
    if (seen.has(bare)) return { problem: "twice", line: index + 1 };
    seen.add(bare);
    if (flag === "1") codes.push({ code: pointed(bare), description });
  }
  return codes;
}

const pointed = (bare: string): string => (bare.length > 3 ? `${bare.slice(0, 3)}.${bare.slice(3)}` : bare);
