/** In which language a client reads something. Of a form, what was answered stays: it goes by questions and codes, which are the same in each. */

import type { FormLanguage } from "@alcove/vault";
import type { ReactElement } from "react";
import { Field } from "../../parts/field.tsx";
import { LANGUAGE_NAMES } from "../../words/clients/index.ts";

export type LanguageChoiceProps = {
  readonly languages: readonly FormLanguage[];
  readonly language: FormLanguage;
  /** Of a form, where nothing else is said. */
  readonly label?: string;
  /** Words of the practice's own: nobody translated them here. */
  readonly isOurs?: true;
  readonly onChange: (language: FormLanguage) => void;
};

export function LanguageChoice({
  languages,
  language,
  label = "Language of the form",
  isOurs,
  onChange,
}: LanguageChoiceProps): ReactElement | null {
  if (languages.length < 2) return null;
  return (
    <Field
      label={label}
      hint={
        isOurs || language === "en"
          ? undefined
          : "A translation for understanding. Nobody qualified has checked it: have that done before you rely on it."
      }
    >
      {(control) => (
        <select {...control} value={language} onChange={({ target }) => onChange(target.value as FormLanguage)}>
          {languages.map((one) => (
            <option key={one} value={one}>
              {LANGUAGE_NAMES[one]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
