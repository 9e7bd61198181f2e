import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeBody, parseBody, splitBody } from "./stored-body.ts";

test("a stored body comes back as entry and payload, whatever their lengths", () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(bytes, fc.array(bytes, { maxLength: 40 }), (entry, payload) => {
      expect(parseBody(encodeBody(entry, payload))).toEqual({ entry, payload });
    }),
    { seed: 5, numRuns: 200 },
  );
});

test.each([0, 23, 24, 255, 256, 65_535, 65_536, 300_000])(
  "an entry of %i bytes is split from its payload",
  (length) => {
    const entry = new Uint8Array(length).fill(0x41);
    const { entry: read, entryItem, payloadItem } = splitBody(encodeBody(entry, []));
    expect(read.length).toBe(length);
    expect(entryItem.length + payloadItem.length).toBe(encodeBody(entry, []).length);
    expect(payloadItem).toEqual(new Uint8Array([0x80]));
  },
);

test.each([[[]], [[0x41]], [[0x41, 0x01]], [[0x58, 0x20, 0x01]], [[0x01, 0x80]]])("%j is damage", (bytes) => {
  expect(() => splitBody(new Uint8Array(bytes))).toThrow("damaged");
  expect(() => parseBody(new Uint8Array(bytes))).toThrow("damaged");
});

test("a payload that is no list is damage", () => {
  expect(() => parseBody(new Uint8Array([0x41, 0x01, 0x01]))).toThrow("damaged");
});
