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

/** More than that is no matter of chance. */
const mostUnsteady = 5;

/**
 * The files of a whole run to look at once more, with nothing beside them: a few hundred files of browsers, servers and
 * killed processes share two cores, and one that lost a race with its neighbours says so by passing alone.
 * @param {string | undefined} report
 * @param {{ code: number, whole: boolean }} run
 * @returns {string[]} none where nothing failed, too much did, or a file could not even be loaded
 */
export function filesToLookAtAgain(report, { code, whole }) {
  if (report === undefined || code === 0 || !whole) return [];
  /** @type {{ name: string, status: string, assertionResults: unknown[] }[]} */
  const files = JSON.parse(report).testResults;
  const failed = files.filter(({ status }) => status === "failed");
  const isTooMuch =
    failed.length > mostUnsteady || failed.some(({ assertionResults }) => assertionResults.length === 0);
  return isTooMuch ? [] : failed.map(({ name }) => name);
}

/**
 * @param {string | undefined} report
 * @returns {string[]} the full names of the tests that failed
 */
export function failedTests(report) {
  if (report === undefined) return [];
  /** @type {{ assertionResults: { status: string, fullName: string }[] }[]} */
  const files = JSON.parse(report).testResults;
  return files.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
  );
}
