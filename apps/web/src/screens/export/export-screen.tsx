/** A chart out of Alcove: who receives it, what goes and what stays, and one sealed file. */

import { choose, type Format, type Part, parts, type Scope, tellsApart } from "@alcove/export";
import type { ChartView } from "@alcove/vault";
import { Link, useParams } from "@tanstack/react-router";
import { type ReactElement, useEffect, useRef, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useClientName } from "../../parts/client-name.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { choosePlace, unwritable } from "../../parts/file-place.ts";
import { HERE_AGAIN, useKept } from "../../parts/kept.ts";
import { Progress } from "../../parts/progress.tsx";
import { dayOf } from "../../words/dates.ts";
import { viewerZone } from "../calendar/days.ts";
import { Agreed } from "./agreed.tsx";
import { Choices } from "./choices.tsx";
import { Finished } from "./finished.tsx";
import { FormsTogether } from "./forms-together.tsx";
import { type Made, makeExport } from "./make-export.ts";
import { type Missing, type Receiver, Receivers } from "./receivers.tsx";
import { WhatGoes } from "./what-goes.tsx";
import "./export.css";

export function ExportScreen(): ReactElement {
  const { chartId } = useParams({ from: "/charts/$chartId/export" });
  const { value: found } = useAnswer(`chart ${chartId}`, (vault) => vault.chart(chartId));
  const shown = useClientName();
  const chart = found?.ok ? found.value : undefined;
  return (
    <Page title="Export" className="export">
      <p className="crumb">
        <Link to="/charts">Charts</Link>
        <Link to="/charts/$chartId" params={{ chartId }}>
          {chart ? shown(chart.name) : "Chart"}
        </Link>
      </p>
      <h1>Export this chart</h1>
      {chart && isOpen(chart) && <Export key={chartId} chart={chart} />}
      {chart && !isOpen(chart) && <p>This chart is not open to you, or guarded and closed. Open it first.</p>}
      {found && !found.ok && <p>There is no such chart on this device.</p>}
    </Page>
  );
}

const isOpen = ({ opens, guarded }: ChartView): boolean => opens && guarded !== "closed";

type Going = { readonly done: number; readonly total: number };

const noReceiver: Receiver = { basis: "", to: "", address: "", purpose: "", authorisation: "" };
const record: readonly Part[] = parts.filter((part) => part !== "access-log");
const written: readonly Format[] = ["pdf", "text"];
const recordScope: Scope = { parts: record, formats: written, allVersions: false, psychotherapy: false };

