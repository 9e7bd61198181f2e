/** Taking a device out: why decides what follows. */

import type { DeviceView } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorLine } from "../../parts/field.tsx";

type Reason = "retired" | "lost" | "stolen";

const REASONS: readonly (readonly [Reason, string, string])[] = [
  ["retired", "It is no longer used", "It is in your hands or was wiped by you."],
  ["lost", "It is lost", "You don’t know where it is."],
  ["stolen", "It was stolen", "Somebody else has it."],
];

export type RevokeProps = {
  readonly device: DeviceView;
  /** Of somebody else: their name. */
  readonly whose?: string;
  /** Chosen before anything is pressed. */
  readonly because?: Reason;
  /** One's own is out, and somebody may have it. */
  readonly onGone?: () => void;
  readonly onClose: () => void;
};

export function Revoke({ device, whose, because = "retired", onGone, onClose }: RevokeProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [reason, setReason] = useState<Reason>(because);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await acting.run(() => vault.revokeDevice({ device: device.id, reason })))) return;
    onClose();
    if (reason !== "retired") onGone?.();
  };

  return (
    <Dialog
      title={`Take out ${device.name}?`}
      note="It gets nothing new from the moment the server has this. If it is open now, it shows what it holds until it locks: lock it first if you can. Then that stays there, sealed behind the passphrase."
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)}>
        <fieldset className="ways">
          <legend className="vh">Why</legend>
          {REASONS.map(([value, label, hint]) => (
            <label key={value}>
              <input type="radio" name="reason" checked={reason === value} onChange={() => setReason(value)} />
              <span>
                <b>{label}</b>
                <span>{hint}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {whose !== undefined && reason !== "retired" && (
          <p className="small quiet">
            Until {whose || "they"} replace{whose ? "s" : ""} their keys nothing more is handed to them, and they can’t
            let anybody in.
          </p>
        )}
        {whose === undefined && reason !== "retired" && (
          <p className="small">
            Whoever has it can try passphrases as long as they like. What else helps, your keys first, comes on the next
            page.
          </p>
        )}
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b" type="submit" aria-busy={acting.busy}>
            Take {device.name} out
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Leave it in
          </button>
        </div>
      </form>
    </Dialog>
  );
}
