import { administrativeCaseKinds, caseKinds, paperKinds, rightsKinds, safetyKinds } from "@alcove/records";
import { expect, test } from "vitest";
import { callFirst, kindOf, kindsOfCase, readyWords, type Source } from "./index.ts";

test("every kind of case is here once, in the group that the records name", () => {
  expect(kindsOfCase.map(({ kind }) => kind).toSorted()).toEqual([...caseKinds].toSorted());
  const group = (kinds: readonly string[]) =>
    new Set(kindsOfCase.filter((one) => kinds.includes(one.kind)).map((one) => one.group));
  expect([group(rightsKinds), group(paperKinds), group(safetyKinds)]).toEqual([
    new Set(["rights"]),
    new Set(["papers"]),
    new Set(["safety"]),
  ]);
});

test("every clock, step, ground and number has its source, and what is State law says so", () => {
  const rows: (readonly [string, Source])[] = [
    ...kindsOfCase.flatMap(({ kind, clock, steps, grounds }) => [
      [`${kind} clock`, clock.source] as const,
      ...[...steps, ...grounds].map(({ id, source }) => [`${kind} ${id}`, source] as const),
    ]),
    ...Object.values(callFirst).flatMap((all) => all.map(({ at, source }) => [at, source] as const)),
  ];
  for (const [row, { cite, standing }] of rows) {
    expect([row, cite.trim() !== ""]).toEqual([row, true]);
    // What was read says which paragraph.
    if (standing === "read") expect([row, /\d+ CFR \d/.test(cite)]).toEqual([row, true]);
  }
  expect(rows.length).toBeGreaterThan(80);
});

test("ids are fit for a record, and none stands for two things of a kind", () => {
  for (const { kind, steps, grounds } of kindsOfCase)
    for (const all of [steps, grounds]) {
      const ids = all.map(({ id }) => id);
      expect([kind, new Set(ids).size]).toEqual([kind, ids.length]);
      expect(ids.filter((id) => !/^[a-z0-9-]{1,40}$/.test(id))).toEqual([]);
    }
});

test("clocks are those of the Privacy Rule: 30 and 30, 60 and 30", () => {
  const days = (kind: (typeof rightsKinds)[number]) => {
    const { clock } = kindOf(kind);
    return clock.by === "days" ? [clock.days, clock.extension] : clock.by;
  };
  expect([days("access"), days("amendment"), days("accounting")]).toEqual([
    [30, 30],
    [60, 30],
    [60, 30],
  ]);
});

test("reviewable are the three grounds of 164.524(a)(3), and no other", () => {
  const reviewable = kindsOfCase.flatMap(({ kind, grounds }) =>
    grounds.filter((one) => one.review).map(({ id, source }) => [kind, id, source.cite]),
  );
  expect(reviewable).toEqual([
    ["access", "danger", "45 CFR 164.524(a)(3)(i)"],
    ["access", "other-person", "45 CFR 164.524(a)(3)(ii)"],
    ["access", "representative", "45 CFR 164.524(a)(3)(iii)"],
  ]);
});

test("nothing of confidential communications asks why; front desk sees no paper and no report", () => {
  const asked = kindOf("confidential")
    .steps.map(({ words }) => words)
    .join(" ");
  expect(asked).toContain("You may not ask for a reason.");
  for (const kind of administrativeCaseKinds) expect(kindOf(kind).group).toBe("rights");
});

test("for each report and warning somebody to call first, and words that are ready", () => {
  for (const kind of safetyKinds) {
    expect([kind, callFirst[kind]?.[0]?.at]).toEqual([kind, "911"]);
    expect([kind, readyWords[kind]?.startsWith("I am a psychotherapist")]).toEqual([kind, true]);
  }
});
