import { type AccountId, asHash, asId, encodeCbor, type PracticeId, toBase32 } from "@alcove/bytes";
import { hash, type PublicKey, type SecretKey } from "@alcove/crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeKit, type KitFacts, parseKit, secretKeyGroups } from "./kit.ts";

const filled = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 37 + seed * 101) & 255);

const kit: KitFacts = {
  origin: "https://alcove.example:7420",
  practice: asId<PracticeId>(filled(16, 1)),
  account: asId<AccountId>(filled(16, 2)),
  kdfVersion: 1,
  secretKey: asId<SecretKey>(filled(16, 3)),
  founding: asHash(filled(32, 4)),
  identity: asHash(filled(32, 5)),
  ledgerKey: asHash(filled(32, 6)) as unknown as PublicKey,
  checkpoint: { size: 12, root: asHash(filled(32, 7)) },
};
const text = encodeKit(kit);
const body = text.slice("ALCOVE-KIT-1 ".length);
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

describe("what is written is read", () => {
  test("as it stands, and as people type and copy it", () => {
    for (const typed of [
      text,
      text.toLowerCase(),
      `\n  ${text}\r\n`,
      text.replaceAll(" ", ""),
      `ALCOVE-KIT-1\n${body.match(/.{1,40}/g)?.join("\n")}`,
      `ALCOVE-KIT-1 ${body.replaceAll(" ", "-")}`,
      text.replaceAll(" ", "\u00a0"),
    ]) {
      expect(parseKit(typed)).toEqual(kit);
    }
  });

  test("out of a sheet, whatever is written around it", () => {
    const lines = body.match(/.{1,50}/g)?.join("\n") ?? "";
    const sheet = `Alcove Emergency Kit\n\nPractice  Stra\u00dfe 1, formerly ALCOVE-KIT-1 ABCD\n\nALCOVE-KIT-1\n${lines}\n`;
    for (const around of [sheet, sheet.replaceAll("\n", "\r\n"), `${sheet}\nKEEP THIS SAFE\n`, `${sheet} \t\nAAAA`]) {
      expect(parseKit(around)).toEqual(kit);
    }
  });

  test("any kit, any origin that is one", () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const origins = fc.constantFrom("http://localhost:7420", "https://a.example", "https://[::1]:1", "http://10.0.0.7");
    fc.assert(
      fc.property(origins, bytes(16), bytes(32), fc.integer({ min: 1, max: 2 ** 40 }), (origin, id, root, size) => {
        const other = { ...kit, origin, secretKey: asId<SecretKey>(id), checkpoint: { size, root: asHash(root) } };
        expect(parseKit(encodeKit(other))).toEqual(other);
      }),
      { seed: 46, numRuns: 200 },
    );
  });
});

describe("what is not a kit is refused", () => {
  test("each single character that is another", () => {
    for (let at = 0; at < body.length; at++) {
      const right = body[at] as string;
      if (right === " ") continue;
      for (const wrong of alphabet.replace(right, "")) {
        const typed = `ALCOVE-KIT-1 ${body.slice(0, at)}${wrong}${body.slice(at + 1)}`;
        expect(parseKit(typed), `${wrong} for ${right} at ${at}`).toBeUndefined();
      }
    }
  });

  test("each character that is missing, doubled or swapped with its neighbour", () => {
    const letters = body.replaceAll(" ", "");
    for (let at = 0; at < letters.length; at++) {
      const [before, here, after] = [letters.slice(0, at), letters[at] as string, letters.slice(at + 1)];
      expect(parseKit(`ALCOVE-KIT-1 ${before}${after}`), `without ${at}`).toBeUndefined();
      expect(parseKit(`ALCOVE-KIT-1 ${before}${here}${here}${after}`), `doubled ${at}`).toBeUndefined();
      const next = after[0];
      if (next === undefined || next === here) continue;
      expect(parseKit(`ALCOVE-KIT-1 ${before}${next}${here}${after.slice(1)}`), `swapped ${at}`).toBeUndefined();
    }
  });

  test.each([
    ["nothing", ""],
    ["the first words alone", "ALCOVE-KIT-1"],
    ["another version", text.replace("KIT-1", "KIT-2")],
    ["without its first words", body],
    ["cut short", text.slice(0, -8)],
    ["letters that base32 lacks", `${text} 0189`],
    ["something after it", `${text} AAAA`],
    ["a letter", "Dear all, ALCOVE-KIT-1 is here"],
  ])("%s", (_, typed) => {
    expect(parseKit(typed)).toBeUndefined();
  });

  test.each<[string, unknown[]]>([
    ["another number of fields", [1, "https://a.example"]],
    ["one field more", [...fields({}), 0]],
    ["a version to come", fields({ 0: 2 })],
    ["an origin with a path", fields({ 1: "https://a.example/path" })],
    ["an origin with a name in it", fields({ 1: "https://user@a.example" })],
    ["no origin", fields({ 1: "javascript:alert(1)" })],
    ["an id too short", fields({ 2: filled(15, 1) })],
    ["a cost in words", fields({ 4: "1" })],
    ["a Secret Key too long", fields({ 5: filled(17, 1) })],
    ["an empty ledger", fields({ 9: 0 })],
    ["no root", fields({ 10: null })],
  ])("a right checksum over %s", (_, parts) => {
    const bytes = encodeCbor(parts as never);
    const typed = `ALCOVE-KIT-1 ${toBase32(new Uint8Array([...bytes, ...hash(bytes).subarray(0, 5)]))}`;
    expect(parseKit(typed)).toBeUndefined();
  });
});

/** A kit's fields with some replaced. */
function fields(changes: Readonly<Record<number, unknown>>): unknown[] {
  const right = [1, kit.origin, kit.practice, kit.account, 1, kit.secretKey];
  const rest = [kit.founding, kit.identity, kit.ledgerKey, kit.checkpoint.size, kit.checkpoint.root];
  return [...right, ...rest].map((value, i) => (i in changes ? changes[i] : value));
}

test("the fields as they stand make a kit, so that each refusal above is for its own reason", () => {
  const bytes = encodeCbor(fields({}) as never);
  const typed = `ALCOVE-KIT-1 ${toBase32(new Uint8Array([...bytes, ...hash(bytes).subarray(0, 5)]))}`;
  expect(parseKit(typed)).toEqual(kit);
});

test("the Secret Key stands in seven groups of four, the last two characters are its check", () => {
  const groups = secretKeyGroups(kit.secretKey);
  expect(groups).toHaveLength(7);
  expect(groups.every((group) => /^[A-Z2-7]{4}$/.test(group))).toBe(true);
  expect(groups.join("").slice(0, 26)).toBe(toBase32(kit.secretKey));
  const other = asId<SecretKey>(filled(16, 9));
  expect(secretKeyGroups(other).join("").slice(26)).not.toBe(groups.join("").slice(26));
});
