/** One question of a form: label, hint, field, and below it what was wrong in words. */

import { type ReactElement, type ReactNode, useId } from "react";
import { Icon } from "./icon.tsx";

/** What the field itself has to carry so that label, hint and error belong to it. */
export type FieldControl = {
  readonly id: string;
  readonly className: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
};

export type FieldProps = {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Marks "if you like", or says it in these words; everything else is asked for. */
  readonly optional?: boolean | string;
  readonly children: (control: FieldControl) => ReactNode;
};

export function Field({ label, hint, error, optional = false, children }: FieldProps): ReactElement {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={error ? "field bad" : "field"}>
      <label htmlFor={id}>
        {label}
        {optional !== false && <span className="optional"> {optional === true ? "(if you like)" : optional}</span>}
      </label>
      {hint && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children({
        id,
        className: "in",
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {error && <ErrorLine id={`${id}-error`} text={error} />}
    </div>
  );
}

/** An error in words, spoken when it appears. */
export function ErrorLine({ id, text }: { readonly id?: string; readonly text: string }): ReactElement {
  return (
    <p className="err" id={id} role="alert">
      <Icon name="danger" />
      <span>{text}</span>
    </p>
  );
}

/** Something went as it should, in one quiet line. */
export function WellLine({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <p className="well">
      <Icon name="check" />
      <span>{children}</span>
    </p>
  );
}
