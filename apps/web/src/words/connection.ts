/** The state of saving in one or two calm sentences, for the foot of the rail. */

import type { OpenStatus } from "../app/vault-context.tsx";
import { count, figures, sentence } from "./counts.ts";
import { isTakenOut, whatWasReplaced } from "./own-keys.ts";
import { asksForDigits } from "./second-factor.ts";
import { sayMinute, sayMoment, dayOf } from "./dates.ts";

export function sayConnection(status: OpenStatus, now: number): string {
  const { connection } = status;
  const waiting = status.waiting - status.held;
  const later = waiting > 0 ? `${sentence(count(waiting, "save"))} ${waiting === 1 ? "travels" : "travel"} later.` : "";
  if (asksForDigits(connection)) {
    return `The server asks for your second factor. Writing and reading go on. ${later}`.trim();
  }
  if (whatWasReplaced(connection)) {
    return `This device needs your new passphrase or keys. Writing and reading go on. ${later}`.trim();
  }
  if (isTakenOut(connection)) {
    return "This device was removed from the practice: it gets and sends nothing more. What is written here stays here.";
  }
  if (connection.state === "offline") {
    const since =
      dayOf(connection.since) === dayOf(now) ? sayMinute(connection.since) : sayMoment(connection.since, now);
    return `No server since ${since}. Writing and reading go on. ${later}`.trim();
  }
  if (connection.state === "syncing" && connection.total > 1) {
    return `Bringing ${figures(connection.done)} of ${figures(connection.total)} from the server.`;
  }
  if (waiting > 0) return `${sentence(count(waiting, "save"))} on the way to the server.`;
  if (status.held > 0) return `${sentence(count(status.held, "save"))} set aside on this device; see Today.`;
  return "What you saved is on this device and sealed on the server.";
}

/** Two words for the top of a phone; nothing while all is well. */
export function sayConnectionBriefly({ connection, held, ...status }: OpenStatus): string {
  const waiting = status.waiting - held;
  if (asksForDigits(connection)) return "Second factor, please";
  if (whatWasReplaced(connection)) return "New keys, please";
  if (isTakenOut(connection)) return "Taken out";
  if (connection.state === "offline") return waiting > 0 ? `No server, ${waiting} waiting` : "No server";
  return waiting > 0 ? `${waiting} on the way` : "";
}
