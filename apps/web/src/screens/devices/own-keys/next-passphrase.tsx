/** The passphrase to come: five words drawn by chance are offered first, and one's own are judged by the vault. */

import { type ReactElement, useCallback, useEffect, useState } from "react";
import { useOpenStatus, useVault } from "../../../app/vault-context.tsx";
import { PassphraseField } from "../../../parts/passphrase-field.tsx";

export type NextPassphraseProps = {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (passphrase: string) => void;
};

export function NextPassphrase({ value, error, onChange }: NextPassphraseProps): ReactElement {
  const vault = useVault();
  const { practiceName, memberName, memberEmail } = useOpenStatus();
  const [own, setOwn] = useState(false);
  const draw = useCallback(
    () =>
      void vault.offerPassphrase([practiceName, memberName, memberEmail]).then((words) => onChange(words.join(" "))),
    [vault, practiceName, memberName, memberEmail, onChange],
  );
  useEffect(draw, [draw]);

  if (own) {
    return (
      <div className="next-words">
        <PassphraseField
          label="The new passphrase"
          hint="At least twelve characters. Four or five words that have nothing to do with each other."
          error={error}
          value={value}
          onChange={onChange}
          autoComplete="new-password"
          startsVisible
        />
        <button
          className="as-link small"
          type="button"
          onClick={() => {
            setOwn(false);
            draw();
          }}
        >
          Offer me five words instead
        </button>
      </div>
    );
  }
  return (
    <div className="next-words">
      <p className="label" id="next-words">
        The new passphrase, drawn by chance. Write it down now.
      </p>
      <p className="five" aria-labelledby="next-words" aria-live="polite">
        {value}
      </p>
      <div className="acts">
        <button className="as-link small" type="button" onClick={draw}>
          Show me five others
        </button>
        <button
          className="as-link small"
          type="button"
          onClick={() => {
            setOwn(true);
            onChange("");
          }}
        >
          I’d rather make my own
        </button>
      </div>
    </div>
  );
}
