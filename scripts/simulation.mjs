// `npm run simulation -- ARGS`: plays years of a practice (tests/simulation/year).

import { join } from "node:path";
import { main, root, runNode, setUp } from "./setup.mjs";

await main(() => {
  const node = setUp();
  return runNode([join(root, "tests", "simulation", "year", "main.ts"), ...process.argv.slice(2)], { node });
});
