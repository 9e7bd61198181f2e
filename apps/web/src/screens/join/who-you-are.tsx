/** The invitation, by words or picture, and who takes it. */

import { type FormEvent, type ReactElement, useState } from "react";
import { Field } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { canScan, Scan } from "../../parts/scan.tsx";
import { Step } from "../../parts/sitting.tsx";
import { TwelveWords } from "../../parts/twelve-words.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { sayFailure } from "../../words/failures.ts";

export type Joining = {
  readonly invitation: string;
  readonly name: string;
  readonly email: string;
  readonly deviceName: string;
};

export type WhoYouAreProps = {
  readonly joining: Joining;
  /** Why the last try came to nothing. */
  readonly failed: string | undefined;
  readonly onBack: () => void;
  readonly onDone: (joining: Joining) => void;
};

type Errors = { readonly [K in keyof Joining]?: string };

export function WhoYouAre(props: WhoYouAreProps): ReactElement {
  const vault = useVault();
  const [joining, setJoining] = useState(props.joining);
  const [errors, setErrors] = useState<Errors>({});
  const [scanning, setScanning] = useState(false);
  const set = (name: keyof Joining) => (event: { readonly target: { readonly value: string } }) =>
    setJoining({ ...joining, [name]: event.target.value });

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const trimmed: Joining = {
      invitation: joining.invitation.trim(),
      name: joining.name.trim(),
      email: joining.email.trim(),
      deviceName: joining.deviceName.trim(),
    };
    const read = trimmed.invitation ? await vault.checkInvitation(trimmed.invitation) : undefined;
    const wrong = {
      ...(read?.ok === false && { invitation: sayFailure(read.error) }),
      ...whatIsWrong(trimmed),
    };
    setErrors(wrong);
    const first = Object.keys(wrong)[0];
    if (first) form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    else props.onDone(trimmed);
  };

  return (
    <Step
      title="You were asked to join"
      lede="Whoever asked you has a picture and twelve words on their screen, under People. They hand them to you in the room, or by a voice you know."
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <TwelveWords
          value={joining.invitation}
          onChange={(invitation) => setJoining({ ...joining, invitation })}
          error={errors.invitation ?? props.failed}
        />
        {canScan() && (
          <div className="acts">
            <button className="b slim" type="button" onClick={() => setScanning(true)}>
              <Icon name="camera" />
              Scan the picture instead
            </button>
          </div>
        )}
        <Field
          label="Your name"
          hint="As it stands under your notes. Sealed; the server does not see it."
          error={errors.name}
        >
          {(control) => (
            <input {...control} name="name" value={joining.name} onChange={set("name")} autoComplete="name" />
          )}
        </Field>
        <Field
          label="Your e-mail address"
          hint="Your account on this server. Nothing is mailed to it yet."
          error={errors.email}
        >
          {(control) => (
            <input
              {...control}
              name="email"
              type="email"
              value={joining.email}
              onChange={set("email")}
              autoComplete="email"
            />
          )}
        </Field>
        <Field label="What do you call this device?" error={errors.deviceName}>
          {(control) => (
            <input
              {...control}
              name="deviceName"
              value={joining.deviceName}
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
      {scanning && (
        <Scan
          title="Scan the picture"
          onClose={() => setScanning(false)}
          onFound={(text) => {
            setScanning(false);
            setJoining({ ...joining, invitation: text });
          }}
        />
      )}
    </Step>
  );
}

function whatIsWrong(joining: Joining): Errors {
  return {
    ...(!joining.invitation && { invitation: "The twelve words are missing. They stand on the other device." }),
    ...(!joining.name && { name: "Type your name." }),
    ...(!/^[^\s@]+@[^\s@]+$/.test(joining.email) && {
      email: joining.email
        ? "This does not look like an e-mail address, such as anna@example.org."
        : "Type your e-mail address.",
    }),
    ...(!joining.deviceName && { deviceName: "Give this device a name, such as study laptop." }),
  };
}
