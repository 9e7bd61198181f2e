import { fromHex, toBase32 } from "@alcove/bytes";
import { hash, type SecretKey } from "@alcove/crypto";
import { expect, test } from "vitest";
import { secretFromWords, wordsOf } from "../../packages/vault/src/features/pairing/transcript.ts";
import { parseKit, secretKeyGroups } from "../../packages/vault/src/kit.ts";
import { generateFormats } from "./generate-formats.ts";

const cases = await generateFormats();
const kitCase = cases.find(({ format }) => format === "kit");
if (!kitCase) throw new Error("the frozen formats hold a kit");
const kitText = (kitCase.opens as { text: string }).text;

test("KIT-1 a kit reads the same in lower case, on several lines and with other spacing", () => {
  const kit = parseKit(kitText);
  expect(kit).toBeDefined();
  const [prefix = "", ...groups] = kitText.split(" ");
  const spellings = [
    kitText.toLowerCase(),
    `\n ${prefix}  ${groups.join("")}\n`,
    `${prefix}\n${groups.join("\n")}`,
    `${prefix} ${groups.join("-")}`,
  ];
  for (const text of spellings) expect(parseKit(text), text.slice(0, 30)).toEqual(kit);
});

test("KIT-2 every single character that is typed wrong, left out or doubled is noticed", () => {
  const at = "ALCOVE-KIT-1 ".length;
  for (let i = at; i < kitText.length; i++) {
    if (kitText[i] === " ") continue;
    const other = kitText[i] === "A" ? "B" : "A";
    const [before, character, after] = [kitText.slice(0, i), kitText[i], kitText.slice(i + 1)];
    for (const text of [before + other + after, before + after, before + character + character + after])
      expect(parseKit(text), `character ${i}`).toBeUndefined();
  }
});

test("KIT-3 the Secret Key is shown as 7 groups of 4, the last 2 characters from its hash", () => {
  const secretKey = fromHex("00112233445566778899aabbccddeeff") as unknown as SecretKey;
  const groups = secretKeyGroups(secretKey);
  expect(groups.map((group) => group.length)).toEqual([4, 4, 4, 4, 4, 4, 4]);
  expect(groups.join("")).toBe(toBase32(secretKey) + toBase32(hash(secretKey)).slice(0, 2));
});

test("PAIR-2 twelve words give the secret back, in any case and spacing; others give nothing", () => {
  const secret = fromHex("00112233445566778899aabbccddeeff") as Uint8Array<ArrayBuffer>;
  const words = wordsOf(secret);
  expect(words).toHaveLength(12);
  expect(secretFromWords(words.join(" "))).toEqual({ ok: true, value: secret });
  expect(secretFromWords(`  ${words.join(" \n ").toUpperCase()} `)).toEqual({ ok: true, value: secret });
  const wrong = [
    words.slice(1),
    [...words, "zoo"],
    words.with(3, "alcove"),
    words.with(11, words[11] === "zoo" ? "zone" : "zoo"),
    words.toReversed(),
    [],
  ];
  for (const list of wrong) expect(secretFromWords(list.join(" ")).ok, list.join(" ")).toBe(false);
});
