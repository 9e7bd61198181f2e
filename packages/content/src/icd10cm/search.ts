/** Finding a code as one types: by the beginning of the code, or by beginnings of words in any order, accents and case aside. */

import type { Code } from "./code-file.ts";
import { everydayWords } from "./everyday-words.ts";

/** The best first. No words: nothing. */
export type CodeSearch = (typed: string, limit: number) => readonly Code[];

/** Prepares a table once; a search of all 75,000 codes is then a walk over strings. */
export function createCodeSearch(codes: readonly Code[]): CodeSearch {
  const entries = codes.map((code) => {
    const bare = code.code.replace(".", "").toLowerCase();
    const own = fold(code.description);
    return { code, bare, own: ` ${own}`, all: ` ${own} ${fold(otherWords(bare))}` };
  });
  return (typed, limit) => {
    const words = fold(typed).split(" ").filter(Boolean);
    const bareTyped = typed.replaceAll(/[\s.]/g, "").toLowerCase();
    if (words.length === 0) return [];
    const byCode = entries.filter(({ bare }) => bare.startsWith(bareTyped));
    const byWords = entries
      .filter(({ bare, all }) => words.every((word) => all.includes(` ${word}`) || bare.startsWith(word)))
      .map((entry) => ({ entry, rank: rankOf(entry.own, words) }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ entry }) => entry);
    return [...new Set([...byCode, ...byWords])].slice(0, limit).map(({ code }) => code);
  };
}

/** 0: it begins as typed; 1: its own words have all that was typed; 2: everyday words helped. */
function rankOf(own: string, words: readonly string[]): number {
  if (own.startsWith(` ${words.join(" ")}`)) return 0;
  return words.every((word) => own.includes(` ${word}`)) ? 1 : 2;
}

function otherWords(bare: string): string {
  return everydayWords
    .filter(([code]) => bare.startsWith(code.toLowerCase()))
    .map(([, words]) => words)
    .join(" ");
}

/** Letters and digits in lower case, without accents, one space between words. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/['’]/g, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
