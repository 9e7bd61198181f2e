/**
 * The models of docs/spec/model hold, each planted flaw is found, and each limit is still one. They are about PAIR-5 to PAIR-9,
 * KIT-4 to KIT-6, LOG-3 to LOG-9, BAT-4, LED-7, LED-11 and OUT-2 to OUT-4.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runSuite } from "../../docs/spec/model/suite.ts";
import { suites } from "../../docs/spec/model/suites.ts";
import { readImports } from "../../scripts/imports.mjs";

const folder = join(import.meta.dirname, "..", "..", "docs", "spec", "model");

test.each(suites.map((suite) => [suite.name, suite] as const))(
  "%s: the models hold and each planted flaw is found",
  (_, suite) => {
    const verdicts = [...runSuite(suite)];
    const wrong = verdicts.filter(({ asExpected }) => !asExpected);
    expect(
      wrong.map(({ name, expected, explored }) => ({
        name,
        expected,
        found: explored.violation,
        never: explored.neverHappened,
      })),
    ).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(5);
  },
);

test("a planted flaw for every flag, and every claim is broken by one", () => {
  for (const { claims, flaws, planted, secondLine } of suites) {
    const names = [...planted, ...secondLine].map(({ name }) => name);
    expect(flaws.filter((flaw) => !names.some((name) => name.startsWith(flaw)))).toEqual([]);
    const broken = new Set(planted.map(({ breaks }) => breaks));
    expect(claims.filter((claim) => !broken.has(claim))).toEqual([]);
  }
});

test("the models import nothing of Alcove", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(5);
  for (const name of files) {
    const { imports } = readImports(name, readFileSync(join(folder, name), "utf8"));
    expect(
      imports.filter((each) => !each.name.startsWith("./")).map((each) => each.name),
      name,
    ).toEqual([]);
  }
});
