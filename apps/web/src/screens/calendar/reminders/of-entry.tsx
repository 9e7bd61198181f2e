/** Who is reminded of one appointment, and what became of it. */

import type { CalendarEntry } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { useClientName } from "../../../parts/client-name.tsx";
import { sayMoment } from "../../../words/dates.ts";
import { sayBefore, sayBy, sayOutcome } from "../../../words/reminders.ts";
import { viewerZone } from "../days.ts";

type OfEntryProps = { readonly chart: string; readonly entry: CalendarEntry };

export function RemindersOfEntry({ chart, entry }: OfEntryProps): ReactElement | null {
  const shown = useClientName();
  const zone = viewerZone();
  const { value: answer } = useAnswer(`reminders ${chart}`, (vault) => vault.reminders({ zone, chart }));
  const { from, plan } = entry;
  const rows = answer?.ok ? answer.value.filter((one) => one.from === from && one.member === plan.member) : [];
  const now = Date.now();
  if (rows.length === 0) return null;
  return (
    <>
      {rows.map(({ id, name, called, by, dueAt, state, said }) => (
        <p key={id} dir="auto">
          {said && said.outcome !== "mistaken"
            ? `${sayOutcome(said)}: ${shown(called || name)}, ${sayBy(said.by)}, ${sayMoment(said.writtenAt, now)}.`
            : `${shown(called || name)} is reminded ${sayBefore(Math.round((from - dueAt) / 3_600_000))}, ${sayBy(by)}.`}{" "}
          {(state === "due" || state === "changed") && <Link to="/calendar/reminders">Do it now</Link>}
        </p>
      ))}
    </>
  );
}
