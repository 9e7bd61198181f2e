/** Processes that are killed: started, waited for, and counted where the kill truly happened. */

import { spawn } from "node:child_process";
import { assert, expect } from "vitest";
import { programs } from "../programs.ts";
import type { Task } from "./device-worker.ts";
import type { Order } from "./server-worker.ts";
import { statementsIn } from "./write-statements.ts";

/**
 * `kills`: those that happened, by the write point each came at. As many as planned, and one at least at every statement that
 * is this file's part; says so in the test's output.
 */
export function holdTo(
  kills: readonly string[],
  plan: { readonly kills: number; readonly statements: readonly string[] },
): void {
  const different = new Set(kills).size;
  process.stdout.write(`${kills.length} processes killed by SIGKILL, at ${different} different write points\n`);
  const reached = new Set(kills.flatMap(statementsIn));
  expect(plan.statements.filter((statement) => !reached.has(statement))).toEqual([]);
  expect(kills.length).toBeGreaterThanOrEqual(plan.kills);
}

export type Ended = {
  /** What it said on standard output, a line each. */
  readonly lines: readonly string[];
  /** The write point that it was killed at; absent where it ended by itself, in order. */
  readonly killedAt?: string;
};

function start(
  program: "deviceWorker" | "serverWorker",
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  isTold: boolean,
  hear: (line: string) => void = () => {},
) {
  const child = spawn(process.execPath, ["--no-warnings", programs[program], ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit", ...(isTold ? (["ipc"] as const) : [])],
  });
  let out = "";
  let isStopped = false;
  let heard = 0;
  child.stdout?.setEncoding("utf8").on("data", (piece: string) => {
    out += piece;
    const whole = out.split("\n").slice(0, -1);
    for (const line of whole.slice(heard)) hear(line);
    heard = whole.length;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("close", (code, signal) => {
      const lines = out.split("\n").filter(Boolean);
      const last = JSON.parse(lines.at(-1) ?? "{}") as { readonly killedAt?: string };
      if (signal === "SIGKILL" && last.killedAt) resolve({ lines: lines.slice(0, -1), killedAt: last.killedAt });
      else if (code === 0 || isStopped) resolve({ lines });
      else reject(new Error(`${program} ended by itself: ${String(code ?? signal)}`));
    });
  });
  async function stop(): Promise<void> {
    isStopped = true;
    child.kill("SIGKILL");
    await ended;
  }
  return { child, ended, stop };
}

/** Runs a device to its end, which is a kill or exit code 0. `hear`: each line as it is said. */
export function runDevice(task: Task, hear?: (line: string) => void): Promise<Ended> {
  return start("deviceWorker", [JSON.stringify(task)], {}, false, hear).ended;
}

export type KillableServer = {
  readonly ended: Promise<Ended>;
  /** Kills it at the `killAt`th write point from here. */
  arm(killAt: number): Promise<void>;
  /** Whether it lived until now; from here on nothing kills it. */
  disarm(): Promise<boolean>;
  setClock(aheadMs: number): Promise<void>;
  /** At no write point, and not counted; nothing where it was killed already. */
  stop(): Promise<void>;
};

type ServerPlace = {
  readonly port: number;
  readonly data: string;
  /** From the first write point of its start. */
  readonly killAt?: number;
  /** Where nobody hears of it, a point after a write is the one before the next. */
  readonly isHeard?: boolean;
};

/** Resolves when it listens, or was killed before it came so far. */
export async function startServer(at: ServerPlace): Promise<KillableServer> {
  const env = {
    PORT: String(at.port),
    ALCOVE_DATA: at.data,
    ALCOVE_ORIGIN: `http://localhost:${at.port}`,
    KILL_AT: String(at.killAt ?? 0),
    KILL_UNHEARD: at.isHeard === false ? "yes" : "",
  };
  const { child, ended, stop } = start("serverWorker", [], env, true);
  const gone = ended.then(() => false);
  const done = () => new Promise<true>((resolve) => void child.once("message", () => resolve(true)));
  // A message to one that was killed just now reaches nobody.
  child.on("error", () => {});
  await Promise.race([done(), gone]);
  function tell(order: Order): Promise<boolean> {
    if (!child.connected) return gone;
    const taken = done();
    child.send(order, () => {});
    return Promise.race([taken, gone]);
  }
  const mustTell = async (order: Order) => assert(await tell(order), "the server is told while it runs");
  return {
    ended,
    arm: (killAt) => mustTell({ killAt }),
    disarm: () => tell({ killAt: 0 }),
    setClock: (aheadMs) => mustTell({ aheadMs }),
    stop,
  };
}
