/** Chosen files into found notes: each in turn through the reading worker, which is ended when one file takes too long. */

import {
  acceptsPath,
  dateOrders,
  defaultDocumentLimits,
  type FoundNote,
  type ReadDocument,
  type SourceFile,
} from "@alcove/documents";
import type { ReadAnswer, ReadRequest } from "../../worker/read-files-worker.ts";
import readWorkerUrl from "../../worker/read-files-worker.ts?worker&url";
import { scriptUrl } from "../../worker/script-url.ts";
import { sayFileProblem, sayFileWarning } from "./file-words.ts";

export type LeftFile = { readonly path: string; readonly why: string };
export type RemarkedFile = { readonly path: string; readonly remarks: readonly string[] };
export type ReadFolder = {
  readonly notes: readonly FoundNote[];
  /** Not read, and why. */
  readonly left: readonly LeftFile[];
  /** Read, but not everything in them is in the notes. */
  readonly remarked: readonly RemarkedFile[];
  readonly stoppedEarly: boolean;
};

const TOO_LONG_MS = 60_000;

export type ReadFolderOptions = {
  readonly files: readonly File[];
  readonly onProgress: (done: number, total: number) => void;
  readonly stopped: () => boolean;
};

export async function readFolder({ files, onProgress, stopped }: ReadFolderOptions): Promise<ReadFolder> {
  const notes: FoundNote[] = [];
  const left: LeftFile[] = [];
  const remarked: RemarkedFile[] = [];
  const wanted = files.filter((file) => !isLitter(pathOf(file))).toSorted(byName);
  const dateOrderOf = dateOrders(wanted.map(pathOf));
  let reader = startReader();
  let done = 0;
  for (const file of wanted) {
    if (stopped()) break;
    const path = pathOf(file);
    const read = await readOne(reader, file, { path, dateOrder: dateOrderOf(path) });
    if (read === "too-long") {
      reader.end();
      reader = startReader();
      left.push({ path, why: `${path} took longer than a minute to read and was left where it is.` });
    } else if (read.ok) {
      notes.push(...read.notes);
      const remarks = read.warnings.map(sayFileWarning);
      if (read.notes.length === 0) left.push({ path, why: remarks.join(" ") });
      else if (remarks.length > 0) remarked.push({ path, remarks });
    } else {
      left.push({ path, why: sayFileProblem(read.problem) });
    }
    onProgress(++done, wanted.length);
  }
  reader.end();
  return { notes, left, remarked, stoppedEarly: done < wanted.length };
}

async function readOne(
  reader: Reader,
  file: File,
  { path, dateOrder }: Omit<SourceFile, "bytes">,
): Promise<ReadDocument | "too-long"> {
  // Unread where reading can't help: half a gigabyte is not loaded to be refused.
  if (file.size > defaultDocumentLimits.maxFileBytes) {
    const facts = { what: "file", size: file.size, limit: defaultDocumentLimits.maxFileBytes } as const;
    return { ok: false, problem: { code: "document-too-large", path, ...facts } };
  }
  if (!acceptsPath(path)) return { ok: false, problem: { code: "document-unsupported", reason: "extension", path } };
  try {
    return await reader.read({ path, dateOrder, bytes: new Uint8Array(await file.arrayBuffer()) });
  } catch {
    return { ok: false, problem: { code: "document-damaged", reason: "part-missing", path } };
  }
}

type Reader = {
  readonly read: (file: SourceFile) => Promise<ReadDocument | "too-long">;
  readonly end: () => void;
};

function startReader(): Reader {
  const worker = new Worker(scriptUrl(readWorkerUrl), { type: "module", name: "alcove-files" });
  let nextId = 1;
  return {
    read: (file) =>
      new Promise((resolve) => {
        const id = nextId++;
        const timer = setTimeout(() => resolve("too-long"), TOO_LONG_MS);
        worker.onmessage = (event: MessageEvent<ReadAnswer>) => {
          if (event.data.id !== id) return;
          clearTimeout(timer);
          resolve(event.data.read);
        };
        worker.postMessage({ id, file } satisfies ReadRequest, [file.bytes.buffer as ArrayBuffer]);
      }),
    end: () => worker.terminate(),
  };
}

/** "Session 2" before "Session 10": what has no date of its own comes into the chart in this order. */
const inOrder = new Intl.Collator("en", { numeric: true });

function byName(a: File, b: File): number {
  return inOrder.compare(pathOf(a), pathOf(b));
}

function pathOf(file: File): string {
  return file.webkitRelativePath || file.name;
}

/** What systems and word processors leave in folders by themselves. */
function isLitter(path: string): boolean {
  const name = path.split("/").at(-1) ?? path;
  return name.startsWith(".") || name.startsWith("~$") || name === "Thumbs.db" || name === "desktop.ini";
}
