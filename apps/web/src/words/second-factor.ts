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
