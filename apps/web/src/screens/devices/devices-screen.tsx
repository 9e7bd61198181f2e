/** The person's devices: which, since when, how they came; adding one, taking one out; and what this one remembers. */

import type { DeviceView, EmergencyKit } from "@alcove/vault";
import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useEffect, useState } from "react";
import { Page } from "../../app/page.tsx";
import { isCodeFromServer } from "../../app/server-origin.ts";
import { useAnswer } from "../../app/session.tsx";
import { useOpenStatus } from "../../app/vault-context.tsx";
import { Icon } from "../../parts/icon.tsx";
import { count, sentence } from "../../words/counts.ts";
import { dayOf, sayDayBriefly, sayLastSeen } from "../../words/dates.ts";
import { isTakenOut, whatWasReplaced } from "../../words/own-keys.ts";
import { OpenInvitations } from "../invitations/open-invitations.tsx";
import { Invite } from "./invite.tsx";
import { Kit } from "./kit.tsx";
import { Ledger } from "./ledger.tsx";
import { Passkeys } from "./own-keys/passkeys.tsx";
import { YourKeys } from "./own-keys/your-keys.tsx";
import { PageCode } from "./page-code.tsx";
import { RecoveryCards } from "./recovery-cards.tsx";
import { Revoke } from "./revoke.tsx";
import { SecondFactor } from "./second-factor.tsx";
import { ThisDevice } from "./this-device.tsx";
import { Will } from "./will.tsx";
import "./devices.css";

const TakenOut = lazy(() => import("./taken-out.tsx").then((m) => ({ default: m.TakenOut })));
const TakeKeys = lazy(() => import("./own-keys/take-keys.tsx").then((m) => ({ default: m.TakeKeys })));

export function DevicesScreen(): ReactElement {
  const status = useOpenStatus();
  const navigate = useNavigate();
  const { value: all } = useAnswer("devices", (vault) => vault.devices());
  const own = all?.find((device) => device.thisDevice)?.member;
  const devices = all?.filter((device) => device.member === own);
  const [inviting, setInviting] = useState(false);
  const [pairingAgain, setPairingAgain] = useState(false);
  const [revoking, setRevoking] = useState<DeviceView>();
  const [newKit, setNewKit] = useState<EmergencyKit>();
  const replaced = whatWasReplaced(status.connection);
  const now = Date.now();
  const present = devices?.filter((device) => !device.revoked) ?? [];
  useHashTarget(devices !== undefined);

  // Nothing else on this screen would reach the server.
  if (pairingAgain || isTakenOut(status.connection))
    return (
      <Suspense>
        <TakenOut named={status.deviceName} isPairing={pairingAgain} onPairing={setPairingAgain} />
      </Suspense>
    );
  return (
    <Page title="Devices">
      <div className="top">
        <div>
          <h1>Devices</h1>
          <p className="lede">{devices ? sayDevices(present.length) : "\u00a0"}</p>
        </div>
        <div className="acts">
          <Link className="b" to="/devices/gone">
            A device is gone
          </Link>
          <button className="b primary" type="button" onClick={() => setInviting(true)}>
            Add a device
          </button>
        </div>
      </div>
      <div className="cols">
        <div className="stack">
          <section aria-labelledby="h-devices">
            <h2 id="h-devices" className="vh">
              Your devices
            </h2>
            <ul className="rows dev">
              {devices?.toSorted(standing).map((device) => (
                <DeviceRow key={device.id} device={device} now={now} onRevoke={() => setRevoking(device)} />
              ))}
            </ul>
          </section>
          <OpenInvitations kind="device" />
          {replaced ? (
            <Suspense>
              <TakeKeys what={replaced} />
            </Suspense>
          ) : (
            <YourKeys
              secondFactorSet={status.secondFactorSet}
              others={present.filter((device) => !device.thisDevice)}
              onNewKit={setNewKit}
            />
          )}
          <Passkeys deviceName={status.deviceName} memberName={status.memberName} />
          <SecondFactor set={status.secondFactorSet} />
          <Kit confirmed={status.kitConfirmed} fresh={newKit} />
          <RecoveryCards />
          <Will due={status.willDue} />
          <Ledger witnesses={status.witnesses} mayName={status.maySetRules} />
          {isCodeFromServer() && <PageCode />}
        </div>
        <ThisDevice idleLockMinutes={status.idleLockMinutes} longest={status.rules.idleMinutes} />
      </div>
      {inviting && <Invite onClose={() => setInviting(false)} />}
      {revoking && (
        <Revoke
          device={revoking}
          onGone={() => void navigate({ to: "/devices/gone" })}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </Page>
  );
}

type RowProps = { readonly device: DeviceView; readonly now: number; readonly onRevoke: () => void };

function DeviceRow({ device, now, onRevoke }: RowProps): ReactElement {
  const phone = /phone|pad|tablet/i.test(device.name);
  return (
    <li className={device.revoked ? "gone" : undefined}>
      <Icon name={phone ? "phone" : "laptop"} lift />
      <div>
        <span className="plain-name">{device.name || "A device"}</span>
        <p>{sayDevice(device, now)}</p>
      </div>
      <span className="dev-end">
        <DeviceState device={device} />
        {!device.revoked && !device.thisDevice && (
          <button className="as-link small" type="button" onClick={onRevoke}>
            Take out<span className="vh"> {device.name}</span>
          </button>
        )}
      </span>
    </li>
  );
}

function DeviceState({ device }: { readonly device: DeviceView }): ReactElement {
  if (device.revoked) return <span className="ev none">Taken out</span>;
  if (device.provisional) return <span className="ev stale">Not confirmed</span>;
  if (device.thisDevice) return <span className="ev verified">This one</span>;
  return <span className="ev verified">In use</span>;
}

const VIA = {
  founding: "founded the practice",
  kit: "added by Emergency Kit",
  pairing: "paired",
  recovery: "set up with recovery cards",
} as const;

function sayDevice(device: DeviceView, now: number): string {
  const how = VIA[device.via];
  // Until its own record has come, a device has neither name nor day.
  const since =
    device.enrolledAt > 0 ? `Since ${sayDayBriefly(dayOf(device.enrolledAt), now)}: ${how}.` : `${sentence(how)}.`;
  if (device.thisDevice || device.lastSeen === undefined) return since;
  return `${since} Last here ${sayLastSeen(device.lastSeen, now)}.`;
}

function sayDevices(n: number): string {
  return n === 1 ? "One device opens your records: this one." : `${sentence(count(n, "device"))} open your records.`;
}

/** This one first, then the last seen; what was taken out at the end. */
function standing(a: DeviceView, b: DeviceView): number {
  if (a.revoked !== b.revoked) return a.revoked ? 1 : -1;
  if (a.thisDevice !== b.thisDevice) return a.thisDevice ? -1 : 1;
  return (b.lastSeen ?? b.enrolledAt) - (a.lastSeen ?? a.enrolledAt);
}

/** A task on Today leads to its section here. */
function useHashTarget(ready: boolean): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (!ready || !hash) return;
    const section = document.getElementById(hash);
    section?.scrollIntoView({ block: "start" });
    section?.querySelector<HTMLElement>("input, button")?.focus({ preventScroll: true });
  }, [hash, ready]);
}
