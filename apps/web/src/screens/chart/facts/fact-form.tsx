/** The form of each kind of clinical fact. */

import type { FactView, FactWords } from "@alcove/vault";
import type { ReactElement } from "react";
import { DiagnosisForm } from "./diagnosis-form.tsx";
import { FlagForm } from "./flag-form.tsx";
import { MedicationForm } from "./medication-form.tsx";

/** In the order in which they must be seen. */
export const KINDS = [
  { kind: "flag", heading: "Flags", add: "Raise a flag" },
  { kind: "diagnosis", heading: "Diagnoses", add: "Add a diagnosis" },
  { kind: "medication", heading: "Medication", add: "Add medication" },
] as const;

/** A new one of a kind, or the one that is changed. */
export type Writing = { readonly kind: Exclude<FactWords["kind"], "plan">; readonly fact?: FactView };

export type FactFormProps = { readonly chart: string; readonly writing: Writing; readonly onClose: () => void };

export function FactForm({ chart, writing: { kind, fact }, onClose }: FactFormProps): ReactElement {
  const props = { chart, fact, onClose };
  if (kind === "diagnosis") return <DiagnosisForm {...props} />;
  return kind === "medication" ? <MedicationForm {...props} /> : <FlagForm {...props} />;
}
