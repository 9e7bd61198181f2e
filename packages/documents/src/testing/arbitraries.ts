/** Text as people type it and as nobody does, for property tests. Seeds are fixed where they are used. */

import fc from "fast-check";

const PIECES = [
  "word",
  "O'Brien",
  "naïve",
  "שלום",
  "مرحبا",
  "中文",
  "Łódź",
  "👋🏽",
  "👩‍👩‍👧",
  "a\u0301",
  "\u00a0",
  "\u2011",
  "\u200f",
  "“quoted”",
  "– — …",
  "  ",
  "\t",
  "\n",
  "{\\b}",
  "<w:t>",
  "&amp;",
  ";,\"'",
  "x".repeat(3_000),
];

/** One line or several of it, without carriage returns and without what XML can't hold. */
export const writtenText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 12 })
  .map((pieces) => pieces.join(" ").replace(/[^\t\n\u0020-\u{10ffff}]|[\ufffe\uffff]|\p{Surrogate}/gu, ""));

/** Paragraphs between two words, so that nothing at either end counts as a blank line. */
export const writtenParagraphs: fc.Arbitrary<readonly string[]> = fc
  .array(writtenText, { maxLength: 8 })
  .map((paragraphs) => ["begin", ...paragraphs, "end"]);
