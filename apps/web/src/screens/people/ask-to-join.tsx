/** Asking somebody to join: as what, and for whom one keeps the words; then the invitation. */

import type { Outcome, Role } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ROLE_NAMES, rolesGivenBy } from "../../words/roles.ts";
import { Inviting } from "../invitations/inviting.tsx";

export type AskToJoinProps = { readonly giver: Role; readonly onClose: () => void };

export function AskToJoin({ giver, onClose }: AskToJoinProps): ReactElement {
  const vault = useVault();
  const [role, setRole] = useState<Role>("clinician");
  const [forWhom, setForWhom] = useState("");
  const [asked, setAsked] = useState<() => Promise<Outcome<void>>>();

  if (asked) return <Inviting kind="member" begin={asked} onAgain={asked} onClose={onClose} />;
  const ask = (event: FormEvent) => {
    event.preventDefault();
    setAsked(() => () => vault.inviteMember({ role, forWhom }));
  };
  return (
    <Dialog
      broad
      title="Ask somebody to join"
      note="They make keys of their own on their own device. A role opens no chart: you say later who opens which. But for an auditor, everybody sees the names of charts and people."
      onClose={onClose}
    >
      <form onSubmit={ask}>
        <fieldset>
          <legend className="label">As what</legend>
          <div className="ways in-two">
            {rolesGivenBy(giver).map(([each, says]) => (
              <label key={each}>
                <input type="radio" name="role" checked={role === each} onChange={() => setRole(each)} />
                <span>
                  <b>{ROLE_NAMES[each]}</b>
                  <span>{says}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <Field label="Whom" hint="For your own list of open invitations. It stays on this device." optional>
          {(control) => (
            <input
              {...control}
              value={forWhom}
              onChange={(event) => setForWhom(event.target.value)}
              autoComplete="off"
            />
          )}
        </Field>
        <div className="acts">
          <button className="b primary" type="submit">
            Make the invitation
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Not now
          </button>
        </div>
      </form>
    </Dialog>
  );
}
