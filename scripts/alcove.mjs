// `npm run -s alcove -- ARGS`: the command line program from this workspace, in the caller's folder.
// Looks no further than it must, since scripts call it in loops.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { findNode, main, root, runNode, setUp } from "./setup.mjs";

await main(() => {
  const node = existsSync(join(root, "node_modules")) ? findNode() : setUp();
  const program = join(root, "apps", "cli", "src", "main.ts");
  // npm changes into the root; paths that the person typed are relative to where they stood.
  return runNode([program, ...process.argv.slice(2)], { node, cwd: process.env["INIT_CWD"] ?? process.cwd() });
});
