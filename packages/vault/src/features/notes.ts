/** Charts and notes as the apps see them: from the fold, and from opened envelopes where words are asked for. */

import { type AccountId, type Bytes, equalBytes, fail, ok, type Result, toHex, utf8 } from "@alcove/bytes";
import {
  type Failure,
  failure,
  hasNotes,
  isAmong,
  isDestroyedChart,
  limits,
  memberOf,
  type Roster,
} from "@alcove/protocol";
import { encodeRevision, isBlank, isDay, isForm, type NoteKind, type Revision, type RevisionOf } from "@alcove/records";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import { type Destination, type OutboxRevision, directory } from "../engine/outbox.ts";
import type {
  AttachmentView,
  ChartStatus,
  ChartView,
  MemberView,
  NoteBody,
  NoteHead,
  NoteVersion,
  NoteView,
  SaveNote,
} from "../facade.ts";
import type { Clock, SqlRow } from "../ports.ts";
import { parentsIn } from "../views/fold.ts";
import { isOpenHere } from "./guarded/view.ts";
import {
  administrativeOf,
  beforeTreatment,
  chartFrom,
  hasClosedApart,
  idFrom,
  isPersonOf,
  mayWrite,
  noteDestination,
  opens,
} from "./open-charts.ts";
import { presenceOf } from "./presence.ts";
import { isAlone, signedIn } from "./signed.ts";

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

/** One that was destroyed is a line in another list. */
export const chartViews = (opened: Opened): ChartView[] =>
  opened.fold
    .charts()
    .filter((row) => !isDestroyed(opened, row["record"] as Bytes))
    .map((row) => chartView(opened, row));

const isDestroyed = ({ state }: Opened, chart: Bytes): boolean =>
  state.roster !== undefined && isDestroyedChart(state.roster, chart);

/** Failures: `chart-unknown`. */
export function chartOf(opened: Opened, id: string): Result<ChartView, Failure> {
  const chart = chartFrom(opened, id);
  const row = chart && opened.fold.chart(chart);
  if (chart && isDestroyed(opened, chart)) return fail(failure("chart-destroyed"));
  return row ? ok(chartView(opened, row)) : fail(failure("chart-unknown"));
}

function chartView(opened: Opened, row: SqlRow): ChartView {
  const labels = opened.isGuardedChart(row["record"] as Bytes) ? null : (row["people"] as string | null);
  const people = labels?.split("\n").map((label) => label.split("\t")) ?? [];
  return {
    id: toHex(row["record"] as Bytes),
    name: row["name"] as string,
    createdAt: Number(row["created_at"]),
    opens: opens(opened, row["record"] as Bytes),
    writes: mayWrite(opened, row["record"] as Bytes, "progress"),
    ...(opened.isGuardedChart(row["record"] as Bytes)
      ? { guarded: isOpenHere(opened, row["record"] as Bytes) ? ("open" as const) : ("closed" as const) }
      : {}),
    // What lay outside a guard before it began is not shown beside its alias.
    people: people.map(([name = ""]) => name),
    called: people.flatMap(([, called]) => called ?? []),
    ...(row["status"] === null ? {} : { status: row["status"] as ChartStatus }),
    ...(standsAside(opened, row) ? { isEnquiry: true as const } : {}),
    progressNotes: Number(row["progress"]),
    psychotherapyNotes: Number(row["psychotherapy"]),
    ...(hasClosedApart(opened, row["record"] as Bytes) ? { closedApart: true as const } : {}),
    conflicts: Number(row["conflicts"]),
    changedAt: Number(row["changed"]),
  };
}

/** Who can't read where it stands knows from the roster that there are no notes. */
function standsAside({ state, keys }: Opened, row: SqlRow): boolean {
  if (Number(row["progress"]) + Number(row["psychotherapy"]) > 0) return false;
  const status = row["status"] as ChartStatus | null;
  if (status !== null) return beforeTreatment.includes(status);
  const chart = row["record"] as Bytes;
  if (!state.roster || hasNotes(state.roster, chart)) return false;
  const places = administrativeOf(state.roster, chart).filter(({ readers }) => readers.length > 0);
  return places.length > 0 && !places.some(({ readers }) => isAmong(readers, keys.account));
}

