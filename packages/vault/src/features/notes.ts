/** Charts and notes as the apps see them: from the fold, and from opened envelopes where words are asked for. */

import { type Bytes, concatBytes, equalBytes, fail, fromHex, ok, type Result, toHex, utf8 } from "@alcove/bytes";
import { context, hashLarge } from "@alcove/crypto";
import { type Failure, failure, limits } from "@alcove/protocol";
import { encodeRevision, type NoteKind, type Revision, type RevisionOf } from "@alcove/records";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import type { Destination, OutboxRevision, Save } from "../engine/outbox.ts";
import type {
  AttachmentView,
  ChartView,
  ImportNote,
  ImportOutcome,
  MemberView,
  NoteBody,
  NoteHead,
  NoteVersion,
  NoteView,
  SaveNote,
  SearchAnswer,
  SearchHit,
  SearchQuery,
} from "../facade.ts";
import type { Clock, Ports, SqlRow } from "../ports.ts";
import { parentsIn } from "../views/fold.ts";
import { parseQuery } from "../views/search.ts";
import { cutSnippet, type Mark } from "../views/snippet.ts";
import type { FindFacts } from "../views/text-index.ts";

/** `undefined` when the text is no id. */
export function idFrom(hex: string): Bytes | undefined {
  const bytes = fromHex(hex);
  return bytes?.length === 16 ? bytes : undefined;
}

const noteDestination = (kind: NoteKind, chart: Bytes): Destination => ({
  kind: kind === "psychotherapy" ? "psychotherapy" : "clinical",
  chart,
});
const directory: Destination = { kind: "directory", chart: null };

/** One revision, ready for a save. `parents`: rows of the revisions that it stands on. */
export function revisionFor(
  destination: Destination,
  record: Bytes,
  revision: Revision,
  parents: readonly SqlRow[],
): OutboxRevision {
  const number = parents.reduce((highest, parent) => Math.max(highest, Number(parent["number"])), 0) + 1;
  return {
    destination,
    record,
    number,
    parents: parents.map((parent) => parent["revision"] as Bytes),
    id: revision.revision,
    revision: encodeRevision(revision),
    made: revision,
  };
}

export function chartViews(opened: Opened): ChartView[] {
  return opened.fold.charts().map((row) => ({
    id: toHex(row["record"] as Bytes),
    name: row["name"] as string,
    createdAt: Number(row["created_at"]),
    progressNotes: Number(row["progress"]),
    psychotherapyNotes: Number(row["psychotherapy"]),
    changedAt: Number(row["changed"]),
  }));
}

export async function createChart(
  opened: Opened,
  clock: Clock,
  random: (n: number) => Bytes,
  name: string,
): Promise<Result<{ id: string }, Failure>> {
  if (name.trim() === "") return fail(failure("name-empty"));
  const chart = random(16);
  const now = clock.now();
  await opened.keep([
    revisionFor(
      directory,
      chart,
      { type: "chart", revision: random(16), writtenAt: now, name: name.trim(), createdAt: now },
      [],
    ),
  ]);
  return ok({ id: toHex(chart) });
}

export async function renameChart(
  opened: Opened,
  clock: Clock,
  random: (n: number) => Bytes,
  id: string,
  name: string,
): Promise<Result<undefined, Failure>> {
  const chart = idFrom(id);
  const row = chart && opened.fold.named(chart);
  if (!chart || row?.["type"] !== "chart") return fail(failure("chart-unknown"));
  if (name.trim() === "") return fail(failure("name-empty"));
  const revision: Revision = {
    type: "chart",
    revision: random(16),
    writtenAt: clock.now(),
    name: name.trim(),
    createdAt: Number(row["created_at"]),
  };
  await opened.keep([revisionFor(directory, chart, revision, opened.fold.standing(chart))]);
  return ok();
}

