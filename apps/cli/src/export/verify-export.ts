/** Whether an export, a folder or a ZIP file, is what was sealed (docs/spec, EXP-5). Needs no practice and no passphrase. */

import { createHash } from "node:crypto";
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { ok, type Result } from "@alcove/bytes";
import { type Checked, checkExport, type FoundFile, manifestName, readZip, sealName } from "@alcove/export";
import { nodeCryptoPort } from "@alcove/store-node";
import { checkExportSeal } from "@alcove/vault";
import { codeOf } from "../files.ts";
import { refuse, type Refusal } from "../refusal.ts";

type Place = { readonly path: string; readonly bytes: number; read(from: number, length: number): Promise<Uint8Array> };

const pieceBytes = 1024 * 1024;
const manifestBytes = 64 * 1024 * 1024;
/** What systems leave in folders by themselves. */
const litter = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

/** Failures: `file-unreadable`, `export-unreadable`. */
export async function verifyExport(path: string): Promise<Result<Checked, Refusal>> {
  const reader = createReader();
  try {
    const isFolder = (await stat(path)).isDirectory();
    const places = isFolder ? await inFolder(path, reader) : await inZip(path, reader);
    if (!places)
      return refuse("export-unreadable", {
        reason: "no folder and no ZIP file as exports are written; one that was packed anew is unpacked first",
      });
    const lone = (name: string) => places.filter((place) => place.path === name);
    const [manifest, another] = lone(manifestName);
    if (!manifest || another || manifest.bytes > manifestBytes)
      return refuse("export-unreadable", { reason: `it has no ${manifestName}, or two` });
    const [seal, ...seals] = lone(sealName);
    const found: FoundFile[] = [];
    for (const place of places) found.push({ path: place.path, bytes: place.bytes, sha256: await hashOf(place) });
    const crypto = await nodeCryptoPort();
    const checked = await checkExport(
      {
        manifest: await manifest.read(0, manifest.bytes),
        seal: seal && seals.length === 0 && seal.bytes < pieceBytes ? await seal.read(0, seal.bytes) : undefined,
        found,
      },
      (read, bytes) => checkExportSeal(crypto, read, bytes),
    );
    return checked ? ok(checked) : refuse("export-unreadable", { reason: `its ${manifestName} is damaged` });
  } catch (error) {
    return refuse("file-unreadable", { path, reason: codeOf(error) });
  } finally {
    await reader.close();
  }
}

async function inFolder(folder: string, reader: Reader): Promise<Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const places: Place[] = [];
  for (const entry of entries) {
    if (entry.isDirectory() || litter.has(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const path = relative(folder, file).split(sep).join("/");
    places.push({ path, bytes: (await stat(file)).size, read: (from, length) => reader.read(file, from, length) });
  }
  return places;
}

async function inZip(path: string, reader: Reader): Promise<Place[] | undefined> {
  const read = (from: number, length: number) => reader.read(path, from, length);
  const entries = await readZip((await stat(path)).size, read);
  return entries?.map(({ path: name, bytes, from }) => ({
    path: name,
    bytes,
    read: (at, length) => read(from + at, length),
  }));
}

/** One file is open at a time. */
function createReader() {
  let path = "";
  let handle: FileHandle | undefined;
  return {
    async read(file: string, from: number, length: number): Promise<Uint8Array> {
      if (handle === undefined || path !== file) {
        await handle?.close();
        handle = await open(file, "r");
        path = file;
      }
      const bytes = new Uint8Array(length);
      const { bytesRead } = await handle.read(bytes, 0, length, from);
      return bytes.subarray(0, bytesRead);
    },
    close: async () => handle?.close(),
  };
}
type Reader = ReturnType<typeof createReader>;

async function hashOf({ bytes, read }: Place): Promise<string> {
  const hash = createHash("sha256");
  for (let at = 0; at < bytes; at += pieceBytes) hash.update(await read(at, Math.min(pieceBytes, bytes - at)));
  return hash.digest("hex");
}
