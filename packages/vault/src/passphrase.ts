/**
 * What makes a passphrase good enough (security.md section 3): at least 12 characters, 10^14 guesses by zxcvbn, not on
 * the list of common ones, no name of the account. The estimator and its word lists are large and loaded when first asked.
 */

import { wordlist } from "@scure/bip39/wordlists/english.js";
import type { CryptoPort } from "@alcove/crypto";
import { failures } from "@alcove/protocol";
import type { PassphraseVerdict } from "./facade.ts";

const minCharacters = 12;
const minGuesses = 1e14;

/** Five of 2,048 words: 55 bits, 3.6 * 10^16 equally likely. */
export function offerWords(crypto: CryptoPort, howMany: number): string[] {
  // 2,048 divides 65,536, so that 11 of 16 random bits choose without bias.
  const bits = crypto.random(howMany * 2);
  return Array.from(
    { length: howMany },
    (_, i) => wordlist[(((bits[i * 2] as number) << 8) | (bits[i * 2 + 1] as number)) % 2048] as string,
  );
}

export async function judgePassphrase(passphrase: string, about: readonly string[]): Promise<PassphraseVerdict> {
  const text = passphrase.normalize("NFKC");
  if ([...text].length < minCharacters) return refuse("passphrase-short");
  const lower = text.toLowerCase();
  const parts = about
    .flatMap((one) => [one, ...one.split(/[\s@.,]+/)])
    .map((part) => part.normalize("NFKC").toLowerCase())
    .filter((part) => part.length >= 3);
  if (parts.some((part) => lower.includes(part))) return refuse("passphrase-names");
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  if ((common.dictionary["passwords-common"] as readonly (string | number)[]).includes(lower.replaceAll(/\s/g, "")))
    return refuse("passphrase-common");
  const estimator = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  });
  return estimator.check(text, [...about]).guesses >= minGuesses ? { ok: true } : refuse("passphrase-guessable");
}

function refuse(code: Exclude<PassphraseVerdict, { ok: true }>["code"]): PassphraseVerdict {
  return { ok: false, code, why: failures[code].sentence };
}
