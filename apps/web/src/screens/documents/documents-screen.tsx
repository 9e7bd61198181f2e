/** The files of a chart: what there is, by category and words; one of them to look at; more by choosing, dropping or the camera. */

import type { ChartView, DocumentView } from "@alcove/vault";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useRef, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVaultEvents } from "../../app/vault-context.tsx";
import { ClientName } from "../../parts/client-name.tsx";
import { useDroppedFiles } from "../../parts/dropped-files.ts";
import { Empty } from "../../parts/empty.tsx";
import { Icon } from "../../parts/icon.tsx";
import { amount, sentence } from "../../words/counts.ts";
import { dayOf, sayDayBriefly } from "../../words/dates.ts";
import { CATEGORIES, CATEGORY_NAMES, nameOf, sayDocument, saySent } from "../../words/documents.ts";
import { useAdding } from "./adding.ts";
import { AddingList } from "./adding-list.tsx";
import type { MoveFileProps } from "./move-file.tsx";
import { OneFile } from "./one-file.tsx";
import "./documents.css";

const Scan = lazy(() => import("./scan.tsx").then((m) => ({ default: m.Scan })));

const MoveFile = lazy(() => import("./move-file.tsx").then((m) => ({ default: m.MoveFile })));
const FilesTakenOut = lazy(() => import("../chart/taken-out.tsx").then((m) => ({ default: m.FilesTakenOut })));

const SENT_EVERY_MS = 1000;

export function DocumentsScreen(): ReactElement {
  const { chartId } = useParams({ from: "/charts/$chartId/documents" });
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const { value: files, again } = useAnswer(`documents ${chartId}`, (vault) => vault.documents(chartId));
  const readAt = useRef(0);
  // How much of each was sent, now and then and at the end.
  useVaultEvents((event) => {
    if (event.kind !== "progress" || event.task !== "files") return;
    if (event.done < event.total && performance.now() - readAt.current < SENT_EVERY_MS) return;
    readAt.current = performance.now();
    again();
  });
  const chart = charts?.find(({ id }) => id === chartId);
  if (!charts || !files) return <Page title="Documents">{null}</Page>;
  if (!chart || chart.guarded === "closed") return <NotHere chart={chart} />;
  return <Documents key={chartId} chart={chart} files={files} />;
}

function NotHere({ chart }: { readonly chart: ChartView | undefined }): ReactElement {
  return (
    <Page title="Documents">
      <h1>Documents</h1>
      <Empty says={chart ? "This chart is closed. Open it first." : "This chart is not on this device."}>
        <Link className="b" to="/charts">
          Go to Charts
        </Link>
      </Empty>
    </Page>
  );
}

type DocumentsProps = { readonly chart: ChartView; readonly files: readonly DocumentView[] };

