import { expect, test } from "vitest";
import { documentPath } from "./text.ts";

const id = "0123456789abcdef0123456789abcdef";
const named = (name: string) => documentPath({ id, name });

test.for([
  ["scan.pdf", "attachments/0123456789ab scan.pdf"],
  ["../../.bashrc", "attachments/0123456789ab .._.._.bashrc"],
  ["..\\..\\x", "attachments/0123456789ab .._.._x"],
  ["a\u0000b\u001b[2J\nc", "attachments/0123456789ab a_b_[2J_c"],
  ["half \ud83d of a face", "attachments/0123456789ab half _ of a face"],
  ["CON:aux", "attachments/0123456789ab CON_aux"],
] as const)("%j becomes a file's name and no path", ([name, expected]) => {
  expect(named(name)).toBe(expected);
});

test("a long name keeps its end, which says what it is", () => {
  expect(named(`${"x".repeat(300)}.pdf`)).toMatch(/^attachments\/0123456789ab x{96}\.pdf$/);
});
