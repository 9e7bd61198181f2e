/** Charts of somebody who leaves: who else opens them, and passing them on. */

import type { ChartsPassed, LeavingView, MemberView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, Field, WellLine } from "../../parts/field.tsx";
import { MemberField } from "../../parts/member-field.tsx";
import { count, sentence } from "../../words/counts.ts";
import { useForTwo } from "../two-owners/for-two.ts";

export type TheirChartsProps = {
  readonly view: LeavingView;
  readonly members: readonly MemberView[];
  readonly mayPass: boolean;
};

export function TheirCharts({ view, members, mayPass }: TheirChartsProps): ReactElement {
  const { charts, others } = view;
  return (
    <section className="leaving" aria-labelledby="h-charts">
      <h2 id="h-charts">Charts</h2>
      <p className="quiet">{sayCharts(view)}</p>
      {others.length > 0 && (
        <ul className="rows ends">
          {others.map(({ member, name, charts: opens, waitForKey }) => (
            <li key={member}>
              <span className="plain-name">{name || "A member"}</span>
              <span className="end">
                Opens {count(opens, "chart")}
                {waitForKey > 0 && `, ${count(waitForKey, "key")} on the way`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {mayPass && charts.all > 0 && <PassOn view={view} members={members} />}
    </section>
  );
}

function sayCharts({ charts, isGone, isYou }: LeavingView): string {
  if (charts.all === 0) return isGone ? "No chart was open to them." : "No chart is open to them.";
  const all = `${sentence(count(charts.all, "chart"))} ${charts.all === 1 ? "is" : "are"} open to ${isYou ? "you" : "them"}`;
  if (isGone) {
    const shut =
      charts.alone === 0 ? "and all of them are open to others" : `${count(charts.alone, "chart")} nobody opens`;
    return `${sentence(count(charts.all, "chart"))} ${charts.all === 1 ? "was" : "were"} open to them, ${shut}.`;
  }
  return charts.alone === 0 ? `${all}, and to others too.` : `${all}; ${count(charts.alone, "chart")} to nobody else.`;
}

function PassOn({ view, members }: Omit<TheirChartsProps, "mayPass">): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const forTwo = useForTwo();
  const able = members.filter(({ id, role }) => id !== view.member && role !== "auditor");
  const [to, setTo] = useState(able[0]?.id ?? "");
  const { alone, all } = view.charts;
  const [chosen, setWhich] = useState<"alone" | "all">("alone");
  // Where there are none that nobody else opens, or no others, there is nothing to choose.
  const isChoice = alone > 0 && alone < all;
  const which = isChoice ? chosen : "all";
  const [done, setDone] = useState<ChartsPassed>();
  const pass = async (event: FormEvent) => {
    event.preventDefault();
    setDone(undefined);
    const passed = await acting.run(async () =>
      forTwo.watch(await vault.passCharts({ member: view.member, to, which })),
    );
    if (passed) setDone(passed.value);
  };
  if (able.length === 0) return <p className="small quiet">There is nobody to pass them on to yet.</p>;
  return (
    <form className="pass-on" onSubmit={(event) => void pass(event)}>
      {isChoice && (
        <Field label="Which">
          {(control) => (
            <select {...control} value={which} onChange={(event) => setWhich(event.target.value as "alone" | "all")}>
              <option value="alone">Those that nobody else opens</option>
              <option value="all">All of them</option>
            </select>
          )}
        </Field>
      )}
      <MemberField
        label="To whom"
        hint="To read and write, with their history. Psychotherapy notes are not part of it."
        members={able}
        value={to}
        onChange={setTo}
      />
      {acting.error && !forTwo.needed && <ErrorLine text={acting.error} />}
      {forTwo.needed && (
        <ErrorLine
          text={`With two owners, who does not open a chart can’t pass it on alone. ${view.name || "The member"} can, from their own device.`}
        />
      )}
      {done && <WellLine>{sayPassed(done)}</WellLine>}
      <div className="acts">
        <button className="b" type="submit" aria-busy={acting.busy}>
          Pass them on
        </button>
      </div>
    </form>
  );
}

function sayPassed({ passed, left }: ChartsPassed): string {
  const said =
    passed === 0
      ? "There was nothing to pass on."
      : `${sentence(count(passed, "chart"))} passed on; the keys follow by themselves.`;
  return left === 0
    ? said
    : `${said} ${sentence(count(left, "chart"))} left: guarded ones are shared one at a time, and others by who opens them.`;
}
