/** Somebody of a chart: who they are here, and what may be left or sent where. */

import type { FormLanguage, PersonRole, PersonView, PersonWords, Reach } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { Field } from "../../../parts/field.tsx";
import { FormDialog } from "../../../parts/form-dialog.tsx";
import { FormEnd } from "../../../parts/form-end.tsx";
import { ageOn, ROLE_WORDS, sayRoles } from "../../../words/administrative.ts";
import { agreedFor } from "../../../words/reminders.ts";
import { LANGUAGE_NAMES } from "../../../words/clients/index.ts";
import { dayOf, LAST_DAY } from "../../../words/dates.ts";
import { NO_REACH, ReachLines } from "./reach-lines.tsx";
import { agreedAfter, ReminderField } from "./reminder-field.tsx";
import "./people.css";

const NOBODY: PersonWords = { name: "", called: "", roles: [], relation: "", reach: [NO_REACH], note: "" };
const ROLES = Object.keys(ROLE_WORDS) as PersonRole[];
export function PersonForm({
  chart,
  person,
  roles: first = [],
  onClose,
}: {
  readonly chart: string;
  readonly person: PersonView | undefined;
  /** Of somebody new: what they most probably are. */
  readonly roles?: readonly PersonRole[];
  readonly onClose: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [words, setWords] = useState<PersonWords>(person ?? { ...NOBODY, roles: first });
  const [reach, setReach] = useState<readonly Reach[]>(words.reach);
  const [isTyped, setTyped] = useState(false);
  const basedOn = person?.basedOn ?? [];
  const change = (some: Partial<PersonWords>) => {
    setTyped(true);
    setWords({ ...words, ...some });
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!words.name.trim()) return acting.setError("A name is needed, or what you call them.");
    const { name, called, roles, relation, bornOn, language, note } = words;
    const filled = reach.filter(({ at }) => at.trim() !== "");
    const reminders = agreedFor(words.reminders, filled);
    const optional = {
      ...(bornOn ? { bornOn } : {}),
      ...(language ? { language } : {}),
      ...(reminders ? { reminders } : {}),
    };
    const said = { name, called, roles, relation, note, ...optional };
    const saved = await acting.run(() =>
      vault.savePerson({ chart, ...said, reach: filled, basedOn, ...(person ? { id: person.id } : {}) }),
    );
    if (saved) onClose();
  };
  const remove = async () => {
    if (person && (await acting.run(() => vault.removePerson({ chart, id: person.id, basedOn })))) onClose();
  };

  return (
    <FormDialog
      keeps={{
        name: `person ${person?.id ?? chart}`,
        words: { words, reach },
        restore: (kept) => {
          change(kept.words);
          setReach(kept.reach);
        },
      }}
      isTyped={isTyped}
      leaving="Leave this form?"
      title={person ? person.name : "Add somebody"}
      note="Front desk and billers see this once you let them in; no note with it."
      broad
      onClose={onClose}
    >
      {(leave) => (
        <form onSubmit={(event) => void submit(event)} noValidate>
          {person?.beside.map((other) => (
            <p key={JSON.stringify(other)} className="small due" dir="auto">
              Written at the same time: {other.name}, {sayRoles(other)}, {other.reach.map(({ at }) => at).join(", ")}.
              What you save is what stands in this form, and both stay in the history.
            </p>
          ))}
          <Field label="Name">
            {(control) => (
              <input
                {...control}
                dir="auto"
                value={words.name}
                onChange={(event) => change({ name: event.target.value })}
                autoComplete="off"
              />
            )}
          </Field>
          <Field label="Called" hint="As they are called and spoken of: “Maz, they”." optional>
            {(control) => (
              <input
                {...control}
                dir="auto"
                value={words.called}
                onChange={(event) => change({ called: event.target.value })}
                autoComplete="off"
              />
            )}
          </Field>
          <fieldset className="person-ticks">
            <legend className="label">In this chart</legend>
            {ROLES.map((role) => (
              <label key={role} className="tick">
                <input
                  type="checkbox"
                  checked={words.roles.includes(role)}
                  onChange={(event) =>
                    change({
                      roles: ROLES.filter((one) => (one === role ? event.target.checked : words.roles.includes(one))),
                    })
                  }
                />
                <span>
                  <b>{ROLE_WORDS[role].name}</b>
                  <span>{ROLE_WORDS[role].hint}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <Field label="To the client" hint="“Mother”, “sister”, “family doctor”." optional>
            {(control) => (
              <input
                {...control}
                dir="auto"
                value={words.relation}
                onChange={(event) => change({ relation: event.target.value })}
                autoComplete="off"
              />
            )}
          </Field>
          <Field
            label="Born on"
            hint={isOld(words.bornOn) ? "More than 110 years ago. Is the year right?" : undefined}
            optional
          >
            {(control) => (
              <input
                {...control}
                type="date"
                max={LAST_DAY}
                value={words.bornOn ?? ""}
                onChange={(event) => change({ bornOn: event.target.value || undefined })}
                autoComplete="off"
              />
            )}
          </Field>
          <Field label="Reads forms and letters in">
            {(control) => (
              <select
                {...control}
                value={words.language ?? "en"}
                onChange={({ target }) =>
                  change({ language: target.value === "en" ? undefined : (target.value as FormLanguage) })
                }
              >
                {Object.entries(LANGUAGE_NAMES).map(([language, name]) => (
                  <option key={language} value={language}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <ReachLines
            lines={reach}
            onChange={(lines) => {
              change({ reminders: agreedAfter(words.reminders, reach, lines) });
              setReach(lines);
            }}
          />
          <ReminderField agreed={words.reminders} reach={reach} onChange={(reminders) => change({ reminders })} />
          <Field label="What else matters" hint="“Calls back after five.”" optional>
            {(control) => (
              <textarea
                {...control}
                autoComplete="off"
                dir="auto"
                rows={2}
                value={words.note}
                onChange={(event) => change({ note: event.target.value })}
              />
            )}
          </Field>
          <FormEnd
            acting={acting}
            does={person ? "Save this person" : "Add them"}
            changes={person !== undefined}
            leave={leave}
          >
            {person && (
              <button className="b plain" type="button" onClick={() => void remove()}>
                They are none of this chart any more
              </button>
            )}
          </FormEnd>
        </form>
      )}
    </FormDialog>
  );
}

const isOld = (bornOn: string | undefined): boolean =>
  bornOn !== undefined && (ageOn(bornOn, dayOf(Date.now())) ?? 0) > 110;
