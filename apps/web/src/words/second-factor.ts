/** Whether the server asks for the second factor of a device that it knows, and what to say of it. */

import type { Connection } from "@alcove/vault";

/** Also after digits that were wrong: it still asks. */
export function asksForDigits(connection: Connection): boolean {
  return (
    connection.state === "offline" &&
    (connection.why.code === "second-factor-needed" || connection.why.code === "second-factor-wrong")
  );
}

export const ASKED_TITLE = "The server asks for your six digits";
export const ASKED_WHY =
  "It asks every 30 days, to know that this device is still in your hands. Reading and writing go on meanwhile, and nothing is lost.";

export const DIGITS = /^\d{6}$/;
const SPARE = /^[A-Z2-7]{16}$/;

/** What is wrong with what was typed, before the server is asked; nothing where it may be right. */
export function sayShownWrong(typed: string): string | undefined {
  const shown = typed.replaceAll(/[\s-]/g, "").toUpperCase();
  if (DIGITS.test(shown) || SPARE.test(shown)) return undefined;
  return /[A-Z]/.test(shown)
    ? "A spare code has sixteen letters and digits, four groups of four. Compare it with the sheet."
    : "Six digits are needed, as the app shows them just now.";
}
