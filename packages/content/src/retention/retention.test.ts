import { expect, test } from "vitest";
import { keepUntil, proposedRetention, retentionRows } from "./index.ts";

test("every row has its source, and says how well it is known", () => {
  for (const { who, cite, years, untilAge, standing } of retentionRows) {
    expect([who, cite.trim() !== "", years >= 1, (untilAge ?? 18) >= 18]).toEqual([who, true, true, true]);
    expect(["text", "secondary", "weak"]).toContain(standing);
  }
  expect(retentionRows.filter(({ state }) => state !== undefined && !/^[A-Z]{2}$/.test(state))).toEqual([]);
});

test("what is proposed is no shorter than any row, but for ages that a rule begins at 18", () => {
  expect(retentionRows.filter(({ years }) => years > proposedRetention.years)).toEqual([]);
  const longer = retentionRows.filter(({ untilAge = 0 }) => untilAge > proposedRetention.untilAge);
  expect(longer.map(({ state, who }) => `${state} ${who}`)).toEqual(["MN psychologists"]);
});

test("the later of last contact and coming of age, and of several the youngest", () => {
  const times = { years: 7, untilAge: 25 };
  expect(keepUntil(times, "2020-03-02", [])).toBe("2027-03-02");
  expect(keepUntil(times, "2020-03-02", ["2010-05-06"])).toBe("2035-05-06");
  expect(keepUntil(times, "2020-03-02", ["1970-01-01", "2010-05-06", "2012-07-08"])).toBe("2037-07-08");
  expect(keepUntil(times, "2020-02-29", [])).toBe("2027-03-01");
  expect(keepUntil(times, "2021-02-28", ["2004-02-29"])).toBe("2029-03-01");
});
