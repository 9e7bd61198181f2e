/** Whom to remind of which appointment, by the way they agreed to. Nothing is sent by itself: whoever tells or sends it says so here. */

import type { ReminderView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Page } from "../../../app/page.tsx";
import { useAnswer } from "../../../app/session.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { viewerZone } from "../days.ts";
import { ReminderRow } from "./reminder-row.tsx";
import "../calendar.css";
import "./reminders.css";

const PARTS: readonly (readonly [ReminderView["state"], string])[] = [
  ["changed", "They were told of a time that has changed"],
  ["due", "Now"],
  ["later", "Later"],
  ["done", "Done"],
];

export function RemindersScreen(): ReactElement {
  const zone = viewerZone();
  const { value: answer } = useAnswer("reminders", (vault) => vault.reminders({ zone }));
  const all = answer?.ok ? answer.value : undefined;
  const isShared = new Set(all?.map(({ whose }) => whose)).size > 1;
  // What is told along with a change stands there, and in no row of its own.
  const alongside = new Set(all?.map(({ next, mayWrite }) => (next?.isDue && mayWrite ? next.id : undefined)));
  return (
    <Page title="Reminders" className="calendar reminders">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/calendar" search={{}}>
              Calendar
            </Link>
          </p>
          <h1>Reminders</h1>
          <p className="lede">
            Who is told of an appointment, as they agreed. Nothing goes out by itself: your phone or mail program opens
            with the words in it, and you say what became of it.
          </p>
        </div>
      </div>
      {all?.length === 0 && (
        <Empty says="Nobody with an appointment in the next two weeks has asked to be reminded.">
          <p>
            Whether somebody is reminded, where, and how long before, stands with their numbers among a chart’s people.
          </p>
        </Empty>
      )}
      {all &&
        PARTS.map(([state, title]) => {
          const rows = all.filter((one) => one.state === state && !alongside.has(one.id));
          return (
            rows.length > 0 && (
              <section key={state} aria-labelledby={`h-${state}`}>
                <h2 id={`h-${state}`}>{title}</h2>
                <ul className="rows">
                  {rows.map((row) => (
                    <ReminderRow key={row.id} row={row} isShared={isShared} />
                  ))}
                </ul>
              </section>
            )
          );
        })}
    </Page>
  );
}
