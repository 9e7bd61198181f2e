// `npm run bench -- ARGS`: the benchmarks, apart from the tests.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { main, PlainError, root, runNode, setUp } from "./setup.mjs";

await main(() => {
  const node = setUp();
  const program = join(root, "tests", "bench", "main.ts");
  if (!existsSync(program)) throw new PlainError("There are no benchmarks here yet (tests/bench/main.ts).");
  return runNode([program, ...process.argv.slice(2)], { node });
});
