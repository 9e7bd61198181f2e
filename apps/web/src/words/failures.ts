/** Failures as sentences: the table's own, and what to say about a bug. */

import type { Failure, FailureCode } from "@alcove/protocol/errors";
import { sentenceOf, sentences } from "@alcove/protocol/sentences";
import { saySize } from "./counts.ts";

/** Whether a code that came from elsewhere stands in the table. */
export const hasSentence = (code: string): code is FailureCode => Object.hasOwn(sentences, code);

/** What happened, that nothing is lost, what to do. */
export function sayFailure(failed: Failure): string {
  return hasSentence(failed.code) ? sentenceOf(failed) : sentenceOf({ code: "bug" });
}

/** The table's sentence for these is about work that goes on meanwhile. */
function isWithoutServer({ code }: Failure): boolean {
  return code === "server-unreachable" || code === "server-slow";
}

/** The same before there is anything to go on with: founding, enrolling, pairing. */
export function sayFailureAtFirst(failed: Failure): string {
  if (!isWithoutServer(failed)) return sayFailure(failed);
  return "The server can’t be reached, so nothing was done yet. What you typed stays here. Check the network and try again.";
}

/** An invitation is made with the server or not at all: it doesn't travel later. */
export function sayInvitationFailure(failed: Failure): string {
  if (!isWithoutServer(failed)) return sayFailure(failed);
  return "The server can’t be reached, so nobody and no device can be added just now. Writing and reading go on.";
}

/** An act on one's own keys is done with the server or not at all. */
export function sayKeysFailure(failed: Failure): string {
  if (!isWithoutServer(failed)) return sayFailure(failed);
  return "The server can’t be reached, so nothing was changed. Reading and writing go on. Try again when the network is back.";
}

/** Why typing could not be kept: nothing may say that it is kept. */
export function sayDraftFailure(failed: Failure): string {
  if (failed.code !== "text-too-long") return sayFailure(failed);
  const { bytes, limit } = failed.facts ?? {};
  return `This text is too long to be kept (${saySize(Number(bytes))} of ${saySize(Number(limit))}). What you typed last is on this screen alone: part it in two notes.`;
}

/** For a call that threw where it must not: a bug, or the tab that held the vault closed. */
export const SAY_BUG = "Something in Alcove went wrong that should not. Nothing was overwritten. Try once more.";
