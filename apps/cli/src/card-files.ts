/** Recovery cards as files: each a sheet to print and hand to one person, which the commands read again as it stands. */

import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ok, type Result } from "@alcove/bytes";
import type { RecoveryCardText } from "@alcove/vault";
import { renderUnicodeCompact } from "uqr";
import { codeOf, readSmallText, writeNewFile } from "./files.ts";
import { refuse, refused, type Refusal } from "./refusal.ts";
import type { Failure } from "@alcove/protocol/errors";

const prefix = "ALCOVE-CARD-1";
const groupsPerLine = 10;
const maxFileBytes = 64 * 1024;
const mostCards = 16;

const names = /^(recovery|notes)-card-/;
const nameOf = ({ number, cards, notesOf }: RecoveryCardText): string =>
  `${notesOf === undefined ? "recovery" : "notes"}-card-${number}-of-${cards}.txt`;

/** The code stands last and by itself, so that nothing around it is taken for a part of it. */
export function cardSheet(card: RecoveryCardText): string {
  const { number, needed, cards, origin, practiceName, madeAt, set, text, words, notesOf } = card;
  const groups = text.split(" ").filter((group) => group !== prefix);
  const lines: string[] = [];
  for (let at = 0; at < groups.length; at += groupsPerLine) lines.push(groups.slice(at, at + groupsPerLine).join(" "));
  const numbered = words.map((line, i) => `${String(i + 1).padStart(2)}  ${line.join(" ")}`);
  return `${notesOf === undefined ? `Alcove recovery card ${number} of ${cards}` : `Alcove card ${number} of ${cards} for psychotherapy notes`}

Practice     ${practiceName}
Made         ${new Date(madeAt).toISOString().slice(0, 10)}
Set          ${set} (cards of one set go together; newer cards replace older ones)
Server       ${origin}
It takes     ${needed} of the ${cards} cards, whichever they are

${sayOpens(card)} One alone opens nothing.
Keep it where you keep what must not be lost, apart from the others. If a card is lost or its holder leaves, make new ones.

The card in words, for typing (without the line numbers):

${numbered.join("\n")}

${renderUnicodeCompact(text)}

The whole card, for scanning or copying:

${prefix}
${lines.join("\n")}
`;
}

function sayOpens({ needed, notesOf }: RecoveryCardText): string {
  return notesOf === undefined
    ? `Whoever has ${needed} of these cards can open this practice's records, all but psychotherapy notes.`
    : `For the psychotherapy notes of ${notesOf}, and nothing else: ${needed} of these cards open them to a colleague.`;
}

/** Whether all of them could be written there. Failures: `file-exists`, `file-unwritable`. */
export function prepareCardFolder(folder: string): Result<undefined, Refusal> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const there = readdirSync(folder).find((name) => names.test(name));
    return there === undefined ? ok() : refuse("file-exists", { path: join(folder, there) });
  } catch (error) {
    return refuse("file-unwritable", { path: folder, reason: codeOf(error) });
  }
}

/** One file a card, its owner's alone. Failures: those of `writeNewFile`. */
export function writeCards(folder: string, cards: readonly RecoveryCardText[]): Result<readonly string[], Refusal> {
  const paths: string[] = [];
  for (const card of cards) {
    const path = join(folder, nameOf(card));
    const written = writeNewFile(path, cardSheet(card));
    if (!written.ok) return written;
    paths.push(path);
  }
  return ok(paths);
}

export type CardFile = { readonly path: string; readonly text: string };

/** Every text file of a folder, by name. Failures: `file-unreadable` and those of small texts. */
export function readCards(folder: string): Result<readonly CardFile[], Refusal> {
  if (!existsSync(folder)) return refuse("file-unreadable", { path: folder, reason: "ENOENT" });
  let names: string[];
  try {
    names = readdirSync(folder)
      .filter((name) => name.endsWith(".txt"))
      .toSorted()
      .slice(0, mostCards);
  } catch (error) {
    return refuse("file-unreadable", { path: folder, reason: codeOf(error) });
  }
  const files: CardFile[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const text = readSmallText(path, maxFileBytes);
    if (!text.ok) return text;
    files.push({ path, text: text.value });
  }
  return ok(files);
}

/** What is wrong with one of them, and which file that is. */
export function refusedCard(failed: Failure, files: readonly CardFile[]): Result<never, Refusal> {
  const at = failed.facts?.["card"];
  const path = typeof at === "number" ? files[at - 1]?.path : undefined;
  return refused(failed, path === undefined ? undefined : `That is ${path}.`);
}
