/** Two texts of one note side by side, each whole; a person says which stands, or joins them. Both stay in the history. */

import type { ChartView, NoteBody, NoteVersion, NoteView } from "@alcove/vault";
import type { JSONContent } from "@tiptap/core";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Page } from "../../app/page.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ComparedText } from "../../parts/compared-text.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { sayMoment } from "../../words/dates.ts";
import { docOfText, joinDocs, textOfDoc } from "./note-text.ts";
import "./settle.css";
import { ClientName } from "../../parts/client-name.tsx";

export type SettleProps = { readonly chart: ChartView; readonly view: NoteView; readonly onSettled: () => void };

export function Settle({ chart, view, onSettled }: SettleProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const sides = [view.current, ...view.others];
  const now = Date.now();

  const settleWith = async (version: NoteVersion, body: NoteBody) => {
    const saved = await acting.run(() =>
      vault.saveNote({
        note: view.head.id,
        chart: chart.id,
        kind: view.head.kind,
        date: view.head.date,
        title: version.title,
        body,
        basedOn: sides.map((side) => side.revision),
      }),
    );
    if (saved) onSettled();
  };
  const join = () => {
    const doc = sides.map((side) => docOf(side.body)).reduce((all, next) => joinDocs(all, next));
    void settleWith(view.current, { text: textOfDoc(doc), doc });
  };

  return (
    <Page title="Two texts">
      <p className="crumb">
        <Link to="/charts/$chartId" params={{ chartId: chart.id }}>
          <ClientName of={chart.name} />
        </Link>
      </p>
      <h1>This note was written in two places</h1>
      <p className="lede-line">
        On two devices, or in two windows of one: neither knew of the other. Both texts are whole; what differs is
        marked. Whichever you choose, the other stays among the versions.
      </p>
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="sides">
        {sides.map((side, index) => (
          <section key={side.revision} aria-label={`Text ${index + 1}`}>
            <h2>{side.title}</h2>
            <p className="small quiet">
              On {side.device}, {sayMoment(side.writtenAt, now)}
            </p>
            <ComparedText text={side.body.text} with={sides[index === 0 ? 1 : 0]?.body.text} />
            <button className="b" type="button" onClick={() => void settleWith(side, side.body)}>
              This text stands
            </button>
          </section>
        ))}
      </div>
      <p className="acts">
        <button className="b primary" type="button" aria-busy={acting.busy} onClick={join}>
          Keep both, one below the other
        </button>
        <span className="small quiet">You can shorten it afterwards.</span>
      </p>
    </Page>
  );
}

function docOf(body: NoteBody): JSONContent {
  const { doc } = body;
  const isDoc = typeof doc === "object" && doc !== null && (doc as JSONContent).type === "doc";
  return isDoc ? (doc as JSONContent) : docOfText(body.text);
}
