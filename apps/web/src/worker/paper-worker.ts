/** Sets one paper as PDF, away from the page: a long one takes seconds. Letters come with the app and work offline. */

import { type Paper, type PdfSignature, signPdf, writePaper } from "@alcove/pdf";
import boldUrl from "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf?url";
import regularUrl from "dejavu-fonts-ttf/ttf/DejaVuSans.ttf?url";

export type PaperRequest = {
  readonly paper: Paper;
  readonly createdAt: number;
  /** Then the file is signed, by whom it names. */
  readonly signature?: Omit<PdfSignature, "at"> | undefined;
};
export type PaperAnswer = { readonly bytes: Uint8Array } | { readonly failed: true };

self.addEventListener("message", (event: MessageEvent<PaperRequest>) => {
  void write(event.data).then(
    (bytes) => self.postMessage({ bytes } satisfies PaperAnswer, { transfer: [bytes.buffer] }),
    () => self.postMessage({ failed: true } satisfies PaperAnswer),
  );
});

async function write({ paper, createdAt, signature }: PaperRequest): Promise<Uint8Array> {
  const [regular, bold] = await Promise.all([readFont(regularUrl), readFont(boldUrl)]);
  const plain = await writePaper(paper, { regular, bold }, createdAt);
  return signature ? signPdf(plain, crypto, { ...signature, at: createdAt }) : plain;
}

async function readFont(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error("the letters of a paper could not be loaded");
  return new Uint8Array(await answer.arrayBuffer());
}
