// `npm test`: set up and run every test (or those whose paths are given); the last line counts them.

import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cache, main, root, runNode, say, setUp } from "./setup.mjs";
import { countTests, failedTests, filesToLookAtAgain, judgeTests } from "./test-verdict.mjs";

await main(async () => {
  const node = setUp();
  mkdirSync(cache, { recursive: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  // Programs that tests start by the name "node" must be this one too.
  const env = { PATH: [join(root, "node_modules", ".bin"), process.env["PATH"]].join(delimiter) };

  /** @param {string} name @param {readonly string[]} args */
  const run = async (name, args) => {
    const file = join(cache, name);
    rmSync(file, { force: true });
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const code = await runNode([vitest, "run", ...reporters, ...args], { node, env });
    const report = existsSync(file) ? readFileSync(file, "utf8") : undefined;
    return { report, counts: countTests(report), code };
  };

  const args = process.argv.slice(2);
  const all = await run("tests.json", args);
  const verdict = judgeTests(all.counts, { code: all.code, ci: Boolean(process.env["CI"]) });
  let { passed, failed } = all.counts;
  const files = filesToLookAtAgain(all.report, { code: all.code, whole: args.length === 0 });
  if (files.length > 0) {
    const names = failedTests(all.report);
    say(`Failed beside others; once more alone: ${names.join("; ")}`);
    const alone = await run("tests-alone.json", ["--maxWorkers=1", ...files]);
    if (judgeTests(alone.counts, { code: alone.code, ci: true }).code === 0) {
      say(`UNSTEADY, to be mended: ${names.join("; ")}`);
      verdict.code = 0;
      passed += failed;
      failed = 0;
    }
  }
  if (verdict.reason !== undefined) say(verdict.reason);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return verdict.code;
});
