/** One chart as one ZIP file, written to its place by this page while it is read from the vault. */

import {
  type Exported,
  exportFiles,
  type ExportRequest,
  ExportStopped,
  type ExportTools,
  type OutFile,
  zipOf,
} from "@alcove/export";
import type { Failure } from "@alcove/protocol/errors";
import type { NoteKind, Outcome, Vault } from "@alcove/vault";
import { loadPieceHash } from "@alcove/store-web/piece-hash";
import { type FilePlace, type FileSink, unwritable } from "../../parts/file-place.ts";
import { PaperFailed, paperPieces } from "../../parts/set-paper.ts";
import { viewerZone } from "../calendar/days.ts";

export type Made = Exported & {
  /** Of the ZIP file. */
  readonly bytes: number;
  readonly isDownload: boolean;
  /** The public key that sealed it, in hex. */
  readonly identity: string;
};

/** A place that can't be written to: not what the files themselves fail with. */
class Unwritable extends Error {}

const noteKinds: readonly NoteKind[] = ["progress", "psychotherapy"];

/** Failures: as of the files, `file-unwritable`, and `server-unreachable` where code for it could not be loaded. */
export async function makeExport(
  vault: Vault,
  request: ExportRequest,
  place: FilePlace,
  going: Pick<ExportTools, "progress" | "stopped">,
): Promise<Outcome<Made>> {
  const { chart, scope } = request;
  const startHash = await loadPieceHash().catch(() => undefined);
  if (!startHash) return { ok: false, error: { code: "server-unreachable" } };
  for (const kind of scope.psychotherapy ? noteKinds : noteKinds.slice(0, 1)) {
    const recorded = await vault.recordAccess({ chart: chart.id, act: "exported", kind });
    if (!recorded.ok) return recorded;
  }
  let identity = "";
  const now = Date.now();
  const tools: ExportTools = {
    ...going,
    now,
    zone: viewerZone(),
    startHash,
    async *setPaper(paper, createdAt, pictures) {
      try {
        yield* paperPieces(paper, createdAt, { pictures });
      } catch (error) {
        throw error instanceof PaperFailed ? new ExportStopped({ code: "server-unreachable" }) : error;
      }
    },
    async seal(asked) {
      const sealed = await vault.sealExport(asked);
      if (sealed.ok) identity = sealed.value.identity;
      return sealed;
    },
  };
  let end: Exported | undefined;
  async function* files(): AsyncGenerator<OutFile> {
    end = yield* exportFiles(vault, request, tools);
  }
  let sink: FileSink | undefined;
  try {
    sink = await place.open().catch(cannotWrite);
    const bytes = await writeAll(zipOf(files(), now), sink);
    if (!end) throw new Error("an export without its end");
    return { ok: true, value: { ...end, bytes, isDownload: place.isDownload, identity } };
  } catch (error) {
    await sink?.giveUp();
    if (error instanceof ExportStopped) return { ok: false, error: error.failure as Failure };
    if (error instanceof Unwritable) return { ok: false, error: unwritable(error.cause) };
    throw error;
  }
}

/** How many bytes it was. @throws Unwritable, and what the stream ends with */
async function writeAll(zip: ReadableStream<Uint8Array>, sink: FileSink): Promise<number> {
  const reader = zip.getReader();
  let bytes = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      bytes += read.value.length;
      await sink.write(read.value).catch(cannotWrite);
    }
    await sink.done().catch(cannotWrite);
    return bytes;
  } finally {
    // Of a stream that came to its end, or to an error of its own, nothing is left to cancel.
    await reader.cancel().catch(() => {});
  }
}

function cannotWrite(cause: unknown): never {
  throw new Unwritable("a place that can't be written to", { cause });
}
