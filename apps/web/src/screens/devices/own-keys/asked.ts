/** What both acts ask for, and what is missing of it, in words. */

import { sayShownWrong } from "../../../words/second-factor.ts";

export type Asked = { readonly now: string; readonly next: string; readonly totp: string };
export type MissingOf = { readonly now?: string; readonly next?: string; readonly totp?: string };

export const nothingAsked: Asked = { now: "", next: "", totp: "" };

export function missingOf({ now, next, totp }: Asked, secondFactorSet: boolean): MissingOf {
  const wrong = secondFactorSet && sayShownWrong(totp);
  return {
    ...(!now && { now: "Your present passphrase is missing." }),
    ...(!next && { next: "The new passphrase is missing." }),
    ...(wrong && { totp: wrong }),
  };
}

export const isMissing = (missing: MissingOf): boolean => Object.keys(missing).length > 0;
