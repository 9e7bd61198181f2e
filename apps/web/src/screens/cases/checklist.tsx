/** What to think of in a case, as steps that can be ticked. */

import type { CaseView, CaseWords, KindOfCase } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import { dayOf, sayDayBriefly } from "../../words/dates.ts";

export type ChecklistProps = {
  readonly chart: string;
  readonly view: CaseView;
  readonly kind: KindOfCase;
  readonly now: number;
};

/** Guidance: nothing waits for it. */
export function Checklist({ chart, view, kind, now }: ChecklistProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { said, mayWrite } = view;
  // Ticked at once; the next tick waits until this one is part of what it stands on.
  const [sent, setSent] = useState<{ readonly over: string; readonly steps: CaseWords["steps"] }>();
  const over = view.basedOn.join();
  const waits = sent?.over === over;
  const steps = waits ? sent.steps : said.steps;
  const toggle = async (step: string, isDone: boolean) => {
    if (waits) return;
    const others = said.steps.filter((one) => one.step !== step);
    const next = isDone ? [...others, { step, on: dayOf(Date.now()), words: "" }] : others;
    setSent({ over, steps: next });
    const request = { chart, id: view.id, said: { ...said, steps: next }, basedOn: view.basedOn };
    if (!(await acting.run(() => vault.saveCase(request)))) setSent(undefined);
  };
  return (
    <section aria-labelledby="h-steps" className="case-steps">
      <h2 id="h-steps">What to think of</h2>
      <ul>
        {kind.steps.map(({ id, words, source }) => {
          const done = steps.find(({ step }) => step === id);
          return (
            <li key={id}>
              <label className="tick">
                <input
                  type="checkbox"
                  checked={done !== undefined}
                  disabled={!mayWrite || view.closed}
                  onChange={({ target }) => void toggle(id, target.checked)}
                />
                <span>
                  {words}
                  <span className="quiet">
                    {done ? `Done ${sayDayBriefly(done.on, now)}${done.words && `: ${done.words}`}. ` : ""}
                    {source.standing === "your-state" ? "Ask your State’s rule; not verified. " : ""}
                    {source.cite}
                  </span>
                </span>
              </label>
            </li>
          );
        })}
      </ul>
      {acting.error && <ErrorLine text={acting.error} />}
    </section>
  );
}
