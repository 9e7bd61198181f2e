/**
 * The estimator of guesses with its word lists: a megabyte, and a third of a second to set up. A module of its own, so
 * that both happen once, and only when a passphrase is chosen.
 */

import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import * as common from "@zxcvbn-ts/language-common";
import * as english from "@zxcvbn-ts/language-en";
import { isFamous, withoutFiller } from "./passphrase-sentences.ts";

const estimator = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary },
  graphs: common.adjacencyGraphs,
});
const commonPassphrases = new Set(common.dictionary["passwords-common"].map(String));

/** How many guesses find `passphrase`; `about` are words that a guesser would try first. */
export function countGuesses(passphrase: string, about: readonly string[]): number {
  return estimator.check(withoutFiller(passphrase), [...about]).guesses;
}

/** `passphrase` in lower case. */
export function isCommon(passphrase: string): boolean {
  return commonPassphrases.has(passphrase.replaceAll(/\s/g, "")) || isFamous(passphrase);
}
