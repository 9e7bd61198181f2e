// `npm run mutation -- ARGS`: takes each check out of a copy of the code and runs the tests that must miss it.

import { join } from "node:path";
import { main, root, runNode, setUp } from "./setup.mjs";

await main(() => {
  const node = setUp();
  return runNode([join(root, "tests", "mutation", "run.mjs"), ...process.argv.slice(2)], { node });
});
