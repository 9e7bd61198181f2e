import { defineConfig } from "vitest/config";

const nodeMajor = Number(process.versions.node.split(".")[0]);
if (nodeMajor < 24) throw new Error("Tests run on Node 24: start them by `npm test -- PATH` or `npx vitest run PATH`.");

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/**/*.test.{ts,tsx}", "apps/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
          // Generous: a busy machine is no failure, and what hangs is found all the same.
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Real servers, browsers and killed processes: after the unit tests, so that a slip shows first.
        test: {
          name: "slow",
          include: ["tests/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    pool: "forks",
    maxWorkers: 2,
    execArgv: ["--disable-warning=ExperimentalWarning"],
  },
});
