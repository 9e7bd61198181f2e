// `npm run model -- ARGS`: explores the models of docs/spec/model.

import { join } from "node:path";
import { main, root, runNode, setUp } from "./setup.mjs";

await main(() => {
  const node = setUp();
  return runNode([join(root, "docs", "spec", "model", "main.ts"), ...process.argv.slice(2)], { node });
});
