/** The real server as a process of its own, to be killed. */

import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";

export type ServerProcess = {
  readonly child: ChildProcess;
  readonly address: string;
  /** All it has written to standard output and error. */
  output(): string;
  /** SIGKILL: no handler runs, nothing is flushed. */
  kill(): Promise<void>;
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
};

const program = fileURLToPath(new URL("../main.ts", import.meta.url));

export async function startProcess(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const port = Number(env["PORT"] ?? (await freePort()));
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program], {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (output += part.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const address = `http://localhost:${port}`;
  const server: ServerProcess = {
    child,
    address,
    output: () => output,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    stop() {
      child.kill("SIGTERM");
      return ended;
    },
  };
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${output}`);
    const healthy = await fetch(`${address}/v1/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (healthy) return server;
    await sleep(50);
  }
  await server.kill();
  throw new Error(`the server did not come up: ${output}`);
}
