import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type Check, checks } from "./checks.mjs";
import { findMisfits, runMutations } from "./run.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("every check of the list stands in the code exactly once, and its tests are there", () => {
  expect(findMisfits(root)).toEqual([]);
  expect(checks.length).toBeGreaterThan(400);
});

test("the attacks of the catalogue are among the tests that miss a check", () => {
  const files = new Set(checks.flatMap(({ tests }) => tests));
  const server = ["replay", "moved-ciphertext", "omission", "order-and-fork", "shorter-server", "server-events"];
  const others = ["attachment", "network", "commitment", "keyring", "new-device", "pairing", "revoked"];
  for (const name of [...server, ...others]) expect(files).toContain(`tests/hostile/${name}.test.ts`);
});

test("a run tells a check that is missed from one that nobody misses, and from tests that say nothing", async () => {
  const file = "apps/server/src/session/slow-down.ts";
  const tests = ["apps/server/src/session/slow-down.test.ts"];
  const wait = "if (!failed || failed.count <= this.#waits.free) return 0;";
  const planted: Check[] = [
    { id: "missed", file, tests, find: wait, replace: "return 0;" },
    { id: "nobody's", file, tests, find: "Growing waits after failed tries.", replace: "Waits." },
    { id: "without a test", file, tests, find: wait, replace: "", titles: "no test has this title" },
  ];
  const results = await runMutations(planted, 1, () => {});
  expect(Object.fromEntries(results.map(({ check, verdict }) => [check.id, verdict]))).toEqual({
    missed: "caught",
    "nobody's": "survived",
    "without a test": "broken",
  });
});
