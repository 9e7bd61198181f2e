import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "@alcove/protocol";
import { CounterWindow } from "./counter-window.ts";

test("SES-7 NW-01 each counter passes once, up to 63 behind the newest", () => {
  const window = new CounterWindow();
  expect(window.take(1)).toBe(true);
  expect(window.take(1)).toBe(false);
  expect(window.take(100)).toBe(true);
  expect(window.take(100 - limits.counterWindow)).toBe(false);
  expect(window.take(100 - limits.counterWindow + 1)).toBe(true);
  expect(window.take(100 - limits.counterWindow + 1)).toBe(false);
  expect(window.take(99)).toBe(true);
  expect(window.take(164)).toBe(true);
  expect(window.take(100)).toBe(false);
});

test("NW-01 the window agrees with a list of all counters seen, in any order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 300 }), (counters) => {
      const window = new CounterWindow();
      const seen = new Set<number>();
      let highest = 0;
      for (const counter of counters) {
        const expected = !seen.has(counter) && counter > highest - limits.counterWindow;
        expect(window.take(counter)).toBe(expected);
        if (expected) seen.add(counter);
        if (expected) highest = Math.max(highest, counter);
      }
    }),
    { seed: 11, numRuns: 300 },
  );
});
