import type { EmergencyKit } from "@alcove/vault";
import { describe, expect, test } from "vitest";
import { findKitText, kitSheetText } from "./kit-file.ts";

const groups = Array.from({ length: 23 }, (_, n) => `AB${String(n).padStart(2, "2")}`);
const kit: EmergencyKit = {
  practiceName: "Willow Room",
  memberName: "Ada Fern",
  memberEmail: "ada@willow.example",
  madeAt: new Date(2026, 2, 2, 12).getTime(),
  deviceName: "study laptop",
  origin: "http://localhost:7420",
  secretKey: "A3K9 FQX2 MD7T PWCE 4HNV 8RJ5 ZB6Y",
  text: `ALCOVE-KIT-1 ${groups.join(" ")}`,
};

describe("the kit's code is found again", () => {
  const spaced = (text: string) => text.split(/\s+/).join(" ");

  test("in its own sheet, and in one whose line ends an other system changed", () => {
    expect(spaced(findKitText(kitSheetText(kit)))).toBe(kit.text);
    expect(spaced(findKitText(kitSheetText(kit).replaceAll("\n", "\r\n")))).toBe(kit.text);
  });

  test("below letters whose upper case is longer", () => {
    const sheet = kitSheetText({ ...kit, practiceName: "Große Straße \u{1f33f}" });
    expect(spaced(findKitText(sheet))).toBe(kit.text);
    expect(spaced(findKitText(sheet.toLowerCase()))).toBe(kit.text.toLowerCase());
  });

  test("by itself, with what somebody wrote below it", () => {
    expect(findKitText(`${kit.text}\n\nkept in the safe`)).toBe(kit.text);
  });
});

test("a text that is no kit stays as it is, for the vault to refuse", () => {
  expect(findKitText(" no kit ")).toBe("no kit");
});

test("the sheet says what a person needs, and no passphrase", () => {
  const sheet = kitSheetText(kit);
  for (const words of ["Willow Room", "ada@willow.example", "http://localhost:7420", kit.secretKey, "2026-03-02"]) {
    expect(sheet).toContain(words);
  }
});
