/** Search as the apps ask for it: the text index finds, opened envelopes give the words around what was found. */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Revision } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import type { SearchAnswer, SearchFind, SearchHit, SearchQuery } from "../facade.ts";
import type { Clock, SqlRow } from "../ports.ts";
import type { SayingRow, SayingsAsked } from "../views/lists/sayings.ts";
import { parseQuery } from "../views/search.ts";
import { cutSnippet, type Mark } from "../views/snippet.ts";
import type { FindFacts } from "../views/text-index.ts";
import { saidIn } from "./files/documents.ts";
import { idFrom } from "./open-charts.ts";

/** Also those that were revoked: what they wrote stays written. */
function devicesOf({ state }: Opened, account: string): Bytes[] {
  return [...(state.roster?.devices.values() ?? [])]
    .filter((device) => toHex(device.account) === account)
    .map(({ device }) => device);
}

const snippetHits = 20;

export async function search(opened: Opened, clock: Clock, query: SearchQuery): Promise<Result<SearchAnswer, Failure>> {
  const began = clock.now();
  const parsed = parseQuery(query.words);
  if (parsed.match === undefined) return fail(failure("search-words-missing"));
  const limit = Math.min(query.limit ?? snippetHits, 200);
  const facts: FindFacts = {
    match: parsed.match,
    kind: query.kind ?? "progress",
    chart: query.chart === undefined ? undefined : idFrom(query.chart),
    devices: query.author === undefined ? undefined : devicesOf(opened, query.author),
    from: query.from,
    to: query.to,
  };
  const index = await opened.textIndex();
  const docids = index.find(facts, limit);
  const total = docids.length < limit ? docids.length : index.count(facts);
  const apart = query.kind === undefined ? index.count({ ...facts, kind: "psychotherapy" }) : 0;
  const hits = await Promise.all(docids.map((docid) => hit(opened, docid, parsed.marks)));
  return ok({
    hits: hits.filter((one) => one !== undefined),
    total,
    elsewhere: query.kind === undefined ? elsewhere(opened, facts, parsed.marks) : [],
    apart,
    notesLookedThrough: opened.fold.noteCount(),
    milliseconds: Math.max(0, clock.now() - began),
  });
}

async function hit(opened: Opened, docid: number, marks: readonly Mark[]): Promise<SearchHit | undefined> {
  const row = opened.fold.noteByDocid(docid);
  const revision = row && (await openAgain(opened, row));
  if (!row || revision?.type !== "note") return undefined;
  const chart = row["chart"] as Bytes;
  return {
    note: toHex(row["record"] as Bytes),
    chart: toHex(chart),
    chartName: opened.fold.nameOf(chart) ?? "",
    kind: revision.kind,
    date: revision.date,
    title: revision.title,
    snippet: cutSnippet(revision.text, marks),
  };
}

const findsShown = 50;

function elsewhere(opened: Opened, asked: SayingsAsked, marks: readonly Mark[]): SearchFind[] {
  const finds = opened.fold
    .sayingsWith(asked, findsShown)
    .filter((row) => row.type !== "document" || isSaidOf(opened, row))
    .map((row): SearchFind => {
      const { type, chart, day, title, words } = row;
      return {
        kind: type === "attachment" ? "document" : type === "form-response" ? "form" : type,
        id: toHex(row.file ?? row.record),
        chart: toHex(chart),
        chartName: opened.fold.nameOf(chart) ?? "",
        ...(day === null ? {} : { date: day }),
        writtenAt: row.written_at,
        title: title || fileName(opened, row),
        snippet: words === "" ? [] : cutSnippet(words, marks),
      };
    });
  // Its name and what is said of it may both hold them.
  return [...new Map(finds.toReversed().map((find) => [find.id, find])).values()].toReversed();
}

const fileName = ({ fold }: Opened, { file }: SayingRow): string =>
  ((file && fold.attachment(file)?.["name"]) as string | undefined) ?? "";

/** Anybody may say something of a file anywhere in its chart: what counts is decided where documents are listed. */
function isSaidOf(opened: Opened, { chart, record, file }: SayingRow): boolean {
  const counts = file && saidIn(opened, chart).get(toHex(file))?.record;
  return counts !== null && counts !== undefined && equalBytes(counts, record);
}

/**
 * What was opened lately, since who goes on typing finds the same notes again. Goes with the unlocked vault it belongs to.
 * Long notes are opened each time: a hundred of them would be much to hold.
 */
const lately = new WeakMap<Opened, Map<string, Revision>>();
const heldNotes = 100;
const longestHeld = 20_000;

async function openAgain(opened: Opened, row: SqlRow): Promise<Revision | undefined> {
  const held = lately.get(opened) ?? new Map<string, Revision>();
  lately.set(opened, held);
  const id = row["current"] as Bytes;
  const name = toHex(id);
  const revision = held.get(name) ?? (await opened.openAt(id, row));
  held.delete(name);
  if (revision?.type === "note" && revision.text.length <= longestHeld) held.set(name, revision);
  const [oldest] = held.keys();
  if (held.size > heldNotes && oldest !== undefined) held.delete(oldest);
  return revision;
}
