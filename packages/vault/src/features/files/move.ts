/**
 * A file that lies in the wrong chart (docs/spec, MOV-7 to MOV-10): sealed anew where it belongs, and taken out of where it was only when
 * the server gives the copy back whole. Three steps, each of which may be the last one before a kill: what was copied is found again by
 * what its record says of itself, and is copied no second time.
 *
 * What an attacker controls: who writes in the right chart can lay a file there that says it is the copy. So a copy is this member's own,
 * and what comes back from the server must have the hash of the file that goes.
 */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { MovedReason, RevisionOf } from "@alcove/records";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { OutboxRevision } from "../../engine/outbox.ts";
import type { MovedFileView, MoveFile } from "../../facade.ts";
import type { Ports, SqlRow } from "../../ports.ts";
import type { Structured } from "../../views/lists/structured.ts";
import { within } from "../guarded/view.ts";
import { authorName } from "../notes.ts";
import { chartFrom, idFrom, mayWrite, noteDestination } from "../open-charts.ts";
import { accountOf } from "../signed.ts";
import { nextRevision } from "../structured.ts";
import { saidIn, saying } from "./documents.ts";
import { openFile } from "./open.ts";
import { destinationOfRow } from "./place.ts";
import { readyFile, type Watch } from "./seal.ts";
import { sourceOf } from "./source.ts";
import { isAloneWith, isOwn, mayMove } from "./whose.ts";

/** A file on its way: as it lies in the wrong chart, and as it lies in the right one. */
type Going = {
  readonly row: SqlRow;
  readonly file: RevisionOf<"attachment">;
  readonly chart: Bytes;
  readonly into: Opened;
};

/**
 * The first step: a copy in the right chart, which is on this disk and goes to the server like every other file; one that is there already
 * is taken. Failures: `attachment-unknown`, `chart-unknown`, `chart-same`, `guard-closed`, `not-entitled`, `file-with-others`,
 * `file-of-note`, `attachment-incomplete`, `attachment-stopped`, `disk-full`.
 */
export async function copyFile(
  ports: Ports,
  disk: Disk,
  running: Opened,
  from: Opened,
  request: MoveFile,
  watch: Watch,
): Promise<Result<{ readonly copy: Bytes; readonly bytes: number }, Failure>> {
  const going = await goingOf(running, from, request);
  if (!going.ok) return going;
  const { row, file, chart, into } = going.value;
  const there = await copyIn(into, row, file, chart);
  if (there) return ok({ copy: there, bytes: file.bytes });
  const destination = noteDestination("progress", chart);
  const record = ports.crypto.random(16);
  const source = sourceOf(ports, disk, from, row);
  const firstAdded = file.firstAdded ?? Number(row["added_at"]);
  const copyOf = { file: row["record"] as Bytes, firstAdded };
  const facts = { record, name: file.name, mediaType: file.mediaType, bytes: source.bytes, copyOf };
  const ready = await readyFile(ports, disk, into, destination, facts, { watch });
  if (!ready.ok) return source.failed() ?? ready;
  const words = saidIn(from, row["chart"] as Bytes).get(toHex(row["record"] as Bytes))?.value;
  const beside = words && saying(ports, into, { record }, words, undefined, [], destination);
  try {
    await into.keep(beside ? [ready.value.entry, beside] : [ready.value.entry], ready.value.keep);
  } catch (fault) {
    ready.value.giveUp();
    throw fault;
  }
  return ok({ copy: record, bytes: file.bytes });
}

/** Of the copy, what the server does not have yet. */
export function unsentOf(disk: Disk, running: Opened, copy: Bytes): number {
  const view = within(running, undefined, copy);
  const row = view?.fold.attachment(copy);
  if (!view || !row) return Number.POSITIVE_INFINITY;
  const isInLedger = view.fold.revision(row["current"] as Bytes)?.["position"] !== null;
  return disk.chunks.unsentOf(row["blob"] as Bytes) + (isInLedger ? 0 : 1);
}

