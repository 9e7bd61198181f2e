import { expect, test } from "vitest";
import { attachmentName } from "./export-chart.ts";

const id = "0123456789abcdef0123456789abcdef";
const named = (name: string) => attachmentName({ id, name, chart: id, mediaType: "", bytes: 1, addedAt: 0 });

test.for([
  ["scan.pdf", "0123456789ab scan.pdf"],
  ["../../.bashrc", "0123456789ab .._.._.bashrc"],
  ["..\\..\\x", "0123456789ab .._.._x"],
  ["a\u0000b\u001b[2J\nc", "0123456789ab a_b_[2J_c"],
  ["CON:aux", "0123456789ab CON_aux"],
] as const)("%j becomes a file's name and no path", ([name, expected]) => {
  expect(named(name)).toBe(expected);
});

test("a long name keeps its end, which says what it is", () => {
  expect(named(`${"x".repeat(300)}.pdf`)).toMatch(/^0123456789ab x{96}\.pdf$/);
});
