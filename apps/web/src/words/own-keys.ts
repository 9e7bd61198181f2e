/** Whether the keys of this device's person were replaced on another one, and what to say of it. */

import type { Connection } from "@alcove/vault";

export type Replaced = "passphrase-replaced" | "keys-replaced";

export function whatWasReplaced(connection: Connection): Replaced | undefined {
  if (connection.state !== "offline") return undefined;
  const { code } = connection.why;
  return code === "passphrase-replaced" || code === "keys-replaced" ? code : undefined;
}

export const KEYS_REPLACED = {
  title: "Your keys were replaced on another device",
  why: "Reading and writing go on here, and nothing is lost. To sync again, this device needs the new kit and the new passphrase.",
  says: "Take the new keys",
} as const;

/** That it was so stands in no ledger: only the server says it. */
export const PASSPHRASE_REPLACED = {
  title: "Your passphrase was changed, the server says",
  why: "Reading and writing go on here, and nothing is lost. If it was you, on another of your devices, type the new passphrase. If it was not, somebody has your keys: call whoever helps you with computers.",
  says: "Take the new passphrase",
} as const;
