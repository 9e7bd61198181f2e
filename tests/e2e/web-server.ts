/** The real server with the real web app, on a free port, in a folder of its own. */

import { spawn } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cache } from "../../scripts/setup.mjs";
import { buildWeb, webFolder } from "../../scripts/web-build.mjs";
import { freePort, type Place } from "./alcove.ts";

const program = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));

export type WebServer = {
  readonly origin: string;
  stop(): Promise<void>;
};

/** Builds the web app where its sources changed; gives the folder of the bundle. */
export async function prepareBundle(): Promise<string> {
  await oneAtATime(() => buildWeb(process.execPath));
  return webFolder;
}

/** Builds the web app where its sources changed, and serves it with an empty server behind it. */
export async function startWebServer(place: Place): Promise<WebServer> {
  const bundle = await prepareBundle();
  const port = await freePort();
  const child = spawn(process.execPath, [program], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PORT: String(port), ALCOVE_DATA: place.path("server"), ALCOVE_WEB: bundle },
  });
  const ended = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const origin = `http://localhost:${port}`;
  await answers(`${origin}/v1/health`);
  return {
    origin,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

const EVERY_MS = 100;
const TRIES = 300;

async function answers(url: string): Promise<void> {
  for (let tried = 0; tried < TRIES; tried++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await wait();
  }
  throw new Error(`nothing answers at ${url}`);
}

/** Test files run side by side and share one build. */
async function oneAtATime(work: () => Promise<void>): Promise<void> {
  await mkdir(cache, { recursive: true });
  const lock = join(cache, "web-build.lock");
  const taken = () =>
    mkdir(lock).then(
      () => true,
      () => false,
    );
  for (let tried = 0; !(await taken()); tried++) {
    // A test that was killed in the middle left it behind.
    if (tried === TRIES * 2) await rm(lock, { recursive: true, force: true });
    await wait();
  }
  try {
    await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

function wait(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, EVERY_MS));
}
