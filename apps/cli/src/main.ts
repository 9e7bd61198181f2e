/** `alcove`: the command line program. Loads what a command needs and no more, since scripts call it in loops. */

import { enableCompileCache } from "node:module";
import { cacheFolder } from "./folders.ts";

// Node says that crypto parts are experimental; to the person at the terminal that is noise.
process.removeAllListeners("warning");
enableCompileCache(cacheFolder());

const { runProgram } = await import("./program.ts");
const exitCode = await runProgram(process.argv.slice(2));
// What was written to a pipe leaves first; a request that a slow server still owes is not waited for.
process.stdout.write("", () => process.stderr.write("", () => process.exit(exitCode)));
