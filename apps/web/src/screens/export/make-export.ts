/** One chart as one ZIP file, made in this page while it is read from the vault. */

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
import { sha256 } from "@noble/hashes/sha2.js";
import { PaperFailed, paperPieces } from "../../parts/set-paper.ts";
import { viewerZone } from "../calendar/days.ts";

export type Made = Exported & {
  readonly zip: Blob;
  /** The public key that sealed it, in hex. */
  readonly identity: string;
};

const noteKinds: readonly NoteKind[] = ["progress", "psychotherapy"];

export async function makeExport(
  vault: Vault,
  request: ExportRequest,
  going: Pick<ExportTools, "progress" | "stopped">,
): Promise<Outcome<Made>> {
  const { chart, scope } = request;
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
    startHash: () => sha256.create(),
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
  try {
    const zip = await new Response(zipOf(files(), now) as ReadableStream<Uint8Array<ArrayBuffer>>).blob();
    if (!end) return { ok: false, error: { code: "bug", facts: {} } };
    return { ok: true, value: { ...end, zip: new Blob([zip], { type: "application/zip" }), identity } };
  } catch (error) {
    if (error instanceof ExportStopped) return { ok: false, error: error.failure as Failure };
    throw error;
  }
}
