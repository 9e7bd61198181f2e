/** Where to look: in which chart, which kind, by whom, when. Nobody is asked who wrote while there is one member. */

import type { ReactElement, ReactNode } from "react";
import { useAnswer } from "../../app/session.tsx";
import type { Asked, When } from "./asked.ts";
import { ClientName } from "../../parts/client-name.tsx";

export type FiltersProps = { readonly asked: Asked; readonly onAsk: (change: Partial<Asked>) => void };

export function Filters({ asked, onAsk }: FiltersProps): ReactElement {
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const { value: members } = useAnswer("members", (vault) => vault.members());
  const several = members !== undefined && members.length > 1;
  const columns = several ? "filters four" : "filters";
  return (
    <>
      <div className={columns}>
        <Select label="Chart" value={asked.chart} onChange={(chart) => onAsk({ chart })}>
          <option value="">Every chart</option>
          {charts
            ?.toSorted((a, b) => a.name.localeCompare(b.name))
            .map((chart) => (
              <option key={chart.id} value={chart.id}>
                <ClientName of={chart.name} />
              </option>
            ))}
        </Select>
        <Select label="Kind" value={asked.kind} onChange={(kind) => onAsk({ kind: kind as Asked["kind"] })}>
          <option value="">Any kind</option>
          <option value="progress">Progress note</option>
          <option value="psychotherapy">Psychotherapy note</option>
        </Select>
        {several && (
          <Select label="Written by" value={asked.author} onChange={(author) => onAsk({ author })}>
            <option value="">Anybody</option>
            {members.map((member) => (
              <option key={member.id} value={member.id}>
                {member.name}
              </option>
            ))}
          </Select>
        )}
        <Select label="When" value={asked.when} onChange={(when) => onAsk({ when: when as When })}>
          <option value="any">Any time</option>
          <option value="month">The last month</option>
          <option value="quarter">The last three months</option>
          <option value="year">The last year</option>
          <option value="days">Between two days</option>
        </Select>
      </div>
      {asked.when === "days" && (
        <div className={`${columns} days`}>
          <Day label="From" value={asked.from} onChange={(from) => onAsk({ from })} />
          <Day label="To" value={asked.to} onChange={(to) => onAsk({ to })} />
        </div>
      )}
    </>
  );
}

type FilterProps = { readonly label: string; readonly value: string; readonly onChange: (value: string) => void };

function Select(props: FilterProps & { readonly children: ReactNode }): ReactElement {
  return (
    <label className="filter">
      <span>{props.label}</span>
      <select className="in" value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        {props.children}
      </select>
    </label>
  );
}

/** Left empty it is open on that side. */
function Day({ label, value, onChange }: FilterProps): ReactElement {
  return (
    <label className="filter">
      <span>{label}</span>
      <input
        className="in"
        type="date"
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
