/** A PDF page by page: only those that are seen are drawn, so that ten thousand cost no more than three. */

import { type ReactElement, useEffect, useRef, useState } from "react";
import { figures } from "../../words/counts.ts";
import { sayNotShown } from "../../words/documents.ts";
import type { PdfAnswer, PdfRequest } from "../../worker/pdf-pages-worker.ts";
import pdfWorkerUrl from "../../worker/pdf-pages-worker.ts?worker&url";
import { scriptUrl } from "../../worker/script-url.ts";

/** Nobody waits longer for a page, however it was made. */
const TOO_LONG_MS = 30_000;
const GAP = 12;

type Drawn = Map<number, ImageBitmap | "damaged">;
type Opened = { readonly pages: number; readonly width: number; readonly height: number };

export function PdfPages({
  bytes,
  name,
}: {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string;
}): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<Opened>();
  const [problem, setProblem] = useState<string>();
  const [drawn, setDrawn] = useState<Drawn>(new Map());
  const [view, setView] = useState({ top: 0, height: 0, width: 0 });
  const asked = useRef<(request: PdfRequest) => void>(() => {});

  useEffect(() => {
    const started = new Worker(scriptUrl(pdfWorkerUrl), { type: "module", name: "alcove-pdf" });
    const end = () => {
      started.terminate();
      setProblem("document-slow");
    };
    let timer = setTimeout(end, TOO_LONG_MS);
    started.onmessage = ({ data }: MessageEvent<PdfAnswer>) => {
      clearTimeout(timer);
      if ("pages" in data) setOpened(data);
      else if ("problem" in data) setProblem(data.problem);
      else setDrawn((before) => new Map(before).set(data.page, "picture" in data ? data.picture : "damaged"));
    };
    asked.current = (request) => {
      clearTimeout(timer);
      timer = setTimeout(end, TOO_LONG_MS);
      started.postMessage(request);
    };
    started.postMessage({ open: bytes } satisfies PdfRequest);
    return () => {
      clearTimeout(timer);
      started.terminate();
    };
  }, [bytes]);

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const look = () =>
      setView({ top: element.scrollTop, height: element.clientHeight, width: element.clientWidth - 2 * GAP });
    const sized = new ResizeObserver(look);
    sized.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      sized.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);

  const pageHeight = opened && view.width > 0 ? Math.round((view.width * opened.height) / opened.width) : 0;
  const step = pageHeight + GAP;
  const first = opened && pageHeight ? Math.max(1, Math.floor(view.top / step)) : 0;
  const last = opened && pageHeight ? Math.min(opened.pages, Math.ceil((view.top + view.height) / step) + 1) : -1;
  const seen = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);

  // One at a time, the first that is seen and not drawn; those that were left behind are forgotten.
  const next = seen.find((page) => !drawn.has(page));
  useEffect(() => {
    if (next !== undefined && view.width > 0)
      asked.current({ page: next, width: Math.round(view.width * Math.min(2, devicePixelRatio)) });
  }, [next, view.width]);
  useEffect(() => {
    const far = [...drawn.keys()].filter((page) => page < first - 5 || page > last + 5);
    if (far.length > 0) setDrawn((before) => new Map([...before].filter(([page]) => !far.includes(page))));
  }, [drawn, first, last]);

  if (problem !== undefined) return <p className="quiet">{sayNotShown(problem)}</p>;
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard */}
      <div className="pdf" ref={box} tabIndex={0} role="region" aria-label={`Pages of ${name}`}>
        {!opened && <p className="quiet small">Opening</p>}
        <div className="pdf-pages" style={{ height: opened ? opened.pages * step : 0 }}>
          {seen.map((page) => (
            <PdfPage key={page} page={page} of={drawn.get(page)} top={(page - 1) * step} height={pageHeight} />
          ))}
        </div>
      </div>
      {opened && (
        <p className="small quiet num">
          Page {figures(Math.min(opened.pages, Math.floor((view.top + view.height / 2) / step) + 1))} of{" "}
          {figures(opened.pages)}
        </p>
      )}
    </>
  );
}

type PdfPageProps = {
  readonly page: number;
  readonly of: ImageBitmap | "damaged" | undefined;
  readonly top: number;
  readonly height: number;
};

function PdfPage({ page, of, top, height }: PdfPageProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current;
    if (!target || !of || of === "damaged") return;
    [target.width, target.height] = [of.width, of.height];
    target.getContext("2d")?.drawImage(of, 0, 0);
  }, [of]);
  return (
    <div className="pdf-page" style={{ top, height }} aria-busy={of === undefined}>
      {of === "damaged" ? (
        <p className="quiet small">Page {figures(page)} is damaged.</p>
      ) : (
        <canvas ref={canvas} role="img" aria-label={`Page ${figures(page)}`} />
      )}
    </div>
  );
}
