/** The demo's plain markup as the editor's own tree, so that its notes look as if somebody had typed them. */

import type { JSONContent } from "@tiptap/core";

/** `## ` heads a section, `- ` an item, `[ ] ` and `[x] ` a checkbox; an empty line parts blocks. */
export function docOfMarkup(markup: string): JSONContent {
  return { type: "doc", content: markup.split("\n\n").flatMap(blocksOf) };
}

function blocksOf(block: string): JSONContent[] {
  const [first = "", ...rest] = block.split("\n");
  if (first.startsWith("## ")) {
    const heading = { type: "heading", attrs: { level: 2 }, content: [words(first.slice(3))] };
    return rest.length === 0 ? [heading] : [heading, ...blocksOf(rest.join("\n"))];
  }
  const lines = [first, ...rest];
  if (lines.every((line) => /^\[[ x]\] /.test(line))) {
    const content = lines.map((line) => ({ ...item("taskItem", line.slice(4)), attrs: { checked: line[1] === "x" } }));
    return [{ type: "taskList", content }];
  }
  if (lines.every((line) => line.startsWith("- "))) {
    return [{ type: "bulletList", content: lines.map((line) => item("listItem", line.slice(2))) }];
  }
  return [paragraph(lines.join(" "))];
}

const item = (type: string, text: string): JSONContent => ({ type, content: [paragraph(text)] });
const paragraph = (text: string): JSONContent => ({ type: "paragraph", content: [words(text)] });
const words = (text: string): JSONContent => ({ type: "text", text });
