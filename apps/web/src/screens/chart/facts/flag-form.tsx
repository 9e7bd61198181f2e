/** Raising a flag: what whoever opens the chart must see first, and by when somebody looks at it again. */

import type { FactEnd, FactWords, FlagWords } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { Field } from "../../../parts/field.tsx";
import { dayOf } from "../../../words/dates.ts";
import { FactDialog, type FactFormProps } from "./fact-dialog.tsx";
import { FLAGS } from "./fact-words.ts";

export function FlagForm(props: FactFormProps): ReactElement {
  const before = props.fact?.said.kind === "flag" ? props.fact.said : undefined;
  const [today] = useState(() => dayOf(Date.now()));
  const [about, setAbout] = useState<FlagWords["about"]>(before?.about ?? "suicide");
  const [words, setWords] = useState(before?.words ?? "");
  const [since, setSince] = useState(before?.since ?? today);
  const [reviewBy, setReviewBy] = useState(before?.reviewBy ?? "");

  const say = async (ended: FactEnd | undefined): Promise<FactWords | { readonly error: string }> => {
    if (about === "other" && words.trim() === "") return { error: "Say in a few words what it is about." };
    return {
      kind: "flag",
      about,
      words: words.trim(),
      since,
      ...(reviewBy && { reviewBy }),
      ...(ended && { ended }),
    };
  };
  const isTyped =
    about !== (before?.about ?? "suicide") ||
    words !== (before?.words ?? "") ||
    since !== (before?.since ?? today) ||
    reviewBy !== (before?.reviewBy ?? "");

  return (
    <FactDialog
      {...props}
      does="Save the flag"
      words={{ about, words, since, reviewBy }}
      restore={(kept) => {
        setAbout(kept.about);
        setWords(kept.words);
        setSince(kept.since);
        setReviewBy(kept.reviewBy);
      }}
      title={before ? "Change the flag" : "Raise a flag"}
      note="It stands first in the chart, for everybody who can open it, until somebody ends it with a reason."
      isTyped={isTyped}
      say={say}
    >
      <Field label="What it is about">
        {(control) => (
          <select {...control} value={about} onChange={({ target }) => setAbout(target.value as FlagWords["about"])}>
            {FLAGS.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="What others must know" optional={about !== "other"}>
        {(control) => (
          <textarea
            {...control}
            dir="auto"
            rows={3}
            autoComplete="off"
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
        )}
      </Field>
      <Field label="Since">
        {(control) => (
          <input
            {...control}
            type="date"
            autoComplete="off"
            value={since}
            onChange={({ target }) => setSince(target.value)}
          />
        )}
      </Field>
      <Field label="Look again by" optional>
        {(control) => (
          <input
            {...control}
            type="date"
            autoComplete="off"
            value={reviewBy}
            onChange={({ target }) => setReviewBy(target.value)}
          />
        )}
      </Field>
    </FactDialog>
  );
}
