/** A program of the benchmark in a process of its own: nothing has run in it yet, and its memory is its own. */

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const compiled = fileURLToPath(new URL("../../.cache/compiled", import.meta.url));

/** Runs `program` with a JSON order as its argument; gives the JSON line that it prints. @throws Error where it fails */
export async function inProcess<Answer>(program: URL, order: unknown): Promise<Answer> {
  // As `scripts/alcove.mjs` starts the command line program, from its second start on: compiled once.
  const flags = ["--no-warnings", "--max-semi-space-size=16"];
  const child = spawn(process.execPath, [...flags, fileURLToPath(program), JSON.stringify(order)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? compiled },
  });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`a process of the benchmark ended with ${String(code)}`);
  return JSON.parse(out) as Answer;
}
