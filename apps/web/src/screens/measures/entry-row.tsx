/** One entry: what came out, what wants to be looked at, and folded away the answers with who owns the words. */

import type { Measure, MeasureView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { sentence } from "../../words/counts.ts";
import { sayMoment, sayNarrowDate } from "../../words/dates.ts";
import { sayAlert, sayHow, sayResult } from "../../words/measures.ts";
import type { Forms } from "./use-forms.ts";

export type EntryRowProps = {
  readonly entry: MeasureView;
  /** Whose it is, in a chart with several clients. */
  readonly whose: string | undefined;
  readonly forms: Forms;
  readonly writes: boolean;
  readonly now: number;
};

export function EntryRow({ entry, whose, forms, writes, now }: EntryRowProps): ReactElement {
  const {
    id,
    chart,
    name,
    date,
    filled,
    note,
    enquiry,
    mistaken,
    author,
    enteredBy,
    changed,
    scales,
    alerts,
    kept,
    beside,
  } = entry;
  const measure = filled.how === "result" ? undefined : forms.find(filled.measure, filled.version);
  const [asking, setAsking] = useState(false);
  const itemsOf = (scale: string) => measure?.scales.find((one) => one.id === scale)?.items.length ?? 0;
  const told = scales.flatMap((scale) => scale.told);
  return (
    <li>
      <time dateTime={date}>{sayNarrowDate(date, now)}</time>
      <div>
        <span className={mistaken ? "plain-name mistaken" : "plain-name"}>
          {name}: {sayResult(entry, itemsOf)}
        </span>
        {whose !== undefined && <bdi className="small quiet"> {whose}</bdi>}
        {beside.map((other) => (
          <p key={other.writtenAt} className="due">
            Changed in two ways at once. The other way, by {other.author || "a member"}:{" "}
            {sayNarrowDate(other.date, now)}, {sayResult(other, itemsOf)}
            {other.note && `, ${other.note}`}. Correct it to settle that.
          </p>
        ))}
        {mistaken && <p>Entered by mistake{author && `, says ${author}`}. It counts in nothing.</p>}
        {!mistaken &&
          alerts.map((alert) => (
            <p key={alert.item} className={alert.kind === "risk" ? "due" : ""}>
              {sayAlert(alert, labelOf(measure, alert.item, alert.answer))}
            </p>
          ))}
        {!mistaken && enquiry && (
          <p>
            {enquiry.asked ? "Asked: " : "Not asked: "}
            <span dir="auto">{enquiry.words}</span>
          </p>
        )}
        {note && <p dir="auto">{note}</p>}
        {!mistaken && (
          <p>
            {sayHow(filled)}
            {enteredBy && `, entered by ${enteredBy}`}
            {changed && `; changed by ${changed.author || "a member"} ${sayMoment(changed.writtenAt, now)}`}
            {kept.server === undefined && ", on this device only so far"}.
          </p>
        )}
        <details>
          <summary>{filled.how === "result" ? "More" : "Answers"}</summary>
          {filled.how === "result" ? (
            <p>
              {filled.version && `Version ${filled.version}. `}
              {filled.licensed ? "The practice holds a licence." : "No licence is noted."}
            </p>
          ) : (
            <dl className="answers">
              {filled.answers.map((answer, i) => (
                // Answers have no ids; they stand in the order of their questions.
                // oxlint-disable-next-line react/no-array-index-key
                <div key={i}>
                  <dt>
                    {i + 1}. {measure?.items[i]?.text}
                  </dt>
                  <dd>{answer === null ? "left blank" : `${answer} ${labelOf(measure, i + 1, answer) ?? ""}`}</dd>
                </div>
              ))}
            </dl>
          )}
          {told.map(({ says, of, source }) => (
            <p key={`${says} ${of ?? ""}`}>
              {sentence(of ? `for ${of}: ${says}` : says)}. {source}.
            </p>
          ))}
          {measure && <p>{measure.credit}</p>}
          {writes && !mistaken && !asking && (
            <p className="acts">
              <Link to="/charts/$chartId/measures/new" params={{ chartId: chart }} search={{ entry: id }}>
                Correct it
              </Link>
              <button className="as-link" type="button" onClick={() => setAsking(true)}>
                Entered by mistake
              </button>
            </p>
          )}
          {asking && <Mistake entry={entry} onClose={() => setAsking(false)} />}
        </details>
      </div>
    </li>
  );
}

function labelOf(measure: Measure | undefined, item: number, answer: number | null): string | undefined {
  const choices = measure?.choices[measure.items[item - 1]?.choices ?? ""];
  return choices?.find(({ value }) => value === answer)?.label;
}

function Mistake({ entry, onClose }: { readonly entry: MeasureView; readonly onClose: () => void }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [why, setWhy] = useState(entry.note);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { id, chart, date, filled, enquiry, person, basedOn } = entry;
    const more = { ...(enquiry ? { enquiry } : {}), ...(person ? { person } : {}) };
    const said = { id, chart, date, filled, basedOn, note: why, ...more };
    if (await acting.run(() => vault.saveMeasure({ ...said, mistaken: true }))) onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Field label="What happened" hint="It stays to be read, struck through, and counts in nothing." optional>
        {(control) => (
          <input
            {...control}
            value={why}
            onChange={(event) => setWhy(event.target.value)}
            autoComplete="off"
            autoFocus
          />
        )}
      </Field>
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button className="b slim" type="submit" aria-busy={acting.busy}>
          Strike it through
        </button>
        <button className="b plain slim" type="button" onClick={onClose}>
          Leave it as it is
        </button>
      </div>
    </form>
  );
}