export async function createChart(
  opened: Opened,
  clock: Clock,
  random: (n: number) => Bytes,
  name: string,
): Promise<Result<{ id: string }, Failure>> {
  if (isBlank(name)) return fail(failure("name-empty"));
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
  if (isBlank(name)) return fail(failure("name-empty"));
  const revision: Revision = {
    type: "chart",
    revision: random(16),
    writtenAt: clock.now(),
    name: name.trim(),
    createdAt: Number(row["created_at"]),
  };
  // What lay inside a guarded chart goes with its next guard: no name in the directory stands on it.
  const isInDirectory = ({ compartment }: SqlRow) =>
    compartment === null || opened.state.roster?.compartments.get(toHex(compartment as Bytes))?.kind === "directory";
  const parents = opened.fold.standing(chart).filter(isInDirectory);
  await opened.keep([revisionFor(directory, chart, revision, parents)]);
  return ok();
}

export function noteHead(opened: Opened, row: SqlRow): NoteHead {
  const writtenAt = Number(row["written_at"]);
  const kind = row["kind"] as NoteKind;
  const signed = signedIn(opened, row["record"] as Bytes);
  const isOwnNote = kind !== "psychotherapy" || isOwn(opened, row["record"] as Bytes);
  return {
    id: toHex(row["record"] as Bytes),
    chart: toHex(row["chart"] as Bytes),
    kind,
    date: row["date"] as string,
    title: row["title"] as string,
    excerpt: row["excerpt"] as string,
    author: authorName(opened, row["author"] as Bytes),
    begunBy: authorName(opened, row["begun_by"] as Bytes),
    revisions: Number(row["revisions"]),
    writtenAt,
    kept: Number(row["waiting"]) > 0 ? { here: writtenAt } : { here: writtenAt, server: writtenAt },
    isOwn: isOwnNote,
    mayEdit: signed === undefined && isOwnNote && mayWrite(opened, row["chart"] as Bytes, kind),
    conflict: Number(row["standing"]) > 1,
    attachments: Number(row["attachments"]),
    ...(row["form"] === null ? {} : { form: row["form"] as string }),
    ...(row["adds"] === null ? {} : { adds: toHex(row["adds"] as Bytes) }),
    about: idsIn(row["about"] as Bytes | null).map(toHex),
    ...(row["first_written"] === null ? {} : { firstWritten: Number(row["first_written"]) }),
    ...(signed === undefined ? {} : { signed }),
  };
}

/** 16 bytes each. */
const idsIn = (bytes: Bytes | null): Bytes[] =>
  Array.from({ length: (bytes?.length ?? 0) / 16 }, (_, n) => (bytes as Bytes).subarray(n * 16, n * 16 + 16) as Bytes);

/** Those of the roster, the one at this device first. */
export function memberViews(opened: Opened, syncedAt: number | undefined): MemberView[] {
  const { state, fold, keys } = opened;
  const { roster } = state;
  if (!roster) return [];
  return inOrder(roster, keys.account).map((account) => {
    const member = memberOf(roster, account);
    const named = fold.named(account);
    return {
      id: toHex(account),
      name: typeof named?.["name"] === "string" ? named["name"] : "",
      email: typeof named?.["email"] === "string" ? named["email"] : "",
      role: member.role,
      isYou: equalBytes(account, keys.account),
      isSuspended: member.suspendedIndex !== undefined,
      devices: [...roster.devices.values()].filter((one) => !one.revoked && equalBytes(one.account, account)).length,
      ...presenceOf(opened, account, syncedAt),
    };
  });
}

/** One's own account first, then as they joined. */
export function inOrder(roster: Roster, own: AccountId): AccountId[] {
  const isOwn = (account: AccountId) => Number(equalBytes(account, own));
  return [...roster.members.values()].map(({ account }) => account).toSorted((a, b) => isOwn(b) - isOwn(a));
}

