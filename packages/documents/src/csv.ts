/// <reference path="./papaparse.d.ts" />
/**
 * Comma-separated values (RFC 4180, and what spreadsheets make of it): one note a row. The separator is guessed among
 * comma, semicolon and tab; cells come out exactly as they are, line breaks included.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import Papa from "papaparse";
import { type Columns, findColumns } from "./csv-columns.ts";
import { datesOfColumn } from "./dates.ts";
import type { DocumentLimits } from "./limits.ts";
import { countedWarnings, type DocumentWarning, type Refusal } from "./problems.ts";
import type { FoundNote } from "./source-file.ts";

export type ReadRows = { readonly notes: readonly FoundNote[]; readonly warnings: readonly DocumentWarning[] };

type Row = { readonly number: number; readonly cells: readonly string[] };

const SEPARATORS = [",", ";", "\t"];
// Separates nothing: for a file of one column, whose commas are text.
const NO_SEPARATOR = "\x1f";
const SAMPLE_LENGTH = 65_536;
const SAMPLE_ROWS = 50;
const MAX_TITLE_LENGTH = 200;

/**
 * `path` and `title` are the file's, for notes whose row has no title. Fails with "document-damaged" when a quotation
 * mark is never closed, "document-too-large" for too many rows.
 */
export function readCsv(text: string, path: string, title: string, limits: DocumentLimits): Result<ReadRows, Refusal> {
  // Excel's own way to say it.
  const declared = /^sep=(.)\r?\n/i.exec(text);
  const body = declared ? text.slice(declared[0].length) : text;
  const separator = declared?.[1] ?? guessSeparator(body);
  const firstNumber = declared ? 2 : 1;
  const parsed = Papa.parse(body, { delimiter: separator, preview: limits.maxRows + 1 });
  if (parsed.data.length > limits.maxRows) {
    return fail({ code: "document-too-large", what: "rows", size: parsed.data.length, limit: limits.maxRows });
  }
  const unclosed = parsed.errors.find((error) => error.code === "MissingQuotes");
  if (unclosed) {
    return fail({ code: "document-damaged", reason: "unclosed-quote", row: (unclosed.row ?? 0) + firstNumber });
  }
  const rows = parsed.data
    .map((cells, index): Row => ({ number: index + firstNumber, cells }))
    .filter((row) => row.cells.some((cell) => cell.trim() !== ""));
  const columns = findColumns(rows.map((row) => row.cells));
  const records = columns.hasHeader ? rows.slice(1) : rows;
  const read = readRecords(records, columns, separator, path, title);
  const irregular = new Set(parsed.errors.filter((error) => error.type === "Quotes").map((error) => error.row)).size;
  const warnings = [...read.warnings, ...countedWarnings({ "document-quotes-irregular": irregular })];
  return ok({ notes: read.notes, warnings });
}

function readRecords(
  records: readonly Row[],
  columns: Columns,
  separator: string,
  path: string,
  fileTitle: string,
): ReadRows {
  const { date, title } = columns;
  const dates = date === undefined ? [] : datesOfColumn(records.map((row) => row.cells[date] ?? ""));
  const notes: FoundNote[] = [];
  let withoutText = 0;
  let uneven = 0;
  let byColumn = 0;
  records.forEach((row, index) => {
    const cells = fitted(row.cells, columns, separator);
    const tooMany = cells.length > columns.names.length;
    if (tooMany) uneven++;
    const text = columns.text === undefined || tooMany ? allCells(cells, columns.names) : (cells[columns.text] ?? "");
    if (text.trim() === "") {
      withoutText++;
      return;
    }
    if (!tooMany) byColumn++;
    const named = [title, date].map((column) => titleOf(column === undefined ? "" : (cells[column] ?? "")));
    const client = columns.client === undefined ? "" : titleOf(cells[columns.client] ?? "");
    notes.push({
      ...(client !== "" && { client }),
      title: named.find((one) => one !== "") ?? `${fileTitle} ${row.number}`,
      text,
      date: dates[index],
      source: `${path}#${row.number}`,
    });
  });
  const warnings: DocumentWarning[] = countedWarnings({
    "document-rows-without-text": withoutText,
    "document-rows-uneven": uneven,
  });
  const leftOut = byColumn === 0 ? [] : unusedColumns(records, columns);
  if (leftOut.length > 0) warnings.push({ code: "document-columns-left-out", columns: leftOut });
  return { notes, warnings };
}

/** Cells beyond the header are the rest of the last cell where that is the text: its separators were not quoted. */
function fitted(cells: readonly string[], columns: Columns, separator: string): readonly string[] {
  const last = columns.names.length - 1;
  if (cells.length <= columns.names.length || columns.text !== last) return cells;
  return [...cells.slice(0, last), cells.slice(last).join(separator)];
}

function allCells(cells: readonly string[], names: readonly string[]): string {
  return cells
    .map((cell, index) => (cell.trim() === "" ? "" : `${names[index] ?? `column ${index + 1}`}: ${cell}`))
    .filter((line) => line !== "")
    .join("\n");
}

/** From 1. Columns that are empty all the way down don't count. */
function unusedColumns(records: readonly Row[], columns: Columns): number[] {
  if (columns.text === undefined) return [];
  const used = new Set([columns.text, columns.title, columns.date, columns.client]);
  return columns.names.flatMap((_, index) =>
    !used.has(index) && records.some((row) => (row.cells[index] ?? "").trim() !== "") ? [index + 1] : [],
  );
}

function titleOf(cell: string): string {
  return cell.replace(/\s+/g, " ").trim().slice(0, MAX_TITLE_LENGTH);
}

/**
 * The one under which most records of a sample have as many cells as the first; of equals the one with more cells. None
 * where hardly any do and the first is no header: those are sentences with commas.
 */
function guessSeparator(text: string): string {
  const isWhole = text.length <= SAMPLE_LENGTH;
  const sample = text.slice(0, SAMPLE_LENGTH);
  let best = { separator: NO_SEPARATOR, agreement: 0, cells: 1 };
  for (const separator of SEPARATORS) {
    const { data } = Papa.parse(sample, { delimiter: separator, preview: SAMPLE_ROWS });
    const complete = isWhole || data.length < 2 ? data : data.slice(0, -1);
    const records = complete.filter((cells) => cells.join("").trim() !== "");
    const cells = records[0]?.length ?? 1;
    const agreement = records.filter((record) => record.length === cells).length / Math.max(1, records.length);
    const isTable = cells > 1 && (agreement > 0.5 || findColumns(records).hasHeader);
    const isBetter = agreement > best.agreement || (agreement === best.agreement && cells > best.cells);
    if (isTable && isBetter) best = { separator, agreement, cells };
  }
  return best.separator;
}
