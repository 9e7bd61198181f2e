/** Letting somebody into a chart: whom, how far, and whether for a time. Psychotherapy notes are a tap of their own. */

import type { MemberView, SharedKind } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { MemberField } from "../../parts/member-field.tsx";
import { AskOwner } from "../two-owners/ask-owner.tsx";
import { useForTwo } from "../two-owners/for-two.ts";

export type ShareProps = {
  readonly chart: string;
  /** What this member can give here. One of the two at least. */
  readonly offers: { readonly progress: boolean; readonly apart: boolean };
  readonly members: readonly MemberView[];
  readonly onClose: () => void;
};

type What = "read-write" | "read" | "psychotherapy" | "administrative";
const WHATS: readonly (readonly [What, string, string])[] = [
  [
    "read-write",
    "Read and write",
    "All progress notes with their history, notes of their own, and changes in everybody’s: each version stays, with its author.",
  ],
  ["read", "Read only", "All progress notes with their history."],
  [
    "psychotherapy",
    "Your psychotherapy notes, to read",
    "The ones that you keep apart, such as for supervised training. Progress notes are not part of it.",
  ],
  [
    "administrative",
    "People and numbers alone",
    "Who belongs to the chart, how they may be reached, and where it stands: to read and write, without any note.",
  ],
];

/** They have people and numbers with the notes. */
const treats: ReadonlySet<string> = new Set(["owner", "clinician", "supervisor"]);

export function Share({ chart, offers, members, onClose }: ShareProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const others = members.filter(({ isYou, role }) => !isYou && role !== "auditor");
  const [member, setMember] = useState(others[0]?.id ?? "");
  const [what, setWhat] = useState<What>(offers.progress ? "read-write" : "psychotherapy");
  const [until, setUntil] = useState("");
  const forTwo = useForTwo();

  const isOffered = (each: What): boolean => {
    if (each === "psychotherapy") return offers.apart;
    const role = others.find(({ id }) => id === member)?.role;
    return offers.progress && (each !== "administrative" || (role !== undefined && !treats.has(role)));
  };
  const offered = WHATS.filter(([each]) => isOffered(each));
  const chosen = offered.some(([each]) => each === what) ? what : offered[0]?.[0];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const kind: SharedKind = chosen === "psychotherapy" || chosen === "administrative" ? chosen : "progress";
    const right = chosen === "read-write" || chosen === "administrative" ? "read-write" : "read";
    const shared = await acting.run(async () =>
      forTwo.watch(await vault.shareChart({ chart, member, kind, right, ...(until ? { until } : {}) })),
    );
    if (shared) onClose();
  };

  return (
    <Dialog
      title="Let somebody in"
      note="The key goes to their devices at once, and with it the history: one key opens what was written before."
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <MemberField label="Whom" members={others} value={member} onChange={setMember} />
        <fieldset className="ways">
          <legend className="vh">How far</legend>
          {offered.map(([value, label, hint]) => (
            <label key={value}>
              <input type="radio" name="what" checked={chosen === value} onChange={() => setWhat(value)} />
              <span>
                <b>{label}</b>
                <span>{hint}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Field label="Until" hint="The last day. It ends by itself on the day after. Leave it empty for no end.">
          {(control) => (
            <input
              {...control}
              type="date"
              value={until}
              onChange={(event) => setUntil(event.target.value)}
              autoComplete="off"
            />
          )}
        </Field>
        {acting.error && !forTwo.needed && <ErrorLine text={acting.error} />}
        {forTwo.needed && (
          <AskOwner
            request={{
              kind: "share",
              chart,
              member,
              right: chosen === "read-write" ? "read-write" : "read",
              ...(until ? { until } : {}),
            }}
          />
        )}
        <div className="acts">
          {!forTwo.needed && (
            <button className="b primary" type="submit" aria-busy={acting.busy}>
              Let them in
            </button>
          )}
          <button className="b plain" type="button" onClick={onClose}>
            {forTwo.needed ? "Close" : "Not now"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
