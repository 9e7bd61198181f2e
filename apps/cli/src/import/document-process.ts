/** Reads documents for `reader.ts` in a process of its own, which is killed when a document takes too much of anything. */

import { readDocument, type ReadDocument, type SourceFile } from "@alcove/documents";

export type ReadRequest = SourceFile;
export type ReadAnswer = ReadDocument;

// Ctrl-C reaches every process of a terminal; the one that asked says when to stop.
process.on("SIGINT", () => undefined);

process.on("message", (file: ReadRequest) => {
  void readDocument(file).then((read: ReadAnswer) => process.send?.(read));
});
