import type { RecoveryCardText } from "@alcove/vault";
import { expect, test } from "vitest";
import { cardSheetText, givenCards } from "./card-text.ts";

const code = `ALCOVE-CARD-1 ${Array.from({ length: 30 }, (_, n) => `AB${n % 8}Q`.replaceAll(/[018]/g, "7")).join(" ")}`;
const card: RecoveryCardText = {
  practiceName: "Große Straße",
  origin: "http://localhost:7420",
  set: "ab12cd34",
  number: 1,
  needed: 2,
  cards: 3,
  madeAt: new Date(2026, 2, 2, 12).getTime(),
  words: [["abandon", "ability"]],
  text: code,
};

test("a card is found in its own sheet, whatever the practice is called, and empty fields are none", () => {
  const sheet = cardSheetText(card);
  const [found, typed] = givenCards([sheet, "  ", sheet.toLowerCase()]);
  expect(found?.split(/\s+/).join(" ")).toBe(code);
  expect(typed?.split(/\s+/).join(" ")).toBe(code.toLowerCase());
});
