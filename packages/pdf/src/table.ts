// Tables, that go on over pages: the head stands again on each (for the eye alone), and a row that is taller than what is
// left goes to the next page, or is parted where no page would hold it.

import { readsFromRight } from "./direction.ts";
import { type Element, FULL_HEIGHT, FULL_WIDTH, PAGE, type Sheet } from "./sheet.ts";
import { LINE_HEIGHT, type Style, type Typeface } from "./typeface.ts";

const GAP = 12;
const PADDING = 3.5;
const NARROWEST = 44;

type Cell = {
  readonly text: string;
  readonly style: Style;
  /** What a header cell heads. */
  readonly heads?: "Row" | "Column";
};

/** Sets rows of cells; each row has as many as there are widths. The first `head` rows are repeated on each page. */
export function setTable(sheet: Sheet, widths: readonly number[], rows: readonly (readonly Cell[])[], head: number) {
  const table = sheet.begin("Table");
  const headRows = rows.slice(0, head).map((row) => linesOf(sheet, row, widths));
  const headHeight = headRows.reduce((sum, row) => sum + heightOf(row), 0);
  const firstRow = rows[head];
  if (head > 0 && firstRow)
    sheet.need(headHeight + Math.min(heightOf(linesOf(sheet, firstRow, widths)), FULL_HEIGHT / 3));
  rows.forEach((row, at) => {
    const element = sheet.begin("TR", table);
    const cells = row.map(({ heads }) => sheet.begin(heads ? "TH" : "TD", element, heads ? { scope: heads } : {}));
    let left = linesOf(sheet, row, widths);
    let parted = false;
    while (left.some(({ lines }) => lines.length > 0)) {
      const whole = heightOf(left);
      const holdsNothing = sheet.room < lineHeight(row) + 2 * PADDING;
      if (holdsNothing || (!parted && whole > sheet.room && whole + headHeight <= FULL_HEIGHT)) {
        sheet.newPage();
        if (at >= head) for (const again of headRows) repeat(sheet, again, widths);
      }
      const holds = Math.max(1, Math.floor((sheet.room - 2 * PADDING) / lineHeight(row)));
      drawRow(
        sheet,
        left.map((cell) => ({ ...cell, lines: cell.lines.slice(0, holds) })),
        widths,
        cells,
      );
      left = left.map((cell) => ({ ...cell, lines: cell.lines.slice(holds) }));
      parted = true;
    }
    sheet.rule();
    element.end();
  });
  table.end();
}

/** Columns as wide as what they hold, all together as wide as the page; the widest give way first. */
export function columnWidths(type: Typeface, rows: readonly (readonly Cell[])[]): number[] {
  const columns = rows[0]?.length ?? 0;
  const space = FULL_WIDTH - GAP * (columns - 1);
  const wished = Array.from({ length: columns }, (_, at) => {
    const widest = rows.map((row) =>
      Math.max(...(row[at]?.text ?? "").split("\n").map((line) => type.width(line, styleOf(row, at)))),
    );
    return Math.max(NARROWEST, Math.min(space, Math.max(...widest) + 1));
  });
  const total = wished.reduce((sum, width) => sum + width, 0);
  if (total <= space) return wished.map((width) => (width * space) / total);
  let limit = space;
  // Halving: the limit at which columns cut to it fill the page.
  for (let low = 0, high = space, step = 0; step < 30; step++) {
    limit = (low + high) / 2;
    if (wished.reduce((sum, width) => sum + Math.min(width, limit), 0) > space) high = limit;
    else low = limit;
  }
  return wished.map((width) => Math.min(width, limit));
}

type SetCell = { readonly lines: readonly string[]; readonly style: Style; readonly fromRight: boolean };

function linesOf(sheet: Sheet, row: readonly Cell[], widths: readonly number[]): SetCell[] {
  return row.map(({ text, style }, at) => ({
    lines: sheet.type.lines(text, style, widths[at] ?? FULL_WIDTH),
    style,
    fromRight: readsFromRight(text),
  }));
}

function drawRow(sheet: Sheet, row: readonly SetCell[], widths: readonly number[], cells?: readonly Element[]): void {
  const top = sheet.y + PADDING;
  let x: number = PAGE.left;
  row.forEach(({ lines, style, fromRight }, at) => {
    const width = widths[at] ?? 0;
    const left = x;
    const draw = () => sheet.draw(lines, style, left, top, width, fromRight);
    const cell = cells?.[at];
    if (cell && lines.length > 0) sheet.mark(cell, "Span", draw);
    else draw();
    x += width + GAP;
  });
  sheet.y += heightOf(row);
}

function repeat(sheet: Sheet, row: readonly SetCell[], widths: readonly number[]): void {
  sheet.artifact(() => drawRow(sheet, row, widths));
  sheet.rule();
}

function heightOf(row: readonly SetCell[]): number {
  return Math.max(0, ...row.map(({ lines, style }) => lines.length * style.size * LINE_HEIGHT)) + 2 * PADDING;
}

function lineHeight(row: readonly Cell[]): number {
  return Math.max(...row.map(({ style }) => style.size)) * LINE_HEIGHT;
}

function styleOf(row: readonly Cell[], at: number): Style {
  return row[at]?.style ?? { font: "regular", size: 9, color: "#000000" };
}
