/**
 * What makes a passphrase good enough (security.md section 3): at least 12 characters, 10^14 guesses by zxcvbn, not on
 * the list of common ones, no name of the account. The estimator and its word lists are large and loaded when first asked.
 */

import type { PassphraseVerdict } from "./facade.ts";

const minCharacters = 12;
const minGuesses = 1e14;

/**
 * `about`: names and e-mail address of the account, the practice's name. Characters are code points after NFKC.
 */
export async function judgePassphrase(passphrase: string, about: readonly string[]): Promise<PassphraseVerdict> {
  const text = passphrase.normalize("NFKC");
  if ([...text].length < minCharacters) return refuse("passphrase-short");
  const lower = text.toLowerCase();
  if (holdsNames(lower, about)) return refuse("passphrase-names");
  const { countGuesses, isCommon } = await import("./passphrase-estimator.ts");
  if (isCommon(lower)) return refuse("passphrase-common");
  return countGuesses(text, about) >= minGuesses ? { ok: true } : refuse("passphrase-guessable");
}

/** `lower`: in lower case. */
export function holdsNames(lower: string, about: readonly string[]): boolean {
  return namesIn(about).some((name) => holdsName(lower, name));
}

/** Each as a whole, without its gaps, and its parts; of 3 letters at least, in lower case. */
function namesIn(about: readonly string[]): string[] {
  return about
    .map((one) => one.normalize("NFKC").toLowerCase())
    .flatMap((one) => [one, one.replaceAll(/[^\p{L}\p{N}]/gu, ""), ...one.split(/[\s@.,]+/)])
    .filter((name) => name.length >= 3);
}

/** A short name counts as a word of its own only: "Lee" is not in "asleep", of which an offered passphrase may consist. */
function holdsName(lower: string, name: string): boolean {
  if (name.length >= 5) return lower.includes(name);
  return lower.split(/[^\p{L}]+/u).includes(name);
}

function refuse(code: Exclude<PassphraseVerdict, { ok: true }>["code"]): PassphraseVerdict {
  return { ok: false, code };
}
