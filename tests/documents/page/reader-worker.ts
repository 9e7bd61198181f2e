/** Reads what the page hands over, as the web app's worker does. */

import { readDocument, type SourceFile } from "../../../packages/documents/src/index.ts";

addEventListener("message", (event: MessageEvent<SourceFile>) => {
  readDocument(event.data).then(
    (read) => postMessage(read),
    (error: unknown) => postMessage({ thrown: String(error) }),
  );
});
