/** A note that this member reads and does not write in: its words, whose they are, its files and versions. */

import type { ChartView, NoteView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Page } from "../../app/page.tsx";
import { Files } from "../../parts/files.tsx";
import { sayDay } from "../../words/dates.ts";

export function ReadNote({ chart, view }: { readonly chart: ChartView; readonly view: NoteView }): ReactElement {
  const { head, current, attachments } = view;
  const now = Date.now();
  return (
    <Page title="Note">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts">Charts</Link>
            <Link to="/charts/$chartId" params={{ chartId: chart.id }}>
              {chart.name}
            </Link>
          </p>
          <h1 dir="auto">{head.title}</h1>
          <p className="facts">
            <span>{sayDay(head.date, now)}</span>
            <span>
              <b>{head.begunBy}</b>
              {head.author !== head.begunBy && `, changed by ${head.author}`}
            </span>
            <Link to="/notes/$noteId/versions" params={{ noteId: head.id }}>
              {head.revisions === 1 ? "One version" : `${head.revisions} versions`}
            </Link>
          </p>
        </div>
      </div>
      <div className="cols">
        <div className="read-note said" dir="auto">
          {current.body.text}
        </div>
        <div className="side-lines">
          <p className="small quiet">
            You can read this note.{" "}
            {head.isOwn ? "Writing in this chart is not open to you." : "Only its author writes here."}
          </p>
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
