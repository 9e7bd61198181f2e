/** `alcove`: the command line program. Loads what a command needs and no more, since scripts call it in loops. */

import { enableCompileCache } from "node:module";
import { cacheFolder } from "./folders.ts";

// Node says that crypto parts are experimental; to the person at the terminal that is noise.
process.removeAllListeners("warning");
enableCompileCache(cacheFolder());

const { runProgram } = await import("./program.ts");
// Not process.exit: what was written to a pipe must leave first.
process.exitCode = await runProgram(process.argv.slice(2));
