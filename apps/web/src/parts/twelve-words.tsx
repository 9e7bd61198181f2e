/** The twelve words of an invitation, checked while they are typed. A picture's text stands here too. */

import { type ReactElement, useCallback } from "react";
import { useVault } from "../app/vault-context.tsx";
import { Field } from "./field.tsx";
import { useTypedCheck } from "./typed-check.ts";

export type TwelveWordsProps = {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Why the last try came to nothing. */
  readonly error: string | undefined;
};

const isShort = (code: string): boolean => code === "invitation-words-count";

export function TwelveWords({ value, onChange, error }: TwelveWordsProps): ReactElement {
  const vault = useVault();
  const check = useCallback((text: string) => vault.checkInvitation(text), [vault]);
  const { wrong, leave } = useTypedCheck(value, check, isShort);
  return (
    <Field label="Twelve words" hint="In their order, with spaces between." error={wrong ?? error}>
      {(control) => (
        <textarea
          {...control}
          name="invitation"
          rows={3}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onBlur={leave}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </Field>
  );
}
