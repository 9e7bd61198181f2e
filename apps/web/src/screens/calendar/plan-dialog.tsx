/** Planning an appointment, and changing one. What it meets is said before it is saved; nothing is forbidden. */

import type {
  AppointmentKind,
  CalendarEntry,
  CalendarView,
  ChartView,
  MeetView,
  Plan,
  PlanRequest,
  Scope,
} from "@alcove/vault";
import { type FormEvent, type ReactElement, useEffect, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useClientName } from "../../parts/client-name.tsx";
import { Field } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { FormEnd } from "../../parts/form-end.tsx";
import { KIND_NAMES, rulesFrom, sayMeets, sayRule } from "../../words/appointments.ts";
import { findCharts } from "../charts/find-charts.ts";
import { viewerZone } from "./days.ts";
import { Way } from "./entry-dialog.tsx";
import { WhoField } from "./who-field.tsx";

export type PlanDialogProps = {
  readonly charts: readonly ChartView[];
  readonly calendar: CalendarView;
  readonly onClose: () => void;
} & (
  | { readonly at: string; readonly entry?: undefined }
  /** `plan`: what is to be changed already, such as a start that was dragged to. */
  | { readonly entry: CalendarEntry; readonly plan: Partial<Plan>; readonly at?: undefined }
);

const LENGTHS = [15, 25, 30, 45, 50, 60, 80, 90, 120];
const SCOPES: readonly (readonly [Scope, string, string])[] = [
  ["one", "This one", "The others stay as they are."],
  ["following", "This one and all after it", "What has been stays as it was."],
  ["all", "All that are still to come", "What has been stays as it was."],
];