function Documents({ chart, files }: DocumentsProps): ReactElement {
  const adding = useAdding(chart.id);
  const { file: chosen } = useSearch({ from: "/charts/$chartId/documents" });
  const navigate = useNavigate();
  const [scans, setScans] = useState(false);
  // Here and not beside the file, which is in this chart no more when that is said.
  const [moving, setMoving] = useState<Pick<MoveFileProps, "file" | "begun">>();
  const input = useRef<HTMLInputElement>(null);
  const over = useDroppedFiles((dropped) => {
    if (chart.writes && !adding.isRunning) adding.take(dropped);
  });
  const params = { chartId: chart.id };
  const one = files.find(({ id }) => id === chosen);

  return (
    <Page title="Documents" className={`documents${one ? " has-one" : ""}${over && chart.writes ? " over-drop" : ""}`}>
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts/$chartId" params={params} dir="auto">
              <ClientName of={chart.name} />
            </Link>
          </p>
          <h1>Documents</h1>
        </div>
        {chart.writes && (
          <div className="acts">
            <button
              className="b primary"
              type="button"
              disabled={adding.isRunning}
              onClick={() => input.current?.click()}
            >
              <Icon name="paperclip" />
              Add files
            </button>
            <button className="b" type="button" disabled={adding.isRunning} onClick={() => setScans(true)}>
              <Icon name="camera" />
              Scan pages
            </button>
            <input
              ref={input}
              className="vh"
              type="file"
              multiple
              tabIndex={-1}
              aria-label="Files to add"
              onChange={(event) => {
                adding.take([...(event.target.files ?? [])]);
                event.target.value = "";
              }}
            />
          </div>
        )}
      </div>
      {scans && (
        <Suspense>
          <Scan
            onClose={() => setScans(false)}
            onMade={(file) => {
              setScans(false);
              adding.take([file], "scan");
            }}
          />
        </Suspense>
      )}
      {adding.items.length > 0 && <AddingList adding={adding} />}
      {moving && (
        <Suspense>
          <MoveFile chart={chart} {...moving} onClose={() => setMoving(undefined)} />
        </Suspense>
      )}
      <div className="beside-one">
        <div>
          <List chart={chart} files={files} chosen={chosen} />
          <Suspense>
            <FilesTakenOut chart={chart.id} />
          </Suspense>
        </div>
        <OneFile
          key={one?.id ?? ""}
          file={one}
          onMove={(file, begun) => setMoving({ file, begun })}
          onClose={() => void navigate({ to: "/charts/$chartId/documents", params, search: {} })}
        />
      </div>
    </Page>
  );
}

function List({ chart, files, chosen }: DocumentsProps & { readonly chosen: string | undefined }): ReactElement {
  const [category, setCategory] = useState("");
  const [words, setWords] = useState("");
  const now = Date.now();
  const there = CATEGORIES.filter((one) => files.some(({ said }) => said?.category === one));
  const wanted = words.trim().toLowerCase().split(/\s+/);
  const shown = files.filter((file) => {
    const text = [file.name, file.said?.title, file.said?.from].join("\n").toLowerCase();
    return (category === "" || file.said?.category === category) && wanted.every((word) => text.includes(word));
  });
  if (files.length === 0)
    return (
      <Empty
        says={
          chart.writes
            ? "No files yet. Add letters, scans and reports, or drop them anywhere on this page. They are sealed like the notes."
            : "No files yet."
        }
      />
    );
  return (
    <section className="list" aria-labelledby="h-list">
      <h2 id="h-list" className="vh">
        Files
      </h2>
      {files.length > 4 && (
        <div className="narrowing">
          <input
            className="in"
            type="search"
            aria-label="Find by name, title or sender"
            placeholder="Name, title, sender"
            value={words}
            onChange={(event) => setWords(event.target.value)}
            autoComplete="off"
          />
          <select
            className="in"
            aria-label="Category"
            value={category}
            onChange={(event) => setCategory(event.target.value)}
          >
            <option value="">All kinds</option>
            {there.map((one) => (
              <option key={one} value={one}>
                {CATEGORY_NAMES[one]}
              </option>
            ))}
          </select>
        </div>
      )}
      <ul className="rows">
        {shown.map((file) => (
          <li key={file.id} aria-current={file.id === chosen ? "true" : undefined}>
            <Link
              className="t"
              dir="auto"
              to="/charts/$chartId/documents"
              params={{ chartId: chart.id }}
              search={{ file: file.id }}
              resetScroll={false}
            >
              {nameOf(file)}
            </Link>
            <p className="num">
              {sentence(
                [
                  file.said && sayDocument(file.said, now),
                  `added ${sayDayBriefly(dayOf(file.addedAt), now)}`,
                  saySent(file),
                ]
                  .filter(Boolean)
                  .join(", "),
              )}
            </p>
            {file.others.length > 0 && <p className="due">Said in two ways at once</p>}
          </li>
        ))}
      </ul>
      {shown.length < files.length && (
        <p className="small quiet" role="status">
          {amount(shown.length, "file")} of {files.length}.
        </p>
      )}
    </section>
  );
}
