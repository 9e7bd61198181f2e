/**
 * Gathers the text of a document while it is walked: paragraphs become lines, table rows become lines with tabs, and
 * what stands beside the line (text boxes, notes) is kept apart until the line is done.
 */

export type TextFlow = {
  /** Goes on with the current line. */
  readonly write: (text: string) => void;
  readonly endLine: () => void;
  /** A text of its own inside the current one: a cell, a note, a text box, a header. */
  readonly openBlock: () => void;
  /** Ends it and returns its lines, joined by "\n". */
  readonly closeBlock: () => string;
  /** Puts lines after the current line. */
  readonly writeAside: (text: string) => void;
  readonly openRow: () => void;
  readonly writeCell: (text: string) => void;
  /** Writes the cells of the row as one line. */
  readonly closeRow: () => void;
  /** Forgets the cells of the row. */
  readonly dropRow: () => void;
  /** UTF-16 units and lines written so far, everything included. */
  readonly length: () => number;
};

type Block = { lines: string[]; line: string; asides: string[]; rows: string[][] };

export function createTextFlow(): TextFlow {
  const newBlock = (): Block => ({ lines: [], line: "", asides: [], rows: [] });
  const outer: Block[] = [];
  let block = newBlock();
  let length = 0;
  const endLine = () => {
    block.lines.push(block.line, ...block.asides);
    length++;
    block.line = "";
    block.asides = [];
  };
  return {
    write: (text) => {
      block.line += text;
      length += text.length;
    },
    endLine,
    openBlock: () => {
      outer.push(block);
      block = newBlock();
    },
    closeBlock: () => {
      if (block.line !== "" || block.asides.length > 0) endLine();
      const text = block.lines.join("\n");
      block = outer.pop() ?? newBlock();
      return text;
    },
    writeAside: (text) => {
      block.asides.push(text);
    },
    openRow: () => {
      block.rows.push([]);
    },
    writeCell: (text) => {
      const row = block.rows.at(-1);
      if (row) row.push(text);
      else block.lines.push(text);
    },
    closeRow: () => {
      block.lines.push((block.rows.pop() ?? []).join("\t"));
    },
    dropRow: () => {
      block.rows.pop();
    },
    length: () => length,
  };
}

/** A document's text in its places. */
export type DocumentPieces = {
  readonly headers: readonly string[];
  readonly body: string;
  /** Footnotes and endnotes in the order of their marks, which are "[1]", "[2]" and so on in the body. */
  readonly notes: readonly string[];
  /** Comments in the order of their marks, which are "[comment 1]" and so on. */
  readonly comments: readonly { readonly author: string | undefined; readonly text: string }[];
  readonly footers: readonly string[];
};

export const noteMark = (number: number): string => `[${number}]`;
export const commentMark = (number: number): string => `[comment ${number}]`;

/** Headers, body, notes, comments, footers, with an empty line between them. Repeated headers and bare page numbers go. */
export function composeText(pieces: DocumentPieces): string {
  const sections = [
    distinct(pieces.headers).join("\n"),
    withoutOuterBlankLines(pieces.body),
    pieces.notes.map((text, index) => `${noteMark(index + 1)} ${text.trim()}`).join("\n"),
    pieces.comments
      .map(({ author, text }, index) => `${commentMark(index + 1)} ${author ? `${author}: ` : ""}${text.trim()}`)
      .join("\n"),
    distinct(pieces.footers).join("\n"),
  ];
  return sections.filter((section) => section.trim() !== "").join("\n\n");
}

function distinct(texts: readonly string[]): string[] {
  const trimmed = texts.map(withoutOuterBlankLines);
  return [...new Set(trimmed)].filter((text) => text.trim() !== "" && !isPageNumber(text));
}

function isPageNumber(text: string): boolean {
  return text.length <= 40 && /^[\p{P}\s]*(?:page\s*)?\d{0,4}\s*(?:(?:of|\/)\s*\d{1,4})?[\p{P}\s]*$/iu.test(text);
}

function withoutOuterBlankLines(text: string): string {
  const start = text.length - text.trimStart().length;
  const firstLine = text.lastIndexOf("\n", start - 1) + 1;
  return start === text.length ? "" : text.slice(firstLine).trimEnd();
}
