/**
 * Sealed chunks of attachments as files: `<practice>/<blob>/<index>`, ids in hex. A chunk is there whole or not at all:
 * it is written under a temporary name, synced and then renamed. A chunk that is there never changes; a device that goes
 * on after a break sends the same ciphertext again.
 */

import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { type BlobId, type Bytes, equalBytes, type PracticeId, toHex } from "@alcove/bytes";
import { syncFolder } from "../store/sync-folder.ts";

export type ChunkPlace = { readonly practice: PracticeId; readonly blob: BlobId; readonly index: number };
/** `other`: this place holds other bytes already; they stay. */
export type ChunkKept = "kept" | "other";

export class BlobFolder {
  readonly #folder: string;
  readonly #incoming: string;
  /** Places that are being written, so that two requests for one place can't both find it empty. */
  readonly #writing = new Map<string, Promise<unknown>>();

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, "blobs");
    this.#incoming = join(this.#folder, "incoming");
    // What a killed server left half-written.
    rmSync(this.#incoming, { recursive: true, force: true });
    mkdirSync(this.#incoming, { recursive: true, mode: 0o700 });
  }

  /** Resolves when the chunk is durable. @throws what the file system throws, e.g. ENOSPC; the place is then empty */
  async keep(place: ChunkPlace, chunk: Bytes): Promise<ChunkKept> {
    const file = this.#fileOf(place);
    const before = this.#writing.get(file) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => this.#write(file, chunk));
    this.#writing.set(file, mine);
    try {
      return await mine;
    } finally {
      if (this.#writing.get(file) === mine) this.#writing.delete(file);
    }
  }

  /** `undefined`: not there. */
  async read(place: ChunkPlace): Promise<Bytes | undefined> {
    return readIfThere(this.#fileOf(place));
  }

  /** All chunks of it, for good; nothing where there is none. @throws what the file system throws */
  async remove({ practice, blob }: Omit<ChunkPlace, "index">): Promise<void> {
    const all = join(this.#folder, toHex(practice));
    const folder = join(all, toHex(blob));
    const names = await readdir(folder).catch(ifMissing([]));
    for (const name of names) await unlink(join(folder, name)).catch(ifMissing(undefined));
    await rmdir(folder).catch(ifMissing(undefined));
    if (existsSync(all)) syncFolder(all);
  }

  async #write(file: string, chunk: Bytes): Promise<ChunkKept> {
    const there = await readIfThere(file);
    if (there) return equalBytes(there, chunk) ? "kept" : "other";
    const temporary = join(this.#incoming, randomBytes(16).toString("hex"));
    try {
      const handle = await open(temporary, "wx", 0o600);
      try {
        await handle.writeFile(chunk);
        await handle.sync();
      } finally {
        await handle.close();
      }
      const folder = join(file, "..");
      const made = await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(temporary, file);
      syncFolder(folder);
      if (made !== undefined) for (const above of [join(folder, ".."), this.#folder]) syncFolder(above);
    } catch (error) {
      await unlink(temporary).catch(() => undefined);
      throw error;
    }
    return "kept";
  }

  #fileOf({ practice, blob, index }: ChunkPlace): string {
    return join(this.#folder, toHex(practice), toHex(blob), String(index));
  }
}

const ifMissing =
  <Value>(value: Value) =>
  (error: unknown): Value => {
    if ((error as { readonly code?: unknown }).code === "ENOENT") return value;
    throw error;
  };

async function readIfThere(file: string): Promise<Bytes | undefined> {
  const there = await readFile(file).catch(ifMissing(undefined));
  return there && new Uint8Array(there);
}
