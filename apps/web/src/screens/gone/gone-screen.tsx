/** A device is gone: what helps, one step after the other; what is done is read off the practice, so that it stands here after a reload too. */

import type { DeviceGone, DeviceView, EmergencyKit, GoneDevice } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useOpenStatus, useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, WellLine } from "../../parts/field.tsx";
import { saySignedDay } from "../../words/dates.ts";
import { KitPaper } from "../founding/kit-paper.tsx";
import { saveReport } from "../leaving/save-report.ts";
import { Revoke } from "../devices/revoke.tsx";
import "./gone.css";

const ReplaceKeys = lazy(() =>
  import("../devices/own-keys/replace-keys.tsx").then((m) => ({ default: m.ReplaceKeys })),
);

export function GoneScreen(): ReactElement {
  const { value: gone } = useAnswer("device gone", (vault) => vault.deviceGone());
  const { value: all } = useAnswer("devices", (vault) => vault.devices());
  const own = all?.find(({ thisDevice }) => thisDevice)?.member;
  const others = all?.filter((one) => one.member === own && !one.thisDevice && !one.revoked);
  return (
    <Page title="A device is gone">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/devices">Devices</Link>
          </p>
          <h1>A device is gone</h1>
          <p className="lede">
            Lost, stolen, or in other hands. From the top down; what is done shows here, also when you come back later.
          </p>
        </div>
      </div>
      {gone && others && <Steps gone={gone} others={others} />}
    </Page>
  );
}

function Steps({ gone, others }: { readonly gone: DeviceGone; readonly others: readonly DeviceView[] }): ReactElement {
  const status = useOpenStatus();
  const { value: members } = useAnswer("members", (vault) => vault.members());
  const [revoking, setRevoking] = useState<DeviceView>();
  const [replacing, setReplacing] = useState(false);
  const [newKit, setNewKit] = useState<EmergencyKit>();
  const newest = gone.devices[0];
  const isOut = newest !== undefined;
  const isOwner = members?.find(({ isYou }) => isYou)?.role === "owner";
  // Also where the device that is gone was never in the list, so that nothing was taken out.
  const areKeysNew = gone.keysReplaced || newKit !== undefined;
  return (
    <>
      <ol className="rows gone-steps">
        <Step title="Take it out" state={isOut ? "done" : "to do"}>
          <p>
            It gets nothing new from then on, and nothing that it sends counts. Open at this moment, it shows what it
            holds until it locks; then that stays on it, sealed behind the passphrase.
          </p>
          {gone.devices.map((device) => (
            <p key={device.id}>
              <b>{device.name || "A device"}</b> {sayOut(device)}
            </p>
          ))}
          {others.length > 0 ? (
            <div className="acts">
              {others.map((device) => (
                <button key={device.id} className="b slim" type="button" onClick={() => setRevoking(device)}>
                  Take out {device.name || "a device"}
                </button>
              ))}
            </div>
          ) : (
            !isOut && <p>There is no other device of yours in this practice. Go on with your keys.</p>
          )}
        </Step>
        <Step title="Replace your keys" state={areKeysNew ? "done" : "to do"}>
          <p>
            New keys, a new passphrase and a new kit. Then whoever opens that device, however long they guess, reads
            nothing that was written since. The old kit opens nothing any more.
          </p>
          {!areKeysNew && (
            <button className="b slim" type="button" onClick={() => setReplacing(true)}>
              Replace my keys
            </button>
          )}
        </Step>
        <Step
          title="The new Emergency Kit"
          state={areKeysNew ? (status.kitConfirmed ? "done" : "to do") : "after that"}
        >
          <p>On paper or on a stick. Your other devices ask for it, and for the new passphrase, once.</p>
          {newKit ? (
            <>
              <WellLine>Your keys are replaced. This is the new kit: the old sheet opens nothing any more.</WellLine>
              <KitPaper
                kit={newKit}
                amongOthers
                leaveLabel="Put it away"
                doneLabel="Put it away"
                onDone={() => setNewKit(undefined)}
              />
            </>
          ) : (
            areKeysNew &&
            !status.kitConfirmed && (
              <Link className="b slim" to="/devices" hash="kit">
                Print it and type it back
              </Link>
            )
          )}
        </Step>
        <Step title="Second factor" state={gone.secondFactorAnew ? "done" : "if it was with it"}>
          <p>
            If your authenticator app or security key went with the device: set up another one, and remove that key.
          </p>
          {!gone.secondFactorAnew && (
            <Link className="b slim" to="/devices" hash="second-factor">
              See your second factor
            </Link>
          )}
        </Step>
        <Step title="Spare codes" state={gone.spareCodesAnew ? "done" : "if it was with it"}>
          <p>If their sheet or file went with it: make ten new ones, and the old end.</p>
          {!gone.spareCodesAnew && (
            <Link className="b slim" to="/devices" hash="second-factor">
              Make new spare codes
            </Link>
          )}
        </Step>
        {!status.recoveryCardsMissing && (
          <Step title="Recovery cards" state={gone.cardsAnew ? "done" : "if it was with it"}>
            <p>
              If a card, or its file, went with it: one alone opens nothing, but one is missing now. New cards take the
              place of all the old.
            </p>
            {!gone.cardsAnew &&
              (isOwner ? (
                <Link className="b slim" to="/recovery">
                  See the cards
                </Link>
              ) : (
                <p>An owner of the practice makes them: tell them.</p>
              ))}
          </Step>
        )}
        <Step title="What could be read on it">
          <p>
            Which charts, by which keys, from when to when, and what nobody can say. For your own record, and for when
            you have to tell somebody. It names charts: keep it accordingly.
          </p>
          {isOut ? <Reports devices={gone.devices} /> : <p>Once the device is taken out.</p>}
        </Step>
      </ol>
      {revoking && <Revoke device={revoking} because="lost" onClose={() => setRevoking(undefined)} />}
      <Suspense>
        {replacing && (
          <ReplaceKeys
            secondFactorSet={status.secondFactorSet}
            because={newest?.why ?? "lost"}
            others={others}
            isOut={isOut}
            onClose={() => setReplacing(false)}
            onNewKit={setNewKit}
          />
        )}
      </Suspense>
    </>
  );
}

type State = "done" | "to do" | "after that" | "if it was with it";

type StepProps = { readonly title: string; readonly state?: State; readonly children: ReactNode };

function Step({ title, state, children }: StepProps): ReactElement {
  return (
    <li>
      <div className="head">
        <h2>{title}</h2>
        {state && <StateOf state={state} />}
      </div>
      {children}
    </li>
  );
}

function StateOf({ state }: { readonly state: State }): ReactElement {
  if (state === "done") return <span className="ev verified">Done</span>;
  if (state === "to do") return <span className="due small">To do</span>;
  return <span className="small quiet">{state === "after that" ? "After that" : "If it was with it"}</span>;
}

function Reports({ devices }: { readonly devices: readonly GoneDevice[] }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const save = ({ id, name }: GoneDevice) =>
    void acting.run(() => saveReport(vault, { device: id }, name || "a device", "pdf"));
  return (
    <>
      <div className="acts">
        {devices.map((device) => (
          <button key={device.id} className="b slim" type="button" aria-busy={acting.busy} onClick={() => save(device)}>
            Save the report of {device.name || "the device"}
          </button>
        ))}
      </div>
      {acting.error && <ErrorLine text={acting.error} />}
    </>
  );
}

function sayOut({ why, day }: GoneDevice): string {
  const when = day === undefined ? "" : ` ${saySignedDay(day, Date.now())}`;
  return `was taken out${when}: ${why}.`;
}
