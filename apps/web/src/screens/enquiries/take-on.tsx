/** Who takes somebody on, and is given their chart with it. */

import type { EnquiryView } from "@alcove/vault";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { MemberField } from "../../parts/member-field.tsx";
import { FormEnd } from "../../parts/form-end.tsx";
import { useClientName } from "../../parts/client-name.tsx";
import { dayOf } from "../../words/dates.ts";
import { sayKeysFailure } from "../../words/failures.ts";

const TREAT: ReadonlySet<string> = new Set(["owner", "clinician", "supervisor"]);

export function TakeOn({ one, onClose }: { readonly one: EnquiryView; readonly onClose: () => void }): ReactElement {
  const vault = useVault();
  const navigate = useNavigate();
  const acting = useActing(sayKeysFailure);
  const shown = useClientName();
  const { value: members } = useAnswer("members", (open) => open.members());
  const who = (members ?? [])
    .filter(({ role }) => TREAT.has(role))
    .toSorted((a, b) => Number(b.isYou) - Number(a.isYou));
  const me = members?.find(({ isYou }) => isYou);
  const [chosen, setChosen] = useState("");
  const member = chosen || (who[0]?.id ?? "");
  const isOwn = member === me?.id;
  const goes = me && TREAT.has(me.role) && !isOwn;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await acting.run(() => vault.takeOn({ chart: one.chart, member, since: dayOf(Date.now()) })))) return;
    onClose();
    if (isOwn) void navigate({ to: "/charts/$chartId", params: { chartId: one.chart } });
  };
  return (
    <Dialog title={`Take on ${shown(one.name)}`} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <MemberField label="By" members={who} value={member} onChange={setChosen} />
        <p className="small quiet">
          {isOwn
            ? "From today on they are in treatment, and their chart stands among yours."
            : `The chart goes to them at once, with people and numbers, and they write the first note.${goes ? " You open it no more." : ""}`}
        </p>
        <FormEnd acting={acting} does={isOwn ? "Take them on" : "Give the chart to them"} leave={onClose} />
      </form>
    </Dialog>
  );
}
