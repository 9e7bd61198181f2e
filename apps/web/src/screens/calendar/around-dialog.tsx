/** What stands around one's calendar: who else opens it, working hours, rooms, and a file for other programs. */

import type { CalendarView, WorkingHours } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ChangedTwice } from "../../parts/changed-twice.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine, Field, WellLine } from "../../parts/field.tsx";
import { MemberField } from "../../parts/member-field.tsx";
import { saveFile } from "../../parts/save-file.ts";
import { count } from "../../words/counts.ts";
import { dayOf, sayShortDate } from "../../words/dates.ts";
import { sayKeysFailure } from "../../words/failures.ts";
import { WEEKDAYS } from "../../words/presence.ts";
import { plusDays, viewerZone } from "./days.ts";

export type AroundDialogProps = { readonly calendar: CalendarView; readonly onClose: () => void };

export function AroundDialog({ calendar, onClose }: AroundDialogProps): ReactElement {
  const own = calendar.calendars.find(({ isYou }) => isYou);
  return (
    <Dialog title="Hours, rooms and sharing" broad onClose={onClose}>
      <div className="inner around">
        {own && <Sharing />}
        {own && <Hours member={own.member} hours={own.hours} />}
        <Rooms rooms={calendar.rooms} />
        {own && <File />}
        <div className="acts">
          <button className="b" type="button" onClick={onClose}>
            Back to the calendar
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function Sharing(): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const { value: access } = useAnswer("schedule access", (open) => open.scheduleAccess());
  const { value: members } = useAnswer("members", (open) => open.members());
  const others = (members ?? []).filter(({ isYou, role }) => !isYou && role !== "auditor");
  const [chosen, setChosen] = useState("");
  const [writes, setWrites] = useState(true);
  const [until, setUntil] = useState("");
  const [numbers, setNumbers] = useState(false);
  const mayNumbers = until !== "" && until <= plusDays(dayOf(Date.now()), DELEGATE_DAYS);
  const member = chosen || (others[0]?.id ?? "");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const last = until === "" ? {} : { until };
    const along = numbers && mayNumbers ? { numbers: { zone: viewerZone() } } : {};
    if (!(await acting.run(() => vault.shareSchedule({ member, writes, ...last, ...along })))) return;
    setUntil("");
    setNumbers(false);
  };
  return (
    <section aria-labelledby="h-sharing">
      <h3 id="h-sharing">Who else opens your calendar</h3>
      <p className="small quiet">
        A front desk, or whoever calls your clients on a day when you are ill. They see the calendar with the names in
        it, and no note.
      </p>
      {access && access.length > 0 && (
        <ul className="rows ends">
          {access.map((one) => (
            <li key={one.member}>
              <div>
                <span className="plain-name">{one.name}</span>
                <p>
                  {one.writes ? "Plans and calls off" : "Looks on"}
                  {one.until === undefined ? "." : `, until ${sayShortDate(one.until)}.`}
                  {one.numbers > 0 && ` With the numbers of ${count(one.numbers, "chart")}.`}
                </p>
              </div>
              <button
                className="as-link end"
                type="button"
                onClick={() => void acting.run(() => vault.endScheduleAccess(one.member))}
              >
                Close it to them<span className="vh">: {one.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {others.length === 0 ? (
        <p className="small">Nobody else is in the practice yet.</p>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <div className="in-a-row">
            <MemberField label="Let in" members={others} value={member} onChange={setChosen} />
            <Field label="Until" optional>
              {(control) => (
                <input
                  {...control}
                  type="date"
                  autoComplete="off"
                  min={dayOf(Date.now())}
                  value={until}
                  onChange={({ target }) => setUntil(target.value)}
                />
              )}
            </Field>
          </div>
          <label className="tick">
            <input type="checkbox" checked={writes} onChange={({ target }) => setWrites(target.checked)} />
            <span>
              <b>They plan and call off too</b>
            </span>
          </label>
          {mayNumbers && (
            <label className="tick">
              <input type="checkbox" checked={numbers} onChange={({ target }) => setNumbers(target.checked)} />
              <span>
                <b>With telephone numbers</b>
                <span>
                  For a day when you are ill: who belongs to the charts that have an appointment until then, how they
                  may be reached, and no note. It ends with the calendar, and each chart’s log tells you what they
                  looked at.
                </span>
              </span>
            </label>
          )}
          {acting.error && <ErrorLine text={acting.error} />}
          <div className="acts">
            <button className="b" type="submit" aria-busy={acting.busy}>
              Let them in
            </button>
          </div>
        </form>
      )}
    </section>
  );
}

/** As far ahead as numbers are given (docs/spec, CAL-9). */
const DELEGATE_DAYS = 31;

type Span = { readonly from: string; readonly until: string };

function Hours({ member, hours }: { readonly member: string; readonly hours: readonly WorkingHours[] }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [days, setDays] = useState<readonly (Span | undefined)[]>(WEEKDAYS.map((_, i) => spanOn(hours, i + 1)));
  const [kept, setKept] = useState(false);
  const setDay = (i: number, span: Span | undefined) => {
    setKept(false);
    setDays(days.with(i, span));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const next = days.flatMap((span, i) => (span ? [{ weekday: i + 1, ...span }] : []));
    if (await acting.run(() => vault.saveWorkingHours({ member, zone: viewerZone(), hours: next }))) setKept(true);
  };
  return (
    <section aria-labelledby="h-hours">
      <h3 id="h-hours">Working hours</h3>
      <p className="small quiet">What is planned outside of them is said, and planned all the same.</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <ul className="hours-list">
          {WEEKDAYS.map((name, i) => {
            const span = days[i];
            return (
              <li key={name}>
                <label className="day-tick">
                  <input
                    type="checkbox"
                    checked={span !== undefined}
                    onChange={({ target }) => setDay(i, target.checked ? { from: "09:00", until: "17:00" } : undefined)}
                  />
                  {name}
                </label>
                {span && (
                  <span className="span">
                    <input
                      className="in"
                      type="time"
                      autoComplete="off"
                      aria-label={`${name}, from`}
                      value={span.from}
                      onChange={({ target }) => setDay(i, { ...span, from: target.value })}
                    />
                    to
                    <input
                      className="in"
                      type="time"
                      autoComplete="off"
                      aria-label={`${name}, until`}
                      value={span.until}
                      onChange={({ target }) => setDay(i, { ...span, until: target.value })}
                    />
                  </span>
                )}
              </li>
            );
          })}
        </ul>
        {acting.error && <ErrorLine text={acting.error} />}
        {kept && <WellLine>Kept.</WellLine>}
        <div className="acts">
          <button className="b" type="submit" aria-busy={acting.busy}>
            Keep these hours
          </button>
        </div>
      </form>
    </section>
  );
}

/** The first and last minute of a day, where it has breaks. */
function spanOn(hours: readonly WorkingHours[], weekday: number): Span | undefined {
  const all = hours.filter((one) => one.weekday === weekday).toSorted((a, b) => a.from.localeCompare(b.from));
  const [first, last] = [all[0], all.at(-1)];
  return first && last && { from: first.from, until: last.until === "24:00" ? "23:59" : last.until };
}

function Rooms({ rooms }: { readonly rooms: CalendarView["rooms"] }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [name, setName] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await acting.run(() => vault.saveRoom({ name, closed: false }))) setName("");
  };
  return (
    <section aria-labelledby="h-rooms">
      <h3 id="h-rooms">Rooms of the practice</h3>
      {rooms.length > 0 && (
        <ul className="rows ends">
          {rooms.map((room) => (
            <li key={room.id}>
              <div>
                <span className="plain-name">{room.name}</span>
                {room.closed && <p>Not offered any more.</p>}
                <ChangedTwice basedOn={room.basedOn} />
              </div>
              <button
                className="as-link end"
                type="button"
                onClick={() => void acting.run(() => vault.saveRoom({ ...room, closed: !room.closed }))}
              >
                {room.closed ? "Offer it again" : "Offer it no more"}
                <span className="vh">: {room.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Field label="Another room" error={acting.error}>
          {(control) => (
            <input
              {...control}
              autoComplete="off"
              maxLength={80}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <div className="acts">
          <button className="b" type="submit" aria-busy={acting.busy}>
            Add the room
          </button>
        </div>
      </form>
    </section>
  );
}

const DAYS_IN_FILE = 365;

function File(): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const save = async () => {
    const from = dayOf(Date.now());
    const span = { from, until: plusDays(from, DAYS_IN_FILE), zone: viewerZone() };
    const made = await acting.run(() => vault.calendarFile(span));
    if (made) saveFile("busy.ics", new Blob([made.value], { type: "text/calendar" }));
  };
  return (
    <section aria-labelledby="h-file">
      <h3 id="h-file">For another calendar</h3>
      <p className="small quiet">
        A file that says when you are busy in the year to come. No name, title or room is in it. Save it anew when much
        has changed.
      </p>
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button className="b" type="button" aria-busy={acting.busy} onClick={() => void save()}>
          Save a file without names
        </button>
      </div>
    </section>
  );
}