export function noteHead(opened: Opened, row: SqlRow): NoteHead {
  const writtenAt = Number(row["written_at"]);
  return {
    id: toHex(row["record"] as Bytes),
    chart: toHex(row["chart"] as Bytes),
    kind: row["kind"] as NoteKind,
    date: row["date"] as string,
    title: row["title"] as string,
    excerpt: row["excerpt"] as string,
    author: authorName(opened, row["author"] as Bytes),
    revisions: Number(row["revisions"]),
    writtenAt,
    kept: Number(row["waiting"]) > 0 ? { here: writtenAt } : { here: writtenAt, server: writtenAt },
    conflict: Number(row["standing"]) > 1,
    attachments: Number(row["attachments"]),
  };
}

/** Those of the roster, the one at this device first. */
export function memberViews({ state, fold, keys }: Opened): MemberView[] {
  const own = toHex(keys.account);
  return [...(state.roster?.members.keys() ?? [])]
    .toSorted((a, b) => Number(b === own) - Number(a === own))
    .map((id) => ({ id, name: fold.nameOf(fromHex(id) as Bytes) ?? "" }));
}

/** The member whose device wrote it. */
function authorName(opened: Opened, device: Bytes): string {
  const account = opened.state.roster?.devices.get(toHex(device))?.account ?? opened.keys.account;
  return opened.fold.nameOf(account) ?? "";
}

export async function noteVersion(opened: Opened, row: SqlRow): Promise<NoteVersion | undefined> {
  const revision = await opened.openRevision(row["revision"] as Bytes);
  if (revision?.type !== "note") return undefined;
  const device = row["author"] as Bytes;
  return {
    revision: toHex(revision.revision),
    number: Number(row["number"]),
    parents: parentsIn(row).map(toHex),
    writtenAt: revision.writtenAt,
    author: authorName(opened, device),
    device: opened.fold.nameOf(device) ?? "",
    title: revision.title,
    body: bodyOf(revision),
  };
}

function bodyOf(note: RevisionOf<"note">): NoteBody {
  if (note.doc === undefined) return { text: note.text };
  try {
    return { text: note.text, doc: JSON.parse(note.doc) as unknown };
  } catch {
    return { text: note.text };
  }
}

export async function noteView(
  opened: Opened,
  id: string,
  attachments: (row: SqlRow) => AttachmentView,
): Promise<Result<NoteView, Failure>> {
  const record = idFrom(id);
  const row = record && opened.fold.note(record);
  if (!record || !row) return fail(failure("note-unknown"));
  const versions = await Promise.all(opened.fold.standing(record).map((standing) => noteVersion(opened, standing)));
  const [current, ...others] = versions.filter((version) => version !== undefined);
  if (!current) return fail(failure("alarm-envelope-unopenable"));
  const hanging = opened.fold
    .attachmentsOf(row["chart"] as Bytes)
    .filter((one) => one["note"] !== null && equalBytes(one["note"] as Bytes, record));
  return ok({ head: noteHead(opened, row), current, others, attachments: hanging.map(attachments) });
}

export async function history(opened: Opened, id: string): Promise<Result<NoteVersion[], Failure>> {
  const record = idFrom(id);
  if (!record || !opened.fold.note(record)) return fail(failure("note-unknown"));
  const versions = await Promise.all(opened.fold.revisionsOf(record).map((row) => noteVersion(opened, row)));
  return ok(versions.filter((version) => version !== undefined));
}

