// The mutation run: takes each check of `checks.mjs` out of a copy of the repository, one at a time, and runs the tests
// that must notice. A check that nobody misses is a survivor, and the run fails; so it does where these tests fail with
// the check in its place, since what fails anyway notices nothing.
//
//   npm run mutation -- [--quick] [--only TEXT] [--jobs N] [--list]
//
// The whole run takes about half an hour on two quiet cores, the quick one about a minute.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checks } from "./checks.mjs";
import { copyRepository } from "./copy-repository.mjs";

/** @typedef {import("./checks.mjs").Check} Check */
/** @typedef {"caught" | "survived" | "broken"} Verdict */

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const vitest = join("node_modules", "vitest", "vitest.mjs");
/** A mutant that makes a test hang is noticed too, but a person would wait for it. */
const testMs = 60_000;
const runMs = 300_000;

/**
 * The source with the check taken out.
 * @param {string} source
 * @param {Check} check
 * @returns {string}
 * @throws Error when the snippet is not there exactly once: the list no longer fits the code
 */
export function withoutCheck(source, check) {
  const parts = source.split(check.find);
  if (parts.length !== 2) throw new Error(`${check.id}: found ${parts.length - 1} times in ${check.file}`);
  return parts.join(check.replace);
}

/**
 * What is wrong with the list itself, without running anything.
 * @param {string} folder
 * @returns {string[]}
 */
export function findMisfits(folder) {
  const ids = new Set();
  return checks.flatMap((check) => {
    const repeated = ids.has(check.id) ? [`${check.id}: there are two`] : [];
    ids.add(check.id);
    try {
      const source = readFileSync(join(folder, check.file), "utf8");
      const same = withoutCheck(source, check) === source ? [`${check.id}: changes nothing`] : [];
      const lost = check.tests.filter((test) => !existsSync(join(folder, test)));
      return [...repeated, ...same, ...lost.map((test) => `${check.id}: there is no ${test}`)];
    } catch (error) {
      return [...repeated, error instanceof Error ? error.message : String(error)];
    }
  });
}

/**
 * @param {string} folder
 * @param {Check} check
 * @param {(check: Check) => Promise<boolean>} passesWith whether the same tests pass with the check in its place
 * @returns {Promise<Verdict>}
 */
async function tryWithout(folder, check, passesWith) {
  if (!(await passesWith(check))) return "broken";
  const file = join(folder, check.file);
  const source = readFileSync(file, "utf8");
  writeFileSync(file, withoutCheck(source, check));
  try {
    const { failed, passed } = await runTests(folder, check.tests, check.titles);
    if (failed > 0) return "caught";
    return passed > 0 ? "survived" : "broken";
  } finally {
    writeFileSync(file, source);
  }
}

/**
 * Each selection of tests is tried once.
 * @param {string} folder
 * @returns {(check: Check) => Promise<boolean>}
 */
function rememberPassing(folder) {
  /** @type {Map<string, Promise<boolean>>} */
  const known = new Map();
  return ({ tests, titles }) => {
    const name = JSON.stringify([tests, titles]);
    const passes =
      known.get(name) ?? runTests(folder, tests, titles).then(({ failed, passed }) => failed === 0 && passed > 0);
    known.set(name, passes);
    return passes;
  };
}

/**
 * @param {string} folder
 * @param {readonly string[]} tests
 * @param {string | undefined} titles
 * @returns {Promise<{ failed: number, passed: number }>} a run that had to be killed counts as one failure
 */
async function runTests(folder, tests, titles) {
  const reports = mkdtempSync(join(tmpdir(), "alcove-mutation-report-"));
  const report = join(reports, "report.json");
  const filter = titles === undefined ? [] : ["--testNamePattern", titles];
  const args = [
    vitest,
    "run",
    ...tests,
    "--bail=1",
    `--testTimeout=${testMs}`,
    ...filter,
    "--reporter=json",
    `--outputFile=${report}`,
  ];
  // Also when a test has started this: its run is one of its own.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: "ignore", detached: true });
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), "SIGKILL"), runMs);
  const killed = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (_, signal) => resolve(signal === "SIGKILL"));
  });
  clearTimeout(timer);
  try {
    if (killed) return { failed: 1, passed: 0 };
    // Where no test was found nothing is written.
    if (!existsSync(report)) return { failed: 0, passed: 0 };
    const { numFailedTests, numPassedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
    // Where a file's own set-up fails, none of its tests has run: the set-up is what noticed.
    const stopped = testResults.filter(
      (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
        file.status === "failed" && file.assertionResults.length > 0,
    ).length;
    return { failed: Math.max(numFailedTests, stopped), passed: numPassedTests };
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

/**
 * @param {readonly Check[]} chosen
 * @param {number} jobs
 * @param {(check: Check, verdict: Verdict, seconds: number) => void} tell
 * @returns {Promise<{ check: Check, verdict: Verdict }[]>}
 */
export async function runMutations(chosen, jobs, tell) {
  const waiting = [...chosen];
  /** @type {{ check: Check, verdict: Verdict }[]} */
  const done = [];
  const workers = Array.from({ length: jobs }, async () => {
    const copy = copyRepository(root);
    const passesWith = rememberPassing(copy.folder);
    try {
      for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
        const start = Date.now();
        const verdict = await tryWithout(copy.folder, check, passesWith);
        done.push({ check, verdict });
        tell(check, verdict, (Date.now() - start) / 1000);
      }
    } finally {
      copy.remove();
    }
  });
  await Promise.all(workers);
  return done;
}

async function main() {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      only: { type: "string" },
      jobs: { type: "string", default: "1" },
    },
  });
  const misfits = findMisfits(root);
  for (const misfit of misfits) process.stdout.write(`${misfit}\n`);
  if (misfits.length > 0) return 1;
  const chosen = checks.filter(
    ({ id, quick }) => (!values.quick || quick === true) && (values.only === undefined || id.includes(values.only)),
  );
  if (values.list) {
    for (const { id, file, tests } of chosen) process.stdout.write(`${id}  ${file}  ${tests.join(" ")}\n`);
    return 0;
  }
  const results = await runMutations(chosen, Number(values.jobs), ({ id }, verdict, seconds) => {
    process.stdout.write(`${verdict.padEnd(8)} ${seconds.toFixed(1).padStart(6)} s  ${id}\n`);
  });
  const caught = results.filter(({ verdict }) => verdict === "caught").length;
  for (const { check, verdict } of results) {
    if (verdict !== "caught") process.stdout.write(`${verdict}: ${check.id} in ${check.file}\n`);
  }
  process.stdout.write(`${caught} of ${results.length} checks are missed when they are gone\n`);
  return results.length > 0 && caught === results.length ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main();
