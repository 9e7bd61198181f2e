import { expect, test } from "vitest";
import { hexOfEach, toHex } from "./text.ts";

const every = Uint8Array.from({ length: 256 }, (_, i) => (i * 167 + 13) % 256);

test("every byte is two digits of lower case, at any length", () => {
  for (const length of [0, 1, 16, 32, 63, 64, 65, 256]) {
    const bytes = every.slice(0, length);
    expect(toHex(bytes), `${length} bytes`).toBe(Buffer.from(bytes).toString("hex"));
  }
  expect(toHex(every.subarray(100, 132)), "a view").toBe(Buffer.from(every).toString("hex", 100, 132));
});

test("ids and hashes that stand one behind the other read as each by itself", () => {
  for (const length of [1, 16, 32]) {
    const each = Array.from({ length: 256 / length }, (_, i) => every.subarray(i * length, (i + 1) * length));
    expect(hexOfEach(every, length)).toEqual(each.map(toHex));
  }
  expect(hexOfEach(new Uint8Array(0), 16)).toEqual([]);
});
