/** A whole folder into charts: read, mapped, looked through in a plan where somebody asks for one, taken in, read back. */

import { ok, type Result } from "@alcove/bytes";
import {
  applyDecisions,
  buildMapping,
  cloudOf,
  isReady,
  isWaiting,
  type Mapping,
  type MappingRow,
  markThere,
  mayBeDeleted,
  notReached,
  parsePlan,
  runImport,
  type RunReport,
  sayReport,
  toPlan,
  whyNotRead,
  withClients,
  withoutOriginals,
  wordsOnly,
} from "@alcove/documents/import";
import type { Failure } from "@alcove/protocol/errors";
import { sentenceOf } from "@alcove/protocol/sentences";
import type { Vault } from "@alcove/vault";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Outcome } from "../command.ts";
import type { Context } from "../context.ts";
import { counted } from "../counted.ts";
import { readSmallText, writeNewFile } from "../files.ts";
import { mediaTypeOf } from "@alcove/documents/import";
import { send, type Sent, sentFacts, sentText } from "../profile.ts";
import { exitCodes, misused, refuse, type Refusal } from "../refusal.ts";
import { hashOf, openFolder, readFolder, type SourceFolder } from "./folder.ts";

const task = "import";
const largestPlan = 256 * 1024 * 1024;

export type FolderRequest = {
  readonly path: string;
  /** Written where it is not there yet, followed where it is. */
  readonly plan: string | undefined;
  readonly isDryRun: boolean;
  /** Where to write the report. */
  readonly report: string | undefined;
  /** Of what can be read the words alone. */
  readonly isWithoutOriginals: boolean;
  /** Pictures with all that their camera wrote. */
  readonly asTheyCame: boolean;
};

export async function importFolder(context: Context, vault: Vault, request: FolderRequest): Promise<Outcome> {
  const { interrupt } = context;
  const folder = openFolder(request.path);
  if (!folder.ok) return folder;
  let isStopping = false;
  const stopListening = interrupt.gently(() => {
    isStopping = true;
    void vault.stop(task);
  });
  try {
    const read = await readFolder(context, folder.value, () => isStopping);
    if (!read)
      return ok({ facts: { stoppedEarly: true }, text: "Stopped. Nothing was added.", exit: exitCodes.failed });
    const mapped = await map(vault, read.files, request);
    if (!mapped.ok) return mapped;
    const { rows, notes } = mapped.value;
    const planned = planFormat(request.plan);
    if (request.plan !== undefined && planned && !existsSync(request.plan)) {
      const written = writeNewFile(request.plan, toPlan(rows, planned));
      return written.ok ? sayPlan(rows, read.problems, request) : written;
    }
    if (request.isDryRun) return sayPlan(rows, read.problems, { ...request, plan: undefined });
    const report = await run(context, vault, folder.value, { rows, notes }, request.asTheyCame, () => isStopping);
    return await sayRun(context, vault, report, read.problems, request);
  } finally {
    stopListening();
  }
}

async function map(
  vault: Vault,
  files: Parameters<typeof buildMapping>[0],
  { plan, isWithoutOriginals, asTheyCame }: FolderRequest,
): Promise<Result<Mapping, Refusal>> {
  const charts = await withClients(vault, await vault.charts());
  const hash = async (text: string) => hashOf(text);
  const { rows, notes } = await buildMapping(files, charts, { hash, today: new Date().toISOString().slice(0, 10) });
  const format = planFormat(plan);
  if (plan !== undefined && !format) return misused("A plan is a .csv or a .json file.");
  let decided: readonly MappingRow[] = rows;
  if (plan !== undefined && format && existsSync(plan)) {
    const text = readSmallText(plan, largestPlan);
    if (!text.ok) return text;
    const decisions = parsePlan(text.value, format);
    if (!decisions) return refuse("import-plan-unfit", { path: plan });
    if ("row" in decisions) return refuse("import-plan-unfit", { path: plan, row: decisions.row });
    decided = applyDecisions(rows, decisions, charts);
  }
  const chosen = isWithoutOriginals ? withoutOriginals(decided) : decided;
  return ok({ rows: await markThere(vault, chosen, asTheyCame), notes });
}

function planFormat(plan: string | undefined): "csv" | "json" | undefined {
  if (plan?.toLowerCase().endsWith(".json")) return "json";
  return plan?.toLowerCase().endsWith(".csv") ? "csv" : undefined;
}

function run(
  { output }: Context,
  vault: Vault,
  folder: SourceFolder,
  { rows, notes }: Mapping,
  asTheyCame: boolean,
  stopped: () => boolean,
): Promise<RunReport> {
  return runImport(
    vault,
    rows,
    {
      notes,
      bytes: async (path) => {
        const bytes = folder.read(path);
        return "code" in bytes ? undefined : bytes;
      },
      hash: async (content) => hashOf(content),
      mediaType: mediaTypeOf,
    },
    { task, asTheyCame, stopped, progress: ({ doing, done, total }) => output.progress({ task: doing, done, total }) },
  );
}

