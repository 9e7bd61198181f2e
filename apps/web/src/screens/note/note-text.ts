/**
 * Between the editor's tree and plain words. Every note carries both, so that search, comparison and every other reader
 * need no editor. `docOfText` and `textOfDoc` are inverse on text that has no editor tree: what came in as plain words
 * goes out as the same words (line ends aside).
 */

import type { JSONContent } from "@tiptap/core";

/** The whole note in plain words: blocks apart by an empty line, list items each on a line. */
export function textOfDoc(doc: JSONContent): string {
  return (doc.content ?? []).map((block) => textOfBlock(block)).join("\n\n");
}

function textOfBlock(block: JSONContent): string {
  switch (block.type) {
    case "bulletList":
      return items(block, () => "- ");
    case "orderedList":
      return items(block, (_, index) => `${Number(block.attrs?.["start"] ?? 1) + index}. `);
    case "taskList":
      return items(block, (item) => (item.attrs?.["checked"] ? "[x] " : "[ ] "));
    case "blockquote":
      return (block.content ?? []).map((inner) => `> ${textOfBlock(inner).replaceAll("\n", "\n> ")}`).join("\n> \n");
    case "table":
      return (block.content ?? []).map(textOfRow).join("\n");
    case "horizontalRule":
      return "---";
    case "picture":
      return sayPicture(block.attrs);
    default:
      return (block.content ?? []).map(textOfInline).join("");
  }
}

export function sayPicture(attrs: JSONContent["attrs"]): string {
  const says = String(attrs?.["says"] ?? "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return says ? `[Picture: ${says}]` : "[Picture]";
}

/** The ids of the files that its pictures name, in the order in which they stand. */
export function picturesIn(block: JSONContent): string[] {
  if (block.type === "picture") return [String(block.attrs?.["file"])];
  return (block.content ?? []).flatMap(picturesIn);
}

/** For another note, whose files they are not. */
export function picturesAsWords(block: JSONContent): JSONContent {
  if (block.type === "picture")
    return { type: "paragraph", content: [{ type: "text", text: sayPicture(block.attrs) }] };
  return block.content ? { ...block, content: block.content.map(picturesAsWords) } : block;
}

/** Cells apart by a tab; what stands in several lines in a cell stands in one. */
function textOfRow(row: JSONContent): string {
  return (row.content ?? [])
    .map((cell) =>
      (cell.content ?? [])
        .map(textOfBlock)
        .join(" ")
        .replaceAll(/[\n\t]/g, " "),
    )
    .join("\t");
}

function textOfInline(node: JSONContent): string {
  if (node.type === "hardBreak") return "\n";
  return node.text ?? (node.content ?? []).map(textOfInline).join("");
}

function items(list: JSONContent, sign: (item: JSONContent, index: number) => string): string {
  return (list.content ?? [])
    .map((item, index) => {
      const mark = sign(item, index);
      const lines = (item.content ?? []).map((inner) => textOfBlock(inner)).join("\n");
      return mark + lines.replaceAll("\n", `\n${" ".repeat(mark.length)}`);
    })
    .join("\n");
}

/** Plain words as a tree: an empty line parts paragraphs, a single line end is a line break. */
export function docOfText(text: string): JSONContent {
  const paragraphs = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n\n");
  return { type: "doc", content: paragraphs.map(paragraphOf) };
}

function paragraphOf(text: string): JSONContent {
  const content: JSONContent[] = [];
  text.split("\n").forEach((line, index) => {
    if (index > 0) content.push({ type: "hardBreak" });
    if (line) content.push({ type: "text", text: line });
  });
  return content.length > 0 ? { type: "paragraph", content } : { type: "paragraph" };
}

/** Two texts below one another, parted by a line: for joining what was written on two devices. */
export function joinDocs(first: JSONContent, second: JSONContent): JSONContent {
  return { type: "doc", content: [...(first.content ?? []), { type: "horizontalRule" }, ...(second.content ?? [])] };
}
