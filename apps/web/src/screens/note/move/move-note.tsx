/** A note goes into the chart it belongs in: which one, what happens then, and where it stands. */

import type { ChartView } from "@alcove/vault";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { useClientName } from "../../../parts/client-name.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { ErrorLine } from "../../../parts/field.tsx";
import { ChooseChart } from "../../charts/choose-chart.tsx";
import type { BelongsElsewhereProps } from "./belongs-elsewhere.tsx";
import "../../charts/choose-chart.css";

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
  const [chosen, setChosen] = useState<ChartView>();
  const [moved, setMoved] = useState<string>();

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
  return <ChooseChart chart={chart} title="Which chart does it belong in?" onChosen={setChosen} onClose={onClose} />;
}
