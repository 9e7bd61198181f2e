/**
 * Where a file goes that is written piece by piece. Where the browser asks for a place first, a large one goes straight there, under its name once
 * all of it is there; else the browser collects it, on its own disk where it is large, and no half of one is ever handed over. Either way
 * no more than a few pieces are in this page's memory.
 */

import { letGo } from "@alcove/bytes";
import type { Failure } from "@alcove/protocol/errors";
import { saveFile } from "./save-file.ts";

export type FilePlace = {
  readonly isDownload: boolean;
  /** Begins the file anew; one at a time. @throws DOMException */
  open(): Promise<FileSink>;
  /** Nothing was written after all: what the browser made for it goes too. */
  leave(): Promise<void>;
};

/** A failure of one piece may be thrown at the next. @throws DOMException */
export type FileSink = {
  /** The piece is the sink's from here on. */
  write(piece: Uint8Array): Promise<void>;
  /** Under its name from here on. */
  done(): Promise<void>;
  giveUp(): Promise<void>;
};

type Writable = {
  write(piece: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
};
type Handle = {
  createWritable(): Promise<Writable>;
  getFile(): Promise<File>;
  /** Chromium's alone. */
  remove?(): Promise<void>;
};
type AskForPlace = (options: { readonly suggestedName: string }) => Promise<Handle>;

/** What a browser may well hold in memory on its way to a download. */
const asksForPlaceFrom = 32 * 1024 * 1024;
/** Written at once: each write is a way to another process and back. */
const bytesAtOnce = 1024 * 1024;

/**
 * Asks where the browser can and the file is large; to be called while a press of the person's is a moment ago. `undefined`: nobody chose one.
 * `bytes`: about how many it will be. @throws DOMException where the browser refuses
 */
export async function choosePlace(name: string, bytes: number): Promise<FilePlace | undefined> {
  const ask = (globalThis as { showSaveFilePicker?: AskForPlace }).showSaveFilePicker;
  if (!ask || bytes < asksForPlaceFrom)
    return { isDownload: true, open: async () => collected(name), leave: async () => {} };
  try {
    return chosen(await ask({ suggestedName: name }));
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    throw error;
  }
}

export const unwritable = (error: unknown): Failure => ({
  code: "file-unwritable",
  facts: { path: "The file", reason: error instanceof Error ? error.name : "unknown" },
});

function chosen(handle: Handle): FilePlace {
  return {
    isDownload: false,
    async open() {
      const writable = await handle.createWritable();
      // Written while the next is gathered.
      const full = new Uint8Array(bytesAtOnce);
      let writing: Promise<void> = Promise.resolve();
      const gather = gathered(async (bytes) => {
        await writing;
        full.set(bytes);
        writing = writable.write(full.subarray(0, bytes.length));
        // Thrown at the next one.
        writing.catch(() => {});
      });
      return {
        write: gather.write,
        async done() {
          await gather.end();
          await writing;
          await writable.close();
        },
        giveUp: () => writable.abort().catch(() => {}),
      };
    },
    async leave() {
      try {
        // Of nothing, as the browser makes it for a new name; what was there before stays.
        if ((await handle.getFile()).size === 0) await handle.remove?.();
      } catch {
        // It is gone already.
      }
    },
  };
}

/** Blobs of its own for each part: one stream into one blob would be in this page's memory until its end. */
function collected(name: string): FileSink {
  const parts: Blob[] = [];
  const gather = gathered(async (bytes) => void parts.push(new Blob([bytes])));
  return {
    write: gather.write,
    async done() {
      await gather.end();
      // Plain bytes, so that nothing opens by itself on this origin.
      saveFile(name, new Blob(parts, { type: "application/octet-stream" }));
    },
    async giveUp() {
      parts.length = 0;
    },
  };
}

/** Pieces of any size as few large ones; `put` may keep none of the bytes that it is given. */
function gathered(put: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>) {
  const room = new Uint8Array(bytesAtOnce);
  let used = 0;
  const flush = async () => {
    const bytes = room.subarray(0, used);
    used = 0;
    if (bytes.length > 0) await put(bytes);
  };
  return {
    async write(piece: Uint8Array) {
      for (let at = 0; at < piece.length; ) {
        const part = piece.subarray(at, at + room.length - used);
        room.set(part, used);
        used += part.length;
        at += part.length;
        if (used === room.length) await flush();
      }
      letGo(piece);
    },
    end: flush,
  };
}
