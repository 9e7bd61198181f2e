/** Pages by the camera, put in order, turned and made clearer, as one PDF. Nothing of where and with what they were taken goes into it. */

import { type ScannedPage, writeScan } from "@alcove/pdf/scan";
import { type ReactElement, useEffect, useRef, useState } from "react";
import { ErrorLine } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { Icon } from "../../parts/icon.tsx";
import { amount } from "../../words/counts.ts";
import { dayOf } from "../../words/dates.ts";
import { drawPage, type Page, readPage } from "./scan-page.ts";

type ScanProps = { readonly onMade: (file: File) => void; readonly onClose: () => void };

export function Scan({ onMade, onClose }: ScanProps): ReactElement {
  const [pages, setPages] = useState<readonly Page[]>([]);
  const [clearer, setClearer] = useState(true);
  const [isMaking, setMaking] = useState(false);
  const [error, setError] = useState<string>();
  const camera = useRef<HTMLInputElement>(null);

  const take = async (files: readonly File[]) => {
    setError(undefined);
    for (const file of files) {
      const page = await readPage(file);
      if (page) setPages((before) => [...before, page]);
      else setError("This browser can’t read one of these pictures. Set the camera to JPEG, or add the file as it is.");
    }
  };
  const turn = (page: Page) =>
    setPages((before) => before.map((one) => (one === page ? { ...one, turns: (one.turns + 1) % 4 } : one)));
  const move = (at: number, by: number) =>
    setPages((before) => {
      const moved = [...before];
      moved.splice(at + by, 0, ...moved.splice(at, 1));
      return moved;
    });

  const make = async () => {
    setMaking(true);
    try {
      const made: ScannedPage[] = [];
      for (const page of pages) {
        const canvas = drawPage(page, clearer);
        const jpeg = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.82 });
        made.push({ jpeg: new Uint8Array(await jpeg.arrayBuffer()), width: canvas.width, height: canvas.height });
      }
      const name = `Scan ${dayOf(Date.now())}`;
      onMade(new File([writeScan(made, name, "en")], `${name}.pdf`, { type: "application/pdf" }));
    } catch {
      setError("The pages could not be put together. They are still here; try with fewer.");
    }
    setMaking(false);
  };

  return (
    <FormDialog
      isTyped={pages.length > 0 && !isMaking}
      leaving="Leave these pages?"
      title="Scan pages"
      note="Take a picture of each page. They stay in this window until you make one file of them."
      broad
      onClose={onClose}
    >
      {(leave) => (
        <div className="inner scan">
          <div className="acts">
            <button
              className={pages.length === 0 ? "b primary" : "b"}
              type="button"
              onClick={() => camera.current?.click()}
            >
              <Icon name="camera" />
              {pages.length === 0 ? "Take a picture" : "Take the next"}
            </button>
            <input
              ref={camera}
              className="vh"
              type="file"
              accept="image/*"
              capture="environment"
              multiple
              tabIndex={-1}
              aria-label="Pictures of pages"
              onChange={(event) => {
                void take([...(event.target.files ?? [])]);
                event.target.value = "";
              }}
            />
          </div>
          {error && <ErrorLine text={error} />}
          {pages.length > 0 && (
            <>
              <ol className="scan-pages">
                {pages.map((page, at) => (
                  <li key={page.key}>
                    <figure>
                      <Thumbnail page={page} clearer={clearer} label={`Page ${at + 1}`} />
                      <figcaption className="small">
                        Page {at + 1}
                        <span className="turns">
                          <button className="as-link" type="button" onClick={() => turn(page)}>
                            Turn<span className="vh"> page {at + 1}</span>
                          </button>
                          {at > 0 && (
                            <button className="as-link" type="button" onClick={() => move(at, -1)}>
                              Earlier<span className="vh">, page {at + 1}</span>
                            </button>
                          )}
                          <button
                            className="as-link"
                            type="button"
                            onClick={() => setPages((before) => before.filter((one) => one.key !== page.key))}
                          >
                            Take out<span className="vh"> page {at + 1}</span>
                          </button>
                        </span>
                      </figcaption>
                    </figure>
                  </li>
                ))}
              </ol>
              <label className="tick">
                <input type="checkbox" checked={clearer} onChange={(event) => setClearer(event.target.checked)} />
                <span>
                  <b>Clearer letters</b>
                  <span>Gray, with the paper made white. Without it, in colour as taken.</span>
                </span>
              </label>
            </>
          )}
          <div className="acts">
            {pages.length > 0 && (
              <button className="b primary" type="button" aria-busy={isMaking} onClick={() => void make()}>
                Make one file of {amount(pages.length, "page")}
              </button>
            )}
            <button className="b plain" type="button" onClick={leave}>
              Not now
            </button>
          </div>
        </div>
      )}
    </FormDialog>
  );
}

type ThumbnailProps = { readonly page: Page; readonly clearer: boolean; readonly label: string };

function Thumbnail({ page, clearer, label }: ThumbnailProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current;
    if (!target) return;
    const drawn = drawPage(page, clearer, 360);
    [target.width, target.height] = [drawn.width, drawn.height];
    target.getContext("2d")?.drawImage(drawn, 0, 0);
  }, [page, clearer]);
  return <canvas ref={canvas} role="img" aria-label={label} />;
}
