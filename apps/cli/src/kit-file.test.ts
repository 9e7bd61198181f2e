import { expect, test } from "vitest";
import type { EmergencyKit } from "@alcove/vault";
import { findKit, kitSheet } from "./kit-file.ts";

const code = `ALCOVE-KIT-1 ${Array.from({ length: 83 }, (_, i) => `A${"BCDEFGH"[i % 7]}${i % 8 < 6 ? "Q" : "7"}X`).join(" ")} K2`;
const kit: EmergencyKit = {
  practiceName: "Alcove-Kit-1 ABCD",
  memberName: "Ada\nFern",
  memberEmail: "ada@willow.example",
  madeAt: Date.UTC(2026, 10, 22),
  deviceName: "laptop",
  origin: "https://willow.example",
  secretKey: "DO7D E33O EG37 F2GT KCD6 XZC4 H4NT",
  text: code,
};
const plain = (text: string) => text.replaceAll(/\s/g, "").toUpperCase();

test.for([
  ["the sheet", kitSheet(kit)],
  ["the sheet with the line ends of Windows", kitSheet(kit).replaceAll("\n", "\r\n")],
  ["the sheet with a note typed below it", `${kitSheet(kit)}\nKEEP THIS SAFE\n`],
  ["a file of the web app", `${code}\n`],
  ["retyped in lower case", `  ${code.toLowerCase().replaceAll(" ", "\n")}  `],
] as const)("the code is found in %s", ([, text]) => {
  expect(plain(findKit(text))).toBe(plain(code));
});

test("a text without one is handed on as it is, to be refused by the vault", () => {
  expect(findKit("a shopping list")).toBe("a shopping list");
});