export async function saveNote(
  opened: Opened,
  disk: Disk,
  clock: Clock,
  random: (n: number) => Bytes,
  request: SaveNote,
): Promise<Result<{ note: string; revision: string }, Failure>> {
  const chart = idFrom(request.chart);
  if (!chart || opened.fold.named(chart)?.["type"] !== "chart") return fail(failure("chart-unknown"));
  const bytes = utf8(request.body.text).length;
  if (bytes > limits.noteTextBytes) return fail(failure("text-too-long", { bytes, limit: limits.noteTextBytes }));
  const record = request.note === undefined ? random(16) : idFrom(request.note);
  const existing = record && opened.fold.note(record);
  if (!record || (request.note !== undefined && !existing)) return fail(failure("note-unknown"));
  // The kind decides the key, so it never changes with an edit.
  const kind = existing ? (existing["kind"] as NoteKind) : request.kind;
  const parents = request.basedOn
    .map((id) => idFrom(id))
    .map((id) => (id ? opened.fold.revision(id) : undefined))
    .filter((row) => row !== undefined);
  const known = parents.filter((row) => equalBytes(row["record"] as Bytes, record));
  // A save over nothing of an existing note stands on its first revision: beside what came since, never over it.
  const standsOn = existing && known.length === 0 ? opened.fold.revisionsOf(record).slice(0, 1) : known;
  const revision: RevisionOf<"note"> = {
    type: "note",
    revision: random(16),
    writtenAt: clock.now(),
    kind,
    date: request.date,
    title: request.title,
    text: request.body.text,
    ...(request.body.doc === undefined ? {} : { doc: JSON.stringify(request.body.doc) }),
  };
  const draft = request.draft === undefined ? undefined : idFrom(request.draft);
  await opened.keep([revisionFor(noteDestination(kind, chart), record, revision, standsOn)], () => {
    if (draft) disk.drafts.end(draft);
  });
  return ok({ note: toHex(record), revision: toHex(revision.revision) });
}

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
    apart,
    notesLookedThrough: opened.fold.noteCount(),
    milliseconds: Math.max(0, clock.now() - began),
  });
}

async function hit(opened: Opened, docid: number, marks: readonly Mark[]): Promise<SearchHit | undefined> {
  const row = opened.fold.noteByDocid(docid);
  const revision = row && (await opened.openAt(row["current"] as Bytes, row));
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

/** In one outbox entry while importing: one sealing, one transaction and one batch for all of them. */
const notesAtOnce = 256;
const charactersAtOnce = 768 * 1024;

export async function importNotes(
  opened: Opened,
  ports: Pick<Ports, "clock" | "crypto">,
  request: { readonly chart: string; readonly kind: NoteKind; readonly notes: readonly ImportNote[] },
  facts: { readonly stopped: () => boolean; readonly progress: (done: number) => Promise<void> },
): Promise<Result<ImportOutcome, Failure>> {
  const { clock, crypto } = ports;
  const { kind } = request;
  const chart = idFrom(request.chart);
  if (!chart || opened.fold.named(chart)?.["type"] !== "chart") return fail(failure("chart-unknown"));
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const destination = noteDestination(kind, chart);
  let added = 0;
  let done = 0;
  for (const notes of inPortions(request.notes)) {
    if (facts.stopped()) return ok({ added, alreadyThere: done - added, stoppedEarly: true });
    const save: OutboxRevision[] = [];
    const seen = new Set<string>();
    for (const note of notes) {
      // Bound to chart and kind, inside the seal: the same file may well belong into two charts.
      const digest = await hashLarge(
        crypto,
        concatBytes(context("local", chart), utf8(`${kind}\0${note.source}\0${note.text}`)),
      );
      if (opened.fold.hasSource(digest) || seen.has(toHex(digest))) continue;
      seen.add(toHex(digest));
      const ids = crypto.random(32);
      const revision: RevisionOf<"note"> = {
        type: "note",
        revision: ids.slice(0, 16),
        writtenAt: clock.now(),
        kind,
        date: note.date ?? today,
        title: note.title,
        text: note.text,
        source: { path: note.source, digest },
      };
      save.push(revisionFor(destination, ids.slice(16), revision, []));
    }
    if (save.length > 0) await opened.keep(save satisfies Save);
    added += save.length;
    done += notes.length;
    await facts.progress(done);
  }
  return ok({ added, alreadyThere: done - added, stoppedEarly: false });
}

function* inPortions(notes: readonly ImportNote[]): Generator<readonly ImportNote[]> {
  let start = 0;
  let characters = 0;
  for (const [i, note] of notes.entries()) {
    if (i > start && (i - start >= notesAtOnce || characters + note.text.length > charactersAtOnce)) {
      yield notes.slice(start, i);
      start = i;
      characters = 0;
    }
    characters += note.text.length;
  }
  if (start < notes.length) yield notes.slice(start);
}
