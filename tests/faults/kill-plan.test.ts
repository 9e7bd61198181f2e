/** The plan of kills against the code: 200 loops at least, and no statement that writes is forgotten. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/setup.mjs";
import { killPlan } from "./kill-plan.ts";
import { queriesIn, statementsIn } from "./write-statements.ts";

const sorted = (statements: Iterable<string>) => [...new Set(statements)].sort();

test("at least 200 processes are killed by SIGKILL, counted one by one where they were", () => {
  expect(Object.values(killPlan).reduce((sum, { kills }) => sum + kills, 0)).toBeGreaterThanOrEqual(200);
});

test("every statement by which a device writes to its file is killed at", () => {
  // The names of two tables stand in for `${table}`.
  const source = readFileSync(join(root, "packages/vault/src/disk.ts"), "utf8").replaceAll(
    "INSERT INTO ${table}",
    "INSERT INTO profile; INSERT INTO settings",
  );
  const { deviceWork, deviceFirst, memberDevice, ownKeysDevice, destroyingDevice } = killPlan;
  const planned = [deviceWork, deviceFirst, memberDevice, ownKeysDevice, destroyingDevice].flatMap(({ statements }) => [
    ...statements,
  ]);
  expect(sorted(statementsIn(source))).toEqual(sorted(planned));
});

test("every statement by which the server writes to its database is killed at", () => {
  const folder = join(root, "apps/server/src");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
  );
  const source = files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
  const { serverWork, serverFirst, ownKeysServer, guardedServer, destroyingServer, witnessServer } = killPlan;
  const servers = [serverWork, serverFirst, ownKeysServer, guardedServer, destroyingServer, witnessServer];
  const planned = servers.flatMap(({ statements }) => [...statements]);
  expect(sorted(queriesIn(source))).toEqual(sorted(planned));
});
