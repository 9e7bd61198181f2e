/**
 * The files under a folder that may hold notes. What lies in the folder is controlled by whoever filled it: links are not
 * followed, pipes and devices not opened, names that are no text still found.
 */

import { type Dirent, lstatSync, readdirSync, realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { acceptsPath, isLitter } from "@alcove/documents";
import { fromUtf8, ok, type Result } from "@alcove/bytes";
import { codeOf } from "../files.ts";
import { refuse, type Refusal } from "../refusal.ts";

export type FoundFile = {
  /** To open it by: names may be bytes that are no text. */
  readonly place: Buffer;
  /** Relative to the folder that was named, with "/"; for people and for the note's source. */
  readonly path: string;
  readonly bytes: number;
  /** When it was last changed, in milliseconds since 1970. */
  readonly changedAt: number;
};

export type Walk = {
  readonly files: readonly FoundFile[];
  /** Links to somewhere outside the folder. */
  readonly leaving: readonly string[];
  /** Of a kind that is not read: pictures, programs and the like. */
  readonly unsupported: readonly FoundFile[];
  /** Hidden files and folders, and what offices leave beside an open document. */
  readonly hidden: number;
  /** Links inside the folder (what they point to is found by itself), pipes, sockets, devices. */
  readonly passedOver: number;
  /** Folders that could not be read. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
};

/** Of a folder, or of one file by its name. Sorted by path. Failures: `file-unreadable`. */
export function walk(path: string): Result<Walk, Refusal> {
  try {
    // What the person named may be a link; what lies below it may not.
    const root = realpathSync(path);
    const stat = lstatSync(root);
    if (stat.isFile()) {
      const file = { place: Buffer.from(root), path: basename(path), bytes: stat.size, changedAt: stat.mtimeMs };
      return ok({ files: [file], leaving: [], unsupported: [], hidden: 0, passedOver: 0, unreadable: [] });
    }
    if (!stat.isDirectory()) return refuse("file-unreadable", { path, reason: "no file and no folder" });
    readdirSync(root);
    return ok(walkFolder(root));
  } catch (error) {
    return refuse("file-unreadable", { path, reason: codeOf(error) });
  }
}

function walkFolder(root: string): Walk {
  const files: FoundFile[] = [];
  const leaving: string[] = [];
  const unsupported: FoundFile[] = [];
  const unreadable: { path: string; reason: string }[] = [];
  let hidden = 0;
  let passedOver = 0;
  const folders: { place: Buffer; path: string }[] = [{ place: Buffer.from(root), path: "" }];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    let entries: Dirent<Buffer>[];
    try {
      entries = readdirSync(folder.place, { encoding: "buffer", withFileTypes: true });
    } catch (error) {
      unreadable.push({ path: folder.path, reason: codeOf(error) });
      continue;
    }
    for (const entry of entries) {
      const name = fromUtf8(new Uint8Array(entry.name)) ?? entry.name.toString("latin1");
      const path = folder.path === "" ? name : `${folder.path}/${name}`;
      const place = Buffer.concat([folder.place, Buffer.from("/"), entry.name]);
      if (isLitter(name)) hidden++;
      else if (entry.isSymbolicLink()) {
        if (pointsOutside(place, root)) leaving.push(path);
        else passedOver++;
      } else if (entry.isDirectory()) folders.push({ place, path });
      else if (!entry.isFile()) passedOver++;
      else {
        try {
          const { size, mtimeMs } = lstatSync(place);
          (acceptsPath(name) ? files : unsupported).push({ place, path, bytes: size, changedAt: mtimeMs });
        } catch (error) {
          unreadable.push({ path, reason: codeOf(error) });
        }
      }
    }
  }
  const byPath = (a: FoundFile, b: FoundFile) => (a.path < b.path ? -1 : 1);
  files.sort(byPath);
  unsupported.sort(byPath);
  return { files, leaving: leaving.sort(), unsupported, hidden, passedOver, unreadable };
}

function pointsOutside(link: Buffer, root: string): boolean {
  try {
    const target = realpathSync(link);
    return target !== root && !target.startsWith(root === dirname(root) ? root : `${root}/`);
  } catch {
    // It points to nothing.
    return false;
  }
}
