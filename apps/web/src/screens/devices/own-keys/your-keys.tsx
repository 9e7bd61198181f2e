/** One's own keys: another passphrase, or new keys where somebody may have the old ones. The two acts say what they do and what they don't. */

import type { DeviceView, EmergencyKit } from "@alcove/vault";
import { lazy, type ReactElement, Suspense, useState } from "react";

const ChangePassphrase = lazy(() => import("./change-passphrase.tsx").then((m) => ({ default: m.ChangePassphrase })));
const ReplaceKeys = lazy(() => import("./replace-keys.tsx").then((m) => ({ default: m.ReplaceKeys })));

export type YourKeysProps = {
  readonly secondFactorSet: boolean;
  /** The person's other devices, of which one may be lost. */
  readonly others: readonly DeviceView[];
  readonly onNewKit: (kit: EmergencyKit) => void;
};

export function YourKeys({ secondFactorSet, others, onNewKit }: YourKeysProps): ReactElement {
  const [act, setAct] = useState<"passphrase" | "replace">();
  const close = () => setAct(undefined);
  return (
    <section id="keys" aria-labelledby="h-keys">
      <div className="head">
        <h2 id="h-keys">Your keys</h2>
      </div>
      <ul className="rows ends">
        <li>
          <div>
            <span className="plain-name">Your passphrase</span>
            <p>A new passphrase, and nothing else changes: your Emergency Kit stays good.</p>
          </div>
          <button className="as-link small" type="button" onClick={() => setAct("passphrase")}>
            Change the passphrase
          </button>
        </li>
        <li>
          <div>
            <span className="plain-name">Somebody may have it</span>
            <p>The passphrase, the kit or a device: then new keys, a new passphrase and a new kit.</p>
          </div>
          <button className="as-link small" type="button" onClick={() => setAct("replace")}>
            Replace my keys
          </button>
        </li>
      </ul>
      <Suspense>
        {act === "passphrase" && <ChangePassphrase secondFactorSet={secondFactorSet} onClose={close} />}
        {act === "replace" && (
          <ReplaceKeys secondFactorSet={secondFactorSet} others={others} onClose={close} onNewKit={onNewKit} />
        )}
      </Suspense>
    </section>
  );
}
