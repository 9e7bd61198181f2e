/** Beginning a case, or changing who asks what. From a chart, or from anywhere with the chart chosen first. */

import type { CaseKind, CaseView, CaseWords } from "@alcove/vault";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useClientName } from "../../parts/client-name.tsx";
import { Field } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { FormEnd } from "../../parts/form-end.tsx";
import { dayOf, sayDayBriefly } from "../../words/dates.ts";
import { GROUPS, useGuide } from "./guide.ts";

export type CaseFormProps = {
  readonly chart?: string;
  /** The one that is changed. */
  readonly view?: CaseView;
  readonly onClose: () => void;
};

/** `undefined` takes it away. */
type Some = { readonly [K in keyof CaseWords]?: CaseWords[K] | undefined };

const withoutAbsent = (words: Some): CaseWords =>
  Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)) as CaseWords;

const NOTHING: Omit<CaseWords, "received"> = {
  kind: "access",
  from: "",
  address: "",
  asked: "",
  checked: "",
  steps: [],
};

export function CaseForm({ chart: given, view, onClose }: CaseFormProps): ReactElement {
  const vault = useVault();
  const go = useNavigate();
  const acting = useActing();
  const guide = useGuide();
  const { value: charts } = useAnswer("charts", (one) => one.charts());
  const [chosen, setChosen] = useState(given ?? "");
  const [words, setWords] = useState<CaseWords>(view?.said ?? { ...NOTHING, received: dayOf(Date.now()) });
  const [isTyped, setTyped] = useState(false);
  const shown = useClientName();
  const chart = given ?? chosen;
  const kind = guide.kindOf(words.kind);
  // Who reads no notes begins what lies outside of them.
  const opens = charts?.find(({ id }) => id === chart)?.writes ?? true;
  const kinds = guide.value?.kinds.filter((one) => opens || guide.value?.forFrontDesk.includes(one.kind)) ?? [];
  const change = (some: Some) => {
    setTyped(true);
    setWords(withoutAbsent({ ...words, ...some }));
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!chart) return acting.setError("Choose the chart it is about.");
    const kept = await acting.run(() =>
      vault.saveCase({ chart, said: words, basedOn: view?.basedOn ?? [], ...(view ? { id: view.id } : {}) }),
    );
    if (!kept) return;
    onClose();
    const params = { chartId: chart, caseId: kept.value.id };
    // What was typed is kept: nothing asks whether to leave.
    if (!view) void go({ to: "/charts/$chartId/cases/$caseId", params, ignoreBlocker: true });
  };

  return (
    <FormDialog
      keeps={{
        name: `case ${view?.id ?? given ?? "new"}`,
        words: { chosen, words },
        restore: (kept) => {
          setChosen(kept.chosen);
          change(kept.words);
        },
      }}
      isTyped={isTyped}
      leaving="Leave this case?"
      title={view ? "Who asks, and what" : "Begin a case"}
      note={kind?.says}
      broad
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          {!given && (
            <Field label="Chart">
              {(control) => (
                <select {...control} value={chosen} onChange={({ target }) => setChosen(target.value)}>
                  <option value="">Choose one</option>
                  {charts?.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {shown(name)}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
          {!view && (
            <Field label="What it is">
              {(control) => (
                <select
                  {...control}
                  value={words.kind}
                  onChange={({ target }) =>
                    // What only one kind has goes with it.
                    change({
                      kind: target.value as CaseKind,
                      answerBy: undefined,
                      note: undefined,
                      paidInFull: undefined,
                      person: undefined,
                    })
                  }
                >
                  {GROUPS.filter(([group]) => kinds.some((one) => one.group === group)).map(([group, label]) => (
                    <optgroup key={group} label={label}>
                      {kinds
                        .filter((one) => one.group === group)
                        .map((one) => (
                          <option key={one.kind} value={one.kind}>
                            {one.name}
                          </option>
                        ))}
                    </optgroup>
                  ))}
                </select>
              )}
            </Field>
          )}
          <DayField
            label={kind?.group === "safety" ? "The day it came up" : "Received on"}
            value={words.received}
            onChange={(received) => change({ received })}
          />
          {kind?.group !== "safety" && chart && (
            <WhoAsks key={chart} chart={chart} words={words} isRight={kind?.group === "rights"} onChange={change} />
          )}
          <Field label={askedLabel(words.kind, kind?.group)} hint={askedHint(words.kind)} optional>
            {(control) => (
              <textarea
                {...control}
                dir="auto"
                rows={3}
                autoComplete="off"
                value={words.asked}
                onChange={({ target }) => change({ asked: target.value })}
              />
            )}
          </Field>
          {kind?.clock.by === "paper" && (
            <DayField
              label="Answer by"
              hint="The day that the paper names."
              optional
              value={words.answerBy ?? ""}
              onChange={(day) => change({ answerBy: day || undefined })}
            />
          )}
          {words.kind === "restriction" && (
            <label className="tick">
              <input
                type="checkbox"
                checked={words.paidInFull === true}
                onChange={({ target }) => change({ paidInFull: target.checked || undefined })}
              />
              <span>
                <b>A health plan is not to hear of what was paid in full out of pocket</b>
                <span>Then it must be granted.</span>
              </span>
            </label>
          )}
          {words.kind === "amendment" && chart && <WhichNote chart={chart} words={words} onChange={change} />}
          {kind?.group === "rights" && words.kind !== "confidential" && (
            <Field
              label="How you saw that it is them"
              hint="“Knows them for years”, “passport”, “guardian’s papers”."
              optional
            >
              {(control) => (
                <input
                  {...control}
                  dir="auto"
                  autoComplete="off"
                  value={words.checked}
                  onChange={({ target }) => change({ checked: target.value })}
                />
              )}
            </Field>
          )}
          <FormEnd
            acting={acting}
            does={view ? "Save the case" : "Begin the case"}
            changes={view !== undefined}
            leave={leave}
          />
        </form>
      )}
    </FormDialog>
  );
}

const askedLabel = (kind: CaseKind, group: string | undefined): string =>
  kind === "confidential"
    ? "How and where they want to be reached"
    : group === "safety"
      ? "What was said or seen"
      : group === "papers"
        ? "What it asks for"
        : "What they ask";

const askedHint = (kind: CaseKind): string =>
  kind === "confidential"
    ? "Do not ask why."
    : kind === "amendment"
      ? "In their own words: what is wrong, and what should stand there."
      : "In their own words, as far as you can.";

type DayFieldProps = {
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
  readonly value: string;
  readonly onChange: (day: string) => void;
};

export function DayField({ label, hint, optional = false, value, onChange }: DayFieldProps): ReactElement {
  return (
    <Field label={label} hint={hint} optional={optional}>
      {(control) => (
        <input
          {...control}
          type="date"
          autoComplete="off"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

type PartProps = {
  readonly chart: string;
  readonly words: CaseWords;
  readonly onChange: (some: Some) => void;
};

/** Somebody of the chart fills in name and address; both can be changed, and anybody else typed. */
function WhoAsks({ chart, words, isRight, onChange }: PartProps & { readonly isRight: boolean }): ReactElement {
  const { value } = useAnswer(`administrative ${chart}`, (vault) => vault.administrative(chart));
  const people = value?.people ?? [];
  return (
    <>
      {isRight && people.length > 0 && (
        <Field label="Who asks">
          {(control) => (
            <select
              {...control}
              value={words.person ?? ""}
              onChange={({ target }) => {
                const person = people.find(({ id }) => id === target.value);
                const post = person?.reach.find(({ by }) => by === "post");
                onChange({ person: person?.id, from: person?.name ?? "", address: post?.at ?? "" });
              }}
            >
              <option value="">Somebody else</option>
              {people.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field label={isRight ? "Name, as a letter has it" : "Who sent it"} optional>
        {(control) => (
          <input
            {...control}
            dir="auto"
            autoComplete="off"
            value={words.from}
            onChange={({ target }) => onChange({ from: target.value })}
          />
        )}
      </Field>
      <Field label="Address for the answer" optional>
        {(control) => (
          <textarea
            {...control}
            dir="auto"
            rows={3}
            autoComplete="off"
            value={words.address}
            onChange={({ target }) => onChange({ address: target.value })}
          />
        )}
      </Field>
    </>
  );
}

function WhichNote({ chart, words, onChange }: PartProps): ReactElement | null {
  const { value } = useAnswer(`notes ${chart}`, (vault) => vault.notes(chart));
  const notes = value?.filter(({ kind }) => kind === "progress") ?? [];
  const now = Date.now();
  if (notes.length === 0) return null;
  return (
    <Field label="Which note it is about" optional>
      {(control) => (
        <select
          {...control}
          value={words.note ?? ""}
          onChange={({ target }) => onChange({ note: target.value || undefined })}
        >
          <option value="">None, or several</option>
          {notes.map(({ id, date, title }) => (
            <option key={id} value={id}>
              {[sayDayBriefly(date, now), title].filter(Boolean).join(", ")}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
