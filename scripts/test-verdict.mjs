// Reads vitest's JSON report and judges the run.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @param {string | undefined} report vitest's JSON report; undefined where it wrote none
 * @returns {Counts} a file that can't even be loaded counts as one failure, since its tests are unknown
 */
export function countTests(report) {
  if (report === undefined) return { passed: 0, failed: 0, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(report);
  const broken = testResults.filter(
    (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
      file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests + numTodoTests };
}

/**
 * A run that tested nothing has failed, and so has, in CI, one that skipped anything.
 * @param {Counts} counts
 * @param {{ code: number, ci: boolean }} run vitest's own exit code, which also knows errors outside any test
 * @returns {{ code: number, reason?: string }}
 */
export function judgeTests({ passed, failed, skipped }, { code, ci }) {
  if (passed + failed === 0) return { code: 1, reason: "No test ran." };
  if (skipped > 0 && ci) return { code: 1, reason: `${skipped} tests were skipped; in CI none may be.` };
  if (failed === 0 && code !== 0) return { code, reason: "Every test passed, but an error happened outside them." };
  return { code: failed > 0 ? 1 : 0 };
}
