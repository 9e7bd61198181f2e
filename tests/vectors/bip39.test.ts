import { entropyToMnemonic, mnemonicToEntropy, mnemonicToSeedSync, validateMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { expect, test } from "vitest";
import { hex, loadVectors, toHex } from "./load.ts";

type Bip39Vector = { readonly entropy: string; readonly mnemonic: string; readonly seed: string };

const vectors = loadVectors<Bip39Vector>("bip39-english", 8);

test("BIP-39, English, 128 bits: words from entropy and back, and the seed", () => {
  for (const { entropy, mnemonic, seed } of vectors) {
    expect(entropyToMnemonic(hex(entropy), wordlist)).toBe(mnemonic);
    expect(toHex(mnemonicToEntropy(mnemonic, wordlist))).toBe(entropy);
    expect(toHex(mnemonicToSeedSync(mnemonic, "TREZOR"))).toBe(seed);
    const words = mnemonic.split(" ");
    expect(words.length).toBe(12);
    // The lowest bits of the last word are checksum only: with one of them changed, nothing fits any more.
    const otherChecksum = wordlist[wordlist.indexOf(words.at(-1) ?? "") ^ 1] ?? "";
    expect(validateMnemonic(words.with(-1, otherChecksum).join(" "), wordlist)).toBe(false);
    expect(validateMnemonic(words.slice(1).join(" "), wordlist)).toBe(false);
  }
});