/** The second step: all of the copy from the server, whatever lies here. `file-copy-not-there`: some of it did not come, or is not what it was. */
export async function readCopyBack(
  ports: Ports,
  disk: Disk,
  running: Opened,
  copy: Bytes,
  { stopped, progress }: Watch,
): Promise<Result<undefined, Failure>> {
  const view = within(running, undefined, copy);
  const reading = view && (await openFile(ports, disk, view, copy, "server"));
  if (!reading?.ok) return fail(failure("file-copy-not-there"));
  for (let done = 0; !reading.value.isDone(); ) {
    if (stopped()) return fail(failure("file-copy-not-there"));
    const piece = await reading.value.next();
    if (!piece.ok) return piece.error.code === "attachment-incomplete" ? fail(failure("file-copy-not-there")) : piece;
    done += piece.value.length;
    progress(done);
  }
  return ok();
}

/** The last step: it is in its chart no more. What changed since the first one is looked at again. Failures: as of `copyFile`. */
export async function takeFileOut(
  ports: Ports,
  running: Opened,
  from: Opened,
  request: MoveFile,
  copy: Bytes,
): Promise<Result<{ readonly file: string }, Failure>> {
  const going = await goingOf(running, from, request);
  if (!going.ok) return going;
  const { row, file, chart, into } = going.value;
  const there = await copyIn(into, row, file, chart);
  if (!there || !equalBytes(there, copy)) return fail(failure("file-copy-not-there"));
  await from.keep([takenOut(ports, from, row, request.reason, copy)]);
  return ok({ file: toHex(copy) });
}

/** Files that were taken out of this chart, newest first. */
export function movedFiles(running: Opened, view: Opened, chart: Bytes): MovedFileView[] {
  const files = new Map<string, MovedFileView>();
  for (const moved of view.fold.structuredOf("moved-file", chart)) {
    const { value } = moved;
    const out = view.fold.fileTakenOut(value.file);
    if (!out || value.back || !equalBytes(out["chart"] as Bytes, chart)) continue;
    // Another member's word does not count, and is not shown as the reason.
    if (!isSameMember(view, moved.author, out["author"] as Bytes)) continue;
    const there = running.fold.attachment(value.to) ?? running.guardedFold()?.attachment(value.to);
    files.set(toHex(value.file), {
      id: toHex(moved.record),
      addedAt: Number(out["first_added"] ?? out["added_at"]),
      at: value.writtenAt,
      by: authorName(view, moved.author),
      reason: value.reason,
      mayTakeBack: isOwn(view, moved.author) && mayWrite(view, chart, "progress"),
      ...(there?.["chart"] ? { to: { file: toHex(value.to), chart: toHex(there["chart"] as Bytes) } } : {}),
    });
  }
  return [...files.values()].toSorted((a, b) => b.at - a.at);
}

/**
 * It is in its chart again. The copy goes, unless somebody else said something of it since: then it `stays`. Failures:
 * `attachment-unknown`, `not-entitled`, `disk-full`.
 */
export async function takeFileBack(
  ports: Ports,
  running: Opened,
  view: Opened,
  id: string,
): Promise<Result<{ stays: boolean }, Failure>> {
  const record = idFrom(id);
  const moved = record && view.fold.structuredRecord("moved-file", record);
  const out = moved && view.fold.fileTakenOut(moved.value.file);
  const chart = moved?.chart;
  if (!moved || !chart || !out) return fail(failure("attachment-unknown"));
  if (!isOwn(view, moved.author) || !mayWrite(view, chart, "progress")) return fail(failure("not-entitled"));
  // On each device that did.
  const all = view.fold
    .structuredOf("moved-file", chart)
    .filter(({ value, author }) => equalBytes(value.file, moved.value.file) && !value.back && isOwn(view, author));
  const save = all.map((one) => {
    const { type: _, revision: __, writtenAt: ___, ...said } = one.value;
    return nextRevision(ports, view, noteDestination("progress", chart), one.record, "moved-file", {
      ...said,
      back: true,
    });
  });
  const copies = copiesOf(running, all);
  save.push(...(copies ?? []).map(({ there, row, of }) => takenOut(ports, there, row, "taken-back", of)));
  await view.keep(save);
  return ok({ stays: copies === undefined });
}

