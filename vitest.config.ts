import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const nodeMajor = Number(process.versions.node.split(".")[0]);
if (nodeMajor < 24) throw new Error("Tests run on Node 24: start them by `npm test -- PATH` or `npx vitest run PATH`.");

// Tests start hundreds of processes of the same few programs: compiled once, for all of them.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, ".cache", "compiled");

// Each commit waits for the disk, some milliseconds, and tests commit ten thousands of times. What a killed process had
// written is there in either place, so where memory is plenty its files are there.
const memory = "/dev/shm";
const plenty = 6 * 1024 ** 3;
if (!process.env["TMPDIR"] && existsSync(memory)) {
  const { bavail, bsize } = statfsSync(memory);
  if (Math.min(bavail * bsize, freemem()) > plenty) {
    // Of this run alone, and gone with it.
    const folder = mkdtempSync(join(memory, "alcove-tests-"));
    process.env["TMPDIR"] = folder;
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  }
}

const long = /tests\/(e2e|faults|hostile\/(browser-profile|own-keys)|reader\/roster-model|stores\/web-kill)/;

/** Vitest knows what takes long from the run before, which CI has none of: one core would wait for the last file. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification): number =>
      2 * project.config.sequence.groupOrder + (long.test(moduleId) ? 0 : 1);
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/**/*.test.{ts,tsx}", "apps/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
          // A hundred small files: loading the packages anew for each would take as long as running them.
          isolate: false,
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
          // More than cores: they wait for half minutes of an authenticator, for pages, for what they started. Four left no core
          // idle, and lost races with each other.
          maxWorkers: 3,
          // As long as hands wait for anything else (tests/e2e/web-hands.ts): Vitest's own second is shorter than what is polled takes
          // where some of these run beside each other.
          expect: { poll: { timeout: 30_000 } },
          sequence: { groupOrder: 1 },
        },
      },
    ],
    pool: "forks",
    maxWorkers: 2,
    execArgv: ["--disable-warning=ExperimentalWarning"],
  },
});
