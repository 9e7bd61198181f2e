/** Reads documents for `reader.ts` in a thread of its own, which ends when a document takes too much of anything. */

import { parentPort } from "node:worker_threads";
import { readDocument, type ReadDocument, type SourceFile } from "@alcove/documents";

export type ReadRequest = SourceFile;
export type ReadAnswer = ReadDocument;

parentPort?.on("message", (file: ReadRequest) => {
  void readDocument(file).then((read: ReadAnswer) => parentPort?.postMessage(read));
});
