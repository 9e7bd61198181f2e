/** What a person points at, a folder or a ZIP of one, as files that can be read one by one. */

import { fromUtf8, ok, type Result } from "@alcove/bytes";
import { dateOrders, defaultDocumentLimits, isLitter, isPackedFolder, openPackedFolder } from "@alcove/documents";
import { type FoundFile, lookAtPicture } from "@alcove/documents/import";
import { type Failure, failure } from "@alcove/protocol/errors";
import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { Context } from "../context.ts";
import { readSmallFile } from "../files.ts";
import { refuse, type Refusal } from "../refusal.ts";
import { createDocumentReader, readBytes } from "./reader.ts";
import { type FoundFile as WalkedFile, walk } from "./walk.ts";

export type SourceFolder = {
  readonly files: readonly { readonly path: string; readonly bytes?: number; readonly changedAt?: number }[];
  readonly read: (path: string) => Uint8Array | Failure;
  /** What is not among the files, and why. */
  readonly problems: readonly Failure[];
  readonly hidden: number;
};

/** All of a file is in memory while it is sealed. */
const largestFile = 1024 * 1024 * 1024;

/** Failures: `file-unreadable`, and of a ZIP those of its directory. */
export function openFolder(path: string): Result<SourceFolder, Refusal> {
  const walked = walk(path);
  if (!walked.ok) return walked;
  const { files, unsupported, leaving, unreadable, hidden } = walked.value;
  const only = [...files, ...unsupported];
  if (only.length === 1 && only[0]?.path === basename(path) && path.toLowerCase().endsWith(".zip"))
    return openPacked(path);
  const byPath = new Map(only.map((file): [string, WalkedFile] => [file.path, file]));
  return ok({
    files: only.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    read(wanted) {
      const file = byPath.get(wanted);
      return file ? readBytes(file, largestFile) : failure("file-unreadable", { path: wanted, reason: "ENOENT" });
    },
    problems: [
      ...leaving.map((one) => failure("document-path-leaves-folder", { path: one })),
      ...unreadable.map((facts) => failure("file-unreadable", facts)),
    ],
    hidden,
  });
}

function openPacked(path: string): Result<SourceFolder, Refusal> {
  const bytes = readSmallFile(path, largestFile);
  if (!bytes.ok) return bytes;
  if (!isPackedFolder(path, bytes.value)) return refuse("document-not-what-its-name-says", { path });
  const packed = openPackedFolder(bytes.value);
  if (!packed.ok) {
    const { code, ...facts } = packed.error;
    return refuse(code, { ...facts, path });
  }
  const { paths, leaving, bytes: open } = packed.value;
  const seen = paths.filter((one) => !isLitter(one));
  return ok({
    files: seen.toSorted().map((one) => ({ path: one })),
    read(wanted) {
      const opened = open(wanted);
      if (opened.ok) return opened.value;
      const { code, ...facts } = opened.error;
      return failure(code, { ...facts, path: wanted });
    },
    problems: leaving.map((one) => failure("document-path-leaves-folder", { path: one })),
    hidden: paths.length - seen.length,
  });
}

/** Reads every file, each in the reading process. `undefined`: stopped. */
export async function readFolder(
  { output }: Context,
  folder: SourceFolder,
  stopped: () => boolean,
): Promise<{ readonly files: readonly FoundFile[]; readonly problems: readonly Failure[] } | undefined> {
  const reader = createDocumentReader();
  const orderOf = dateOrders(folder.files.map(({ path }) => path));
  const files: FoundFile[] = [];
  const problems: Failure[] = [...folder.problems];
  try {
    for (const [index, { path, changedAt }] of folder.files.entries()) {
      if (stopped()) return undefined;
      const bytes = folder.read(path);
      output.progress({ task: "reading", done: index + 1, total: folder.files.length });
      if ("code" in bytes) {
        problems.push(bytes);
        continue;
      }
      const read =
        bytes.length > defaultDocumentLimits.maxFileBytes
          ? undefined
          : await reader.readContent(path, bytes, orderOf(path));
      const picture = await lookAtPicture(bytes, async (content) => hashOf(content));
      files.push({
        path,
        bytes: bytes.length,
        hash: hashOf(bytes),
        changed: changedAt === undefined ? undefined : new Date(changedAt).toISOString().slice(0, 10),
        notes: read?.ok ? read.notes : [],
        warnings: read?.ok ? read.warnings : [],
        ...(picture && { picture }),
        ...(read?.ok === false &&
          read.failure.code !== "document-unsupported" && { problem: { code: read.failure.code } }),
      });
    }
  } finally {
    reader.close();
  }
  return { files, problems };
}

export function hashOf(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** A plan as a person saved it: spreadsheets write a mark before UTF-8. */
export const planText = (bytes: Uint8Array): string | undefined => fromUtf8(bytes)?.replace(/^\ufeff/, "");
