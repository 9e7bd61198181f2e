/**
 * A note that stood in the wrong chart (docs/spec, MOV): written anew where it belongs and taken out of where it was, in one save. What
 * was taken out stays in the ledger with its signatures; a record beside it says that it is in its chart no more.
 */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { MovedReason, NoteKind, RevisionOf } from "@alcove/records";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import type { Destination, OutboxRevision } from "../engine/outbox.ts";
import type { MovedView, MoveNote } from "../facade.ts";
import type { Ports, SqlRow } from "../ports.ts";
import type { Structured } from "../views/lists/structured.ts";
import { saidIn, saying } from "./files/documents.ts";
import { type ReadyFile, readyFile, type Watch } from "./files/seal.ts";
import { sourceOf } from "./files/source.ts";
import { within } from "./guarded/view.ts";
import { authorName, revisionFor } from "./notes.ts";
import { chartFrom, idFrom, mayWrite, noteDestination } from "./open-charts.ts";
import { accountOf, isAlone, signedIn } from "./signed.ts";
import { nextRevision } from "./structured.ts";

/** A note as it goes: its row, and the words of the one version that stands. */
type Going = { readonly row: SqlRow; readonly words: RevisionOf<"note">; readonly record: Bytes };

/**
 * With its addenda and files. `from`: the chart that it is in, open here. Failures: `note-unknown`, `chart-unknown`, `chart-same`,
 * `guard-closed`, `note-changed`, `note-with-others`, `not-entitled`, `attachment-incomplete`, `attachment-stopped`, `disk-full`.
 */
export async function moveNote(
  ports: Ports,
  disk: Disk,
  running: Opened,
  from: Opened,
  request: MoveNote,
  watch: Watch,
): Promise<Result<{ note: string }, Failure>> {
  const record = idFrom(request.note);
  const row = record && from.fold.note(record);
  if (!record || !row) return fail(failure("note-unknown"));
  const chart = chartFrom(running, request.chart);
  if (!chart) return fail(failure("chart-unknown"));
  const [old, kind] = [row["chart"] as Bytes, row["kind"] as NoteKind];
  if (equalBytes(chart, old)) return fail(failure("chart-same"));
  const into = within(running, chart);
  if (!into) return fail(failure("guard-closed"));
  const rows = [row, ...from.fold.addendaOf(row)];
  const going = await Promise.all(rows.map((one) => goingOf(from, one)));
  const all = going.filter((one) => one !== undefined);
  if (all.length < rows.length || toHex((all[0] as Going).words.revision) !== request.revision)
    return fail(failure("note-changed"));
  if (!all.every((one) => isAlone(from, one.record))) return fail(failure("note-with-others"));
  const leaves = request.reason !== undefined;
  if (!mayWrite(into, chart, kind) || (leaves && !mayWrite(from, old, kind))) return fail(failure("not-entitled"));

  const ids = new Map(all.map((one) => [toHex(one.record), ports.crypto.random(16)]));
  const idOf = (note: Bytes) => ids.get(toHex(note)) as Bytes;
  const destination = noteDestination(kind, chart);
  const files: ReadyFile[] = [];
  const giveUp = () => files.forEach((file) => file.giveUp());
  const save: OutboxRevision[] = [];
  try {
    for (const one of all) {
      const taken = await takeFiles(ports, disk, { from, into, destination, watch }, one, idOf(one.record), files);
      if (!taken.ok) {
        giveUp();
        return taken;
      }
      save.push(anew(ports, from, destination, one, idOf(one.record), ids, taken.value.ids), ...taken.value.entries);
    }
    const { reason } = request;
    if (reason) save.push(...all.map((one) => takenOut(ports, from, one, reason, idOf(one.record))));
    await into.keep(save, () => files.forEach((file) => file.keep()));
  } catch (fault) {
    giveUp();
    throw fault;
  }
  return ok({ note: toHex(idOf(record)) });
}

