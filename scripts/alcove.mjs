// `npm run -s alcove -- ARGS`: the command line program from this workspace, in the caller's folder.
// Looks no further than it must, since scripts call it in loops.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { cache, findNode, main, root, runNode, setUp } from "./setup.mjs";

await main(() => {
  const node = existsSync(join(root, "node_modules")) ? findNode() : setUp();
  const program = join(root, "apps", "cli", "src", "main.ts");
  // A larger nursery: long imports make much that dies young, and collecting it takes a tenth of their time otherwise.
  return runNode(["--max-semi-space-size=16", program, ...process.argv.slice(2)], {
    node,
    // npm changes into the root; paths that the person typed are relative to where they stood.
    cwd: process.env["INIT_CWD"] ?? process.cwd(),
    // Stripping types and compiling anew would be half of a short command's time.
    env: { NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(cache, "compiled") },
  });
});
