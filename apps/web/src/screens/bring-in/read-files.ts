/** A chosen folder, files or a ZIP, each file in turn through the reading worker, which is ended when one takes too long. */

import { commonRoot, dateOrders, defaultDocumentLimits, isLitter, type ReadDocument } from "@alcove/documents";
import { type FoundFile, mediaTypeOf } from "@alcove/documents/import";
import type { FromWhere, ReadAnswer, ReadFile, ReadRequest } from "../../worker/read-files-worker.ts";
import readWorkerUrl from "../../worker/read-files-worker.ts?worker&url";
import { scriptUrl } from "../../worker/script-url.ts";

export type LeftFile = { readonly path: string; readonly why: string };
export type ReadFolder = {
  /** What people call it: the folder, or the ZIP. */
  readonly name: string;
  readonly files: readonly FoundFile[];
  /** Not among the files, and why. */
  readonly left: readonly LeftFile[];
  readonly bytes: (path: string) => Promise<Uint8Array | undefined>;
  readonly mediaType: (path: string) => string;
  readonly stoppedEarly: boolean;
  /** Ends the worker that holds a ZIP. */
  readonly close: () => void;
};

const TOO_LONG_MS = 60_000;
/** All of a file is in memory while it is sealed. */
const LARGEST_FILE = 1024 * 1024 * 1024;

type Entry = {
  readonly path: string;
  readonly changedAt?: number;
  readonly size: number;
  readonly from: FromWhere;
  readonly file?: File;
};

export type ReadFolderOptions = {
  readonly files: readonly File[];
  readonly onProgress: (done: number, total: number) => void;
  readonly stopped: () => boolean;
};

export async function readFolder({ files: chosen, onProgress, stopped }: ReadFolderOptions): Promise<ReadFolder> {
  const zip = chosen.length === 1 && chosen[0]?.name.toLowerCase().endsWith(".zip") ? chosen[0] : undefined;
  let reader = startReader();
  const left: LeftFile[] = [];
  const entries: Entry[] = zip ? await unpacked(reader, zip, left) : entriesOf(chosen);
  const wanted = entries.filter(({ path }) => !isLitter(path)).toSorted(byPath);
  const dateOrderOf = dateOrders(wanted.map(({ path }) => path));
  const files: FoundFile[] = [];
  let done = 0;
  for (const { path, from, changedAt, size } of wanted) {
    if (stopped()) break;
    if (size > LARGEST_FILE) left.push({ path, why: `${path} is larger than a gigabyte, and was left where it is.` });
    else {
      const read = await reader.read({ path, dateOrder: dateOrderOf(path) }, from);
      if (read === "too-long") {
        reader.end();
        reader = startReader();
        if (zip) await reader.open(zip);
        left.push({ path, why: `${path} took longer than a minute to read and was left where it is.` });
      } else if ("failed" in read) left.push({ path, why: `${path} could not be opened, and was left where it is.` });
      else files.push(foundFile(path, read, changedAt));
    }
    onProgress(++done, wanted.length);
  }
  const byPathNow = new Map(wanted.map((entry) => [entry.path, entry]));
  if (!zip) reader.end();
  const last = reader;
  return {
    name: nameOf(chosen),
    files,
    left,
    async bytes(path) {
      const file = byPathNow.get(path)?.file;
      try {
        return file ? new Uint8Array(await file.arrayBuffer()) : await last.bytes(path);
      } catch {
        // Moved or changed since it was chosen.
        return undefined;
      }
    },
    mediaType: (path) => byPathNow.get(path)?.file?.type || mediaTypeOf(path),
    stoppedEarly: done < wanted.length,
    close: last.end,
  };
}

