import { expect, test } from "vitest";
import { comesOfAge, majorityOf, minorConsentIn, minorsProvenance } from "./index.ts";
import { consentRows } from "./rows.ts";

test("AGE-1 who comes of age when: by State, and on 1 March who was born on a 29 February", () => {
  expect(["", "CA", "AL", "NE", "MS"].map((state) => majorityOf(state).age)).toEqual([18, 18, 19, 19, 21]);
  expect(comesOfAge("2009-05-14", majorityOf("CA"))).toBe("2027-05-14");
  expect(comesOfAge("2009-05-14", majorityOf("MS"))).toBe("2030-05-14");
  expect(comesOfAge("2008-02-29", majorityOf(""))).toBe("2026-03-01");
  expect(comesOfAge("2008-02-29", { age: 20 })).toBe("2028-02-29");
  for (const state of ["", "AL"]) expect(majorityOf(state).cite).toContain("check your own law");
});

test("rules of consent stand once for a State, each with its law, and say that nobody checked them", () => {
  expect(new Set(consentRows.map(({ state }) => state)).size).toBe(consentRows.length);
  for (const { state, says, cite } of consentRows) {
    expect(state).toMatch(/^[A-Z]{2}$/);
    expect(says).toMatch(/\.$/);
    expect(cite).not.toBe("");
  }
  expect(minorConsentIn("WA")?.says).toBe("From 13.");
  expect(minorConsentIn("WY")).toBeUndefined();
  expect(minorsProvenance.notice).toContain("no row was checked");
});
