/** The real command line program and the real server, as processes of their own in folders of their own. */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, type TestContext } from "vitest";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { programs } from "../programs.ts";

const inEarnest = fileURLToPath(new URL("../../apps/cli/src/main.ts", import.meta.url));

export const passphrase = "ocean ladder velvet candle marble";

export type Ended = {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Running = {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Standard error so far. */
  errors(): string;
  /** Resolves when standard error, so far, holds `text`; fails when the process ends before. */
  errorHolds(text: string): Promise<void>;
};

export type StartOptions = {
  /** Standard input: "open" leaves it to the test; absent: none. */
  readonly input?: string | Buffer | "open";
  readonly env?: NodeJS.ProcessEnv;
  /** As people start it, from its sources: a passphrase is judged and costs as with them; else by a few words, and next to nothing. */
  readonly inEarnest?: boolean;
};

/** Starts `alcove`. */
export function start(args: readonly string[], options: StartOptions = {}): Running {
  const child = spawn(process.execPath, [options.inEarnest ? inEarnest : programs.cli, ...args], {
    stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    env: { ...process.env, ...options.env },
  });
  // A test that was given up must not leave its server behind.
  const end = () => void child.kill("SIGTERM");
  process.once("exit", end);
  child.once("close", () => process.off("exit", end));
  let stdout = "";
  let stderr = "";
  const waiting = new Set<() => void>();
  child.stdout?.setEncoding("utf8").on("data", (piece: string) => (stdout += piece));
  child.stderr?.setEncoding("utf8").on("data", (piece: string) => {
    stderr += piece;
    for (const look of waiting) look();
  });
  if (options.input !== undefined && options.input !== "open") child.stdin?.end(options.input);
  // A program that refuses to read all of it is no fault of the test's.
  child.stdin?.on("error", () => {});
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (exit, signal) => resolve({ exit, signal, stdout, stderr }));
  });
  return {
    process: child,
    ended,
    errors: () => stderr,
    errorHolds: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!stderr.includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then(() => reject(new Error(`ended without "${text}": ${stdout}${stderr}`)));
      }),
  };
}

export type Answer<Facts> = { readonly exit: number | null; readonly json: Facts; readonly stderr: string };
/** What every answer with `--json` has. */
export type Facts = { readonly ok: boolean; readonly code?: string; readonly sentence?: string };

/** Runs `alcove --json` to its end. `More`: what the test knows the answer to hold. */
export async function run<More = object>(
  args: readonly string[],
  options: StartOptions = {},
): Promise<Answer<Facts & More>> {
  const { exit, stdout, stderr, signal } = await start([...args, "--json"], options).ended;
  const lines = stdout.trim().split("\n");
  assert(lines.length === 1 && lines[0], `one line of JSON, not "${stdout}" (${exit ?? signal}): ${stderr}`);
  return { exit, json: JSON.parse(lines[0]) as Facts & More, stderr };
}

/** A folder that goes with the test. */
export type Place = { readonly folder: string; path(name: string): string; remove(): void };

export function makePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), "alcove-e2e-"));
  writeFileSync(join(folder, "passphrase"), `${passphrase}\n`, { mode: 0o600 });
  return {
    folder,
    path: (name) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type Founded = Facts & { readonly practice: string; readonly device: string; readonly provisional?: boolean };

/** One device: a profile folder with the passphrase at hand. */
export class Device {
  readonly #place: Place;
  readonly name: string;
  readonly #inEarnest: boolean;

  constructor(place: Place, name: string, { inEarnest = false } = {}) {
    this.#place = place;
    this.name = name;
    this.#inEarnest = inEarnest;
  }

  get folder(): string {
    return this.#place.path(`device-${this.name}`);
  }

  args(args: readonly string[]): string[] {
    return [...args, "--profile", this.folder, "--passphrase-file", this.#place.path("passphrase")];
  }

  run<More = object>(args: readonly string[], options: StartOptions = {}): Promise<Answer<Facts & More>> {
    return run<More>(this.args(args), { inEarnest: this.#inEarnest, ...options });
  }

  /** Runs and expects all to go well. */
  async must<More = object>(args: readonly string[], options: StartOptions = {}): Promise<Facts & More> {
    const answer = await this.run<More>(args, options);
    assert(answer.exit === 0, `${args.join(" ")}: ${answer.exit} ${JSON.stringify(answer.json)} ${answer.stderr}`);
    return answer.json;
  }

  start(args: readonly string[], options: StartOptions = {}): Running {
    return start(this.args(args), { inEarnest: this.#inEarnest, ...options });
  }

  /** `secondFactor`: else it is left for later, and nothing asks for digits, each of which would work once in half a minute. */
  found(server: string, { secondFactor = false } = {}): Promise<Founded> {
    return this.must<Founded>([
      ...["practice", "create", "--server", server, "--name", "Willow Room", "--owner-name", "Ada Fern"],
      ...["--owner-email", "ada@willow.example", "--device-name", this.name],
      ...["--kit", this.#place.path("kit.txt")],
      ...(secondFactor ? ["--totp-file", this.#place.path("totp"), "--spare-codes", this.#place.path("spare")] : []),
    ]);
  }

  enrol(): Promise<Founded> {
    return this.must<Founded>([
      ...["device", "enrol", "--kit", this.#place.path("kit.txt"), "--device-name", this.name],
      ...(existsSync(this.#place.path("totp")) ? ["--totp-file", this.#place.path("totp")] : []),
    ]);
  }
}

export type RunningServer = {
  readonly origin: string;
  readonly port: number;
  /** As Ctrl-C would. */
  stop(): Promise<Ended>;
  /** On the same port and data again. */
  again(): Promise<RunningServer>;
};

/** `alcove server start` on a free port of this computer. */
export async function startServer(place: Place, port?: number): Promise<RunningServer> {
  const at = port ?? (await freePort());
  const running = start(["server", "start", "--json", "--data", place.path("server"), "--port", String(at)]);
  await running.errorHolds('"ready"');
  return {
    origin: `http://localhost:${at}`,
    port: at,
    async stop() {
      running.process.kill("SIGTERM");
      return running.ended;
    },
    again: () => startServer(place, at),
  };
}

/**
 * Real clinical text (MTS-Dialog, CC BY 4.0) that lies beside the repository or at ALCOVE_CORPUS.
 * @returns undefined where it is missing outside CI; the test then carries a note
 */
export async function findCorpus(context: Pick<TestContext, "annotate">): Promise<string | undefined> {
  const folder = process.env["ALCOVE_CORPUS"] ?? fileURLToPath(new URL("../../../shared/corpus", import.meta.url));
  const file = join(folder, "mts-dialog-validation.csv");
  if (existsSync(file)) return file;
  const note = "skipped: needs the corpus (ALCOVE_CORPUS)";
  assert(!process.env["CI"], note);
  await context.annotate(note, "warning");
  return undefined;
}
