/** Choosing who lets others into a guarded chart: what it gives, what it costs, and whom. */

import type { GuardView, MemberView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { useVault } from "../../../app/vault-context.tsx";
import { useActing } from "../../../parts/acting.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { ErrorLine } from "../../../parts/field.tsx";
import { sayAlone } from "../../../words/releasers.ts";
import { ROLE_NAMES } from "../../../words/roles.ts";
import { AskOwner } from "../../two-owners/ask-owner.tsx";

type ChooseReleasersProps = {
  readonly chart: string;
  readonly chosen: GuardView["releasers"];
  readonly members: readonly MemberView[];
  /** An owner signs it too: they are asked. */
  readonly takesOwner: boolean;
  readonly onClose: () => void;
};

export function ChooseReleasers({ chart, chosen, members, takesOwner, onClose }: ChooseReleasersProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { value: access } = useAnswer(`access ${chart}`, (own) => own.chartAccess(chart));
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set(chosen.map(({ member }) => member)));
  const readers = new Set(access?.filter(({ reads, writes }) => reads || writes).map(({ member }) => member));
  const able = members.filter(({ id, role, isSuspended }) => !readers.has(id) && role !== "auditor" && !isSuspended);
  const [only] = able.filter(({ id }) => ids.has(id));
  const toggle = (id: string) =>
    setIds(ids.has(id) ? new Set([...ids].filter((one) => one !== id)) : new Set([...ids, id]));

  const kept = able.filter(({ id }) => ids.has(id)).map(({ id }) => id);
  const isSame = kept.length === chosen.length && chosen.every(({ member }) => ids.has(member));

  const stays = chosen.some(({ member }) => ids.has(member));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await acting.run(() => vault.chooseReleasers({ chart, members: kept }))) onClose();
  };

  return (
    <Dialog
      title="Who lets you in"
      note="They keep a part of the key in the server’s place, and read nothing. A stolen device and a server in the wrong hands together open nothing without them."
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <ul className="plain-points small">
          <li>Each opening waits until one of them presses “Let them in”.</li>
          <li>While none of them is there the chart stays shut. Its crisis card opens.</li>
        </ul>
        <fieldset className="who">
          <legend className="label">Better two than one, of those who can’t open this chart</legend>
          {able.length === 0 && <p className="small quiet">Everybody here can open it.</p>}
          {able.map(({ id, name, role }) => (
            <label key={id} className="tick">
              <input type="checkbox" checked={ids.has(id)} onChange={() => toggle(id)} />
              <span>
                <b>{name || "A new member"}</b>
                <span>{ROLE_NAMES[role]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {ids.size === 1 && only && <p className="small warning">{sayAlone(only)}</p>}
        {ids.size === 0 && chosen.length > 0 && !takesOwner && (
          <p className="small quiet">Nobody: the server gives its part by itself again.</p>
        )}
        {acting.error && <ErrorLine text={acting.error} />}
        {takesOwner && !stays && (
          <p className="small quiet">One of those who let you in now stays until the chart was opened once more.</p>
        )}
        {takesOwner && stays && !isSame && (
          <AskOwner key={kept.join()} request={{ kind: "releasers", chart, members: kept }} />
        )}
        <div className="acts">
          {!takesOwner && (
            <button className="b primary" type="submit" aria-busy={acting.busy}>
              Save the choice
            </button>
          )}
          <button className="b plain" type="button" onClick={onClose}>
            Leave it as it is
          </button>
        </div>
      </form>
    </Dialog>
  );
}