/** `undefined`: somebody else has to do with one of them by now, or its chart is closed here. */
function copiesOf(running: Opened, all: readonly Structured<"moved-file">[]) {
  const copies = all.map(({ value }) => {
    const there = within(running, undefined, value.to);
    const row = there?.fold.attachment(value.to);
    return there && row && mayMove(there, row) ? { there, row, of: value.file } : undefined;
  });
  const whole = copies.filter((one) => one !== undefined);
  return whole.length === all.length ? whole : undefined;
}

async function goingOf(running: Opened, from: Opened, request: MoveFile): Promise<Result<Going, Failure>> {
  const record = idFrom(request.file);
  const row = record && from.fold.attachment(record);
  const old = row?.["chart"] as Bytes | null | undefined;
  const file = row && (await from.openRevision(row["current"] as Bytes));
  if (!row || !old || file?.type !== "attachment") return fail(failure("attachment-unknown"));
  const chart = chartFrom(running, request.chart);
  if (!chart) return fail(failure("chart-unknown"));
  if (equalBytes(chart, old)) return fail(failure("chart-same"));
  const into = within(running, chart);
  if (!into) return fail(failure("guard-closed"));
  if (await isOfItsNote(from, row)) return fail(failure("file-of-note"));
  if (!mayWrite(into, chart, "progress") || !mayWrite(from, old, "progress")) return fail(failure("not-entitled"));
  return isAloneWith(from, row) ? ok({ row, file, chart, into }) : fail(failure("file-with-others"));
}

/** A psychotherapy note's, or a picture in a version of it that stands: by itself it would go where others read, or leave a hole. */
async function isOfItsNote(from: Opened, row: SqlRow): Promise<boolean> {
  const note = row["note"] as Bytes | null;
  if (!note) return false;
  if (destinationOfRow(from, row).kind === "psychotherapy") return true;
  const id = toHex(row["record"] as Bytes);
  for (const standing of from.fold.standing(note)) {
    const words = await from.openRevision(standing["revision"] as Bytes);
    if (words?.type === "note" && words.doc?.includes(id)) return true;
  }
  return false;
}

/** This member's own in that chart, which says that it is the copy and has its hash. */
async function copyIn(
  into: Opened,
  row: SqlRow,
  file: RevisionOf<"attachment">,
  chart: Bytes,
): Promise<Bytes | undefined> {
  for (const one of into.fold.copiesOfFile(row["record"] as Bytes)) {
    if (!one["chart"] || !equalBytes(one["chart"] as Bytes, chart) || !isOwn(into, one["author"] as Bytes)) continue;
    const copy = await into.openRevision(one["current"] as Bytes);
    if (copy?.type === "attachment" && equalBytes(copy.hash, file.hash)) return one["record"] as Bytes;
  }
  return undefined;
}

function takenOut(
  ports: Pick<Ports, "crypto" | "clock">,
  from: Opened,
  row: SqlRow,
  reason: MovedReason,
  to: Bytes,
): OutboxRevision {
  const said = { file: row["record"] as Bytes, reason, to, back: false };
  const destination = noteDestination("progress", row["chart"] as Bytes);
  return nextRevision(ports, from, destination, ports.crypto.random(16), "moved-file", said);
}

const isSameMember = (opened: Opened, a: Bytes, b: Bytes): boolean =>
  equalBytes(accountOf(opened, a) ?? a, accountOf(opened, b) ?? b);
