// `npm test`: set up and run every test (or those whose paths are given); the last line counts them.
// A run that tested nothing has failed, and so has, in CI, one that skipped anything.

import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cache, main, root, runNode, say, setUp } from "./setup.mjs";

await main(async () => {
  const node = setUp();
  const report = join(cache, "tests.json");
  mkdirSync(cache, { recursive: true });
  rmSync(report, { force: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  // Programs that tests start by the name "node" must be this one too.
  const path = `${join(root, "node_modules", ".bin")}${process.platform === "win32" ? ";" : ":"}${process.env["PATH"]}`;
  const args = [vitest, "run", ...reporters, ...process.argv.slice(2)];
  const code = await runNode(args, { node, env: { PATH: path } });
  const counts = readCounts(report);
  const outcome = judge(counts, code);
  if (outcome.reason !== undefined) say(outcome.reason);
  process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`);
  return outcome.code;
});

/** @param {string} report path of vitest's JSON report */
function readCounts(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
      readFileSync(report, "utf8"),
    );
    // A file that can't even be loaded counts as one failure; its tests are unknown.
    const broken = testResults.filter(
      (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
        file.status === "failed" && file.assertionResults.length === 0,
    ).length;
    return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/**
 * @param {{ passed: number, failed: number, skipped: number }} counts
 * @param {number} code vitest's own verdict, which also knows errors outside any test
 * @returns {{ code: number, reason?: string }}
 */
function judge({ passed, failed, skipped }, code) {
  if (passed + failed === 0) return { code: 1, reason: "No test ran." };
  if (skipped > 0 && process.env["CI"]) return { code: 1, reason: `${skipped} tests were skipped; in CI none may be.` };
  return { code: failed > 0 ? 1 : code };
}
