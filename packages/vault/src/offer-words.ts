/** Words drawn by chance, of a list that is large and loaded when first asked. */

import { wordlist } from "@scure/bip39/wordlists/english.js";
import type { CryptoPort } from "@alcove/crypto";

/** Five of 2,048 words: 55 bits, 3.6 * 10^16 equally likely. */
export function offerWords(crypto: CryptoPort, howMany: number): string[] {
  // 2,048 divides 65,536, so that 11 of 16 random bits choose without bias.
  const bits = crypto.random(howMany * 2);
  return Array.from(
    { length: howMany },
    (_, i) => wordlist[(((bits[i * 2] as number) << 8) | (bits[i * 2 + 1] as number)) % 2048] as string,
  );
}

/** The same for a practice that asks for every class of characters: they make it no easier to guess, and no harder to keep. */
export function withAllClasses(crypto: CryptoPort, words: readonly string[]): string[] {
  const [first = "", ...rest] = words;
  const [digit = 0, sign = 0] = crypto.random(2);
  return [`${first.slice(0, 1).toUpperCase()}${first.slice(1)}`, ...rest, `${digit % 10}${"!?%&+=*#"[sign % 8]}`];
}
