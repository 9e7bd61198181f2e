/** The headings of a template, in order: moved by buttons, or from inside a heading by Alt and an arrow. */

import type { TemplateSection } from "@alcove/vault";
import type { ReactElement } from "react";
import { Field } from "../../parts/field.tsx";
import { useOrdered } from "../../parts/ordered.ts";

export type SectionFieldsProps = {
  readonly sections: readonly TemplateSection[];
  readonly onChange: (sections: readonly TemplateSection[]) => void;
};

export function SectionFields({ sections, onChange }: SectionFieldsProps): ReactElement {
  const { list, said, put, add, move, remove, onKeyDown } = useOrdered({
    lines: sections,
    onChange,
    field: "input",
    nameOf: ({ heading }) => heading || "Heading",
  });

  return (
    <fieldset className="sections">
      <legend>Headings</legend>
      <p className="hint">
        A hint stands below a heading until something is written there, and is never saved.
        <span className="wide-only"> Alt and an arrow move a heading.</span>
      </p>
      <ol ref={list}>
        {sections.map((section, index) => (
          // A heading has nothing but its place to be told by.
          <li key={index}>
            <Field label={`Heading ${index + 1}`}>
              {(control) => (
                <input
                  {...control}
                  maxLength={200}
                  autoComplete="off"
                  value={section.heading}
                  aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
                  onKeyDown={(event) => onKeyDown(event, index)}
                  onChange={(event) => put(index, { heading: event.target.value })}
                />
              )}
            </Field>
            <Field label="Hint" optional>
              {(control) => (
                <input
                  {...control}
                  maxLength={200}
                  autoComplete="off"
                  value={section.hint}
                  onChange={(event) => put(index, { hint: event.target.value })}
                />
              )}
            </Field>
            <Field label="Text to begin with" optional>
              {(control) => (
                <textarea
                  {...control}
                  rows={2}
                  maxLength={4000}
                  autoComplete="off"
                  value={section.text ?? ""}
                  onChange={(event) => put(index, { text: event.target.value })}
                />
              )}
            </Field>
            <div className="of-section">
              <label className="tick slim">
                <input
                  type="checkbox"
                  checked={section.carries === true}
                  onChange={(event) => onChange(withCarries(sections, index, event.target.checked))}
                />
                <span>May be carried forward from the last note</span>
              </label>
              <span className="moves">
                <button className="as-link" type="button" disabled={index === 0} onClick={() => move(index, -1)}>
                  Up<span className="vh"> with {section.heading || `heading ${index + 1}`}</span>
                </button>
                <button
                  className="as-link"
                  type="button"
                  disabled={index === sections.length - 1}
                  onClick={() => move(index, 1)}
                >
                  Down<span className="vh"> with {section.heading || `heading ${index + 1}`}</span>
                </button>
                <button className="as-link" type="button" onClick={() => remove(index)}>
                  Take out<span className="vh"> {section.heading || `heading ${index + 1}`}</span>
                </button>
              </span>
            </div>
          </li>
        ))}
      </ol>
      <p className="vh" role="status">
        {said}
      </p>
      <button
        className="b slim"
        type="button"
        disabled={sections.length >= 40}
        onClick={() => add({ heading: "", hint: "" })}
      >
        Add a heading
      </button>
    </fieldset>
  );
}

function withCarries(
  sections: readonly TemplateSection[],
  index: number,
  carries: boolean,
): readonly TemplateSection[] {
  return sections.map((section, at) => {
    if (at !== index) return section;
    const { carries: _, ...rest } = section;
    return carries ? { ...rest, carries } : rest;
  });
}
