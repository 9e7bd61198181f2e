/** Whether the server asks for the second factor of a device that it knows, and what to say of it. */

import type { Connection } from "@alcove/vault";
import type { PromptRefusal } from "../parts/passkey-prompt.ts";

/** Also after digits that were wrong: it still asks. */
export function asksForDigits(connection: Connection): boolean {
  return (
    connection.state === "offline" &&
    (connection.why.code === "second-factor-needed" || connection.why.code === "second-factor-wrong")
  );
}

export const ASKED_TITLE = "The server asks for your second factor";
export const ASKED_WHY =
  "It asks every 30 days, to know that this device is still in your hands. Reading and writing go on meanwhile, and nothing is lost.";

export const AGAIN_TITLE = "Your second factor, once more";
export const AGAIN_WHY =
  "It keeps somebody at a screen that was left open from doing this in your name. For two minutes you are not asked again.";

/** In the place of what is typed: a passkey or security key was shown, or is to be. It travels as nothing. */
export const BY_KEY = "\u2713";

export const DIGITS = /^\d{6}$/;
const SPARE = /^[A-Z2-7]{16}$/;

/** What is wrong with what was typed, before the server is asked; nothing where it may be right. */
export function sayShownWrong(typed: string): string | undefined {
  if (typed === BY_KEY) return undefined;
  const shown = typed.replaceAll(/[\s-]/g, "").toUpperCase();
  if (DIGITS.test(shown) || SPARE.test(shown)) return undefined;
  return /[A-Z]/.test(shown)
    ? "A spare code has sixteen letters and digits, four groups of four. Compare it with the sheet."
    : "Six digits are needed, as the app shows them just now.";
}

export const KEY_REFUSED: Readonly<Record<PromptRefusal, string>> = {
  closed:
    "No passkey or security key answered: the question was closed, or none that fits is in reach. Nothing was changed.",
  "no-prf": "",
  "no-verification": "This passkey or key did not answer. Nothing was changed.",
  there: "This device or key is your second factor already.",
  "other-host":
    "The browser allows passkeys at names only, not at this address. Open Alcove by its name, or with “alcove open”.",
  "no-webauthn": "This browser knows no passkeys or security keys. Nothing was changed.",
  failed: "The browser or the key did not answer as it should. Nothing was changed. Try once more.",
};
