/**
 * A mapping as a file to look through and change: JSON, or CSV for a spreadsheet. What Alcove only guesses begins with "?";
 * without it, it is an answer. Only what a person decides is in it: no text, and nothing that the folder itself says.
 */

import Papa from "papaparse";
import type { Ask, MappingRow, Take } from "./mapping.ts";
import type { Chart } from "./named.ts";

export type Decision = Pick<
  MappingRow,
  "source" | "hash" | "take" | "client" | "chart" | "date" | "title" | "withFile" | "asks"
>;

const COLUMNS = ["source", "take", "client", "date", "title", "with file", "because", "hash"] as const;
const TAKES: ReadonlySet<string> = new Set(["progress", "psychotherapy", "file", "out"]);
const MEANS_A_FORMULA = /^[=+\-@\t\r]/;

export const decisionsOf = (rows: readonly MappingRow[]): Decision[] =>
  rows.map(({ source, hash, take, client, chart, date, title, withFile, asks }) => ({
    source,
    hash,
    take,
    client,
    ...(chart === undefined ? {} : { chart }),
    date,
    title,
    withFile,
    asks,
  }));

/** What was decided of rows that still say what they said; of all others the guess stands. */
export function applyDecisions(
  rows: readonly MappingRow[],
  decisions: readonly Decision[],
  charts: readonly Chart[],
): MappingRow[] {
  const bySource = new Map(decisions.map((decision) => [decision.source, decision]));
  return rows.map((row) => {
    const decision = bySource.get(row.source);
    if (!decision || decision.hash !== row.hash) return row;
    const { chart: decided, ...plain } = decision;
    const sameName = charts.filter(({ id, name }) => id === decision.client || name === decision.client);
    const chart = charts.find(({ id }) => id === decided) ?? (sameName.length === 1 ? sameName[0] : undefined);
    const { chart: _, twin, ...rest } = row;
    return {
      ...rest,
      ...plain,
      ...(chart && { chart: chart.id, client: chart.name }),
      ...(twin !== undefined && decision.take === row.take ? { twin } : {}),
    };
  });
}

export function toPlan(rows: readonly MappingRow[], format: "csv" | "json"): string {
  if (format === "json") {
    const plan = rows.map((row) => ({ ...cellsOf(row), "with file": row.withFile }));
    return `${JSON.stringify(plan, undefined, 1)}\n`;
  }
  const lines = rows.map((row) => COLUMNS.map((column) => quoted(cellsOf(row)[column])).join(","));
  return `${[COLUMNS.join(","), ...lines].join("\n")}\n`;
}

/** RFC 4180; a spreadsheet would run what begins like a formula. */
const quoted = (cell: string): string => `"${(MEANS_A_FORMULA.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`;

function cellsOf(row: MappingRow): Record<(typeof COLUMNS)[number], string> {
  const asked = (ask: Ask, value: string) => (row.asks.includes(ask) ? `?${value}` : value);
  return {
    source: row.source,
    take: asked("take", row.take),
    client: asked("client", row.client),
    date: asked("date", row.date),
    title: row.title,
    "with file": row.withFile ? "yes" : "",
    because: becauseOf(row),
    hash: row.hash,
  };
}

function becauseOf({ because, twin, besides, isThere }: MappingRow): string {
  const guesses = Object.entries(because).map(([what, why]) => `${what}: ${why}`);
  if (twin !== undefined) guesses.unshift(`says the same as ${twin}`);
  if (besides !== undefined) guesses.unshift(`named like ${besides}, and says something else`);
  if (isThere) guesses.unshift("in the chart already");
  return guesses.join("; ");
}

const plainCell = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

/** `undefined`: it is no plan. Rows that name no way to take them are refused with all others: a slip must not import. */
export function parsePlan(text: string, format: "csv" | "json"): Decision[] | { readonly row: number } | undefined {
  const rows = format === "json" ? rowsOfJson(text) : rowsOfCsv(text);
  if (!rows) return undefined;
  const decisions: Decision[] = [];
  for (const [index, row] of rows.entries()) {
    const decision = decisionIn(row);
    if (!decision) return { row: index + 1 };
    decisions.push(decision);
  }
  return decisions;
}

function decisionIn(row: Readonly<Record<string, unknown>>): Decision | undefined {
  const cell = (name: string): string => (typeof row[name] === "string" ? row[name] : "");
  const asks: Ask[] = [];
  const answer = (ask: Ask): string => {
    const said = cell(ask).trim();
    if (said.startsWith("?")) asks.push(ask);
    return said.replace(/^\?\s*/, "");
  };
  const take = answer("take");
  const client = answer("client");
  const date = answer("date");
  const isDay = date === "" || isDayOfCalendar(date);
  if (!TAKES.has(take) || !isDay || cell("source") === "") return undefined;
  if (client === "" && take !== "out" && !asks.includes("client")) asks.push("client");
  const withFile = row["with file"] === true || /^(?:yes|y|true|x|1)$/i.test(cell("with file"));
  return {
    source: cell("source"),
    hash: cell("hash"),
    take: take as Take,
    client,
    date,
    title: cell("title"),
    withFile,
    asks: take === "out" ? [] : asks,
  };
}

function isDayOfCalendar(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function rowsOfJson(text: string): Record<string, unknown>[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const isRow = (one: unknown): one is Record<string, unknown> => typeof one === "object" && one !== null;
    return Array.isArray(parsed) && parsed.every(isRow) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function rowsOfCsv(text: string): Record<string, unknown>[] | undefined {
  const first = (text.split("\n", 1)[0] ?? "").replace(/^\ufeff/, "");
  // Spreadsheets of other countries save it with semicolons.
  const [header = [], ...rows] = Papa.parse(text.replace(/^\ufeff/, ""), {
    delimiter: first.includes(";") ? ";" : first.includes("\t") ? "\t" : ",",
    preview: 0,
  }).data;
  if (!["source", "take", "client", "hash"].every((name) => header.includes(name))) return undefined;
  return rows
    .filter((cells) => cells.some((cell) => cell !== ""))
    .map((cells) => Object.fromEntries(header.map((name, at) => [name, plainCell(cells[at] ?? "")])));
}
