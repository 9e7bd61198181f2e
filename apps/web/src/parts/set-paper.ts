/** A paper as the bytes of a PDF file. Import this with the screen that writes one, never before. */

import type { Paper, Pictures } from "@alcove/pdf";
import type { PaperAnswer, PaperRequest, PaperSays } from "../worker/paper-worker.ts";
import paperWorkerUrl from "../worker/paper-worker.ts?worker&url";
import { scriptUrl } from "../worker/script-url.ts";

export type PaperMore = {
  readonly signature?: PaperRequest["signature"];
  readonly pictures?: Pick<Pictures, "read">;
};

/** Undefined: it could not be written, because the letters or the code for it could not be loaded. */
export async function setPaper(
  paper: Paper,
  createdAt: number,
  signature?: PaperRequest["signature"],
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  try {
    for await (const piece of paperPieces(paper, createdAt, { signature })) pieces.push(piece);
  } catch (error) {
    if (error instanceof PaperFailed) return undefined;
    throw error;
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** The letters or the code for a paper could not be loaded. */
export class PaperFailed extends Error {}

/** The same, piece by piece; the next one is set when it is asked for. @throws PaperFailed */
export async function* paperPieces(
  paper: Paper,
  createdAt: number,
  { signature, pictures }: PaperMore = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const worker = new Worker(scriptUrl(paperWorkerUrl), { type: "module", name: "alcove-paper" });
  try {
    const say = (said: PaperSays, transfer: Transferable[] = []) =>
      new Promise<PaperAnswer>((resolve) => {
        worker.onmessage = (event: MessageEvent<PaperAnswer>) => resolve(event.data);
        worker.onerror = () => resolve({ failed: true });
        worker.postMessage(said, transfer);
      });
    let answer = await say({ paper, createdAt, signature });
    while (!("done" in answer)) {
      if ("failed" in answer) throw new PaperFailed();
      if ("wants" in answer) {
        const picture = await pictures?.read(answer.wants);
        answer = await say({ picture }, picture ? [picture.buffer] : []);
      } else {
        yield answer.piece as Uint8Array<ArrayBuffer>;
        answer = await say({ goOn: true });
      }
    }
  } finally {
    worker.terminate();
  }
}
