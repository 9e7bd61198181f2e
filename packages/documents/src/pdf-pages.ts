/**
 * Pages of a PDF to look at, one at a time and only when asked for. Nothing in it is run, followed or filled in: pdf.js gets
 * no scripting, and annotations are drawn as they stand. What it draws on is handed in, so that this runs in any worker.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import { createInflation } from "./inflation.ts";
import { type DocumentLimits, defaultDocumentLimits } from "./limits.ts";
import { loadPdfjs } from "./load-pdfjs.ts";
import { holdsPdfHeader } from "./magic.ts";
import { openPdf } from "./pdf.ts";
import { measurePdfStreams } from "./pdf-streams.ts";
import type { Refusal } from "./problems.ts";

/** A canvas as pdf.js makes, empties and ends them for itself. */
type Surface = { canvas: { width: number; height: number } | null; context: unknown };
export type MakeCanvas = (width: number, height: number) => Surface;

export type PdfPages = {
  readonly count: number;
  /** Of page `number`, from 1, in points. */
  readonly sizeOf: (number: number) => Promise<{ readonly width: number; readonly height: number }>;
  /** Draws it, `width` pixels wide, and gives the canvas. Rejects for a page that is damaged. */
  readonly draw: (number: number, width: number) => Promise<Surface>;
  readonly end: () => Promise<void>;
};

/** Fails as `readPdf` does, but for the number of pages: nobody waits for those that nobody looks at. */
export async function openPdfPages(
  bytes: Uint8Array,
  makeCanvas: MakeCanvas,
  limits: Partial<DocumentLimits> = {},
): Promise<Result<PdfPages, Refusal>> {
  if (!holdsPdfHeader(bytes)) return fail({ code: "document-damaged", reason: "pdf" });
  const bomb = measurePdfStreams(bytes, createInflation({ ...defaultDocumentLimits, ...limits }));
  if (bomb) return fail(bomb);
  const { getDocument, VerbosityLevel } = await loadPdfjs();
  const task = getDocument({
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    // Letters are drawn as shapes: a page has no fonts to load.
    disableFontFace: true,
    useSystemFonts: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    CanvasFactory: canvasFactory(makeCanvas),
    FilterFactory: NoFilters,
  });
  const opened = await openPdf(task);
  if (!opened.ok) {
    await task.destroy();
    return opened;
  }
  const pdf = opened.value;
  return ok({
    count: pdf.numPages,
    async sizeOf(number) {
      const page = await pdf.getPage(number);
      const { width, height } = page.getViewport({ scale: 1 });
      return { width, height };
    },
    async draw(number, width) {
      const page = await pdf.getPage(number);
      const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
      const surface = makeCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
      // It types its canvas as a page's own.
      const target = { canvas: null, canvasContext: surface.context, viewport } as never;
      await page.render(target).promise;
      page.cleanup();
      return surface;
    },
    end: () => task.destroy(),
  });
}

function canvasFactory(makeCanvas: MakeCanvas) {
  return class {
    create(width: number, height: number): Surface {
      return makeCanvas(width, height);
    }
    reset({ canvas }: Surface, width: number, height: number): void {
      if (canvas) Object.assign(canvas, { width, height });
    }
    destroy(surface: Surface): void {
      if (surface.canvas) Object.assign(surface.canvas, { width: 0, height: 0 });
      Object.assign(surface, { canvas: null, context: null });
    }
  };
}

/** Filters are SVG in a page's own document, which a worker has none of. */
class NoFilters {
  addFilter = () => "none";
  addHCMFilter = () => "none";
  addAlphaFilter = () => "none";
  addLuminosityFilter = () => "none";
  addKnockoutFilter = () => "none";
  addHighlightHCMFilter = () => "none";
  createSelectionStyle = () => null;
  destroy(): void {}
}
