/** Whom to call on a day: for whoever calls the clients off, for a desk, and on paper for the day on which the power is out. */

import type { DayListRow } from "@alcove/vault";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactElement, useEffect, useState } from "react";
import { Page } from "../../app/page.tsx";
import { readPreferences } from "../../app/preferences.ts";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { initialsOf, useClientName } from "../../parts/client-name.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { byNumber, sayLabels, sayLeaveThere } from "../../words/administrative.ts";
import { sayAttendance, sayClock } from "../../words/appointments.ts";
import { dayOf, sayDay } from "../../words/dates.ts";
import { ReachList } from "../chart/people/reach-list.tsx";
import { plusDays, viewerZone } from "./days.ts";
import { refKey } from "./shown.ts";
import "./calendar.css";
import "./day-list.css";

export function DayListScreen(): ReactElement {
  const vault = useVault();
  const navigate = useNavigate({ from: "/calendar/day-list" });
  const acting = useActing();
  const now = Date.now();
  const day = useSearch({ from: "/calendar/day-list" }).day ?? dayOf(now);
  const zone = viewerZone();
  const { value: answer } = useAnswer(`day list ${day}`, (open) => open.dayList({ day, zone }));
  const [byInitials, setByInitials] = useState(() => readPreferences().initials);
  const rows = answer?.ok ? answer.value : undefined;
  // From where the address is: of two presses, one upon the other, the second counts too.
  const show = (by: number) =>
    void navigate({ to: "/calendar/day-list", search: (at) => ({ day: plusDays(at.day ?? day, by) }) });
  const isShared = new Set(rows?.map(({ whose }) => whose)).size > 1;

  // However it is printed, it is written down; by the button before the paper comes.
  useEffect(() => {
    const record = () => void vault.dayList({ day, zone, paper: true }).catch(() => {});
    window.addEventListener("beforeprint", record);
    return () => window.removeEventListener("beforeprint", record);
  }, [vault, day, zone]);
  const onPaper = async () => {
    if (await acting.run(() => vault.dayList({ day, zone, paper: true }))) print();
  };

  return (
    <Page title="Day list" className="calendar day-list">
      <div className="top">
        <div>
          <p className="crumb not-on-paper">
            <Link to="/calendar" search={{ day, view: "day" }}>
              Calendar
            </Link>
          </p>
          <h1>{sayDay(day, now)}</h1>
          <p className="lede not-on-paper">Whom to call, and what may be left there. No note is on it.</p>
        </div>
        {rows && rows.length > 0 && (
          <div className="acts not-on-paper">
            <button className="b" type="button" aria-busy={acting.busy} onClick={() => void onPaper()}>
              Print
            </button>
          </div>
        )}
      </div>
      <div className="day-list-bar not-on-paper">
        <button className="b slim" type="button" onClick={() => show(-1)}>
          The day before
        </button>
        <button className="b slim" type="button" onClick={() => show(1)}>
          The day after
        </button>
        <label className="tick">
          <input type="checkbox" checked={byInitials} onChange={({ target }) => setByInitials(target.checked)} />
          <span>Initials on paper</span>
        </label>
      </div>
      {acting.error && <ErrorLine text={acting.error} />}
      {rows?.length === 0 && <Empty says="Nothing is planned on this day." />}
      {rows && rows.length > 0 && (
        <>
          <ul className="rows not-on-paper">
            {rows.map((row) => (
              <Row key={refKey(row.entry)} row={row} isShared={isShared} />
            ))}
          </ul>
          <Paper rows={rows} nameOf={byInitials ? initialsOf : (name) => name} isShared={isShared} />
        </>
      )}
    </Page>
  );
}

function Row({ row, isShared }: { readonly row: DayListRow; readonly isShared: boolean }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const shown = useClientName();
  const { entry, people } = row;
  const { ref, attendance, cancelled, called, plan } = entry;
  const name = plan.chart === undefined ? row.name || "No title" : shown(row.name);
  // The box stays as it was pressed until the list says the same.
  const [pressed, setPressed] = useState<boolean>();
  useEffect(() => {
    if (called === pressed) setPressed(undefined);
  }, [called, pressed]);
  const tick = async (is: boolean) => {
    setPressed(is);
    const said = { ref, attendance, ...(cancelled ? { cancelled } : {}), called: is };
    if (!(await acting.run(() => vault.markAppointment(said)))) setPressed(undefined);
  };
  return (
    <li className={attendance === "cancelled" ? "is-off" : undefined}>
      <span className="num">{sayClock(entry.begins)}</span>
      <div>
        <p className="plain-name" dir="auto">
          {name}
        </p>
        {isShared && <p>{row.whose}</p>}
        {attendance !== "expected" && <p>{sayAttendance(attendance, cancelled)}.</p>}
        {people.map((person) => (
          <div key={`${person.name} ${person.relation}`}>
            {(people.length > 1 || person.name !== row.name) && (
              <p dir="auto">
                {shown(person.called || person.name)}
                {person.relation && `, ${person.relation}`}
              </p>
            )}
            <ReachList reach={person.reach} />
          </div>
        ))}
        {plan.chart !== undefined && people.length === 0 && <p>{sayNone(row)}</p>}
        {acting.error && <ErrorLine text={acting.error} />}
      </div>
      {plan.chart !== undefined && entry.mayChange && (
        <label className="called">
          <input
            type="checkbox"
            checked={pressed ?? called}
            disabled={acting.busy}
            onChange={({ target }) => void tick(target.checked)}
          />
          <span>
            Called<span className="vh">: {name}</span>
          </span>
        </label>
      )}
    </li>
  );
}

const sayNone = ({ opens }: DayListRow): string =>
  opens ? "Nobody has written a number down." : "The number is not open to you.";

type PaperProps = {
  readonly rows: readonly DayListRow[];
  readonly nameOf: (name: string) => string;
  readonly isShared: boolean;
};

function Paper({ rows, nameOf, isShared }: PaperProps): ReactElement {
  return (
    <table className="on-paper">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Who</th>
          <th scope="col">Number, and what may be left</th>
          <th scope="col">Called</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={refKey(row.entry)}>
            <td>{sayClock(row.entry.begins)}</td>
            <td dir="auto">
              {row.entry.plan.chart === undefined ? row.name : nameOf(row.name)}
              {isShared && <span>{row.whose}</span>}
              {row.entry.attendance === "cancelled" && <span>Called off</span>}
            </td>
            <td>
              {row.people.flatMap((person) =>
                byNumber(person.reach).map((ways) => (
                  <p key={`${person.name} ${ways.map(({ by, at }) => `${by} ${at}`).join()}`} dir="auto">
                    {row.people.length > 1 && `${nameOf(person.name)}: `}
                    <b>{ways[0].at}</b> {sayLabels(ways) && `(${sayLabels(ways)})`} {sayLeaveThere(ways)}
                  </p>
                )),
              )}
            </td>
            <td>{row.entry.called ? "yes" : ""}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
