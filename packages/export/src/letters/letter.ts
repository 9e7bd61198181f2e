/**
 * Letters of cases as papers. What has to stand in a denial is the rule's: its basis, how it is reviewed or disagreed with, how to complain to the
 * practice and to the Secretary (45 CFR 164.524(d)(2), 164.526(d)(1)).
 */

import type { Block, Paper } from "@alcove/pdf";
import type { LetterFacts, LetterGap, LetterName } from "./facts.ts";
import { letterOf } from "./letters.ts";
import { english, type LetterWords } from "./words/english.ts";
import { spanish } from "./words/spanish.ts";

const languages: { readonly [Language in LetterFacts["language"]]: LetterWords } = { en: english, es: spanish };

const attorneyFirst = "DRAFT: to be read by an attorney. Not to be sent as it is.";

/** Nothing: it can be made. */
export function letterGaps(letter: LetterName, { office, said, accounting, kind }: LetterFacts): LetterGap[] {
  const { decision, extension } = said;
  const needsDecision = letter === "decision" || letter === "paper-answer";
  const isDenial =
    letter === "decision" && kind.group === "rights" && decision !== undefined && decision.outcome !== "granted";
  return [
    ...(needsDecision && !decision ? (["decision"] as const) : []),
    ...(letter === "extension" && !extension ? (["extension"] as const) : []),
    ...(letter === "accounting" && !accounting ? (["accounting"] as const) : []),
    ...(isDenial && office.complaints.trim() === "" ? (["complaints"] as const) : []),
  ];
}

/** `undefined`: something is missing (`letterGaps`). */
export function letterPaper(letter: LetterName, facts: LetterFacts): Paper | undefined {
  if (letterGaps(letter, facts).length > 0) return undefined;
  const isPaper = facts.kind.group === "papers";
  const language = isPaper ? "en" : facts.language;
  const say = languages[language];
  const { practice, office, said, today, signer } = facts;
  const { title, blocks } = letterOf(letter, { ...facts, say });
  const address = lines([said.from, said.address].join("\n"));
  return {
    title,
    language,
    from: [practice, ...lines(office.lines)],
    foot: practice,
    blocks: [
      ...(address.length > 0 ? [{ kind: "paragraph", text: address.join("\n") } as const] : []),
      { kind: "paragraph", text: say.day(today) },
      ...(isPaper ? [{ kind: "paragraph", text: attorneyFirst } as const] : []),
      ...blocks,
      { kind: "paragraph", text: say.regards },
      { kind: "paragraph", text: `${signer}\n${practice}` },
    ] satisfies Block[],
  };
}

const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
