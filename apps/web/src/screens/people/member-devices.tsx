/** A member's devices; whoever manages members can report one as lost. */

import type { DeviceView, MemberView } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { Icon } from "../../parts/icon.tsx";
import { sayLastSeen } from "../../words/dates.ts";
import { Revoke } from "../devices/revoke.tsx";
import "../devices/devices.css";

export function MemberDevices(props: { readonly member: MemberView; readonly manages: boolean }): ReactElement | null {
  const { value: all } = useAnswer("devices", (vault) => vault.devices());
  const [revoking, setRevoking] = useState<DeviceView>();
  const devices = all?.filter((device) => device.member === props.member.id) ?? [];
  if (devices.length === 0) return null;
  return (
    <section aria-labelledby="h-member-devices">
      <h2 id="h-member-devices">Devices</h2>
      <ul className="rows dev">
        {devices.map((device) => (
          <li key={device.id} className={device.revoked ? "gone" : undefined}>
            <Icon name={/phone|pad|tablet/i.test(device.name) ? "phone" : "laptop"} lift />
            <div>
              <span className="plain-name">{device.name || "A device"}</span>
              <p>{sayDevice(device)}</p>
            </div>
            {!device.revoked && props.manages && !props.member.isYou && (
              <button className="as-link small" type="button" onClick={() => setRevoking(device)}>
                Take out<span className="vh"> {device.name}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {revoking && <Revoke device={revoking} whose={props.member.name} onClose={() => setRevoking(undefined)} />}
    </section>
  );
}

function sayDevice(device: DeviceView): string {
  if (device.revoked) return "Taken out.";
  if (device.thisDevice) return "This one.";
  return device.lastSeen === undefined ? "Not here yet." : `Last here ${sayLastSeen(device.lastSeen, Date.now())}.`;
}
