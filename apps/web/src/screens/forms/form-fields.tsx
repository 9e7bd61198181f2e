/** The questions of a form in one column. What another answer makes needless is not there. */

import { askedOf, isChoice, isQuestion, type Item, type Question, type Questionnaire } from "@alcove/vault/forms";
import { type ReactElement, useId } from "react";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { type ClientWords, clientWords } from "../../words/clients/index.ts";
import { answersFrom, type Typed } from "./typed.ts";

export type FormFieldsProps = {
  readonly questionnaire: Questionnaire;
  readonly typed: Typed;
  readonly onChange: (typed: Typed) => void;
  /** What is wrong, by question. */
  readonly wrong: { readonly [linkId: string]: string };
};

export function FormFields({ questionnaire, typed, onChange, wrong }: FormFieldsProps): ReactElement {
  const put = (linkId: string, value: Typed[string] | undefined) => {
    const { [linkId]: _before, ...rest } = typed;
    onChange(value === undefined ? rest : { ...rest, [linkId]: value });
  };
  return (
    <div className="form-fields" lang={questionnaire.language}>
      {askedOf(questionnaire, answersFrom(questionnaire, typed)).map((item) => (
        <Asked
          key={item.linkId}
          item={item}
          say={clientWords[questionnaire.language]}
          value={typed[item.linkId]}
          error={wrong[item.linkId]}
          onChange={(value) => put(item.linkId, value)}
        />
      ))}
    </div>
  );
}

type AskedProps<I> = {
  readonly item: I;
  readonly say: ClientWords;
  readonly value: Typed[string] | undefined;
  readonly error: string | undefined;
  readonly onChange: (value: Typed[string] | undefined) => void;
};

function Asked({ item, ...rest }: AskedProps<Item>): ReactElement {
  if (item.type === "group") return <h2 dir="auto">{item.text}</h2>;
  if (item.type === "display")
    return (
      <p className="said" dir="auto">
        {item.text}
      </p>
    );
  if (!isQuestion(item)) return <></>;
  if (item.type === "boolean") return <YesNo item={item} {...rest} />;
  return isChoice(item) ? <Chosen item={item} {...rest} /> : <Words item={item} {...rest} />;
}

function Words({ item, say, value, error, onChange }: AskedProps<Question>): ReactElement {
  const common = {
    value: typeof value === "string" ? value : "",
    autoComplete: "off",
    dir: "auto",
    "data-question": item.linkId,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value),
  } as const;
  const numeric = item.type === "integer" ? "numeric" : item.type === "decimal" ? "decimal" : undefined;
  return (
    <Field label={item.text} optional={!item.required && say.ifYouLike} error={error}>
      {(control) =>
        item.type === "text" ? (
          <textarea {...control} {...common} rows={3} />
        ) : (
          <input {...control} {...common} type={item.type === "date" ? "date" : "text"} inputMode={numeric} />
        )
      }
    </Field>
  );
}

function Group({
  item,
  say,
  error,
  children,
}: Pick<AskedProps<Question>, "item" | "say" | "error"> & {
  readonly children: React.ReactNode;
}): ReactElement {
  const id = useId();
  return (
    <fieldset
      className={error ? "form-group field bad" : "form-group field"}
      aria-describedby={error ? id : undefined}
      data-question={item.linkId}
      tabIndex={-1}
    >
      <legend dir="auto">
        {item.text}
        {!item.required && <span className="optional"> {say.ifYouLike}</span>}
      </legend>
      <div className="form-options">{children}</div>
      {error && <ErrorLine id={id} text={error} />}
    </fieldset>
  );
}

function YesNo({ item, say, value, error, onChange }: AskedProps<Question>): ReactElement {
  const name = useId();
  return (
    <Group item={item} say={say} error={error}>
      {([true, false] as const).map((one) => (
        <label key={String(one)}>
          <input type="radio" name={name} checked={value === one} onChange={() => onChange(one)} />
          {one ? say.yes : say.no}
        </label>
      ))}
      {!item.required && value !== undefined && (
        <button className="as-link" type="button" onClick={() => onChange(undefined)}>
          {say.leaveOut}
          <span className="vh">: {item.text}</span>
        </button>
      )}
    </Group>
  );
}

function Chosen({ item, say, value, error, onChange }: AskedProps<Question>): ReactElement {
  const name = useId();
  const codes = (item.answerOption ?? []).map(({ valueCoding }) => valueCoding.code);
  const chosen = Array.isArray(value) ? value : typeof value === "string" && value !== "" ? [value] : [];
  const own = chosen.find((one) => !codes.includes(one));
  const set = (next: readonly string[]) => onChange(next.length === 0 ? undefined : item.repeats ? next : next.at(-1));
  const pick = (code: string, isOn: boolean) =>
    set(
      item.repeats
        ? codes.filter((one) => (one === code ? isOn : chosen.includes(one))).concat(own ?? [])
        : isOn
          ? [code]
          : [],
    );
  return (
    <Group item={item} say={say} error={error}>
      {(item.answerOption ?? []).map(({ valueCoding: { code, display } }) => (
        <label key={code} dir="auto">
          <input
            type={item.repeats ? "checkbox" : "radio"}
            name={name}
            checked={chosen.includes(code)}
            onChange={(event) => pick(code, event.target.checked)}
          />
          {display}
        </label>
      ))}
      {item.type === "open-choice" && (
        <input
          className="in"
          aria-label={`${item.text}: ${say.somethingElse.toLowerCase()}`}
          placeholder={say.somethingElse}
          autoComplete="off"
          dir="auto"
          value={own ?? ""}
          onChange={({ target }) =>
            set(
              [...(item.repeats ? chosen.filter((one) => codes.includes(one)) : []), target.value].filter(
                (one) => one !== "",
              ),
            )
          }
        />
      )}
      {!item.repeats && !item.required && chosen.length > 0 && (
        <button className="as-link" type="button" onClick={() => onChange(undefined)}>
          {say.leaveOut}
          <span className="vh">: {item.text}</span>
        </button>
      )}
    </Group>
  );
}
