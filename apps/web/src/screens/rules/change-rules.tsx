/** The practice's rules, all of them at once; what each costs stands beside it. */

import type { PracticeRules } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { count, sentence } from "../../words/counts.ts";
import { sayKeysFailure } from "../../words/failures.ts";

const MINUTES = [2, 5, 10, 15, 30, 60];
const HOURS = [1, 4, 8, 10, 12, 24];
const MONTHS = [3, 4, 5, 6];

export type ChangeRulesProps = { readonly rules: PracticeRules; readonly onClose: () => void };

export function ChangeRules({ rules: before, onClose }: ChangeRulesProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayKeysFailure);
  const [rules, setRules] = useState(before);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await acting.run(() => vault.setRules(rules))) onClose();
  };
  return (
    <Dialog
      title="Practice rules"
      note="They hold on each device once it has synced. Everybody in the practice can read them."
      broad
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Choice
          label="Devices lock by themselves after at most"
          unit="minute"
          none="As each person chooses"
          all={MINUTES}
          value={rules.idleMinutes}
          onChange={(idleMinutes) => setRules({ ...rules, idleMinutes })}
        />
        <Choice
          label="Passkeys open after the passphrase for"
          hint="A working day, say: the passphrase in the morning, then a touch."
          unit="hour"
          none="As long as they are there"
          all={HOURS}
          value={rules.passkeyHours}
          onChange={(passkeyHours) => setRules({ ...rules, passkeyHours })}
        />
        <Choice
          label="Another passphrase is due after"
          hint="Changed often, passphrases tend to get weaker. NIST advises a change on suspicion, and none by the calendar."
          unit="month"
          none="Only when somebody may know it"
          all={MONTHS}
          value={rules.rotationMonths}
          onChange={(rotationMonths) => setRules({ ...rules, rotationMonths })}
        />
        <label className="tick">
          <input
            type="checkbox"
            checked={rules.passphraseClasses}
            onChange={(event) => setRules({ ...rules, passphraseClasses: event.target.checked })}
          />
          <span>
            <b>Capital and small letters, digits and signs</b>
            <span>In each new passphrase, beside being hard to guess, which it must be in any case.</span>
          </span>
        </label>
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            Set the rules
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Leave them as they are
          </button>
        </div>
      </form>
    </Dialog>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly hint?: string;
  readonly unit: string;
  /** Where nothing is asked. */
  readonly none: string;
  readonly all: readonly number[];
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
};

function Choice({ label, hint, unit, none, all, value, onChange }: ChoiceProps): ReactElement {
  const shown = value === null || all.includes(value) ? all : [...all, value].toSorted((a, b) => a - b);
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <select
          {...control}
          value={value ?? ""}
          onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
        >
          <option value="">{none}</option>
          {shown.map((n) => (
            <option key={n} value={n}>
              {sentence(count(n, unit))}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
