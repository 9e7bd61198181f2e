/** Reads one chosen file after the other into notes; a worker of its own, so that a hostile file can be ended. */

import {
  openPackedFolder,
  type PackedFolder,
  readDocument,
  type ReadDocument,
  type SourceFile,
} from "@alcove/documents";
import { type FoundFile, lookAtPicture } from "@alcove/documents/import";
import { hashOf } from "../screens/bring-in/hash.ts";

/** A file on this computer, or one of the ZIP that was opened last. */
export type FromWhere = { readonly blob: Blob } | { readonly packed: string };
export type ReadRequest = { readonly id: number } & (
  | { readonly open: Blob }
  | { readonly bytesOf: string }
  | { readonly read: Omit<SourceFile, "bytes">; readonly from: FromWhere; readonly limit: number }
);

export type ReadFile = {
  readonly bytes: number;
  /** SHA-256 in hex. */
  readonly hash: string;
  /** Absent: it is too large to hold notes, and was not looked into. */
  readonly read?: ReadDocument;
} & Pick<FoundFile, "picture">;
export type ReadAnswer = { readonly id: number } & (
  | { readonly opened: Pick<PackedFolder, "paths" | "leaving"> }
  | { readonly bytes: Uint8Array }
  | { readonly file: ReadFile }
  /** It could not be opened or read at all. */
  | { readonly failed: string }
);

self.addEventListener("message", serveReading());

function serveReading(): (event: MessageEvent<ReadRequest>) => void {
  let packed: PackedFolder | undefined;

  async function answer(request: ReadRequest): Promise<object> {
    if ("open" in request) {
      const opened = openPackedFolder(new Uint8Array(await request.open.arrayBuffer()));
      if (!opened.ok) return { failed: opened.error.code };
      packed = opened.value;
      return { opened: { paths: packed.paths, leaving: packed.leaving } };
    }
    if ("bytesOf" in request) return bytesOfPacked(request.bytesOf);
    const { read, from, limit } = request;
    const given =
      "blob" in from ? { bytes: new Uint8Array(await from.blob.arrayBuffer()) } : bytesOfPacked(from.packed);
    if ("failed" in given) return given;
    const { bytes } = given;
    const picture = await lookAtPicture(bytes, hashOf);
    const facts = { bytes: bytes.length, hash: await hashOf(bytes), ...(picture && { picture }) };
    return { file: bytes.length > limit ? facts : { ...facts, read: await readDocument({ ...read, bytes }) } };
  }

  function bytesOfPacked(path: string): { readonly bytes: Uint8Array } | { readonly failed: string } {
    const opened = packed?.bytes(path);
    if (!opened) return { failed: "file-unreadable" };
    return opened.ok ? { bytes: opened.value } : { failed: opened.error.code };
  }

  return ({ data }) => {
    const { id } = data;
    void answer(data).then(
      (given) => self.postMessage({ id, ...given }),
      () => self.postMessage({ id, failed: "file-unreadable" }),
    );
  };
}
