/** A file goes into the chart it belongs in: which one, what happens then and who could open it, how far it is, and where it lies. */

import type { ChartView, DocumentView } from "@alcove/vault";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault, useVaultEvents } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useClientName } from "../../parts/client-name.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { ChooseChart } from "../charts/choose-chart.tsx";

export type MoveFileProps = {
  readonly chart: ChartView;
  readonly file: DocumentView;
  /** Where its copy lies already. */
  readonly begun: ChartView | undefined;
  readonly onClose: () => void;
};

const TASK = "move a file";

export function MoveFile({ chart, file, begun, onClose }: MoveFileProps): ReactElement {
  const [chosen, setChosen] = useState(begun);
  const [moved, setMoved] = useState<string>();
  if (!chosen)
    return <ChooseChart chart={chart} title="Which chart does it belong in?" onChosen={setChosen} onClose={onClose} />;
  if (moved) return <Done chart={chart} there={chosen} file={moved} onClose={onClose} />;
  return (
    <Sure
      chart={chart}
      there={chosen}
      file={file}
      onMoved={setMoved}
      onAnother={begun ? undefined : () => setChosen(undefined)}
      onClose={onClose}
    />
  );
}

type SureProps = {
  readonly chart: ChartView;
  readonly there: ChartView;
  readonly file: DocumentView;
  readonly onMoved: (file: string) => void;
  readonly onAnother: (() => void) | undefined;
  readonly onClose: () => void;
};

function Sure({ chart, there, file, onMoved, onAnother, onClose }: SureProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const nameOf = useClientName();
  const [far, setFar] = useState<number>();
  useVaultEvents((event) => {
    if (event.kind === "progress" && event.task === TASK) setFar(event.done / Math.max(1, event.total));
  });
  const readers = useReaders(there.id);
  const lookers = useLookers(chart.id, file.id);
  const move = async () => {
    const request = { file: file.id, chart: there.id, reason: "about-another", task: TASK } as const;
    const done = await acting.run(() => vault.moveFile(request));
    setFar(undefined);
    if (done) onMoved(done.value.file);
  };
  return (
    <Dialog key="sure" title={`Move it to ${nameOf(there.name)}?`} onClose={onClose}>
      <div className="inner what-happens">
        <ol>
          <li>
            It is sealed anew in the chart of {nameOf(there.name)}, sent, and read back from the server.
            {readers.length > 0 && ` There it can be opened by ${readers}.`}
          </li>
          <li>
            Only then it leaves the chart of {nameOf(chart.name)}: its lists, search and exports. One line stays that
            says so and names neither the file nor anybody.
          </li>
          <li>
            Who can open the chart of {nameOf(chart.name)} may have opened it until now. {lookers} What they saved or
            printed they still have, and its sealed original stays in the ledger, as evidence.
          </li>
        </ol>
        {acting.busy && (
          <div role="status">
            <progress max={1} value={far ?? 0} aria-label="How far it is" />
            <p className="small quiet">{sayStep(far ?? 0)}</p>
          </div>
        )}
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="button" aria-busy={acting.busy} onClick={() => void move()}>
            {acting.error ? "Try again" : "Move it"}
          </button>
          {acting.busy ? (
            <button className="b plain" type="button" onClick={() => void vault.stop(TASK)}>
              Stop
            </button>
          ) : (
            <button className="b plain" type="button" onClick={onAnother ?? onClose}>
              {onAnother ? "Another chart" : "Leave it here"}
            </button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function Done({
  chart,
  there,
  file,
  onClose,
}: Pick<SureProps, "chart" | "there" | "onClose"> & { readonly file: string }): ReactElement {
  const nameOf = useClientName();
  const navigate = useNavigate();
  const back = () => {
    onClose();
    void navigate({ to: "/charts/$chartId/documents", params: { chartId: chart.id }, search: {} });
  };
  return (
    <Dialog
      key="done"
      title="It is there now"
      note={<>The file is in the chart of {nameOf(there.name)}, and in this one no more.</>}
      onClose={back}
    >
      <div className="inner">
        <div className="acts">
          <Link className="b primary" to="/charts/$chartId/documents" params={{ chartId: there.id }} search={{ file }}>
            Open it there
          </Link>
          <button className="b plain" type="button" onClick={back}>
            Back to {nameOf(chart.name)}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

/** The three steps are a third of the way each. */
function sayStep(far: number): string {
  const step = far < 1 / 3 ? "Sealing it anew" : far < 2 / 3 ? "Sending it" : "Reading it back from the server";
  return `${step}, ${Math.floor(100 * far)} %. What was sealed stays if you stop: it goes on from there.`;
}

/** Names, "you" last; empty until it is known. */
function useReaders(chart: string): string {
  const { value: access } = useAnswer(`access ${chart}`, (vault) => vault.chartAccess(chart));
  const names = (access ?? []).filter(({ kind, reads }) => kind === "progress" && reads).map(({ name }) => name);
  return sayAnd([...new Set(names)]);
}

/** Whom its log says to have opened it. */
function useLookers(chart: string, file: string): string {
  const { value: log } = useAnswer(`access log ${chart}`, (vault) => vault.accessLog(chart));
  if (!log?.reads) return "";
  const looked = log.sittings.filter(({ acts }) =>
    acts.some(({ act, notes }) => act === "viewed" && notes.some(({ id }) => id === file)),
  );
  const names = [...new Set(looked.map(({ name }) => name || "a former member"))];
  return names.length === 0 ? "Its log names nobody who did." : `Its log says that ${sayAnd(names)} did.`;
}

const sayAnd = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