export function PlanDialog(props: PlanDialogProps): ReactElement {
  const { charts, calendar, onClose, entry } = props;
  const vault = useVault();
  const acting = useActing();
  const [before] = useState(() => (entry ? { ...entry.plan, ...props.plan } : newPlan(calendar, props.at ?? "")));
  const [plan, setPlan] = useState<Plan>(before);
  const [rule, setRule] = useState("");
  const [count, setCount] = useState("");
  const [scope, setScope] = useState<Scope>("one");
  const [asItIs, setAsItIs] = useState(before.title);
  const [wrong, setWrong] = useState<string>();
  const change = (changes: Partial<Plan>) => {
    setWrong(undefined);
    setPlan({ ...plan, ...changes });
  };
  const [day, time] = [plan.start.slice(0, 10), plan.start.slice(11)];
  const repeats = entry === undefined ? rule : "";
  const requestFor = (said: Plan): PlanRequest =>
    entry
      ? { ref: entry.ref, scope, plan: { ...said, chart: said.chart ?? "", room: said.room ?? "" } }
      : {
          plan: said,
          ...(repeats === "" ? {} : { rule: `${repeats}${Number(count) > 0 ? `;COUNT=${Number(count)}` : ""}` }),
        };
  const meets = useMeets(requestFor(plan));
  const shown = useClientName();
  const mayWrite = calendar.calendars.filter((one) => one.mayChange);
  const now = Date.now();

  const isTyped = rule !== "" || scope !== "one" || asOneText(plan) !== asOneText(before);
  const keeps = {
    name: entry ? `appointment ${JSON.stringify(entry.ref)}` : "appointment new",
    words: { plan, rule, count, scope },
    restore: (kept: { plan: Plan; rule: string; count: string; scope: Scope }) => {
      setPlan(kept.plan);
      setRule(kept.rule);
      setCount(kept.count);
      setScope(kept.scope);
    },
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!plan.chart && plan.title.trim() === "") return setWrong("Say whose appointment it is, or what it is.");
    // Once: a team may be called like a client. Whoever typed all of a name means whom it names.
    const found = plan.chart || plan.title === asItIs ? [] : findCharts(charts, plan.title);
    const exact = found.filter(({ name }) => isSameName(name, plan.title));
    if (exact[0] && exact.length === 1) return save({ ...plan, chart: exact[0].id, title: "" });
    const [client] = found;
    if (client) {
      setAsItIs(plan.title);
      return setWrong(`Is it ${client.name}’s? Then take the name below. If not, press once more.`);
    }
    return save(plan);
  };
  async function save(said: Plan): Promise<void> {
    if (day === "" || time === "") return setWrong("Give a day and a time.");
    if (await acting.run(() => vault.planAppointment(requestFor(said)))) onClose();
  }
  return (
    <FormDialog
      keeps={keeps}
      isTyped={isTyped}
      leaving="Leave this appointment?"
      title={entry ? "Move or change" : "New appointment"}
      broad
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <WhoField charts={charts} plan={plan} error={wrong} onChange={change} />
          <div className="in-a-row">
            <Field label="Day">
              {(control) => (
                <input
                  {...control}
                  type="date"
                  autoComplete="off"
                  value={day}
                  onChange={({ target }) => {
                    change({ start: `${target.value}T${time}` });
                    setRule("");
                  }}
                />
              )}
            </Field>
            <Field label="Time">
              {(control) => (
                <input
                  {...control}
                  type="time"
                  autoComplete="off"
                  value={time}
                  onChange={({ target }) => change({ start: `${day}T${target.value}` })}
                />
              )}
            </Field>
            <Field label="How long">
              {(control) => (
                <select
                  {...control}
                  value={plan.minutes}
                  onChange={({ target }) => change({ minutes: Number(target.value) })}
                >
                  {[...new Set([...LENGTHS, plan.minutes])]
                    .toSorted((a, b) => a - b)
                    .map((minutes) => (
                      <option key={minutes} value={minutes}>
                        {minutes} minutes
                      </option>
                    ))}
                </select>
              )}
            </Field>
          </div>
          {plan.zone !== viewerZone() && <p className="small quiet">By the clock of {plan.zone}.</p>}
          <div role="status">
            {meets.length > 0 && (
              <ul className="meets">
                {meets.map((met) => (
                  <li key={met.with}>{sayMeets({ ...met, name: met.name && shown(met.name) }, now)}</li>
                ))}
              </ul>
            )}
          </div>
          {entry?.rule !== undefined && (
            <fieldset>
              <legend className="label">{sayRule(entry.rule)}: which of them?</legend>
              <div className="ways">
                {SCOPES.map(([one, title, says]) => (
                  <Way key={one} name="scope" title={title} checked={scope === one} onChange={() => setScope(one)}>
                    {says}
                  </Way>
                ))}
              </div>
            </fieldset>
          )}
          <div className="in-a-row of-two">
            <Field label="Kind">
              {(control) => (
                <select
                  {...control}
                  value={plan.kind}
                  onChange={({ target }) => change({ kind: target.value as AppointmentKind })}
                >
                  {Object.entries(KIND_NAMES).map(([kind, name]) => (
                    <option key={kind} value={kind}>
                      {name}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            {entry === undefined && day !== "" && (
              <>
                <Field label="Repeats">
                  {(control) => (
                    <select {...control} value={rule} onChange={({ target }) => setRule(target.value)}>
                      <option value="">Not at all</option>
                      {rulesFrom(day).map((one) => (
                        <option key={one.rule} value={one.rule}>
                          {one.says}
                        </option>
                      ))}
                    </select>
                  )}
                </Field>
                {rule !== "" && (
                  <Field label="How many times" optional>
                    {(control) => (
                      <input
                        {...control}
                        type="number"
                        autoComplete="off"
                        min={1}
                        max={999}
                        value={count}
                        onChange={({ target }) => setCount(target.value)}
                      />
                    )}
                  </Field>
                )}
              </>
            )}
          </div>
          <div className="in-a-row">
            <Rooms calendar={calendar} plan={plan} onChange={change} />
            {entry === undefined && mayWrite.length > 1 && (
              <Field label="In whose calendar">
                {(control) => (
                  <select {...control} value={plan.member} onChange={({ target }) => change({ member: target.value })}>
                    {mayWrite.map((one) => (
                      <option key={one.member} value={one.member}>
                        {one.isYou ? "Yours" : one.name}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            )}
          </div>
          <label className="tick">
            <input type="checkbox" checked={plan.video} onChange={({ target }) => change({ video: target.checked })} />
            <span>
              <b>By video</b>
            </span>
          </label>
          <Field
            label="A word beside it"
            hint="Everybody who opens this calendar sees it. Nothing of what was said belongs here."
            optional
          >
            {(control) => (
              <input
                {...control}
                autoComplete="off"
                maxLength={500}
                value={plan.note}
                onChange={({ target }) => change({ note: target.value })}
              />
            )}
          </Field>
          <FormEnd
            acting={acting}
            does={submitWords(entry !== undefined, meets.length > 0)}
            changes={entry !== undefined}
            leave={leave}
          />
        </form>
      )}
    </FormDialog>
  );
}

function submitWords(isChange: boolean, meetsSomething: boolean): string {
  const does = isChange ? "Change the appointment" : "Plan the appointment";
  return meetsSomething ? `${does} all the same` : does;
}

function Rooms(props: {
  readonly calendar: CalendarView;
  readonly plan: Plan;
  readonly onChange: (changes: Partial<Plan>) => void;
}): ReactElement | null {
  const { calendar, plan, onChange } = props;
  const rooms = calendar.rooms.filter(({ id, closed }) => !closed || id === plan.room);
  if (rooms.length === 0) return null;
  return (
    <Field label="Room">
      {(control) => (
        <select {...control} value={plan.room ?? ""} onChange={({ target }) => onChange({ room: target.value })}>
          <option value="">None</option>
          {rooms.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** The same where a chart or a room is none and where it is absent. */
const asOneText = (plan: Plan): string => JSON.stringify({ chart: "", room: "", ...plan });

function newPlan({ calendars }: CalendarView, at: string): Plan {
  const member = calendars.find(({ mayChange }) => mayChange)?.member ?? "";
  return { member, title: "", kind: "session", start: at, zone: viewerZone(), minutes: 50, video: false, note: "" };
}

const ASKED_AFTER_MS = 200;

/** Asked anew when what is planned stands still for a moment. */
function useMeets(request: PlanRequest): readonly MeetView[] {
  const vault = useVault();
  const [meets, setMeets] = useState<readonly MeetView[]>([]);
  const asked = JSON.stringify(request);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      vault.meets(JSON.parse(asked) as PlanRequest).then(
        (answer) => current && setMeets(answer.ok ? answer.value : []),
        () => {},
      );
    }, ASKED_AFTER_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [vault, asked]);
  return meets;
}

const isSameName = (name: string, typed: string): boolean => name.trim().toLowerCase() === typed.trim().toLowerCase();
