import { existsSync } from "node:fs";
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { defaultServerFolder } from "../folders.ts";
import { installed } from "../installed.ts";
import { exitCodes, misused, refuse } from "../refusal.ts";
import { readServer } from "../server-address.ts";

const untilReadyMs = 60_000;

export const command = defineCommand({
  options: {
    data: { type: "string", value: "DIR", about: "folder that the server keeps everything in" },
    port: { type: "string", value: "N", about: "port on this computer (7420)" },
    origin: { type: "string", value: "URL", about: "address that practices know it by (http://localhost:PORT)" },
  },
  details: `Runs until Ctrl-C. What the server itself says goes to standard error; with --json a line {"event":"ready"} there
says that it answers. Further settings are taken from the environment: see docs/cli.md.`,
  async run({ output, interrupt }, { options }) {
    const port = options.port === undefined ? 7420 : Number(options.port);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) return misused("--port takes a number from 1 to 65535.");
    const origin = readServer(options.origin ?? `http://localhost:${port}`);
    if (!origin.ok) return origin;
    const data = options.data ?? defaultServerFolder();
    const { serverProgram, webFolder } = installed();
    const web = process.env["ALCOVE_WEB"] ?? (existsSync(webFolder) ? webFolder : undefined);
    const server = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", serverProgram], {
      stdio: ["ignore", 2, 2],
      env: {
        ...process.env,
        PORT: String(port),
        ALCOVE_DATA: data,
        ALCOVE_ORIGIN: origin.value,
        ...(web === undefined ? {} : { ALCOVE_WEB: web }),
      },
    });
    const ended = new Promise<number>((resolve) => {
      server.once("exit", (code, signal) => resolve(code ?? (signal === null ? 1 : 0)));
    });
    const stop = interrupt.gently(() => void server.kill("SIGTERM"));
    const local = `http://localhost:${port}`;
    const ready = await Promise.race([answers(local), ended.then(() => false)]);
    if (ready) {
      output.event({ event: "ready", server: local, origin: origin.value, data });
      output.note(`Alcove's server answers at ${local} and keeps everything in ${data}. Ctrl-C stops it.`);
    }
    const code = await ended;
    stop();
    if (code !== 0 || !ready)
      return refuse(
        "server-failed",
        undefined,
        "The server did not start or ended by itself; the reason stands above.",
      );
    return ok({ facts: { stopped: true }, text: "The server has stopped.", exit: exitCodes.done });
  },
});

async function answers(origin: string): Promise<boolean> {
  const until = Date.now() + untilReadyMs;
  while (Date.now() < until) {
    try {
      if ((await fetch(`${origin}/v1/health`)).ok) return true;
    } catch {
      // Not yet.
    }
    await sleep(50);
  }
  return false;
}
