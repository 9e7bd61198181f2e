/**
 * A chart as plain files that open without Alcove: one text file a note, attachments as they were, and a manifest with the
 * hash of each. The manifest is written last: a folder without one is not a whole export.
 */

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ok, type Result, utf8 } from "@alcove/bytes";
import type { AttachmentView, ChartView, NoteHead, NoteVersion, Vault } from "@alcove/vault";
import type { Context } from "../context.ts";
import { codeOf, writeNewFile } from "../files.ts";
import { refuse, type Refusal, refused } from "../refusal.ts";

export type ExportRequest = {
  readonly chart: ChartView;
  readonly out: string;
  readonly psychotherapy: boolean;
  readonly allVersions: boolean;
};

type ExportedFile = {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly record: string;
  readonly revision?: string;
};

/** `manifest.json`, version 1. */
export type Manifest = {
  readonly format: "alcove-export";
  readonly version: 1;
  readonly madeAt: string;
  readonly chart: { readonly id: string; readonly name: string };
  readonly counts: { readonly notes: number; readonly versions: number; readonly attachments: number };
  /** What the chart holds and this export does not. */
  readonly leftOut: {
    readonly psychotherapyNotes: number;
    readonly attachments: number;
    readonly earlierVersions: number;
  };
  readonly files: readonly ExportedFile[];
};

export async function exportChart(
  context: Context,
  vault: Vault,
  request: ExportRequest,
): Promise<Result<Manifest, Refusal>> {
  const { chart, out } = request;
  const made = makeEmptyFolder(out);
  if (!made.ok) return made;
  const files: ExportedFile[] = [];
  const heads = await vault.notes(chart.id);
  const wanted = heads.filter((head) => request.psychotherapy || head.kind !== "psychotherapy");
  const attachments = await vault.attachments(chart.id);
  // What hangs on a psychotherapy note stays with it.
  const apart = new Set(heads.filter((head) => !wanted.includes(head)).map(({ id }) => id));
  const wantedFiles = attachments.filter(({ note }) => note === undefined || !apart.has(note));
  const total = wanted.length + wantedFiles.length;
  let versions = 0;
  let earlierVersions = 0;

  const keep = (path: string, content: Uint8Array, facts: { record: string; revision?: string }) => {
    const written = writeNewFile(join(out, path), content);
    if (!written.ok) return written;
    files.push({ path, bytes: content.length, sha256: createHash("sha256").update(content).digest("hex"), ...facts });
    return ok();
  };

  if (wanted.length > 0) mkdirSync(join(out, "notes"), { mode: 0o700 });
  for (const [index, head] of wanted.entries()) {
    const chosen = await versionsOf(vault, head, request.allVersions);
    if (!chosen.ok) return chosen;
    for (const version of chosen.value) {
      const name = `notes/${head.date} ${head.id.slice(0, 12)}${chosen.value.length > 1 ? ` v${version.number}-${version.revision.slice(0, 8)}` : ""}.txt`;
      const kept = keep(name, utf8(noteFile(chart, head, version)), { record: head.id, revision: version.revision });
      if (!kept.ok) return kept;
    }
    versions += chosen.value.length;
    earlierVersions += head.revisions - chosen.value.length;
    context.output.progress({ task: "export", done: index + 1, total });
  }
  if (wantedFiles.length > 0) mkdirSync(join(out, "attachments"), { mode: 0o700 });
  for (const [index, view] of wantedFiles.entries()) {
    const read = await vault.readAttachment(view.id);
    if (!read.ok) return refused(read.error);
    const kept = keep(`attachments/${attachmentName(view)}`, read.value.bytes, { record: view.id });
    if (!kept.ok) return kept;
    context.output.progress({ task: "export", done: wanted.length + index + 1, total });
  }
  const manifest: Manifest = {
    format: "alcove-export",
    version: 1,
    madeAt: new Date().toISOString(),
    chart: { id: chart.id, name: chart.name },
    counts: { notes: wanted.length, versions, attachments: wantedFiles.length },
    leftOut: {
      psychotherapyNotes: heads.length - wanted.length,
      attachments: attachments.length - wantedFiles.length,
      earlierVersions,
    },
    files,
  };
  const written = writeNewFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return written.ok ? ok(manifest) : written;
}

/** Failures: `file-exists` when something is in it, `file-unwritable`. */
function makeEmptyFolder(path: string): Result<undefined, Refusal> {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return readdirSync(path).length === 0 ? ok() : refuse("file-exists", { path });
  } catch (error) {
    const reason = codeOf(error);
    return reason === "EEXIST" ? refuse("file-exists", { path }) : refuse("file-unwritable", { path, reason });
  }
}

/** What stands now (more than one where two stand side by side), or everything, oldest first. */
async function versionsOf(
  vault: Vault,
  head: NoteHead,
  all: boolean,
): Promise<Result<readonly NoteVersion[], Refusal>> {
  if (all) {
    const versions = await vault.history(head.id);
    return versions.ok ? versions : refused(versions.error);
  }
  const note = await vault.note(head.id);
  return note.ok ? ok([note.value.current, ...note.value.others]) : refused(note.error);
}

function noteFile(chart: ChartView, head: NoteHead, version: NoteVersion): string {
  const header: [string, string][] = [
    ["Chart", chart.name],
    ["Kind", head.kind === "psychotherapy" ? "psychotherapy note (45 CFR 164.501)" : "progress note"],
    ["Date", head.date],
    ["Title", version.title],
    ["Author", version.author],
    ["Written", new Date(version.writtenAt).toISOString()],
    ["Version", `${version.number} of ${head.revisions}`],
    ["Note", head.id],
    ["Revision", version.revision],
  ];
  // One line each, whatever is in a name.
  const lines = header.map(([name, value]) => `${name}: ${value.replaceAll(/\s+/g, " ")}`);
  return `${lines.join("\n")}\n\n${version.body.text}`;
}

/** The name it came with, made safe as a file's name, behind an id that keeps two of the same apart. */
export function attachmentName({ id, name }: AttachmentView): string {
  const safe = name.replaceAll(/[/\\:*?"<>|\p{Cc}]/gu, "_").slice(-100);
  return `${id.slice(0, 12)} ${safe}`;
}
