/** Writing a diagnosis: by a code as one types, or in one's own words. */

import type { DiagnosisWords, FactEnd, FactWords } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useVault } from "../../../app/vault-context.tsx";
import { Field } from "../../../parts/field.tsx";
import { CodeField, type Named } from "./code-field.tsx";
import { FactDialog, type FactFormProps, SinceField } from "./fact-dialog.tsx";

const ENDS = [
  ["past", "It is past", "It was so, and is no more."],
  ["ruled-out", "It was ruled out", "It has never been so."],
] as const;

export function DiagnosisForm(props: FactFormProps): ReactElement {
  const vault = useVault();
  const before = props.fact?.said.kind === "diagnosis" ? props.fact.said : undefined;
  const [named, setNamed] = useState<Named>(before ?? { words: "" });
  const [certainty, setCertainty] = useState<DiagnosisWords["certainty"]>(before?.certainty ?? "provisional");
  const [principal, setPrincipal] = useState(before?.principal ?? false);
  const [since, setSince] = useState(before?.since ?? "");
  const [by, setBy] = useState(before?.by ?? "");
  const [as, setAs] = useState<"past" | "ruled-out">(before?.ended?.as ?? "past");

  const say = async (ended: FactEnd | undefined): Promise<FactWords | { readonly error: string }> => {
    const words = named.words.trim();
    if (words === "") return { error: "Choose a code, or write the diagnosis in your own words." };
    // Somebody typed a whole code and went on.
    const found = named.code ? undefined : await vault.findCodes({ typed: words, limit: 1 });
    const first = found?.ok ? found.value[0] : undefined;
    const isCode = first?.code === words.toUpperCase();
    const name =
      first && isCode
        ? { words: first.description, code: { code: first.code, edition: first.edition } }
        : { words, ...(named.code && { code: named.code }) };
    return {
      kind: "diagnosis",
      ...name,
      certainty,
      principal,
      by: by.trim(),
      ...(since.trim() && { since: since.trim() }),
      ...(ended && { ended: { ...ended, as } }),
    };
  };
  const isTyped =
    named.words !== (before?.words ?? "") ||
    certainty !== (before?.certainty ?? "provisional") ||
    principal !== (before?.principal ?? false) ||
    since !== (before?.since ?? "") ||
    by !== (before?.by ?? "");

  return (
    <FactDialog
      {...props}
      does="Save the diagnosis"
      words={{ named, certainty, principal, since, by, as }}
      restore={(kept) => {
        setNamed(kept.named);
        setCertainty(kept.certainty);
        setPrincipal(kept.principal);
        setSince(kept.since);
        setBy(kept.by);
        setAs(kept.as);
      }}
      title={before ? "Change the diagnosis" : "Add a diagnosis"}
      note="For everybody who can open this chart. What was said before stays in its history."
      isTyped={isTyped}
      say={say}
      howEnded={
        <fieldset className="ways">
          <legend className="vh">How it ended</legend>
          {ENDS.map(([value, label, hint]) => (
            <label key={value}>
              <input type="radio" name="as" checked={as === value} onChange={() => setAs(value)} />
              <span>
                <b>{label}</b>
                <span>{hint}</span>
              </span>
            </label>
          ))}
        </fieldset>
      }
    >
      <CodeField named={named} onChange={setNamed} />
      <fieldset className="either">
        <legend>How sure</legend>
        {(["provisional", "confirmed"] as const).map((each) => (
          <label key={each}>
            <input type="radio" name="certainty" checked={certainty === each} onChange={() => setCertainty(each)} />{" "}
            {each === "provisional" ? "Provisional" : "Confirmed"}
          </label>
        ))}
      </fieldset>
      <label className="tick">
        <input type="checkbox" checked={principal} onChange={({ target }) => setPrincipal(target.checked)} />
        <span>
          <b>The principal diagnosis</b>
          <span>
            What treatment is about first. The one before is no longer it, of the same person where there are several.
            One that has ended is never the principal.
          </span>
        </span>
      </label>
      <SinceField value={since} onChange={setSince} />
      <Field label="Made by" hint="Where that was somebody else than you." optional>
        {(control) => (
          <input {...control} dir="auto" autoComplete="off" value={by} onChange={({ target }) => setBy(target.value)} />
        )}
      </Field>
    </FactDialog>
  );
}
