/**
 * A device that is new, or whose store is older than what it signed, sees what the server shows; somebody who knows has to
 * say that it is the newest.
 */

import type { DeviceView } from "@alcove/vault";
import type { ReactElement } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { AlarmNotice } from "../../parts/alarm.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { sayLastSeen } from "../../words/dates.ts";

export type ProvisionalProps = { readonly otherDevices: readonly DeviceView[]; readonly isBehind: boolean };

export function Provisional({ otherDevices, isBehind }: ProvisionalProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const now = Date.now();
  const others = otherDevices.filter((device) => !device.revoked);
  const newest = others.toSorted((a, b) => (b.lastSeen ?? 0) - (a.lastSeen ?? 0))[0];
  const seen = newest?.lastSeen === undefined ? "on a day that is not known" : sayLastSeen(newest.lastSeen, now);

  if (isBehind) return <Older acting={acting} onConfirm={() => void acting.run(() => vault.confirmFreshness())} />;
  return (
    <div className="notice">
      <AlarmNotice
        lesser
        title="This device is new: is what it shows the newest?"
        lede={
          newest
            ? `Your ${newest.name} was last here ${seen}. If you worked on it later than that, something is missing: say nothing yet and open it.`
            : "No other device of yours can vouch for it. Compare with what you remember writing last."
        }
        answers={{
          notesSafe: ["Yes.", "Your other devices and the server are not touched by this one."],
          goOnWriting: ["Yes.", "What you write is kept here and sent once this is confirmed."],
          todaysClients: ["See them.", "Check that the last note you remember is there."],
          whomToCall: ["Nobody yet.", "If notes are missing: whoever runs your server."],
        }}
      >
        <button
          className="b"
          type="button"
          aria-busy={acting.busy}
          onClick={() => void acting.run(() => vault.confirmFreshness())}
        >
          {newest ? "That is right" : "It is the newest"}
        </button>
        {acting.error && <ErrorLine text={acting.error} />}
      </AlarmNotice>
    </div>
  );
}

type OlderProps = { readonly acting: ReturnType<typeof useActing>; readonly onConfirm: () => void };

function Older({ acting, onConfirm }: OlderProps): ReactElement {
  return (
    <div className="notice">
      <AlarmNotice
        title="This device’s data is older than it should be: do you know why?"
        lede="The server has work signed by this device that the device does not remember. Its data was put back from a backup, or somebody put an older copy in its place, or a copy of it is used elsewhere."
        answers={{
          notesSafe: ["Yes.", "What was sent is here again. What was only on this device since that copy may be gone."],
          goOnWriting: ["Yes.", "What you write is kept here and sent once this is settled."],
          todaysClients: ["See them.", "Check that the last note you remember is there."],
          whomToCall: [
            "Nobody, if you put it back.",
            "If you did not: take this device out from another one, under Devices, and replace your keys.",
          ],
        }}
      >
        <button className="b" type="button" aria-busy={acting.busy} onClick={onConfirm}>
          I put it back from a backup
        </button>
        {acting.error && <ErrorLine text={acting.error} />}
      </AlarmNotice>
    </div>
  );
}
