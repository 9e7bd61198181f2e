/** The calendar: a week first; a day, a month, an agenda; on a phone the agenda. Its days on paper too. */

import type { CalendarEntry, Plan } from "@alcove/vault";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useEffect, useRef, useState } from "react";
import { Page } from "../../app/page.tsx";
import { readPreferences } from "../../app/preferences.ts";
import { useAnswer } from "../../app/session.tsx";
import { Icon } from "../../parts/icon.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { usePrinting } from "../../parts/print-page.tsx";
import { sentence } from "../../words/counts.ts";
import { dayOf, sayDay, sayMonthAndYear, sayShortDate } from "../../words/dates.ts";
import { sayFailure } from "../../words/failures.ts";
import { Agenda } from "./agenda.tsx";
import { firstWeekday, spanOf, stepFrom, timeAt, type View, viewerZone, VIEWS } from "./days.ts";
import { MonthGrid } from "./month-grid.tsx";
import { useNarrow } from "./narrow.ts";
import { useNameOf } from "./shown.ts";
import { TimeGrid } from "./time-grid.tsx";
import "./calendar.css";

const EntryDialog = lazy(() => import("./entry-dialog.tsx").then((m) => ({ default: m.EntryDialog })));
const PlanDialog = lazy(() => import("./plan-dialog.tsx").then((m) => ({ default: m.PlanDialog })));
const AroundDialog = lazy(() => import("./around-dialog.tsx").then((m) => ({ default: m.AroundDialog })));

/** What lies over the page. */
type Over =
  | { readonly kind: "entry"; readonly entry: CalendarEntry }
  | { readonly kind: "plan"; readonly at: string }
  | { readonly kind: "change"; readonly entry: CalendarEntry; readonly plan: Partial<Plan> }
  | { readonly kind: "around" };

