/** Passkeys and security keys that are the second factor: since when, where they count, when one was last shown. */

import type { AuthenticatorView } from "@alcove/vault";
import type { ReactElement } from "react";
import { dayOf, sayDayBriefly } from "../../words/dates.ts";
import { sayWhere } from "../../words/passkeys.ts";

export type AuthenticatorRowsProps = {
  readonly all: readonly AuthenticatorView[];
  readonly onRemove: (one: AuthenticatorView) => void;
};

export function AuthenticatorRows({ all, onRemove }: AuthenticatorRowsProps): ReactElement {
  return (
    <>
      {all.map((one) => (
        <li key={one.credential.join()}>
          <div>
            <span className="plain-name">Passkey or security key</span>
            <p>{sayAuthenticator(one, Date.now())}</p>
          </div>
          <button className="as-link small" type="button" onClick={() => onRemove(one)}>
            Remove<span className="vh"> the one added {sayDayBriefly(dayOf(one.addedAt), Date.now())}</span>
          </button>
        </li>
      ))}
    </>
  );
}

export function sayAuthenticator({ host, addedAt, usedAt }: AuthenticatorView, now: number): string {
  const since = `Since ${sayDayBriefly(dayOf(addedAt), now)}, counts ${sayWhere(host)}`;
  return usedAt > addedAt ? `${since}. Last shown ${sayDayBriefly(dayOf(usedAt), now)}.` : `${since}.`;
}
