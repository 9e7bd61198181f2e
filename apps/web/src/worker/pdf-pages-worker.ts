/** Draws pages of one PDF, a few at a time as somebody comes to them; a worker of its own, so that a hostile file can be ended. */

import { openPdfPages, type PdfPages } from "@alcove/documents";

export type PdfRequest =
  | { readonly open: Uint8Array<ArrayBuffer> }
  /** `width` in pixels. */
  | { readonly page: number; readonly width: number };
export type PdfAnswer =
  /** Of the first page, in points. */
  | { readonly pages: number; readonly width: number; readonly height: number }
  | { readonly problem: string }
  | { readonly page: number; readonly picture: ImageBitmap }
  | { readonly page: number; readonly damaged: true };

/** What is drawn from, once it is open. */
const opened: { pdf?: PdfPages } = {};
const answer = (said: PdfAnswer, transfer: Transferable[] = []) => self.postMessage(said, { transfer });

self.addEventListener("message", (event: MessageEvent<PdfRequest>) => {
  void ("open" in event.data ? open(event.data.open) : draw(event.data.page, event.data.width));
});

async function open(bytes: Uint8Array): Promise<void> {
  const read = await openPdfPages(bytes, (width, height) => {
    const canvas = new OffscreenCanvas(width, height);
    return { canvas, context: canvas.getContext("2d") };
  });
  if (!read.ok) return answer({ problem: read.error.code });
  opened.pdf = read.value;
  try {
    answer({ pages: read.value.count, ...(await read.value.sizeOf(1)) });
  } catch {
    answer({ problem: "document-damaged" });
  }
}

async function draw(page: number, width: number): Promise<void> {
  try {
    const drawn = await opened.pdf?.draw(page, width);
    const picture = (drawn?.canvas as OffscreenCanvas | undefined)?.transferToImageBitmap();
    if (picture) answer({ page, picture }, [picture]);
  } catch {
    answer({ page, damaged: true });
  }
}
