/** The second factor, as the person has it: six digits, a passkey or security key, or a spare code where both are gone. */

import { type ReactElement, useState } from "react";
import { useVault, useVaultState } from "../app/vault-context.tsx";
import { sayKeysFailure } from "../words/failures.ts";
import { BY_KEY } from "../words/second-factor.ts";
import { useActing } from "./acting.ts";
import { useAuthenticatorAsked, useKeysHere } from "./authenticator-asked.ts";
import { ErrorLine, Field, WellLine } from "./field.tsx";
import { Icon } from "./icon.tsx";

export type SecondFactorFieldProps = {
  /** What is typed, or `BY_KEY`. */
  readonly value: string;
  /** Instead of "Six digits", where there are two apps. */
  readonly label?: string;
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  readonly onChange: (typed: string) => void;
  /** Where an app is being set up: nothing stands in for it. */
  readonly onlyDigits?: boolean;
  /** A new device knows of no key yet: any may do, and is asked for when the form is sent. */
  readonly keyWithForm?: boolean;
};

type Way = "digits" | "spare" | "key";

const WAYS: Readonly<Record<Way, string>> = {
  digits: "Use the six digits",
  spare: "I have a spare code instead",
  key: "Use a passkey or security key",
};

export function SecondFactorField(props: SecondFactorFieldProps): ReactElement {
  const { status } = useVaultState();
  const known = status?.phase === "open" ? status.secondFactor : undefined;
  const hasKey = useKeysHere().length > 0 || props.keyWithForm === true;
  const hasApp = known?.app ?? true;
  const [chosen, choose] = useState<Way>();
  const way = chosen ?? (hasApp || props.onlyDigits ? "digits" : hasKey ? "key" : "spare");
  const others = (["digits", "key", "spare"] as const).filter(
    (other) => other !== way && (other !== "key" || hasKey) && (other !== "digits" || hasApp),
  );
  const turns = !props.onlyDigits && (
    <span className="turns">
      {others.map((other) => (
        <button
          key={other}
          className="as-link small"
          type="button"
          onClick={() => {
            choose(other);
            props.onChange(other === "key" && props.keyWithForm ? BY_KEY : "");
          }}
        >
          {WAYS[other]}
        </button>
      ))}
    </span>
  );
  if (way === "key") {
    return (
      <div className={props.error ? "field bad" : "field"}>
        <KeyShown value={props.value} onChange={props.onChange} withForm={props.keyWithForm === true} />
        {props.error && <ErrorLine text={props.error} />}
        {turns}
      </div>
    );
  }
  const isSpare = way === "spare";
  return (
    <div className="field">
      <Field
        label={isSpare ? "A spare code" : (props.label ?? "Six digits")}
        hint={isSpare ? "One of the ten that you kept. Each works once." : props.hint}
        error={props.error}
      >
        {(control) => (
          <>
            <input
              {...control}
              className={isSpare ? "in" : "in typed-code"}
              value={props.value}
              onChange={(event) => props.onChange(event.target.value)}
              inputMode={isSpare ? "text" : "numeric"}
              autoComplete={isSpare ? "off" : "one-time-code"}
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={isSpare ? 24 : 7}
            />
          </>
        )}
      </Field>
      {turns}
    </div>
  );
}

type KeyShownProps = {
  readonly value: string;
  readonly onChange: (shown: string) => void;
  readonly withForm: boolean;
};

function KeyShown({ value, onChange, withForm }: KeyShownProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const refused = useAuthenticatorAsked(withForm || acting.busy);
  const show = async () => {
    if (await acting.run(() => vault.showAuthenticator())) onChange(BY_KEY);
  };
  if (withForm) {
    return (
      <>
        <span className="label">Passkey or security key</span>
        <span className="hint">The browser asks for it when you go on.</span>
        {refused && <ErrorLine text={refused} />}
      </>
    );
  }
  const wrong = refused ?? acting.error;
  return (
    <>
      <span className="label">Passkey or security key</span>
      {value === BY_KEY ? (
        <WellLine>Shown just now.</WellLine>
      ) : (
        <button className="b at-start" type="button" aria-busy={acting.busy} onClick={() => void show()}>
          <Icon name="key" />
          {acting.busy ? "The browser asks you now" : "Show it now"}
        </button>
      )}
      {wrong && value !== BY_KEY && <ErrorLine text={wrong} />}
    </>
  );
}