/** Notes that were taken out of this chart, the newest day first. Addenda went with theirs and are not among them. */
export function movedNotes(running: Opened, view: Opened, chart: Bytes): MovedView[] {
  const notes = new Map<string, MovedView>();
  for (const moved of view.fold.structuredOf("moved", chart)) {
    const { value } = moved;
    const out = view.fold.noteTakenOut(value.note);
    const main = out?.["adds"] as Bytes | null | undefined;
    if (!out || value.back || (main && view.fold.noteTakenOut(main))) continue;
    const kind = out["kind"] as NoteKind;
    const there = running.fold.note(value.to) ?? running.guardedFold()?.note(value.to);
    notes.set(toHex(value.note), {
      id: toHex(moved.record),
      note: toHex(value.note),
      kind,
      date: value.date,
      at: value.writtenAt,
      by: authorName(view, moved.author),
      reason: value.reason,
      mayTakeBack: isOwn(view, moved) && mayWrite(view, chart, kind),
      ...(there ? { to: { note: toHex(value.to), chart: toHex(there["chart"] as Bytes) } } : {}),
    });
  }
  return [...notes.values()].toSorted((a, b) => b.date.localeCompare(a.date) || b.at - a.at);
}

/**
 * The note stands in its chart again. What was written anew goes, unless something was done with it since: then it `stays`. Failures:
 * `note-unknown`, `not-entitled`, `disk-full`.
 */
export async function takeNoteBack(
  ports: Ports,
  running: Opened,
  view: Opened,
  id: string,
): Promise<Result<{ stays: boolean }, Failure>> {
  const record = idFrom(id);
  const moved = record && view.fold.structuredRecord("moved", record);
  const out = moved && view.fold.noteTakenOut(moved.value.note);
  const chart = moved?.chart;
  if (!moved || !chart || !out) return fail(failure("note-unknown"));
  const kind = out["kind"] as NoteKind;
  if (!isOwn(view, moved) || !mayWrite(view, chart, kind)) return fail(failure("not-entitled"));
  // What says so of it and of its addenda, on each device that did.
  const all = view.fold.structuredOf("moved", chart).filter((one) => {
    const note = view.fold.noteTakenOut(one.value.note);
    const isOfIt = [note?.["record"], note?.["adds"]].some((n) => n && equalBytes(n as Bytes, moved.value.note));
    return isOfIt && !one.value.back && isOwn(view, one);
  });
  const save = all.map((one) => {
    const { type: _, revision: __, writtenAt: ___, ...said } = one.value;
    return nextRevision(ports, view, noteDestination(kind, chart), one.record, "moved", { ...said, back: true });
  });
  const copies = await copiesOf(running, all);
  save.push(...(copies ?? []).map(({ there, going, of }) => takenOut(ports, there, going, "taken-back", of)));
  await view.keep(save);
  return ok({ stays: copies === undefined });
}

/** What was written anew, as it was written. `undefined`: somebody went on with it, signed it, or its chart is closed here. */
async function copiesOf(running: Opened, all: readonly Structured<"moved">[]) {
  const copies = await Promise.all(
    all.map(async ({ value }) => {
      const there = within(running, undefined, value.to);
      const row = there?.fold.note(value.to);
      const going = there && row && (await goingOf(there, row));
      if (!going || Number(row["revisions"]) > 1 || signedIn(there, value.to) || !isAlone(there, value.to))
        return undefined;
      const chart = row["chart"] as Bytes;
      const isAdded = there.fold
        .addendaOf(row)
        .some(({ record }) => !all.some((one) => equalBytes(one.value.to, record as Bytes)));
      return isAdded || !mayWrite(there, chart, going.words.kind) ? undefined : { there, going, of: value.note };
    }),
  );
  const whole = copies.filter((one) => one !== undefined);
  return whole.length === all.length ? whole : undefined;
}

/** `undefined`: two versions stand side by side, or it does not open. */
async function goingOf({ fold, openRevision }: Opened, row: SqlRow): Promise<Going | undefined> {
  const record = row["record"] as Bytes;
  const [current, beside] = fold.standing(record);
  const words = current && !beside ? await openRevision(current["revision"] as Bytes) : undefined;
  return words?.type === "note" ? { row, words, record } : undefined;
}

