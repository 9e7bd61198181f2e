/** Today's appointments, at the top of Today. */

import type { FactWords } from "@alcove/vault";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { dayOf } from "../../words/dates.ts";
import { sayFact } from "../chart/facts/fact-words.ts";
import { AppointmentRows } from "./agenda.tsx";
import { viewerZone } from "./days.ts";
import { useNameOf } from "./shown.ts";
import "./calendar.css";

export function TodaysAppointments({ now }: { readonly now: number }): ReactElement | null {
  const day = dayOf(now);
  const { value: answer } = useAnswer(`calendar ${day}`, (vault) =>
    vault.calendar({ from: day, until: day, zone: viewerZone() }),
  );
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const nameOf = useNameOf(charts);
  const navigate = useNavigate();
  const own = answer?.ok ? answer.value.calendars.find(({ isYou }) => isYou)?.member : undefined;
  const entries = answer?.ok ? answer.value.entries.filter(({ plan }) => plan.member === own) : [];
  // Whoever calls for somebody who is ill has nothing planned of their own.
  const flags = useFlags(entries.flatMap(({ plan }) => plan.chart ?? []));
  if (!answer?.ok || answer.value.entries.length === 0) return null;
  return (
    <section aria-labelledby="h-appointments">
      <div className="head">
        <h2 id="h-appointments">Appointments</h2>
        <span className="links">
          <Link to="/calendar/day-list">Day list</Link>
          <Link to="/calendar">Calendar</Link>
        </span>
      </div>
      <AppointmentRows
        entries={entries}
        calendar={{ ...answer.value, calendars: [] }}
        nameOf={nameOf}
        flagsOf={({ plan }) => (plan.chart && flags?.get(plan.chart)) || []}
        onOpen={() => void navigate({ to: "/calendar", search: { day, view: "day" } })}
      />
    </section>
  );
}

/** What stands as risk flags of these charts, as far as they open here. */
function useFlags(charts: readonly string[]): ReadonlyMap<string, readonly string[]> | undefined {
  const each = [...new Set(charts)].toSorted();
  return useAnswer(`flags ${each.join(" ")}`, async (vault) => {
    const facts = await Promise.all(each.map((chart) => vault.facts(chart)));
    return new Map(each.map((chart, at) => [chart, (facts[at] ?? []).flatMap(({ said }) => flagIn(said))] as const));
  }).value;
}

const flagIn = (said: FactWords): string[] => (said.kind === "flag" && !said.ended ? [sayFact(said)] : []);
