/** Who receives an export, and by what right. */

import { type Part, purposes, ruleOf } from "@alcove/export";
import type { DisclosureBasis } from "@alcove/vault";
import { type ReactElement, useEffect, useRef } from "react";
import { Field } from "../../parts/field.tsx";

export type Receiver = {
  /** Empty: it stays with who makes it. */
  readonly basis: DisclosureBasis | "";
  readonly to: string;
  readonly address: string;
  readonly purpose: string;
  readonly authorisation: string;
};

/** What an export can't go without, said at its field. */
export type Missing = { readonly of: "to" | "authorisation"; readonly says: string };

export type ReceiversProps = {
  readonly receiver: Receiver;
  /** A new one each time that it was asked for: its field then has the focus. */
  readonly missing: Missing | undefined;
  readonly asksAuthorisation: boolean;
  /** `parts`: what is chosen to begin with for another purpose. */
  readonly onChange: (receiver: Receiver, parts?: readonly Part[]) => void;
};

export function Receivers({ receiver, asksAuthorisation, missing, onChange }: ReceiversProps): ReactElement {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (missing) section.current?.querySelector<HTMLInputElement>("input[aria-invalid]")?.focus();
  }, [missing]);
  const wrong = (of: Missing["of"]) => (missing?.of === of ? missing.says : undefined);
  const purpose = purposes.find(({ basis }) => basis === receiver.basis);
  const owed = purpose !== undefined && ruleOf(purpose.basis).owed;
  const field = (name: "to" | "address" | "purpose" | "authorisation") => ({
    dir: "auto" as const,
    autoComplete: "off",
    maxLength: 2000,
    value: receiver[name],
    onChange: (event: { target: { value: string } }) => onChange({ ...receiver, [name]: event.target.value }),
  });
  return (
    <section aria-labelledby="h-receiver" className="receivers" ref={section}>
      <h2 id="h-receiver">Who receives it</h2>
      <Field label="It goes" hint={purpose?.hint}>
        {(control) => (
          <select
            {...control}
            value={receiver.basis}
            onChange={(event) => {
              const next = purposes.find(({ basis }) => basis === event.target.value);
              onChange({ ...receiver, basis: next?.basis ?? "" }, next?.parts);
            }}
          >
            <option value="">To nobody: it stays with me</option>
            {purposes.map(({ basis, name }) => (
              <option key={basis} value={basis}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {purpose && (
        <>
          <Field label="Name" error={wrong("to")}>
            {(control) => <input {...control} {...field("to")} />}
          </Field>
          <Field label="Address" optional>
            {(control) => <input {...control} {...field("address")} />}
          </Field>
          <Field
            label="What for, or which request it answers"
            optional={!owed}
            hint={owed ? "The client may ask for an account of this, and reads these words then." : undefined}
          >
            {(control) => <input {...control} {...field("purpose")} />}
          </Field>
          {(asksAuthorisation || purpose.basis === "authorisation") && (
            <Field label="Which authorization" hint="Its date, and where it is kept." error={wrong("authorisation")}>
              {(control) => <input {...control} {...field("authorisation")} />}
            </Field>
          )}
          <p className="small quiet">
            The chart keeps who received what, and by what right (45 CFR {ruleOf(purpose.basis).rule}).
            {owed ? " The client is owed an account of it." : " The client is owed no account of it."}
          </p>
        </>
      )}
    </section>
  );
}
