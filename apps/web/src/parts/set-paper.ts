/** A paper as the bytes of a PDF file. Import this with the screen that writes one, never before. */

import type { Paper } from "@alcove/pdf";
import type { PaperAnswer, PaperRequest } from "../worker/paper-worker.ts";
import paperWorkerUrl from "../worker/paper-worker.ts?worker&url";
import { scriptUrl } from "../worker/script-url.ts";

/** Undefined: it could not be written, because the letters or the code for it could not be loaded. */
export async function setPaper(
  paper: Paper,
  createdAt: number,
  signature?: PaperRequest["signature"],
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const worker = new Worker(scriptUrl(paperWorkerUrl), { type: "module", name: "alcove-paper" });
  try {
    const answer = await new Promise<PaperAnswer>((resolve) => {
      worker.onmessage = (event: MessageEvent<PaperAnswer>) => resolve(event.data);
      worker.onerror = () => resolve({ failed: true });
      worker.postMessage({ paper, createdAt, signature } satisfies PaperRequest);
    });
    return "bytes" in answer ? new Uint8Array(answer.bytes) : undefined;
  } finally {
    worker.terminate();
  }
}
