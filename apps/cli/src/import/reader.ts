/**
 * Files to notes, each read in a worker with a bound on time and memory: what is in a file is controlled by whoever made it.
 */

import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { type DocumentWarning, type FoundNote, defaultDocumentLimits } from "@alcove/documents";
import { type Failure, failure } from "@alcove/protocol/errors";
import { codeOf } from "../files.ts";
import type { ReadAnswer, ReadRequest } from "./document-worker.ts";
import type { FoundFile } from "./walk.ts";

export type ReadFile =
  | { readonly ok: true; readonly notes: readonly FoundNote[]; readonly warnings: readonly DocumentWarning[] }
  | { readonly ok: false; readonly failure: Failure };

export type DocumentReader = {
  read(file: FoundFile): Promise<ReadFile>;
  close(): Promise<void>;
};

const maxMs = 60_000;
const maxHeapMiB = 1024;

export function createDocumentReader(limits: { readonly maxMs: number } = { maxMs }): DocumentReader {
  let worker: Worker | undefined;

  function start(): Worker {
    const started = new Worker(new URL("./document-worker.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMiB },
      stdout: true,
      stderr: true,
    });
    started.unref();
    return started;
  }

  async function readInWorker(request: ReadRequest): Promise<ReadAnswer | "slow" | "ended"> {
    const reader = (worker ??= start());
    let timer: NodeJS.Timeout | undefined;
    const ended = new AbortController();
    const answer = await new Promise<ReadAnswer | "slow" | "ended">((resolve) => {
      const once = { signal: ended.signal };
      timer = setTimeout(() => resolve("slow"), limits.maxMs);
      const { signal } = once;
      const took = (read: ReadAnswer) => resolve(read);
      const broke = () => resolve("ended");
      reader.once("message", took).once("error", broke).once("exit", broke);
      signal.addEventListener("abort", () => reader.off("message", took).off("error", broke).off("exit", broke));
      reader.postMessage(request, [request.bytes.buffer as ArrayBuffer]);
    });
    clearTimeout(timer);
    ended.abort();
    if (answer === "slow" || answer === "ended") {
      worker = undefined;
      await reader.terminate();
    }
    return answer;
  }

  return {
    async read({ place, path }) {
      const bytes = readBytes(place, path);
      if ("code" in bytes) return { ok: false, failure: bytes };
      const read = await readInWorker({ path, bytes });
      if (read === "slow") return { ok: false, failure: failure("document-slow", { path }) };
      if (read === "ended") return { ok: false, failure: failure("document-damaged", { path }) };
      if (read.ok) return read;
      const { code, ...facts } = read.problem;
      return { ok: false, failure: failure(code, facts) };
    },
    async close() {
      await worker?.terminate();
      worker = undefined;
    },
  };
}

function readBytes(place: Buffer, path: string): Uint8Array | Failure {
  try {
    // Between the walk and now the file may have become a link or a pipe.
    const file = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(file);
      if (!stat.isFile()) return failure("file-unreadable", { path, reason: "not a file" });
      const limit = defaultDocumentLimits.maxFileBytes;
      if (stat.size > limit) return failure("document-too-large", { path, size: stat.size, limit });
      return new Uint8Array(readFileSync(file));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return failure("file-unreadable", { path, reason: codeOf(error) });
  }
}
