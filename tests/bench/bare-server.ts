/** The probe's server as a process: `node bare-server.ts PORT`. Imports no Alcove package. */
import { runBareServer } from "./append-load.ts";

await runBareServer(Number(process.argv[2]));
