/** The server as a process: settings from the environment, a log on standard output, an orderly end on SIGTERM, SIGINT or SIGHUP. */

import { createServer } from "./server.ts";
import { readSettings } from "./settings.ts";
import { StartRefused } from "./start-refused.ts";

async function main(): Promise<void> {
  const level = process.env["ALCOVE_LOG"] || "warn";
  const server = await createServer({
    ...readSettings(process.env),
    logger: { level },
    onFatal: () => process.exit(1),
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void server.close().then(() => process.exit(0));
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, stop);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
