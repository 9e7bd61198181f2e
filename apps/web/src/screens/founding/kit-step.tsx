/** One sheet for a bad day: print it or save it to a stick, then type four groups back from it. */

import type { EmergencyKit } from "@alcove/vault";
import type { ReactElement, ReactNode } from "react";
import { Facts, Step } from "../../parts/sitting.tsx";
import { KitPaper } from "./kit-paper.tsx";

export type KitStepProps = {
  readonly pips: ReactNode;
  readonly kit: EmergencyKit;
  readonly onDone: () => void;
};

export function KitStep({ pips, kit, onDone }: KitStepProps): ReactElement {
  return (
    <Step
      title="One sheet for a bad day"
      pips={pips}
      lede="A broken laptop, a fire, a lost phone: with this sheet, your passphrase and your second factor you can open your records on any computer. The words are not on it."
    >
      <KitPaper kit={kit} leaveLabel="Do this within the week" doneLabel="Go to Today" onDone={onDone} />
      <Facts>
        <p>
          <strong>Keep it where you keep your passport</strong>Not in the bag of this device, and not as a photo on a
          phone.
        </p>
        <p>
          <strong>What it cannot do</strong>Without the passphrase it opens nothing. Lose both, with no device open, and
          nobody can open your notes.
        </p>
      </Facts>
    </Step>
  );
}