function sayPlan(
  rows: readonly MappingRow[],
  problems: readonly Failure[],
  { plan, asTheyCame }: Pick<FolderRequest, "plan" | "asTheyCame">,
): Outcome {
  const counts = {
    ready: rows.filter((row) => isReady(row) && !row.isThere).length,
    unanswered: rows.filter((row) => isWaiting(row) && !row.isThere).length,
    there: rows.filter((row) => row.isThere).length,
    out: rows.filter((row) => row.take === "out").length,
  };
  const lines = [
    `${counted(rows.length, "row")}: ${counts.ready} ready, ${counts.unanswered} with a question, ${counts.there} in their chart already, ${counts.out} left out. Nothing was added.`,
    ...(plan === undefined
      ? rows.map((row) => lineOf(row, asTheyCame))
      : [
          `The plan is in ${plan}. Take away the "?" where a guess is right, write what is right where it is not, and give the same command again.`,
        ]),
    ...problems.map((problem) => `${sentenceOf(problem)} (${problem.code})`),
  ];
  const shown = rows.map(({ warnings, problem, fileHash: _, ...row }) => ({
    ...row,
    warnings: warnings.map(({ code }) => code),
    ...(problem && { problem: problem.code }),
  }));
  return ok({
    facts: { ...counts, ...(plan === undefined ? { rows: shown } : { plan }), problems },
    text: lines.join("\n"),
    exit: exitCodes.done,
  });
}

function lineOf(row: MappingRow, asTheyCame: boolean): string {
  const asked = (ask: MappingRow["asks"][number], value: string) => (row.asks.includes(ask) ? `?${value}` : value);
  const to = `${asked("client", row.client || "nobody")}, ${asked("take", row.take)}, ${asked("date", row.date || "no date")}`;
  const why = whyNotRead(row);
  const asides = [
    ...(row.isThere ? ["in the chart already"] : []),
    ...(row.take !== "out" && row.take !== "file" && row.withFile ? ["with the file beside it"] : []),
    ...(row.twin === undefined ? [] : [`says the same as ${row.twin}`]),
    ...(row.picture?.outcome === "removed" && !asTheyCame ? ["without what the camera wrote"] : []),
    ...(why === undefined ? [] : [why]),
  ];
  return `${row.source} -> ${to}${asides.length === 0 ? "" : ` (${asides.join("; ")})`}`;
}

async function sayRun(
  context: Context,
  vault: Vault,
  report: RunReport,
  problems: readonly Failure[],
  request: FolderRequest,
): Promise<Outcome> {
  const sent = await send(context, vault);
  const count = (...outcomes: readonly string[]) =>
    report.rows.filter(({ outcome }) => outcomes.includes(outcome.is)).length;
  const unfit = report.rows.flatMap(({ row, outcome }) =>
    outcome.is === "failed"
      ? [{ source: row.source, code: outcome.code }]
      : outcome.is === "differs" || outcome.is === "missing"
        ? [{ source: row.source, code: `read-back-${outcome.is}` }]
        : [],
  );
  const folder = resolve(request.path);
  const text = sayReport(report, { folder, day: new Date().toISOString().slice(0, 10) });
  if (request.report !== undefined) {
    const written = writeNewFile(request.report, text);
    if (!written.ok) return written;
  }
  const facts = {
    added: report.added,
    readBack: count("same"),
    unanswered: count("waiting"),
    out: count("out"),
    unfit,
    stoppedEarly: report.stoppedEarly,
    mayBeDeleted: mayBeDeleted(report),
    wordsOnly: wordsOnly(report),
    cleaned: report.rows.flatMap(({ row, outcome }) => (outcome.is === "same" && outcome.cleaned ? [row.source] : [])),
    notReached: notReached(cloudOf(folder)),
    problems,
    ...sentFacts(sent),
  };
  const isWhole = unfit.length === 0 && problems.length === 0 && facts.unanswered === 0 && !report.stoppedEarly;
  return ok({ facts, text: inWords(report, facts, request, sent), exit: isWhole ? exitCodes.done : exitCodes.failed });
}

function inWords(
  { added }: RunReport,
  facts: {
    readBack: number;
    unanswered: number;
    unfit: readonly { source: string; code: string }[];
    stoppedEarly: boolean;
    problems: readonly Failure[];
    mayBeDeleted: readonly string[];
    wordsOnly: readonly string[];
    cleaned: readonly string[];
  },
  { report }: FolderRequest,
  sent: Sent,
): string {
  return (
    [
      ...(facts.stoppedEarly ? ["Stopped. What is in is kept; the same command goes on from here."] : []),
      `${counted(added.notes, "note")}, ${counted(added.files, "file")} and ${counted(added.charts, "chart")} added. ${facts.readBack} read back, the same as in the folder.`,
      ...(facts.unanswered > 0
        ? [`${counted(facts.unanswered, "row")} wait for an answer: --plan FILE writes them down.`]
        : []),
      ...(facts.cleaned.length > 0
        ? [
            `Taken out of ${counted(facts.cleaned.length, "picture")}: what the camera wrote. The files on this computer keep it.`,
          ]
        : []),
      ...(facts.wordsOnly.length > 0
        ? [
            `Of ${counted(facts.wordsOnly.length, "file")} only the words are in: keep them for their look, signatures and pictures.`,
          ]
        : []),
      ...facts.unfit.map(({ source, code }) => `${source}: ${code}`),
      ...facts.problems.map((problem) => `${sentenceOf(problem)} (${problem.code})`),
      `${counted(facts.mayBeDeleted.length, "file")} may be deleted once all is on the server${report === undefined ? "; --report FILE says which, and what deleting does not reach" : `: ${report} says which, and what deleting does not reach`}. Alcove deletes nothing.`,
    ].join("\n") + sentText(sent)
  );
}
