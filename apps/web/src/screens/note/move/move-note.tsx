/** A note goes into the chart it belongs in: which one, what happens then, and where it stands. */

import type { ChartView } from "@alcove/vault";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { useClientName } from "../../../parts/client-name.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { ErrorLine, Field } from "../../../parts/field.tsx";
import { findCharts } from "../../charts/find-charts.ts";
import type { BelongsElsewhereProps } from "./belongs-elsewhere.tsx";
import "./move-note.css";

/** The last written first, so that the one somebody meant is among them most times. */
const SHOWN = 5;

export function MoveNote({
  chart,
  isSigned,
  take,
  onClose,
}: BelongsElsewhereProps & { readonly onClose: () => void }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const navigate = useNavigate();
  const nameOf = useClientName();
  const { value: charts } = useAnswer("charts", (answering) => answering.charts());
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<ChartView>();
  const [moved, setMoved] = useState<string>();
  const others = (charts ?? []).filter(({ id, writes, guarded }) => id !== chart.id && writes && guarded !== "closed");
  const found = findCharts(others, typed);

  const move = async () => {
    if (!chosen) return;
    const taken = await take();
    if (!taken) return onClose();
    const done = await acting.run(() => vault.moveNote({ ...taken, chart: chosen.id, reason: "about-another" }));
    if (done) setMoved(done.value.note);
  };
  const toOldChart = () => void navigate({ to: "/charts/$chartId", params: { chartId: chart.id } });

  if (moved && chosen)
    return (
      <Dialog
        key="done"
        title="It stands there now"
        note={<>The note is in the chart of {nameOf(chosen.name)}, unsigned, and in this one no more.</>}
        onClose={toOldChart}
      >
        <div className="inner">
          <div className="acts">
            <Link className="b primary" to="/notes/$noteId" params={{ noteId: moved }}>
              Open it there
            </Link>
            <button className="b plain" type="button" onClick={toOldChart}>
              Back to {nameOf(chart.name)}
            </button>
          </div>
        </div>
      </Dialog>
    );
  if (chosen)
    return (
      <Dialog key="sure" title={`Move it to ${nameOf(chosen.name)}?`} onClose={onClose}>
        <div className="inner what-happens">
          <ol>
            <li>
              It is written anew in the chart of {nameOf(chosen.name)}, with its day, its files and what was added to
              it. It is unsigned there.
            </li>
            <li>
              It leaves the chart of {nameOf(chart.name)}: its lists, search, exports and prints. One line stays that
              says so and names nobody.
            </li>
            <li>
              Who can open the chart of {nameOf(chart.name)} may have read it until now. What they printed or exported
              they still have.
            </li>
          </ol>
          {isSigned && <p className="small quiet">Its signatures stay in the ledger with it, as evidence.</p>}
          {acting.error && <ErrorLine text={acting.error} />}
          <div className="acts">
            <button className="b primary" type="button" aria-busy={acting.busy} onClick={() => void move()}>
              Move it
            </button>
            <button className="b plain" type="button" onClick={() => setChosen(undefined)}>
              Another chart
            </button>
          </div>
        </div>
      </Dialog>
    );
  return (
    <Dialog key="choose" title="Which chart does it belong in?" onClose={onClose}>
      <div className="inner">
        <Field label="Find a chart" hint="By a name in it.">
          {(control) => (
            <input {...control} autoComplete="off" value={typed} onChange={({ target }) => setTyped(target.value)} />
          )}
        </Field>
        <ul className="charts-to-choose" aria-label="Charts that you write in">
          {found.slice(0, SHOWN).map((one) => (
            <li key={one.id}>
              <button className="as-link" type="button" dir="auto" onClick={() => setChosen(one)}>
                {nameOf(one.name)}
              </button>
            </li>
          ))}
        </ul>
        <p className="small quiet found-charts" role="status">
          {charts && sayFound(found.length, others.length)}
        </p>
        <div className="acts">
          <button className="b plain" type="button" onClick={onClose}>
            Leave it here
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function sayFound(found: number, all: number): string {
  if (all === 0) return "There is no other chart that you write in. Begin one first; a guarded chart must be open.";
  if (found === 0) return "No chart of that name that you write in. A guarded chart must be open.";
  return found > SHOWN ? `${found - SHOWN} more. Type on to find them.` : "";
}
