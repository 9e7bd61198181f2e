/** After somebody has left: how many of the places they could open have a new key. */

import type { LeavingView } from "@alcove/vault";
import type { ReactElement } from "react";
import { count, figures, sentence } from "../../words/counts.ts";

/** Keys that this device waits for: to be given while they are here, new ones after they have gone. */
export function keysToCome({ isGone, newKeys, others }: LeavingView): number {
  return isGone ? newKeys.waiting : others.reduce((sum, { waitForKey }) => sum + waitForKey, 0);
}

export function NewKeys({ view }: { readonly view: LeavingView }): ReactElement {
  const { all, waiting, elsewhere } = view.newKeys;
  const here = all - elsewhere;
  return (
    <section aria-labelledby="h-keys">
      <h2 id="h-keys">New keys</h2>
      {waiting > 0 ? (
        <>
          <progress max={here} value={here - waiting} aria-labelledby="h-keys" />
          <p className="small quiet num">
            {figures(here - waiting)} of {figures(here)} have one. It goes on by itself, also after a lock, and whoever
            writes in one of the others gives it a new key first.
          </p>
        </>
      ) : (
        <p className="quiet">
          {here === 0 ? "Nothing that you open was open to them." : "All that you open has new keys."}
        </p>
      )}
      {elsewhere > 0 && (
        <p className="small quiet">
          {sentence(count(elsewhere, "place"))} of theirs {elsewhere === 1 ? "is" : "are"} not open to you: the devices
          of those who open {elsewhere === 1 ? "it" : "them"} see to it, and this one can’t tell how far they are.
        </p>
      )}
    </section>
  );
}
