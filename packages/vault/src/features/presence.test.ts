import fc from "fast-check";
import { expect, test } from "vitest";
import { quietSince } from "./presence.ts";

/** Monday, 2026-11-23. */
const monday = Date.parse("2026-11-23T00:00:00Z") / 86_400_000;
const level = (seen: number, today: number, said?: Parameters<typeof quietSince>[2]) => {
  const quiet = quietSince(monday + seen, monday + today, said);
  return quiet ? `${quiet.level} ${quiet.days}` : "fine";
};

test("FRE-2 three working days turn amber, seven red; neither the day seen nor today counts", () => {
  expect(level(0, 3)).toBe("fine");
  expect(level(0, 4)).toBe("amber 3");
  // Friday to the Wednesday after next: Monday to Friday, Monday, Tuesday.
  expect(level(4, 15)).toBe("amber 6");
  expect(level(4, 16)).toBe("red 7");
  expect(level(0, 0)).toBe("fine");
  expect(level(1, 0), "their clock is ahead").toBe("fine");
});

test("FRE-2 who works two days a week is judged by these, and who is away not at all", () => {
  const workdays = [1, 2];
  expect(level(1, 8, { workdays })).toBe("fine");
  expect(level(1, 15, { workdays })).toBe("amber 3");
  expect(level(1, 28, { workdays })).toBe("amber 6");
  expect(level(1, 29, { workdays })).toBe("red 7");
  const away = { from: monday + 1, until: monday + 20 };
  expect(level(0, 21, { workdays: [1, 2, 3, 4, 5], away })).toBe("fine");
  expect(level(0, 24, { workdays: [1, 2, 3, 4, 5], away }), "three days after its end").toBe("amber 3");
});

test("FRE-2 all of them are counted, also of who was not seen for years", () => {
  expect(level(0, 52 * 7)).toBe("red 259");
  expect(level(0, 53 * 7)).toBe("red 264");
  expect(level(0, 300 * 7)).toBe("red 1499");
});

test("FRE-2 weekends are not counted, counted day by day", () => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(1000), (seen, later) => {
      let slow = 0;
      for (let day = seen + 1; day < seen + later; day++) {
        const weekday = new Date(day * 86_400_000).getUTCDay();
        if (weekday !== 0 && weekday !== 6) slow++;
      }
      expect(quietSince(seen, seen + later, undefined)?.days ?? 0).toBe(slow < 3 ? 0 : slow);
    }),
  );
});
