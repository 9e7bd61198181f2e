// `npm run -s alcove -- ARGS`: the command line program from this workspace, in the caller's folder.
// Looks no further than it must, since scripts call it in loops.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { cache, findNode, main, root, runNode, setUp } from "./setup.mjs";

await main(() => {
  const node = existsSync(join(root, "node_modules")) ? findNode() : setUp();
  const program = join(root, "apps", "cli", "src", "main.ts");
  // A nursery of half the size that Node takes with much memory: an import is as fast, and what a snapshot leaves behind is
  // collected sooner, 60 MiB less at the peak.
  return runNode(["--max-semi-space-size=16", program, ...process.argv.slice(2)], {
    node,
    // npm changes into the root; paths that the person typed are relative to where they stood.
    cwd: process.env["INIT_CWD"] ?? process.cwd(),
    // Stripping types and compiling anew would be half of a short command's time.
    env: { NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(cache, "compiled") },
  });
});