/** The member whose device wrote it. */
export function authorName(opened: Opened, device: Bytes): string {
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

/** Of a psychotherapy note: whether it lies in this member's own compartment, or waits to be sent there. */
function isOwn(opened: Opened, record: Bytes): boolean {
  const compartment = opened.fold.revisionsOf(record).find((row) => row["compartment"] !== null)?.["compartment"];
  const author = compartment && opened.state.roster?.compartments.get(toHex(compartment as Bytes))?.author;
  return !author || equalBytes(author, opened.keys.account);
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
  const mayWriteHere = mayWrite(opened, row["chart"] as Bytes, row["kind"] as NoteKind);
  const mayMove = others.length === 0 && isAlone(opened, record) && mayWriteHere;
  const cameFrom = await originOf(opened, record);
  return ok({
    head: noteHead(opened, row),
    current,
    others,
    attachments: hanging.map(attachments),
    ...(cameFrom && { cameFrom }),
    mayMove,
  });
}

/** Only the first revision says it. */
async function originOf(opened: Opened, record: Bytes): Promise<NoteView["cameFrom"]> {
  const first = opened.fold.revisionsOf(record)[0]?.["revision"];
  const revision = first && (await opened.openRevision(first as Bytes));
  if (!revision || revision.type !== "note" || !revision.source) return undefined;
  return { path: revision.source.path, at: revision.writtenAt };
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
  const chart = chartFrom(opened, request.chart);
  if (!chart) return fail(failure("chart-unknown"));
  const bytes = utf8(request.body.text).length;
  if (bytes > limits.noteTextBytes) return fail(failure("text-too-long", { bytes, limit: limits.noteTextBytes }));
  if (!isDay(request.date)) return fail(failure("day-unfit"));
  const record = request.note === undefined ? random(16) : idFrom(request.note);
  const existing = record && opened.fold.note(record);
  const isThere = existing !== undefined && equalBytes(existing["chart"] as Bytes, chart);
  if (!record || (request.note !== undefined && !isThere)) return fail(failure("note-unknown"));
  // The kind decides the key, so it never changes with an edit.
  const kind = existing ? (existing["kind"] as NoteKind) : request.kind;
  const isOthers = existing !== undefined && kind === "psychotherapy" && !isOwn(opened, record);
  if (isOthers || !mayWrite(opened, chart, kind)) return fail(failure("not-entitled"));
  const parents = request.basedOn
    .map((id) => idFrom(id))
    .map((id) => (id ? opened.fold.revision(id) : undefined))
    .filter((row) => row !== undefined);
  const known = parents.filter((row) => equalBytes(row["record"] as Bytes, record));
  // A save over nothing of an existing note stands on its first revision: beside what came since, never over it.
  const standsOn = existing && known.length === 0 ? opened.fold.revisionsOf(record).slice(0, 1) : known;
  if (existing && signedIn(opened, record)) return fail(failure("note-signed"));
  const adds = existing ? (existing["adds"] as Bytes | null) : addedTo(opened, chart, kind, request.adds);
  if (adds === undefined) return fail(failure("note-unknown"));
  if (request.form !== undefined && !isForm(request.form)) return fail(failure("template-unknown"));
  // What is added to a note is about whom the note is about.
  const aboutBefore = existing ?? (adds ? opened.fold.note(adds) : undefined);
  const about = request.about?.map(idFrom) ?? idsIn((aboutBefore?.["about"] as Bytes | null | undefined) ?? null);
  if (request.about && !about.every((person) => isPersonOf(opened, chart, person)))
    return fail(failure("person-unknown"));
  const firstWritten = existing?.["first_written"];
  const form = request.form ?? (existing?.["form"] as string | null | undefined) ?? undefined;
  const revision: RevisionOf<"note"> = {
    type: "note",
    revision: random(16),
    writtenAt: clock.now(),
    kind,
    date: request.date,
    title: request.title,
    text: request.body.text,
    ...(request.body.doc === undefined ? {} : { doc: JSON.stringify(request.body.doc) }),
    ...(form === undefined ? {} : { form }),
    ...(adds === null ? {} : { adds }),
    ...(about.length === 0 ? {} : { about: about.filter((person) => person !== undefined) }),
    ...(typeof firstWritten === "number" ? { firstWritten } : {}),
  };
  const draft = request.draft === undefined ? undefined : idFrom(request.draft);
  await opened.keep([revisionFor(noteDestination(kind, chart), record, revision, standsOn)], () => {
    if (draft) disk.drafts.end(draft);
  });
  return ok({ note: toHex(record), revision: toHex(revision.revision) });
}

/** The note that an addendum adds to, of the same kind and chart; what is added to an addendum is added to its note. `null`: it is none. */
function addedTo(opened: Opened, chart: Bytes, kind: NoteKind, to: string | undefined): Bytes | null | undefined {
  if (to === undefined) return null;
  const id = idFrom(to);
  const row = id && opened.fold.note(id);
  if (!id || row?.["kind"] !== kind || !equalBytes(row["chart"] as Bytes, chart)) return undefined;
  return (row["adds"] as Bytes | null) ?? id;
}