const isOwn = (opened: Opened, { author }: Structured<"moved">): boolean =>
  equalBytes(accountOf(opened, author) ?? opened.keys.account, opened.keys.account);

/** Its words and day, unsigned, about nobody in particular: persons are another chart's. */
function anew(
  { crypto, clock }: Pick<Ports, "crypto" | "clock">,
  from: Opened,
  destination: Destination,
  { words, record }: Going,
  id: Bytes,
  ids: ReadonlyMap<string, Bytes>,
  files: ReadonlyMap<string, string>,
): OutboxRevision {
  const { kind, date, title, text, doc, form, adds } = words;
  const added = adds && ids.get(toHex(adds));
  const first = Number(from.fold.revisionsOf(record)[0]?.["written_at"]);
  const revision: RevisionOf<"note"> = {
    type: "note",
    revision: crypto.random(16),
    writtenAt: clock.now(),
    kind,
    date,
    title,
    text,
    ...(doc === undefined ? {} : { doc: withFiles(doc, files) }),
    ...(form === undefined ? {} : { form }),
    ...(added ? { adds: added } : {}),
    firstWritten: words.firstWritten ?? first,
  };
  return revisionFor(destination, id, revision, []);
}

/** Its pictures name its files (docs/spec, NOTE-6), whose ids are others where it goes. Nothing else in a note is 32 hex digits by chance. */
const withFiles = (doc: string, files: ReadonlyMap<string, string>): string =>
  doc.replaceAll(/\b[0-9a-f]{32}\b/g, (id) => files.get(id) ?? id);

function takenOut(
  ports: Pick<Ports, "crypto" | "clock">,
  from: Opened,
  { row, words, record }: Going,
  reason: MovedReason,
  to: Bytes,
): OutboxRevision {
  const destination = noteDestination(words.kind, row["chart"] as Bytes);
  const said = { note: record, version: words.revision, date: words.date, reason, to, back: false };
  return nextRevision(ports, from, destination, ports.crypto.random(16), "moved", said);
}

type Way = {
  readonly from: Opened;
  readonly into: Opened;
  readonly destination: Destination;
  readonly watch: Watch;
};

/** Its files sealed anew for where it goes (docs/spec, ATT-6), with what is said of them; and by which ids they are known there. They are put into `files` as they are ready. */
async function takeFiles(
  ports: Ports,
  disk: Disk,
  { from, into, destination, watch }: Way,
  { row, record }: Going,
  note: Bytes,
  files: ReadyFile[],
): Promise<Result<{ entries: OutboxRevision[]; ids: ReadonlyMap<string, string> }, Failure>> {
  const chart = row["chart"] as Bytes;
  const said = saidIn(from, chart);
  const entries: OutboxRevision[] = [];
  const ids = new Map<string, string>();
  for (const file of from.fold.attachmentsOf(chart).filter((one) => hangsOn(one, record))) {
    const source = sourceOf(ports, disk, from, file);
    const id = ports.crypto.random(16);
    const { name, media_type: mediaType } = file as { name: string; media_type: string };
    const facts = { record: id, name, mediaType, bytes: source.bytes, note };
    const ready = await readyFile(ports, disk, into, destination, facts, { watch });
    if (!ready.ok) return source.failed() ?? ready;
    files.push(ready.value);
    entries.push(ready.value.entry);
    ids.set(toHex(file["record"] as Bytes), toHex(id));
    const words = said.get(toHex(file["record"] as Bytes))?.value;
    const beside = words && saying(ports, into, { record: id }, words, undefined, [], destination);
    if (beside) entries.push(beside);
  }
  return ok({ entries, ids });
}

const hangsOn = (file: SqlRow, note: Bytes): boolean =>
  file["note"] !== null && equalBytes(file["note"] as Bytes, note);
