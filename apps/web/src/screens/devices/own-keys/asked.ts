/** What both acts ask for, and what is missing of it, in words. */

export type Asked = { readonly now: string; readonly next: string; readonly totp: string };
export type MissingOf = { readonly now?: string; readonly next?: string; readonly totp?: string };

export const nothingAsked: Asked = { now: "", next: "", totp: "" };

export function missingOf({ now, next, totp }: Asked, secondFactorSet: boolean): MissingOf {
  return {
    ...(!now && { now: "Your present passphrase is missing." }),
    ...(!next && { next: "The new passphrase is missing." }),
    ...(secondFactorSet &&
      !/^\d{6}$/.test(totp.replaceAll(/\s/g, "")) && {
        totp: "Six digits are needed, as the app shows them just now.",
      }),
  };
}

export const isMissing = (missing: MissingOf): boolean => Object.keys(missing).length > 0;
