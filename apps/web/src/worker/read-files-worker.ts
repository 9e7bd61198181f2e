/** Reads one chosen file after the other into notes; a worker of its own, so that a hostile file can be ended. */

import { readDocument, type ReadDocument, type SourceFile } from "@alcove/documents";

export type ReadRequest = { readonly id: number; readonly file: SourceFile };
export type ReadAnswer = { readonly id: number; readonly read: ReadDocument };

self.addEventListener("message", (event: MessageEvent<ReadRequest>) => {
  const { id, file } = event.data;
  void readDocument(file).then((read) => self.postMessage({ id, read } satisfies ReadAnswer));
});
