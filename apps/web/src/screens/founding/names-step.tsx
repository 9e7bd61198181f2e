/** Whose practice this is. Four short answers before the three things that matter. */

import { type FormEvent, type ReactElement, useState } from "react";
import { Field } from "../../parts/field.tsx";
import { Step } from "../../parts/sitting.tsx";

export type Names = {
  readonly practiceName: string;
  readonly ownerName: string;
  readonly ownerEmail: string;
  readonly deviceName: string;
};

export type NamesStepProps = {
  readonly names: Names;
  readonly onBack: () => void;
  readonly onDone: (names: Names) => void;
};

type Errors = { readonly [K in keyof Names]?: string };

export function NamesStep(props: NamesStepProps): ReactElement {
  const [names, setNames] = useState(props.names);
  const [errors, setErrors] = useState<Errors>({});
  const set = (name: keyof Names) => (event: { readonly target: { readonly value: string } }) =>
    setNames({ ...names, [name]: event.target.value });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const trimmed: Names = {
      practiceName: names.practiceName.trim(),
      ownerName: names.ownerName.trim(),
      ownerEmail: names.ownerEmail.trim(),
      deviceName: names.deviceName.trim(),
    };
    const wrong = whatIsWrong(trimmed);
    setErrors(wrong);
    const first = Object.keys(wrong)[0];
    if (first) event.currentTarget.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
    else props.onDone(trimmed);
  };

  return (
    <Step title="Your practice" lede="Four short answers, then three things that keep it yours.">
      <form onSubmit={submit} noValidate>
        <Field label="Name of the practice" error={errors.practiceName}>
          {(control) => (
            <input
              {...control}
              name="practiceName"
              value={names.practiceName}
              onChange={set("practiceName")}
              autoComplete="organization"
            />
          )}
        </Field>
        <Field label="Your name" hint="As it stands under your notes." error={errors.ownerName}>
          {(control) => (
            <input
              {...control}
              name="ownerName"
              value={names.ownerName}
              onChange={set("ownerName")}
              autoComplete="name"
            />
          )}
        </Field>
        <Field
          label="Your e-mail address"
          hint="Your account on this server. Nothing is mailed to it yet."
          error={errors.ownerEmail}
        >
          {(control) => (
            <input
              {...control}
              name="ownerEmail"
              type="email"
              value={names.ownerEmail}
              onChange={set("ownerEmail")}
              autoComplete="email"
            />
          )}
        </Field>
        <Field
          label="What do you call this device?"
          hint="So that you know it from your others."
          error={errors.deviceName}
        >
          {(control) => (
            <input
              {...control}
              name="deviceName"
              value={names.deviceName}
              onChange={set("deviceName")}
              autoComplete="off"
            />
          )}
        </Field>
        <div className="acts">
          <button className="b primary" type="submit">
            Go on to the passphrase
          </button>
          <button className="b plain" type="button" onClick={props.onBack}>
            Back
          </button>
        </div>
      </form>
    </Step>
  );
}

function whatIsWrong(names: Names): Errors {
  return {
    ...(!names.practiceName && { practiceName: "Give the practice a name. Your own is fine." }),
    ...(!names.ownerName && { ownerName: "Type your name." }),
    ...(!/^[^\s@]+@[^\s@]+$/.test(names.ownerEmail) && {
      ownerEmail: names.ownerEmail
        ? "This does not look like an e-mail address, such as anna@example.org."
        : "Type your e-mail address.",
    }),
    ...(!names.deviceName && { deviceName: "Give this device a name, such as study laptop." }),
  };
}
