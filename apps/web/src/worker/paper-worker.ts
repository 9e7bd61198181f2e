/** Sets one paper as PDF, away from the page: a long one takes seconds. Letters come with the app and work offline. */

import { type Paper, paperPieces, type PdfSignature, signPdf, writePaper } from "@alcove/pdf";
import boldUrl from "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf?url";
import regularUrl from "dejavu-fonts-ttf/ttf/DejaVuSans.ttf?url";
import { redraw } from "./redraw.ts";

export type PaperRequest = {
  readonly paper: Paper;
  readonly createdAt: number;
  /** Then the file is signed, by whom it names. */
  readonly signature?: Omit<PdfSignature, "at"> | undefined;
};
/** What the page says: a paper to begin with, then what it is asked for. */
export type PaperSays = PaperRequest | { readonly goOn: true } | { readonly picture: Uint8Array | undefined };
/** After a piece the page says that it goes on; it gives the picture that is asked for. */
export type PaperAnswer =
  | { readonly piece: Uint8Array }
  | { readonly wants: string }
  | { readonly done: true }
  | { readonly failed: true };

/** One question at a time is open. */
const ask = (answer: PaperAnswer, transfer: Transferable[] = []) =>
  new Promise<PaperSays>((resolve) => {
    self.addEventListener("message", ({ data }: MessageEvent<PaperSays>) => resolve(data), { once: true });
    self.postMessage(answer, { transfer });
  });

self.addEventListener(
  "message",
  ({ data }: MessageEvent<PaperRequest>) => {
    void write(data).then(
      () => self.postMessage({ done: true } satisfies PaperAnswer),
      () => self.postMessage({ failed: true } satisfies PaperAnswer),
    );
  },
  { once: true },
);

async function write(request: PaperRequest): Promise<void> {
  for await (const piece of pieces(request)) await ask({ piece }, [piece.buffer]);
}

async function* pieces({ paper, createdAt, signature }: PaperRequest): AsyncGenerator<Uint8Array> {
  const [regular, bold] = await Promise.all([readFont(regularUrl), readFont(boldUrl)]);
  const read = async (file: string) => {
    const said = await ask({ wants: file });
    return "picture" in said ? said.picture : undefined;
  };
  const pictures = { read, redraw };
  if (!signature) return yield* paperPieces(paper, { regular, bold }, createdAt, pictures);
  // It is over all of the file.
  const plain = await writePaper(paper, { regular, bold }, createdAt, pictures);
  yield await signPdf(plain, crypto, { ...signature, at: createdAt });
}

async function readFont(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error("the letters of a paper could not be loaded");
  return new Uint8Array(await answer.arrayBuffer());
}
