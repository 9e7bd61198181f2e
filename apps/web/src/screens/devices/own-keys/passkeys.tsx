/** Passkeys that unlock, on all of one's devices: which, for which address; one more, one less. */

import type { PasskeyView } from "@alcove/vault";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { useAnswer } from "../../../app/session.tsx";
import { Icon } from "../../../parts/icon.tsx";
import { dayOf, sayDayBriefly } from "../../../words/dates.ts";
import { sayWhere } from "../../../words/passkeys.ts";

const AddPasskey = lazy(() => import("./add-passkey.tsx").then((m) => ({ default: m.AddPasskey })));
const RemovePasskey = lazy(() => import("./remove-passkey.tsx").then((m) => ({ default: m.RemovePasskey })));

export function Passkeys({
  deviceName,
  memberName,
}: {
  readonly deviceName: string;
  readonly memberName: string;
}): ReactElement {
  const { value: passkeys = [] } = useAnswer("passkeys", (vault) => vault.passkeys());
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<PasskeyView>();
  const now = Date.now();
  return (
    <section id="passkeys" aria-labelledby="h-passkeys">
      <div className="head">
        <h2 id="h-passkeys">Unlock without the passphrase</h2>
      </div>
      <p className="small quiet above-act">
        Passkeys open this device by finger, face or a key’s PIN in the place of the passphrase, as often as it locks in
        a day. The passphrase stays, and always works.
      </p>
      {passkeys.length > 0 && (
        <ul className="rows ends above-act">
          {passkeys.map((passkey) => (
            <li key={passkey.id}>
              <div>
                <span className="plain-name">{passkey.name}</span>
                <p>
                  Since {sayDayBriefly(dayOf(passkey.addedAt), now)}, {sayWhere(passkey.host)}.
                </p>
              </div>
              <button className="as-link small" type="button" onClick={() => setRemoving(passkey)}>
                Remove<span className="vh"> {passkey.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <button className="b" type="button" onClick={() => setAdding(true)}>
        <Icon name="key" />
        Add a passkey to unlock
      </button>
      <Suspense>
        {adding && (
          <AddPasskey
            there={passkeys}
            deviceName={deviceName}
            memberName={memberName}
            onClose={() => setAdding(false)}
          />
        )}
        {removing && <RemovePasskey passkey={removing} onClose={() => setRemoving(undefined)} />}
      </Suspense>
    </section>
  );
}
