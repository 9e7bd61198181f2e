/** Where the words are, calmly: kept here, saved here, sealed on the server. Changes only in its time. */

import type { ReactElement } from "react";
import { useOpenStatus } from "../../app/vault-context.tsx";
import { Icon } from "../../parts/icon.tsx";
import { dayOf, saySecond, sayMoment } from "../../words/dates.ts";
import { isTakenOut } from "../../words/own-keys.ts";
import { asksForDigits } from "../../words/second-factor.ts";

export type Saving =
  | { readonly state: "blank" }
  /** Changed since what was said before, and not kept yet. */
  | { readonly state: "typing" }
  | { readonly state: "kept"; readonly at: number }
  | {
      readonly state: "saved";
      readonly here: number;
      readonly sealed: boolean;
      /** When this page saw that the server has it; absent where that was before. */
      readonly sealedAt?: number;
    };

export function SavingState({ saving }: { readonly saving: Saving }): ReactElement {
  const { connection } = useOpenStatus();
  const away = connection.state === "offline" && !asksForDigits(connection);
  const isUnsent = away && saving.state === "saved" && !saving.sealed;
  if (saving.state === "blank") return <p className="state">Nothing typed yet. It is kept as you type.</p>;
  if (saving.state === "typing") return <p className="state">Not saved yet. It is kept as you type.</p>;
  return (
    <p className="state">
      <Icon name="check" />
      <span>
        {saving.state === "kept" ? (
          <>
            Kept here <Time moment={saving.at} />
            <span className="wide-only">, not saved as a note yet</span>
          </>
        ) : (
          <>
            Saved here <Time moment={saving.here} />
            <span className={isUnsent ? undefined : "wide-only"}>
              {saving.sealed
                ? ", sealed on the server"
                : !isUnsent
                  ? ", on the way to the server"
                  : isTakenOut(connection)
                    ? ", and nowhere else: this device was removed"
                    : ", travels later"}
              {saving.sealedAt !== undefined &&
                Math.trunc(saving.sealedAt / 1000) !== Math.trunc(saving.here / 1000) && (
                  <>
                    {" "}
                    <Time moment={saving.sealedAt} />
                  </>
                )}
            </span>
          </>
        )}
      </span>
      <span className="vh" role="status">
        {saving.state === "saved" && "The note is saved."}
      </span>
    </p>
  );
}

function Time({ moment }: { readonly moment: number }): ReactElement {
  const now = Date.now();
  return <span className="num">{dayOf(moment) === dayOf(now) ? saySecond(moment) : sayMoment(moment, now)}</span>;
}
