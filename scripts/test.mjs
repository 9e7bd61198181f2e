// `npm test`: set up and run every test (or those whose paths are given); the last line counts them.

import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cache, main, root, runNode, say, setUp } from "./setup.mjs";
import { countTests, judgeTests } from "./test-verdict.mjs";

await main(async () => {
  const node = setUp();
  const report = join(cache, "tests.json");
  mkdirSync(cache, { recursive: true });
  rmSync(report, { force: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  // Programs that tests start by the name "node" must be this one too.
  const env = { PATH: [join(root, "node_modules", ".bin"), process.env["PATH"]].join(delimiter) };
  const code = await runNode([vitest, "run", ...reporters, ...process.argv.slice(2)], { node, env });
  const counts = countTests(existsSync(report) ? readFileSync(report, "utf8") : undefined);
  const verdict = judgeTests(counts, { code, ci: Boolean(process.env["CI"]) });
  if (verdict.reason !== undefined) say(verdict.reason);
  process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`);
  return verdict.code;
});
