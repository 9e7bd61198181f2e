/** A note that this member reads and does not write in: its words, whose they are, its files and versions. */

import type { ChartView, NoteView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Page } from "../../app/page.tsx";
import { Files } from "../../parts/files.tsx";
import { CameFrom } from "./came-from.tsx";
import { BelongsElsewhere } from "./move/belongs-elsewhere.tsx";
import { ReadText } from "./read-text.tsx";
import { Signatures } from "./signatures.tsx";
import { dayOf, sayDay } from "../../words/dates.ts";
import { ClientName } from "../../parts/client-name.tsx";

export function ReadNote({ chart, view }: { readonly chart: ChartView; readonly view: NoteView }): ReactElement {
  const { head, current, attachments } = view;
  const now = Date.now();
  return (
    <Page title="Note">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts">Charts</Link>
            <span aria-hidden="true">·</span>
            <Link to="/charts/$chartId" params={{ chartId: chart.id }}>
              <ClientName of={chart.name} />
            </Link>
          </p>
          <h1 dir="auto">{head.title}</h1>
          <p className="facts">
            <span>{sayDay(head.date, now)}</span>{" "}
            {head.firstWritten !== undefined && (
              <span>First written on {sayDay(dayOf(head.firstWritten), now)}, in another chart</span>
            )}{" "}
            <CameFrom of={view.cameFrom} />{" "}
            <span>
              <b>{head.begunBy}</b>
              {head.author !== head.begunBy && `, changed by ${head.author}`}
            </span>{" "}
            <Link to="/notes/$noteId/versions" params={{ noteId: head.id }}>
              {head.revisions === 1 ? "1 version" : `${head.revisions} versions`}
            </Link>
          </p>
        </div>
      </div>
      <div className="cols">
        <ReadText key={current.revision} body={current.body} of={{ chart: chart.id, note: head.id }} />
        <div className="side-lines">
          <p className="small quiet">
            {head.signed ? "This note is signed, and stays as it is." : "You can read this note."}{" "}
            {!head.isOwn
              ? "Only its author writes here."
              : !chart.writes && "Writing in this chart is not open to you."}
            {head.adds && (
              <>
                {" "}
                <Link to="/notes/$noteId" params={{ noteId: head.adds }}>
                  What it adds to
                </Link>
              </>
            )}
          </p>
          <Signatures chart={chart} view={view} />
          {view.mayMove && (
            <BelongsElsewhere
              chart={chart}
              isSigned={head.signed !== undefined}
              take={async () => ({ note: head.id, revision: current.revision })}
            />
          )}
          {attachments.length > 0 && (
            <section aria-labelledby="h-read-files">
              <h2 id="h-read-files">Files</h2>
              <Files chart={chart.id} note={head.id} mayAdd={false} files={attachments} now={now} />
            </section>
          )}
        </div>
      </div>
    </Page>
  );
}
