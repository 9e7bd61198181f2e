/** One appointment: what it is, what became of it, and what can be done with it. */

import type { Attendance, CalendarEntry, CalendarView, Canceller } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { ATTENDANCE_NAMES, sayAttendance, sayClock, sayRule, sayWhen } from "../../words/appointments.ts";
import { sayDetails } from "./agenda.tsx";
import { viewerZone } from "./days.ts";
import { RemindersOfEntry } from "./reminders/of-entry.tsx";

const MARKS: readonly Attendance[] = ["came", "late", "no-show"];

export type EntryDialogProps = {
  readonly entry: CalendarEntry;
  readonly name: string;
  readonly calendar: CalendarView;
  readonly onChange: () => void;
  readonly onClose: () => void;
};

export function EntryDialog({ entry, name, calendar, onChange, onClose }: EntryDialogProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [calling, setCalling] = useState(false);
  const [off, setOff] = useState(NOTHING_SAID);
  const { ref, plan, from, begins, attendance, cancelled, rule, conflict, mayChange } = entry;
  const now = Date.now();
  // A note is of the day of its session, however late it is written.
  const held = from <= now ? { date: begins.slice(0, 10) } : {};
  // Before that there is mostly nothing to say.
  const [marks, showMarks] = useState(from <= now || attendance !== "expected");
  const mark = async (to: Attendance) => {
    if (await acting.run(() => vault.markAppointment({ ref, attendance: to }))) onClose();
  };
  const isTyped = calling && JSON.stringify(off) !== JSON.stringify(NOTHING_SAID);
  const keeps = {
    name: `calling off ${JSON.stringify(ref)}`,
    words: off,
    restore: (kept: Off) => {
      setOff(kept);
      setCalling(true);
    },
  };
  return (
    <FormDialog
      {...(mayChange && attendance !== "cancelled" ? { keeps } : {})}
      isTyped={isTyped}
      leaving="Leave this appointment?"
      title={name}
      note={sayWhen(entry, now)}
      onClose={onClose}
    >
      {(leave) => (
        <div className="inner">
          <div className="small">
            <p>{sayDetails(entry, calendar)}</p>
            {plan.zone !== viewerZone() && (
              <p>
                {sayClock(plan.start)} by the clock of {plan.zone}.
              </p>
            )}
            {rule !== undefined && <p>{sayRule(rule)}.</p>}
            {plan.chart === undefined ? (
              <p>In no client’s chart: no note and no reminder goes with it.</p>
            ) : (
              <RemindersOfEntry chart={plan.chart} entry={entry} />
            )}
            {cancelled && (
              <p>
                {sayAttendance(attendance, cancelled)}
                {cancelled.reason === "" ? "." : `: ${cancelled.reason}`}
              </p>
            )}
            {conflict && (
              <p className="due">It was changed on two devices, and one of both is shown. Say once more what holds.</p>
            )}
          </div>
          {mayChange && !calling && (
            <>
              <fieldset className="attendance">
                <legend className="label">{marks ? "What became of it" : "Before it takes place"}</legend>
                <div className="acts">
                  {(marks ? MARKS : []).map((one) => (
                    <button
                      key={one}
                      className="b slim"
                      type="button"
                      aria-pressed={attendance === one}
                      aria-busy={acting.busy}
                      onClick={() => void mark(attendance === one ? "expected" : one)}
                    >
                      {ATTENDANCE_NAMES[one]}
                    </button>
                  ))}
                  {attendance === "cancelled" ? (
                    <button className="b slim" type="button" onClick={() => void mark("expected")}>
                      It takes place after all
                    </button>
                  ) : (
                    <button className="b slim" type="button" onClick={() => setCalling(true)}>
                      Call it off
                    </button>
                  )}
                  {!marks && (
                    <button className="as-link" type="button" onClick={() => showMarks(true)}>
                      Say what became of it
                    </button>
                  )}
                </div>
              </fieldset>
              {acting.error && <ErrorLine text={acting.error} />}
              <div className="acts">
                <button className="b" type="button" onClick={onChange}>
                  Move or change
                </button>
                {plan.chart !== undefined && (
                  <>
                    <Link className="b plain" to="/charts/$chartId" params={{ chartId: plan.chart }}>
                      Open the chart
                    </Link>
                    <Link
                      className="b plain"
                      to="/notes/$noteId"
                      params={{ noteId: "new" }}
                      search={{ chart: plan.chart, kind: "progress", ...held }}
                    >
                      Write the note
                    </Link>
                  </>
                )}
              </div>
            </>
          )}
          {calling && (
            <CallOff
              entry={entry}
              off={off}
              onChange={setOff}
              onBack={isTyped ? leave : () => setCalling(false)}
              onClose={onClose}
            />
          )}
        </div>
      )}
    </FormDialog>
  );
}

