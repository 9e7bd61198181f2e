/** Settings from the environment. */

import type { ServerOptions } from "./server.ts";
import { StartRefused } from "./start-refused.ts";

/**
 * - `PORT`: 7420 by default.
 * - `ALCOVE_DATA`: folder for everything the server keeps; required.
 * - `ALCOVE_ORIGIN`: the API origin that practices pin; `http://localhost:PORT` by default.
 * - `ALCOVE_WEB`: folder of the built web app; without it the server answers API calls only.
 * - `ALCOVE_FOUNDING`: `open` (default) or `closed`.
 * - `ALCOVE_APP_ORIGINS`: other origins whose pages may call the API, parted by commas; `http://localhost:7421` by default.
 *
 * @throws StartRefused with a sentence for the person who set it wrongly
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): ServerOptions {
  const port = readPort(env["PORT"] || "7420");
  const dataFolder = env["ALCOVE_DATA"];
  if (!dataFolder) throw new StartRefused("Set ALCOVE_DATA to the folder that the server keeps everything in.");
  const founding = env["ALCOVE_FOUNDING"] || "open";
  if (founding !== "open" && founding !== "closed") {
    throw new StartRefused(`ALCOVE_FOUNDING must be "open" or "closed"; it is "${founding}".`);
  }
  const appOrigins = (env["ALCOVE_APP_ORIGINS"] ?? "http://localhost:7421")
    .split(",")
    .filter((origin) => origin !== "");
  const webFolder = env["ALCOVE_WEB"];
  return {
    port,
    dataFolder,
    founding,
    origin: readOrigin("ALCOVE_ORIGIN", env["ALCOVE_ORIGIN"] || `http://localhost:${port}`),
    appOrigins: appOrigins.map((origin) => readOrigin("ALCOVE_APP_ORIGINS", origin)),
    ...(webFolder ? { webFolder } : {}),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new StartRefused(`PORT must be a number from 1 to 65535; it is "${text}".`);
}

function readOrigin(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.origin === text) return text;
  throw new StartRefused(`${name} must be an origin such as https://alcove.example; it is "${text}".`);
}
