/** Letters of cases as papers: from what the vault shows of a case, and the data of its kind. */

export type { LetterFacts, LetterGap, LetterName } from "./facts.ts";
export { letterGaps, letterPaper } from "./letter.ts";
