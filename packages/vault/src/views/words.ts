/**
 * Words as search sees them. Notes come composed and decomposed (macOS), with ligatures (PDF), with or without points and
 * vowel signs; whatever goes into the index or asks it comes through here first, so that the two always meet.
 */

/** How an FTS5 table takes words: all of them alike, for one query goes to several. Contentless: no copy of a text is in it. */
export const wordIndex = `fts5(body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2", prefix='2 3')`;

/** Letters of Latin alphabets, digits, usual punctuation: the index's own folding does the rest of them by itself. */
const plainAlready =
  /^[\u0000-\u007f\u00a0-\u00a7\u00ab-\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e\u2010-\u2027\u2030\u2039\u203a]*$/;

/** `text` in one form, without marks above, below and around letters. Case and Latin accents are left to the index. */
export function foldText(text: string): string {
  if (plainAlready.test(text)) return text;
  // Composed at the end: a syllable of Hangul is a letter of its own, and its parts are none.
  return text
    .normalize("NFKD")
    .replaceAll(/\p{Mn}/gu, "")
    .normalize("NFC");
}

/** The runs of letters and digits in `text`, folded; what FTS5's unicode61 takes as words, but for case. */
export function wordsIn(text: string): string[] {
  return foldText(text).match(/[\p{L}\p{N}\p{Co}]+/gu) ?? [];
}

/** A word for comparing in JavaScript: folded, lower case and without any accent. */
export function comparable(word: string): string {
  if (/^[\u0000-\u007f]*$/.test(word)) return word.toLowerCase();
  return word
    .normalize("NFKD")
    .replaceAll(/\p{Mn}/gu, "")
    .normalize("NFC")
    .toLowerCase();
}

/** `at`, or one less where it would part the two halves of one character. */
export function wholeUntil(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
