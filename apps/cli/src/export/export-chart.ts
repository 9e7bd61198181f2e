/** A chart as files that open without Alcove, in a folder or one ZIP file, sealed (docs/spec, EXP). */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { ok, type Result } from "@alcove/bytes";
import {
  type ChartHead,
  type Exported as ExportEnd,
  exportFiles,
  ExportStopped,
  type ExportTools,
  type OutFile,
  type Recipient,
  type Scope,
  zipOf,
} from "@alcove/export";
import type { Failure } from "@alcove/protocol/errors";
import type { Vault } from "@alcove/vault";
import { zoneOr } from "../appointment-text.ts";
import type { Context } from "../context.ts";
import { codeOf, writeNewStream } from "../files.ts";
import { paperFonts } from "../paper-fonts.ts";
import { refuse, type Refusal, refused } from "../refusal.ts";

export type ExportRequest = {
  readonly chart: ChartHead;
  /** A folder, or a file that ends in `.zip`. */
  readonly out: string;
  readonly scope: Scope;
  readonly recipient?: Recipient | undefined;
  /** Ids of agreed restrictions that were read. */
  readonly heeds?: readonly string[];
};

/** With the public key that sealed it, in hex. */
export type Exported = ExportEnd & { readonly identity: string };

export async function exportChart(
  context: Context,
  vault: Vault,
  { out, ...request }: ExportRequest,
): Promise<Result<Exported, Refusal>> {
  const status = await vault.status();
  if (status.phase !== "open") return refuse("locked");
  const { practiceId, practiceName, memberName } = status;
  let identity = "";
  let stopped = false;
  const goOn = context.interrupt.gently(() => {
    stopped = true;
  });
  const tools: ExportTools = {
    now: Date.now(),
    zone: zoneOr(undefined),
    startHash: () => {
      const hash = createHash("sha256");
      return { update: (piece) => void hash.update(piece), digest: () => new Uint8Array(hash.digest()) };
    },
    async *setPaper(paper, createdAt, pictures) {
      const { paperPieces } = await import("@alcove/pdf");
      yield* paperPieces(paper, await paperFonts(), createdAt, pictures);
    },
    async seal(request) {
      const sealed = await vault.sealExport(request);
      if (sealed.ok) identity = sealed.value.identity;
      return sealed;
    },
    progress: (done, total) => context.output.progress({ task: "export", done, total }),
    stopped: () => stopped,
  };
  const practice = { id: practiceId, name: practiceName };
  const files = keepEnd(exportFiles(vault, { ...request, practice, madeBy: memberName }, tools));
  try {
    const written = out.endsWith(".zip")
      ? await writeZip(out, files.all, tools.now)
      : await writeFolder(out, files.all);
    if (!written.ok) return written;
    const end = files.end();
    return end ? ok({ ...end, identity }) : refuse("bug");
  } catch (error) {
    if (error instanceof ExportStopped) return refused(error.failure as Failure);
    throw error;
  } finally {
    goOn();
  }
}

/** The files, and what they end with. */
function keepEnd(files: AsyncGenerator<OutFile, ExportEnd>) {
  let end: ExportEnd | undefined;
  async function* all(): AsyncGenerator<OutFile> {
    end = yield* files;
  }
  return { all: all(), end: () => end };
}

async function writeFolder(out: string, files: AsyncIterable<OutFile>): Promise<Result<undefined, Refusal>> {
  const made = makeEmptyFolder(out);
  if (!made.ok) return made;
  for await (const { path, content } of files) {
    const place = join(out, path);
    mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
    const written = await writeNewStream(place, content);
    if (!written.ok) return written;
  }
  return ok();
}

async function writeZip(
  out: string,
  files: AsyncIterable<OutFile>,
  madeAt: number,
): Promise<Result<undefined, Refusal>> {
  // Before anything is read, and before the chart says that somebody received it.
  if (existsSync(out)) return refuse("file-exists", { path: out });
  return writeNewStream(out, zipOf(files, madeAt));
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
