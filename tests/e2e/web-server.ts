/** The real server with the real web app, on a free port, in a folder of its own. */

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { buildWeb, webFolder } from "../../scripts/web-build.mjs";
import { oneAtATime } from "../one-at-a-time.ts";
import { type Place } from "./alcove.ts";

const program = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));

export type WebServer = {
  readonly origin: string;
  stop(): Promise<void>;
};

/** Builds the web app where its sources changed; gives the folder of the bundle. */
export async function prepareBundle(): Promise<string> {
  await oneAtATime("web-build", () => buildWeb(process.execPath));
  return webFolder;
}

/**
 * Builds the web app where its sources changed, and serves it with an empty server behind it. `host`: a name that leads to this
 * computer, as all below `localhost` do; at another than that the app is one that a server delivers.
 */
export async function startWebServer(place: Place, host = "localhost"): Promise<WebServer> {
  const bundle = await prepareBundle();
  const port = await freePort();
  const child = spawn(process.execPath, [program], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      PORT: String(port),
      ALCOVE_DATA: place.path("server"),
      ALCOVE_WEB: bundle,
      ALCOVE_ORIGIN: `http://${host}:${port}`,
    },
  });
  const ended = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const origin = `http://${host}:${port}`;
  await answers(`http://localhost:${port}/v1/health`);
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

function wait(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, EVERY_MS));
}