export function CalendarScreen(): ReactElement {
  const narrow = useNarrow();
  const navigate = useNavigate({ from: "/calendar" });
  const asked = useSearch({ from: "/calendar" });
  const now = Date.now();
  const today = dayOf(now);
  const day = asked.day ?? today;
  // A week has no room on a phone.
  const view: View =
    asked.view === undefined || (narrow && asked.view === "week") ? (narrow ? "agenda" : "week") : asked.view;
  const span = spanOf(view, day, firstWeekday());
  const zone = viewerZone();
  const key = `calendar ${span.from} ${span.until}`;
  const { value: answer } = useAnswer(key, (vault) => vault.calendar({ ...span, zone }));
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const [over, setOver] = useState<Over>();
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const printing = usePrinting();
  const close = () => setOver(undefined);
  // From where the address is, not from the days on screen: of two presses, one upon the other, the second counts too.
  const show = (to: { readonly day?: string; readonly view?: View }) =>
    void navigate({ to: "/calendar", search: (at) => ({ view, day: at.day ?? day, ...to }) });
  const step = (by: 1 | -1) =>
    void navigate({ to: "/calendar", search: (at) => ({ view, day: stepFrom(view, at.day ?? day, by) }) });
  const plan = () => setOver({ kind: "plan", at: nextHour(day, now) });
  useKeys(over === undefined, {
    back: () => step(-1),
    on: () => step(1),
    today: () => show({ day: today }),
    plan,
  });

  const nameOf = useNameOf(charts);
  const calendar = answer?.ok ? answer.value : undefined;
  // What lies over the page stays while other days are read, such as when a phone is turned.
  const known = useRef(calendar);
  useEffect(() => {
    known.current = calendar ?? known.current;
  }, [calendar]);
  const under = calendar ?? known.current;
  const shown = calendar && { ...calendar, hidden: new Set(hidden) };
  const looks = { day, today, nameOf, onOpen: (entry: CalendarEntry) => setOver({ kind: "entry", entry }) };

  return (
    <Page title="Calendar" className="calendar">
      <div className="top">
        <div>
          <h1>{sayTitle(view, day, span, now)}</h1>
        </div>
        <div className="acts not-on-paper">
          <button className="b primary" type="button" onClick={plan}>
            New appointment
          </button>
        </div>
      </div>
      <div className="calendar-bar not-on-paper">
        <div className="acts">
          <button className="b slim" type="button" onClick={() => step(-1)}>
            <Icon name="back" />
            <span className="vh">{sentence(`the ${UNIT[view]} before`)}</span>
          </button>
          <button className="b slim" type="button" onClick={() => show({ day: today })}>
            Today
          </button>
          <button className="b slim" type="button" onClick={() => step(1)}>
            <span className="turned">
              <Icon name="back" />
            </span>
            <span className="vh">{sentence(`the ${UNIT[view]} after`)}</span>
          </button>
        </div>
        <fieldset className="views">
          <legend className="vh">Look at</legend>
          {VIEWS.filter((one) => !narrow || one !== "week").map((one) => (
            <label key={one}>
              <input type="radio" name="view" checked={one === view} onChange={() => show({ view: one })} />
              {sentence(one)}
            </label>
          ))}
        </fieldset>
        <div className="acts turns">
          <button className="as-link" type="button" onClick={() => void printing.print()}>
            Print
          </button>
          <Link to="/calendar/day-list" search={{ day: asked.day ?? today }}>
            Day list
          </Link>
          <Link to="/calendar/reminders">Reminders</Link>
          <button className="as-link" type="button" onClick={() => setOver({ kind: "around" })}>
            Hours, rooms and sharing
          </button>
        </div>
      </div>
      {calendar && calendar.calendars.length > 1 && (
        <fieldset className="whose-calendar not-on-paper">
          <legend className="vh">Whose calendar</legend>
          {calendar.calendars.map((one) => (
            <label key={one.member}>
              <input
                type="checkbox"
                checked={!hidden.includes(one.member)}
                onChange={() =>
                  setHidden(
                    hidden.includes(one.member)
                      ? hidden.filter((each) => each !== one.member)
                      : [...hidden, one.member],
                  )
                }
              />
              {one.isYou ? "Yours" : one.name}
            </label>
          ))}
        </fieldset>
      )}
      {printing.nothingPrinted}
      {answer && !answer.ok && <ErrorLine text={sayFailure(answer.error)} />}
      {shown && view === "month" && (
        <MonthGrid {...looks} calendar={shown} onDay={(at) => show({ day: at, view: "day" })} />
      )}
      {shown && (view === "week" || view === "day") && (
        <TimeGrid
          {...looks}
          calendar={shown}
          now={now}
          onDay={(at) => show({ day: at, view: "day" })}
          onPlan={(at) => setOver({ kind: "plan", at })}
          onMove={(entry, start) => setOver({ kind: "change", entry, plan: { start } })}
        />
      )}
      {shown && <Agenda {...looks} calendar={shown} now={now} onlyOnPaper={view !== "agenda"} />}
      <Suspense>
        {under && over?.kind === "entry" && (
          <EntryDialog
            entry={over.entry}
            name={nameOf(over.entry)}
            calendar={under}
            onChange={() => setOver({ kind: "change", entry: over.entry, plan: {} })}
            onClose={close}
          />
        )}
        {under && charts && over?.kind === "plan" && (
          <PlanDialog charts={charts} calendar={under} at={over.at} onClose={close} />
        )}
        {under && charts && over?.kind === "change" && (
          <PlanDialog charts={charts} calendar={under} entry={over.entry} plan={over.plan} onClose={close} />
        )}
        {under && over?.kind === "around" && <AroundDialog calendar={under} onClose={close} />}
      </Suspense>
    </Page>
  );
}

const UNIT: Readonly<Record<View, string>> = { week: "week", day: "day", month: "month", agenda: "fortnight" };

function sayTitle(view: View, day: string, { from, until }: { from: string; until: string }, now: number): string {
  if (view === "day") return sayDay(day, now);
  if (view === "month") return sayMonthAndYear(day);
  return `${sayShortDate(from).replace(/ \d{4}$/, "")} to ${sayShortDate(until)}`;
}

/** The next full hour of today, or nine of another day. */
function nextHour(day: string, now: number): string {
  const hour = new Date(now).getHours() + 1;
  return timeAt(day, (day === dayOf(now) && hour < 22 ? hour : 9) * 60);
}

/** Arrows go back and on anywhere on the page; letters act in the calendar itself, or where single keys were switched on (WCAG 2.1.4). */
function useKeys(
  active: boolean,
  acts: { readonly back: () => void; readonly on: () => void; readonly today: () => void; readonly plan: () => void },
): void {
  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent) => {
      const { key, target } = event;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (!(target instanceof HTMLElement) || target.closest("input, textarea, select, dialog")) return;
      const letters = readPreferences().singleKeys || target.closest(".calendar") !== null;
      const act = { ArrowLeft: acts.back, ArrowRight: acts.on, ...(letters ? { t: acts.today, n: acts.plan } : {}) }[
        key
      ];
      if (!act) return;
      event.preventDefault();
      act();
    };
    // Before the keys of every page, which have another meaning for T.
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  });
}
