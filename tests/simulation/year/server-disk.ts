/**
 * The server's database as its files have it at this moment, in memory: what was written since the last time is read, and nothing
 * is locked or folded together. A year looks after each act, and a whole copy each time was a tenth of it.
 */

import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** SQLite's file format, "The Write-Ahead Log". */
const headerBytes = 32;
const frameHeaderBytes = 24;
const saltAt = 16;

export class ServerDisk {
  #folder = "";
  #salt = Buffer.alloc(0);
  /** Of the log, up to where it was read. */
  #read = 0;
  #image = Buffer.alloc(0);

  /** Whether anything was written since this was called last. */
  catchUp(dataFolder: string): boolean {
    const log = openSync(join(dataFolder, "alcove.db-wal"), "r");
    try {
      const { size } = fstatSync(log);
      const header = bytesOf(log, 0, Math.min(size, headerBytes));
      const salt = header.subarray(saltAt, saltAt + 8);
      const goesOn = dataFolder === this.#folder && size >= this.#read && salt.equals(this.#salt);
      if (goesOn && size === this.#read) return false;
      if (!goesOn) {
        this.#folder = dataFolder;
        this.#salt = Buffer.from(salt);
        this.#read = Math.min(size, headerBytes);
        this.#image = readFileSync(join(dataFolder, "alcove.db"));
      }
      const took = header.length === headerBytes && this.#take(bytesOf(log, this.#read, size), header.readUInt32BE(8));
      return took || !goesOn;
    } finally {
      closeSync(log);
    }
  }

  /** Transactions that are whole: the frame that ends one says how many pages there are then. */
  #take(frames: Buffer, pageBytes: number): boolean {
    const frameBytes = frameHeaderBytes + pageBytes;
    let open: { readonly page: number; readonly bytes: Buffer }[] = [];
    let whole = 0;
    for (let at = 0; at + frameBytes <= frames.length; at += frameBytes) {
      // What is left of before the log was begun anew.
      if (!frames.subarray(at + 8, at + 16).equals(this.#salt)) break;
      open.push({ page: frames.readUInt32BE(at), bytes: frames.subarray(at + frameHeaderBytes, at + frameBytes) });
      const pages = frames.readUInt32BE(at + 4);
      if (pages === 0) continue;
      this.#resize(pages * pageBytes);
      for (const { page, bytes } of open) if (page <= pages) bytes.copy(this.#image, (page - 1) * pageBytes);
      open = [];
      whole = at + frameBytes;
    }
    this.#read += whole;
    return whole > 0;
  }

  #resize(length: number): void {
    if (length === this.#image.length) return;
    const image = Buffer.alloc(length);
    this.#image.copy(image);
    this.#image = image;
  }

  /** The caller closes it. */
  open(): DatabaseSync {
    const image = Buffer.from(this.#image);
    // By rollback journal: in memory there is no log.
    image[18] = 1;
    image[19] = 1;
    const database = new DatabaseSync(":memory:");
    database.deserialize(image);
    return database;
  }
}

function bytesOf(file: number, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from);
  readSync(file, bytes, 0, bytes.length, from);
  return bytes;
}
