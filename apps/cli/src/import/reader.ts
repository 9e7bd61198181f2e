/**
 * Files to notes, each read in a process of its own with a bound on time and memory, which may read nothing but this
 * program: what is in a file is controlled by whoever made it, and what it breaks is not the import.
 */

import { type ChildProcess, fork } from "node:child_process";
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DateOrder, type DocumentWarning, type FoundNote, defaultDocumentLimits } from "@alcove/documents";
import { type Failure, failure } from "@alcove/protocol/errors";
import { codeOf } from "../files.ts";
import type { ReadAnswer, ReadRequest } from "./document-process.ts";
import type { FoundFile } from "./walk.ts";

export type ReadFile =
  | { readonly ok: true; readonly notes: readonly FoundNote[]; readonly warnings: readonly DocumentWarning[] }
  | { readonly ok: false; readonly failure: Failure };

export type DocumentReader = {
  /** `dateOrder`: of the names in the file's folder. */
  read(file: FoundFile, dateOrder?: DateOrder): Promise<ReadFile>;
  /** Of bytes that are here already. */
  readContent(path: string, bytes: Uint8Array, dateOrder?: DateOrder): Promise<ReadFile>;
  close(): void;
};

const defaultLimits = { maxMs: 60_000, maxHeapMiB: 1024 };
const codeFolder = fileURLToPath(new URL("../../../..", import.meta.url));

export function createDocumentReader(chosen: Partial<typeof defaultLimits> = {}): DocumentReader {
  const limits = { ...defaultLimits, ...chosen };
  let child: ChildProcess | undefined;

  function start(): ChildProcess {
    const started = fork(new URL("./document-process.ts", import.meta.url), {
      execArgv: [
        `--max-old-space-size=${limits.maxHeapMiB}`,
        "--permission",
        `--allow-fs-read=${codeFolder}`,
        "--no-warnings",
      ],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      env: {},
    });
    started.unref();
    started.channel?.unref();
    return started;
  }

  async function readInProcess(request: ReadRequest): Promise<ReadAnswer | "slow" | "ended"> {
    const reader = (child ??= start());
    reader.ref();
    let timer: NodeJS.Timeout | undefined;
    const ended = new AbortController();
    const answer = await new Promise<ReadAnswer | "slow" | "ended">((resolve) => {
      timer = setTimeout(() => resolve("slow"), limits.maxMs);
      const took = (read: ReadAnswer) => resolve(read);
      const broke = () => resolve("ended");
      reader.once("message", took).once("error", broke).once("exit", broke);
      ended.signal.addEventListener("abort", () => reader.off("message", took).off("error", broke).off("exit", broke));
      reader.send(request, (error) => {
        if (error) broke();
      });
    });
    clearTimeout(timer);
    ended.abort();
    reader.unref();
    if (answer === "slow" || answer === "ended") end();
    return answer;
  }

  function end(): void {
    // Whatever it is in the middle of, there is nothing in it to save.
    child?.on("error", () => undefined).kill("SIGKILL");
    child = undefined;
  }

  async function readContent(path: string, bytes: Uint8Array, dateOrder?: DateOrder): Promise<ReadFile> {
    const read = await readInProcess({ path, bytes, dateOrder });
    if (read === "slow") return { ok: false, failure: failure("document-slow", { path }) };
    if (read === "ended") return { ok: false, failure: failure("document-damaged", { path }) };
    if (read.ok) return read;
    const { code, ...facts } = read.problem;
    return { ok: false, failure: failure(code, facts) };
  }

  return {
    async read(file, dateOrder) {
      const bytes = readBytes(file, defaultDocumentLimits.maxFileBytes);
      return "code" in bytes ? { ok: false, failure: bytes } : readContent(file.path, bytes, dateOrder);
    },
    readContent,
    close: end,
  };
}

/** All of a file. Failures: `file-unreadable`, `document-too-large`. */
export function readBytes({ place, path }: Pick<FoundFile, "place" | "path">, limit: number): Uint8Array | Failure {
  try {
    // Between the walk and now the file may have become a link or a pipe.
    const file = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(file);
      if (!stat.isFile()) return failure("file-unreadable", { path, reason: "not a file" });
      if (stat.size > limit) return failure("document-too-large", { path, size: stat.size, limit });
      return new Uint8Array(readFileSync(file));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return failure("file-unreadable", { path, reason: codeOf(error) });
  }
}