const WHO: readonly (readonly [Canceller, string])[] = [
  ["client", "The client"],
  ["practice", "The practice"],
  ["mistake", "Nobody: it is here by mistake"],
];

type Off = { readonly by: Canceller; readonly late: boolean; readonly reason: string; readonly following: boolean };
const NOTHING_SAID: Off = { by: "client", late: false, reason: "", following: false };

function CallOff(props: {
  readonly entry: CalendarEntry;
  readonly off: Off;
  readonly onChange: (off: Off) => void;
  readonly onBack: () => void;
  readonly onClose: () => void;
}): ReactElement {
  const { entry, off, onChange, onBack, onClose } = props;
  const { ref } = entry;
  const { by, late, reason, following } = off;
  const vault = useVault();
  const acting = useActing();
  const change = (some: Partial<Off>) => onChange({ ...off, ...some });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const isMistake = by === "mistake";
    const cancelled = { by, late: late && !isMistake, reason: isMistake ? "" : reason.trim() };
    const act = () =>
      following && "series" in ref
        ? vault.endSeries(ref)
        : vault.markAppointment({ ref, attendance: "cancelled", cancelled });
    if (await acting.run(act)) onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {"series" in ref && (
        <fieldset className="ways">
          <legend className="vh">Which ones</legend>
          <Way name="which" title="This one" checked={!following} onChange={() => change({ following: false })}>
            It stays in the calendar as called off.
          </Way>
          <Way
            name="which"
            title="This one and all after it"
            checked={following}
            onChange={() => change({ following: true })}
          >
            The series ends before it. What has been stays.
          </Way>
        </fieldset>
      )}
      {!following && (
        <>
          <fieldset>
            <legend className="label">Who called it off?</legend>
            <div className="ways">
              {WHO.map(([who, title]) => (
                <Way key={who} name="who" title={title} checked={by === who} onChange={() => change({ by: who })} />
              ))}
            </div>
          </fieldset>
          {by !== "mistake" && (
            <>
              <label className="tick">
                <input type="checkbox" checked={late} onChange={({ target }) => change({ late: target.checked })} />
                <span>
                  <b>Too late by what was agreed</b>
                </span>
              </label>
              <Field label="Why" optional>
                {(control) => (
                  <input
                    {...control}
                    autoComplete="off"
                    value={reason}
                    maxLength={500}
                    onChange={({ target }) => change({ reason: target.value })}
                  />
                )}
              </Field>
            </>
          )}
        </>
      )}
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button className="b primary" type="submit" aria-busy={acting.busy}>
          {following ? "End the series" : "Call it off"}
        </button>
        <button className="b plain" type="button" onClick={onBack}>
          Leave it as it is
        </button>
      </div>
    </form>
  );
}

export type WayProps = {
  readonly name: string;
  readonly title: string;
  readonly checked: boolean;
  readonly onChange: () => void;
  readonly children?: string;
};

export function Way({ name, title, checked, onChange, children }: WayProps): ReactElement {
  return (
    <label>
      <input type="radio" name={name} checked={checked} onChange={onChange} />
      <span>
        <b>{title}</b>
        {children && <span>{children}</span>}
      </span>
    </label>
  );
}
