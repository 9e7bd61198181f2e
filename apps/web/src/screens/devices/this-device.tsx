/** What this device remembers: when it locks by itself, light or dark, keys, spelling. */

import { type ReactElement, useState } from "react";
import { type Preferences, readPreferences, type Theme, writePreferences } from "../../app/preferences.ts";
import { useVault, useVaultState } from "../../app/vault-context.tsx";
import { NewBundle } from "../../parts/new-bundle.tsx";
import { Field } from "../../parts/field.tsx";
import { count } from "../../words/counts.ts";

const MINUTES = [2, 5, 10, 15, 30, 60];

export type ThisDeviceProps = {
  readonly idleLockMinutes: number;
  /** By the practice's rules; null: they don't say. */
  readonly longest: number | null;
};

export function ThisDevice({ idleLockMinutes, longest }: ThisDeviceProps): ReactElement {
  const vault = useVault();
  const { refreshStatus } = useVaultState();
  const [preferences, setPreferences] = useState(readPreferences);
  const change = (next: Preferences) => {
    setPreferences(next);
    writePreferences(next);
  };
  const minutes = [...new Set([...MINUTES, idleLockMinutes])]
    .filter((n) => longest === null || n <= longest)
    .toSorted((a, b) => a - b);

  return (
    <section className="this-device" aria-labelledby="h-this">
      <h2 id="h-this">On this device</h2>
      <Field
        label="Locks by itself after"
        hint={longest === null ? undefined : `At most ${count(longest, "minute")}, by your practice’s rules.`}
      >
        {(control) => (
          <select
            {...control}
            value={idleLockMinutes}
            onChange={(event) => void vault.setIdleLock(Number(event.target.value)).then(refreshStatus)}
          >
            {minutes.map((n) => (
              <option key={n} value={n}>
                {n} minutes without you
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Light">
        {(control) => (
          <select
            {...control}
            value={preferences.theme}
            onChange={(event) => change({ ...preferences, theme: event.target.value as Theme })}
          >
            <option value="system">As the system says</option>
            <option value="light">Day</option>
            <option value="dark">Evening</option>
          </select>
        )}
      </Field>
      <label className="tick">
        <input
          type="checkbox"
          checked={preferences.singleKeys}
          onChange={(event) => change({ ...preferences, singleKeys: event.target.checked })}
        />
        <span>
          <b>Single keys</b>
          <span>
            <span className="key">
              <kbd>t</kbd> Today,
            </span>{" "}
            <span className="key">
              <kbd>c</kbd> Charts,
            </span>{" "}
            <span className="key">
              <kbd>/</kbd> Search,
            </span>{" "}
            <span className="key">
              <kbd>d</kbd> Devices
            </span>
          </span>
        </span>
      </label>
      <label className="tick">
        <input
          type="checkbox"
          checked={preferences.spelling}
          onChange={(event) => change({ ...preferences, spelling: event.target.checked })}
        />
        <span>
          <b>Check spelling while writing</b>
          <span>By the browser. Some send the words to their maker for it: look in its settings first.</span>
        </span>
      </label>
      <label className="tick">
        <input
          type="checkbox"
          checked={preferences.initials}
          onChange={(event) => change({ ...preferences, initials: event.target.checked })}
        />
        <span>
          <b>Clients by their initials</b>
          <span>In lists and headings, for who looks over your shoulder. Forms show names whole.</span>
        </span>
      </label>
      <label className="tick">
        <input
          type="checkbox"
          checked={preferences.blurs}
          onChange={(event) => change({ ...preferences, blurs: event.target.checked })}
        />
        <span>
          <b>Blur when another window is in front</b>
          <span>A click on this one makes it clear again. It locks nothing: that is Alt L.</span>
        </span>
      </label>
      <NewBundle />
      <p className="tiny quiet">
        Always: <kbd>Alt L</kbd> locks, <kbd>Ctrl K</kbd> finds charts, notes and pages, <kbd>Ctrl S</kbd> saves a note.
      </p>
    </section>
  );
}
