/** Files of a chart in words: what they are, what was taken out of them, what they hold. */

import type { CleanedPicture, FileKind, FileLook } from "@alcove/documents";
import type { DocumentCategory, DocumentView, DocumentWords } from "@alcove/vault";
import { saySize } from "./counts.ts";
import { sayDayBriefly } from "./dates.ts";

/** More is not brought into memory to be looked at. */
export const MOST_SHOWN_BYTES = 64 * 1024 * 1024;

export const CATEGORY_NAMES: Readonly<Record<DocumentCategory, string>> = {
  letter: "Letter",
  report: "Report",
  scan: "Scan",
  consent: "Consent",
  insurance: "Insurance",
  picture: "Picture",
  court: "Court",
  other: "Other",
};
export const CATEGORIES = Object.keys(CATEGORY_NAMES) as readonly DocumentCategory[];

export const nameOf = ({ said, name }: Pick<DocumentView, "said" | "name">): string => said?.title || name;

/** "Letter, 4 March, from Dr. Okafor"; empty where it says nothing that helps to find it. */
export function sayDocument({ category, date, from }: DocumentWords, now: number): string {
  const facts = [
    category !== "other" && CATEGORY_NAMES[category],
    date && sayDayBriefly(date, now),
    from && `from ${from}`,
  ];
  return facts.filter(Boolean).join(", ");
}

/** "1.2 MB", "1.2 MB, 40 % sent". */
export function saySent({ bytes, unsent = 0 }: Pick<DocumentView, "bytes" | "unsent">): string {
  if (unsent === 0) return saySize(bytes);
  return `${saySize(bytes)}, ${Math.floor(100 * (1 - unsent / Math.max(1, bytes)))} % sent`;
}

/** What its name tells; whoever adds it says otherwise. */
export function guessCategory(name: string): DocumentCategory {
  const guesses: readonly (readonly [DocumentCategory, RegExp])[] = [
    ["consent", /consent|release|authori[sz]ation/i],
    ["insurance", /insur|claim|\beob\b|superbill/i],
    ["court", /court|subpoena|custody|\border\b/i],
    ["report", /report|assess|evaluation|results?\b/i],
    ["letter", /letter|referral|\bfax/i],
    ["scan", /scan/i],
    ["picture", /\.(jpe?g|png|gif|webp|heic|avif|bmp)$/i],
  ];
  return guesses.find(([, pattern]) => pattern.test(name))?.[0] ?? "other";
}

/** `undefined`: there is nothing to say. */
export function sayCleaned(cleaned: CleanedPicture): string | undefined {
  if (cleaned.outcome === "removed")
    return cleaned.place
      ? "Where it was taken, and what the camera wrote, was taken out."
      : "What the camera or a program wrote into it was taken out.";
  if (cleaned.outcome !== "cannot") return undefined;
  return cleaned.what === "film"
    ? "A film may say where it was made. Alcove can’t take that out."
    : "This picture may say where it was taken. Alcove can’t take that out of it.";
}

const KIND_NAMES: Readonly<Record<FileKind, string>> = {
  pdf: "a PDF",
  picture: "a picture",
  "other-picture": "a picture",
  text: "plain text",
  markup: "a web page or drawing",
  rtf: "a text document",
  docx: "a Word document",
  odt: "an OpenDocument text",
  office: "an Office document",
  film: "a film",
  sound: "a recording",
  program: "a program",
  archive: "an archive of files",
  other: "something else",
};

/** What to know before it is opened elsewhere, a sentence each. */
export function warnOf({ kind, macros, misnamed }: FileLook): readonly string[] {
  return [
    ...(misnamed ? [`Its name says something else: by its content this is ${KIND_NAMES[kind]}.`] : []),
    ...(macros ? ["It holds macros: programs that Office would run. Nothing of them runs here."] : []),
    ...(kind === "program"
      ? ["It is a program. Nothing of it runs here; be sure who sent it before you save it."]
      : []),
    ...(kind === "markup" ? ["Shown as its plain text: it could hold programs, and nothing of them runs here."] : []),
  ];
}

/** Why a file is not shown, and that it is not lost. */
export function sayNotShown(code: string): string {
  const why: Readonly<Record<string, string>> = {
    "document-encrypted": "It is locked with a password of its own, and can’t be shown here.",
    "document-zip-bomb": "It unpacks to far more than a document holds, and is not opened here.",
    "document-slow": "It takes longer to read than any document should, and was given up.",
    "document-empty": "There is nothing in it.",
  };
  return `${why[code] ?? "It is damaged, or of a kind that can’t be shown here."} It is kept as it came.`;
}
