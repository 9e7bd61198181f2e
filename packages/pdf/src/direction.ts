// Words in the order in which they stand on paper. A font's layout turns the letters of a right-to-left word; the words
// of a line are turned here, by the sense of UAX #9 but for words, without its embeddings.

const RIGHT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const LEFT = /\p{L}/u;

/** Whether a text is written from right to left: by its first letter. */
export function readsFromRight(text: string): boolean {
  const first = LEFT.exec(text)?.[0];
  return first !== undefined && RIGHT.test(first);
}

/** The words of a line, and the spaces between them, as they stand from left to right. `fromRight`: whether the text that the line is of reads so. */
export function inPaintedOrder(line: string, fromRight: boolean): string[] {
  return fromRight || RIGHT.test(line) ? turn(line.split(/(\s+)/), fromRight) : [line];
}

function turn(words: readonly string[], fromRight: boolean): string[] {
  const sides = words.map((word) => (RIGHT.test(word) ? "right" : LEFT.test(word) ? "left" : undefined));
  const base = fromRight ? "right" : "left";
  // What has no letters (numbers, spaces, dashes) goes with its neighbours where they agree, else with the text.
  const settled = sides.map((side, at) => {
    if (side !== undefined) return side;
    const before = sides.slice(0, at).findLast((each) => each !== undefined) ?? base;
    const after = sides.slice(at + 1).find((each) => each !== undefined) ?? base;
    return before === after ? before : base;
  });
  const runs: { side: "left" | "right"; words: string[] }[] = [];
  words.forEach((word, at) => {
    const side = settled[at] ?? base;
    const last = runs.at(-1);
    if (last?.side === side) last.words.push(word);
    else runs.push({ side, words: [word] });
  });
  const painted = runs.map((run) => (run.side === "right" ? run.words.toReversed() : run.words));
  return (fromRight ? painted.toReversed() : painted).flat();
}
