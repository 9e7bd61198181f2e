/** An export as one ZIP file, written while it is made; nothing in it is packed, since most documents are packed already. */

import { makeZip } from "client-zip";
import type { OutFile } from "./write-export.ts";

/** Ends with an error where the files do. */
export const zipOf = (files: AsyncIterable<OutFile>, madeAt: number): ReadableStream<Uint8Array> =>
  makeZip(entries(files, madeAt));

async function* entries(files: AsyncIterable<OutFile>, madeAt: number) {
  for await (const { path, content } of files)
    yield { name: path, lastModified: new Date(madeAt), input: content as AsyncIterable<Uint8Array<ArrayBuffer>> };
}
