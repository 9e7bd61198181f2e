/** The questions of a form, in order: moved by buttons, or from inside a question by Alt and an arrow. */

import type { ReactElement } from "react";
import { Field } from "../../parts/field.tsx";
import { useOrdered } from "../../parts/ordered.ts";
import { isChoiceLine, type Line, nextId, optionsOf } from "./lines.ts";

const TYPES: readonly (readonly [Line["type"], string])[] = [
  ["group", "A heading"],
  ["display", "Words to read"],
  ["string", "A line"],
  ["text", "A text"],
  ["boolean", "Yes or no"],
  ["choice", "A choice"],
  ["open-choice", "A choice, or words of one’s own"],
  ["date", "A day"],
  ["integer", "A whole number"],
  ["decimal", "A number or amount"],
];

export function QuestionLines({
  lines,
  onChange,
}: {
  readonly lines: readonly Line[];
  readonly onChange: (lines: readonly Line[]) => void;
}): ReactElement {
  const nameOf = (index: number) => lines[index]?.text || `question ${index + 1}`;
  const { list, said, put, add, move, remove, onKeyDown } = useOrdered({
    lines,
    onChange,
    field: "textarea",
    nameOf: (_, index) => nameOf(index),
  });

  return (
    <fieldset className="question-lines">
      <legend>Questions</legend>
      <p className="hint small quiet">
        {"{client}"}, {"{practice}"} and {"{me}"} are filled in.
        <span className="wide-only"> Alt and an arrow move a question.</span>
      </p>
      <ol ref={list}>
        {lines.map((line, index) => (
          <li key={line.linkId}>
            <Field label={sayType(line.type)}>
              {(control) => (
                <textarea
                  {...control}
                  rows={line.type === "display" ? 3 : 1}
                  autoComplete="off"
                  value={line.text}
                  aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
                  onKeyDown={(event) => onKeyDown(event, index)}
                  onChange={({ target }) => put(index, { text: target.value })}
                />
              )}
            </Field>
            {isChoiceLine(line) && (
              <Field label="Options" hint="One in each row.">
                {(control) => (
                  <textarea
                    {...control}
                    rows={3}
                    autoComplete="off"
                    value={line.options}
                    onChange={({ target }) => put(index, { options: target.value })}
                  />
                )}
              </Field>
            )}
            <div className="of-line">
              {line.type !== "group" && line.type !== "display" && (
                <label className="tick slim">
                  <input
                    type="checkbox"
                    checked={line.required === true}
                    onChange={({ target }) => put(index, { required: target.checked })}
                  />
                  <span>Needs an answer</span>
                </label>
              )}
              {isChoiceLine(line) && (
                <label className="tick slim">
                  <input
                    type="checkbox"
                    checked={line.repeats === true}
                    onChange={({ target }) => put(index, { repeats: target.checked })}
                  />
                  <span>Several may be chosen</span>
                </label>
              )}
              <When
                line={line}
                before={lines.slice(0, index)}
                onChange={(when) => onChange(withWhen(lines, index, when))}
              />
              <span className="moves">
                <button className="as-link" type="button" disabled={index === 0} onClick={() => move(index, -1)}>
                  Up<span className="vh"> with {nameOf(index)}</span>
                </button>
                <button
                  className="as-link"
                  type="button"
                  disabled={index === lines.length - 1}
                  onClick={() => move(index, 1)}
                >
                  Down<span className="vh"> with {nameOf(index)}</span>
                </button>
                <button className="as-link" type="button" onClick={() => remove(index)}>
                  Take out<span className="vh"> {nameOf(index)}</span>
                </button>
              </span>
            </div>
          </li>
        ))}
      </ol>
      <p className="vh" role="status">
        {said}
      </p>
      <Field label="Add">
        {(control) => (
          <select
            {...control}
            value=""
            onChange={({ target }) => {
              const linkId = nextId("q", new Set(lines.map((line) => line.linkId)));
              add({ type: target.value as Line["type"], linkId, text: "", options: "" });
            }}
          >
            <option value="">Choose what to ask …</option>
            {TYPES.map(([type, words]) => (
              <option key={type} value={type}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
    </fieldset>
  );
}

const sayType = (type: Line["type"]): string => TYPES.find(([one]) => one === type)?.[1] ?? type;

/** One answer before it that decides whether it is asked. */
function When({
  line,
  before,
  onChange,
}: {
  readonly line: Line;
  readonly before: readonly Line[];
  readonly onChange: (when: Line["when"]) => void;
}): ReactElement | null {
  if ((line.was?.enableWhen?.length ?? 0) > 1) return <span className="small quiet">Asked by several answers.</span>;
  const choices = before.flatMap((one) => answersOf(one));
  if (choices.length === 0) return null;
  const value = line.when ? `${line.when.question} ${line.when.is}` : "";
  return (
    <span className="when">
      <span aria-hidden="true">Asked</span>
      <select
        className="in"
        aria-label="When it is asked"
        value={value}
        onChange={({ target }) => {
          const [question = "", is = ""] = target.value.split(" ");
          onChange(question === "" ? undefined : { question, is });
        }}
      >
        <option value="">always</option>
        {choices.map(({ question, is, says }) => (
          <option key={`${question} ${is}`} value={`${question} ${is}`}>
            {says}
          </option>
        ))}
      </select>
    </span>
  );
}

function answersOf(line: Line): { readonly question: string; readonly is: string; readonly says: string }[] {
  const of = (is: string, says: string) => ({ question: line.linkId, is, says: `if “${line.text}” is ${says}` });
  if (line.type === "boolean") return [of("yes", "yes"), of("no", "no")];
  if (!isChoiceLine(line)) return [];
  return optionsOf(line).map(({ valueCoding: { code, display } }) => of(code, `“${display}”`));
}

function withWhen(lines: readonly Line[], index: number, when: Line["when"]): readonly Line[] {
  return lines.map((line, at) => {
    if (at !== index) return line;
    const { when: _before, ...rest } = line;
    return when ? { ...rest, when } : rest;
  });
}
