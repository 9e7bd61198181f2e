/** What a device needs of its person before it syncs again, and what to say of it. */

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

export const SUSPENDED = {
  title: "One of your devices was called lost or stolen",
  why: "Somebody in the practice said so. Reading goes on, and what you write is kept here. Until you replace your keys you get no new ones, since whoever has that device may have yours.",
  says: "Replace my keys",
} as const;

/** That it was so stands in no ledger: only the server says it. */
export const PASSPHRASE_REPLACED = {
  title: "Your passphrase was changed, the server says",
  why: "Reading and writing go on here, and nothing is lost. If it was you, on another of your devices, type the new passphrase. If it was not, somebody has your keys: call whoever helps you with computers.",
  says: "Take the new passphrase",
} as const;

export const wordsForReplaced = (what: Replaced) => (what === "keys-replaced" ? KEYS_REPLACED : PASSPHRASE_REPLACED);

/** The server knows this device, or its member, as one that was. */
export const isTakenOut = (connection: Connection): boolean =>
  connection.state === "offline" && connection.why.code === "device-revoked";

/** Words for it: the server says which. */
export const wordsForTakenOut = (connection: Connection) =>
  connection.state === "offline" && connection.why.facts?.["why"] === "recovered" ? LEFT_BY_CARDS : TAKEN_OUT;

export const LEFT_BY_CARDS = {
  title: "Recovery cards were used since",
  why: "The practice goes on under new keys, and this device can’t come along: it alone opens your psychotherapy notes of before. It gets and sends nothing more. Copy out what you need of them, and what you wrote here since.",
  says: "What that means",
} as const;

export const TAKEN_OUT = {
  title: "This device was removed from the practice",
  why: "It gets and sends nothing more. What is written here stays here. If you are still a member, pair it with another device of yours: then everything that waits on it is sent.",
  says: "Pair it again",
} as const;