function Export({ chart }: { readonly chart: ChartView }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { value: administrative } = useAnswer(`administrative ${chart.id}`, (source) =>
    source.administrative(chart.id),
  );
  const { value: status } = useAnswer("status", (source) => source.status());
  const [receiver, setReceiver] = useState(noReceiver);
  const [missing, setMissing] = useState<Missing>();
  const [scope, setScope] = useState(recordScope);
  const [moment] = useState(() => ({ now: Date.now(), zone: viewerZone() }));
  const { value: chosen } = useAnswer(`export ${chart.id} ${JSON.stringify(scope)}`, (source) =>
    choose(source, chart, scope, moment),
  );
  const [isHeeded, setIsHeeded] = useState(false);
  const [going, setGoing] = useState<Going>();
  const [stopping, setStopping] = useState(false);
  const [made, setMade] = useState<Made>();
  const stopped = useRef(false);
  // With what goes to them, which hangs on who they are. That something was read is not kept: it is read again.
  const isRestored = useKept(
    {
      name: `export ${chart.id}`,
      words: { receiver, scope },
      restore: (kept) => {
        setReceiver(kept.receiver);
        setScope(kept.scope);
      },
    },
    made === undefined && (receiver !== noReceiver || scope !== recordScope),
  );
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );

  const make = async () => {
    if (status?.phase !== "open") return;
    const restrictions = chosen?.restrictions ?? [];
    const missed = whatIsMissing(receiver, scope, restrictions.length === 0 || isHeeded);
    const { of, says } = missed ?? {};
    setMissing(of && says ? { of, says } : undefined);
    acting.setError(of ? undefined : says);
    if (missed) return;
    // No name of a client's stands in the list of downloads. Asked for before anything is written down: who chooses no place gives nothing out.
    const wanted = await acting.run(async () => {
      try {
        // Whoever presses at once after a change is ahead of what is counted on the screen.
        const { documents } = chosen ?? (await choose(vault, chart, scope, moment));
        const bytes = documents.reduce((sum, document) => sum + document.bytes, 0);
        return { ok: true, value: await choosePlace(`alcove-export-${dayOf(Date.now())}.zip`, bytes) };
      } catch (error) {
        return { ok: false, error: unwritable(error) };
      }
    });
    const place = wanted?.value;
    if (!place) return;
    stopped.current = false;
    setStopping(false);
    setGoing({ done: 0, total: 0 });
    const { id, name, createdAt } = chart;
    const { basis, ...words } = receiver;
    const request = {
      chart: { id, name, createdAt },
      practice: { id: status.practiceId, name: status.practiceName },
      madeBy: status.memberName,
      scope,
      ...(basis === "" ? {} : { recipient: { basis, ...words }, heeds: restrictions.map((one) => one.id) }),
    };
    const result = await acting.run(() =>
      makeExport(vault, request, place, {
        progress: (done, total) => setGoing({ done, total }),
        stopped: () => stopped.current,
      }),
    );
    setGoing(undefined);
    if (!result) return place.leave();
    setMade(result.value);
  };

  if (made) return <Finished made={made} chartId={chart.id} onAgain={() => setMade(undefined)} />;
  if (going)
    return (
      <Progress
        title="Writing the export"
        {...going}
        doing="read on this device"
        keeps="Stopping leaves nothing behind."
        onStop={() => {
          stopped.current = true;
          setStopping(true);
        }}
        stopping={stopping}
      />
    );
  return (
    <>
      <p className="lede">
        Files that anybody can read who gets hold of them, with a seal that shows whether one was changed. The chart’s
        access log says that you made them.
      </p>
      {isRestored && <p className="small quiet">{HERE_AGAIN}</p>}
      <Receivers
        receiver={receiver}
        asksAuthorisation={scope.psychotherapy}
        missing={missing}
        onChange={(next, parts) => {
          acting.setError(undefined);
          setMissing(undefined);
          setReceiver(next);
          if (parts) setScope({ ...scope, parts });
        }}
      />
      <Choices
        scope={scope}
        hasApart={chart.psychotherapyNotes > 0}
        clients={administrative?.people.filter(({ roles }) => roles.includes("client")) ?? []}
        onChange={(next) => {
          acting.setError(undefined);
          setMissing(undefined);
          setScope(next);
        }}
      />
      {chosen && (
        <FormsTogether
          forms={chosen.ofNobody}
          chosen={scope.together ?? []}
          who={administrative?.people.find(({ id }) => id === scope.about)?.name ?? ""}
          onChange={(together) => setScope({ ...scope, together })}
        />
      )}
      {chosen && <Agreed chosen={chosen} goes={receiver.basis !== ""} isHeeded={isHeeded} onHeed={setIsHeeded} />}
      <WhatGoes chosen={chosen} tellsApart={tellsApart(scope, receiver.basis || undefined)} />
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button className="b primary" type="button" aria-busy={acting.busy} onClick={() => void make()}>
          Make the export
        </button>
        <Link className="b plain" to="/charts/$chartId" params={{ chartId: chart.id }}>
          Back to the chart
        </Link>
      </div>
    </>
  );
}

/** Said before anything is written; the vault asks for the same. With the field that it is about, where that is one of the receiver. */
function whatIsMissing(receiver: Receiver, scope: Scope, isHeeded: boolean): Partial<Missing> | undefined {
  if (scope.formats.length === 0) return { says: "Choose how it is written: at least one of the three." };
  if (receiver.basis === "") return undefined;
  if (receiver.to.trim() === "") return { of: "to", says: "Say who receives it." };
  if (scope.psychotherapy && receiver.authorisation.trim() === "")
    return { of: "authorisation", says: NO_AUTHORISATION };
  if (!isHeeded) return { says: "Read what was agreed with the client, keep to it, and say so." };
  return undefined;
}

const NO_AUTHORISATION =
  "Psychotherapy notes go to somebody else only with a separate authorization of the client, or where a rule takes its place. Name it, or leave them out.";
