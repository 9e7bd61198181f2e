/** When a member was seen, on which days they work, and when they are away. */

import type { MemberView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { FormEnd } from "../../parts/form-end.tsx";
import { dayOf } from "../../words/dates.ts";
import { sayAway, sayWorkdays, WEEKDAYS } from "../../words/presence.ts";
import { Quiet } from "./quiet.tsx";

export type PresenceProps = { readonly member: MemberView; readonly mayChange: boolean };

export function Presence({ member, mayChange }: PresenceProps): ReactElement {
  const [changing, setChanging] = useState(false);
  const { quiet, away, workdays } = member;
  return (
    <section aria-labelledby="h-presence">
      <h2 id="h-presence">Here and away</h2>
      {quiet && <Quiet quiet={quiet} />}
      <p className="small quiet">
        Works {sayWorkdays(workdays)}.{sayAway(away, Date.now())}
        {!member.isYou && " Whoever stops without being away is shown, since a server could hide them from you."}
      </p>
      {mayChange && (
        <p className="acts">
          <button className="b slim" type="button" onClick={() => setChanging(true)}>
            Change
          </button>
        </p>
      )}
      {changing && <ChangePresence member={member} onClose={() => setChanging(false)} />}
    </section>
  );
}

function ChangePresence(props: { readonly member: MemberView; readonly onClose: () => void }): ReactElement {
  const { member, onClose } = props;
  const vault = useVault();
  const acting = useActing();
  const [workdays, setWorkdays] = useState(member.workdays);
  const [isAway, setIsAway] = useState(member.away !== undefined || member.quiet !== undefined);
  const [from, setFrom] = useState(member.away?.from ?? dayOf(Date.now()));
  const [until, setUntil] = useState(member.away?.until ?? "");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const away = isAway ? { away: { from, until } } : {};
    if (await acting.run(() => vault.setPresence({ member: member.id, workdays, ...away }))) onClose();
  };
  return (
    <Dialog
      title={member.isYou ? "When are you here?" : `When is ${member.name || "this member"} here?`}
      note="Everybody in the practice sees it, and who said it. The server doesn’t."
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <fieldset className="day-ticks">
          <legend className="label">Works on</legend>
          {WEEKDAYS.map((name, i) => (
            <label className="day-tick" key={name}>
              <input
                type="checkbox"
                checked={workdays.includes(i + 1)}
                onChange={({ target }) =>
                  setWorkdays(
                    target.checked
                      ? [...workdays, i + 1].toSorted((a, b) => a - b)
                      : workdays.filter((day) => day !== i + 1),
                  )
                }
              />
              {name}
            </label>
          ))}
        </fieldset>
        <label className="tick">
          <input type="checkbox" checked={isAway} onChange={({ target }) => setIsAway(target.checked)} />
          <span>
            <b>Away</b>
            <span>For at most 92 days; then say it again.</span>
          </span>
        </label>
        {isAway && (
          <>
            <Field label="First day away">
              {(control) => (
                <input
                  {...control}
                  type="date"
                  autoComplete="off"
                  value={from}
                  onChange={({ target }) => setFrom(target.value)}
                />
              )}
            </Field>
            <Field label="Last day away">
              {(control) => (
                <input
                  {...control}
                  type="date"
                  autoComplete="off"
                  value={until}
                  onChange={({ target }) => setUntil(target.value)}
                />
              )}
            </Field>
          </>
        )}
        <FormEnd acting={acting} does="Save these days" changes leave={onClose} />
      </form>
    </Dialog>
  );
}