function foundFile(path: string, { bytes, hash, read, picture }: ReadFile, changedAt: number | undefined): FoundFile {
  const problem = read?.ok === false && read.problem.code !== "document-unsupported" ? read.problem : undefined;
  return {
    path,
    bytes,
    hash,
    changed: changedAt === undefined ? undefined : new Date(changedAt).toISOString().slice(0, 10),
    notes: read?.ok ? read.notes : [],
    warnings: read?.ok ? read.warnings : [],
    ...(problem && { problem }),
    ...(picture && { picture }),
  };
}

async function unpacked(reader: Reader, zip: File, left: LeftFile[]): Promise<Entry[]> {
  const opened = await reader.open(zip);
  if (!opened) {
    left.push({ path: zip.name, why: `${zip.name} could not be opened. It may be damaged, or take a password.` });
    return [];
  }
  for (const path of opened.leaving) left.push({ path, why: `${path} leads out of the folder, and was not opened.` });
  return opened.paths.map((path) => ({ path, size: 0, from: { packed: path } }));
}

function entriesOf(files: readonly File[]): Entry[] {
  const pathOf = (file: File) => file.webkitRelativePath || file.name;
  const root = commonRoot(files.map(pathOf));
  return files.map((file) => ({
    path: pathOf(file).slice(root.length),
    changedAt: file.lastModified,
    size: file.size,
    from: { blob: file },
    file,
  }));
}

function nameOf(chosen: readonly File[]): string {
  const [first] = chosen;
  return first?.webkitRelativePath.split("/")[0] || (chosen.length === 1 ? (first?.name ?? "") : "the chosen files");
}

export type Reader = {
  readonly open: (
    zip: Blob,
  ) => Promise<{ readonly paths: readonly string[]; readonly leaving: readonly string[] } | undefined>;
  readonly read: (
    file: Extract<ReadRequest, { readonly read: object }>["read"],
    from: FromWhere,
  ) => Promise<ReadFile | { readonly failed: string } | "too-long">;
  readonly bytes: (path: string) => Promise<Uint8Array | undefined>;
  readonly end: () => void;
};

type Asked = ReadRequest extends infer One ? (One extends ReadRequest ? Omit<One, "id"> : never) : never;

export function startReader(): Reader {
  const worker = new Worker(scriptUrl(readWorkerUrl), { type: "module", name: "alcove-files" });
  let nextId = 1;
  const ask = (request: Asked): Promise<ReadAnswer | "too-long"> =>
    new Promise((resolve) => {
      const id = nextId++;
      const timer = setTimeout(() => resolve("too-long"), TOO_LONG_MS);
      worker.addEventListener("message", function took(event: MessageEvent<ReadAnswer>) {
        if (event.data.id !== id) return;
        clearTimeout(timer);
        worker.removeEventListener("message", took);
        resolve(event.data);
      });
      worker.postMessage({ id, ...request });
    });
  return {
    async open(zip) {
      const answer = await ask({ open: zip });
      return answer !== "too-long" && "opened" in answer ? answer.opened : undefined;
    },
    async read(file, from) {
      const answer = await ask({ read: file, from, limit: defaultDocumentLimits.maxFileBytes });
      if (answer === "too-long") return answer;
      return "file" in answer ? answer.file : { failed: "failed" in answer ? answer.failed : "file-unreadable" };
    },
    async bytes(path) {
      const answer = await ask({ bytesOf: path });
      return answer !== "too-long" && "bytes" in answer ? answer.bytes : undefined;
    },
    end: () => worker.terminate(),
  };
}

/** Of one file that is here already; a copy of its bytes goes to the worker. */
export async function readWords(
  reader: Reader,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<ReadDocument | "too-long"> {
  const read = await reader.read({ path }, { blob: new Blob([bytes]) });
  if (read === "too-long" || !("hash" in read)) return "too-long";
  return read.read ?? "too-long";
}

/** "Session 2" before "Session 10": what has no date of its own comes into the chart in this order. */
const inOrder = new Intl.Collator("en", { numeric: true });

function byPath(a: Entry, b: Entry): number {
  return inOrder.compare(a.path, b.path);
}
