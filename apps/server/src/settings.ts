/** Settings from the environment. */

import { noteKeyName, parseNoteKey } from "@alcove/crypto";
import type { ServerOptions } from "./server.ts";
import { StartRefused } from "./start-refused.ts";

/**
 * - `PORT`: 7420 by default.
 * - `ALCOVE_DATA`: folder for everything the server keeps; required.
 * - `ALCOVE_ORIGIN`: the API origin that practices pin; `http://localhost:PORT` by default.
 * - `ALCOVE_WEB`: folder of the built web app; without it the server answers API calls only.
 * - `ALCOVE_FOUNDING`: `open` (default) or `closed`.
 * - `ALCOVE_APP_ORIGINS`: other origins whose pages may call the API, parted by commas; `http://localhost:7421` by default.
 * - `ALCOVE_WITNESSES`: where this server's practices are witnessed, parted by commas: `https://other.example` is asked at
 *   `https://other.example/add-checkpoint`. Their owners name the witnesses' keys: without that nobody is asked.
 * - `ALCOVE_WITNESS_NAME`, `ALCOVE_WITNESS_LOGS`: what this server calls itself as a witness of others, and the ledgers' keys
 *   (`alcove practice witnesses` says them), parted by commas. Both or neither. `/witness-key` says its own key.
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
  const witnesses = listOf(env["ALCOVE_WITNESSES"] ?? "").map(readWitnessUrl);
  const witness = readWitness(env["ALCOVE_WITNESS_NAME"] ?? "", env["ALCOVE_WITNESS_LOGS"] ?? "");
  return {
    port,
    dataFolder,
    founding,
    origin: readOrigin("ALCOVE_ORIGIN", env["ALCOVE_ORIGIN"] || `http://localhost:${port}`),
    appOrigins: appOrigins.map((origin) => readOrigin("ALCOVE_APP_ORIGINS", origin)),
    ...(witnesses.length > 0 ? { witnesses } : {}),
    ...(witness ? { witness } : {}),
    ...(webFolder ? { webFolder } : {}),
  };
}

const listOf = (text: string): string[] => text.split(",").filter((one) => one !== "");

function readWitness(name: string, logs: string): ServerOptions["witness"] {
  if (name === "" && logs === "") return undefined;
  if (!noteKeyName.test(name) || logs === "")
    throw new StartRefused(
      "ALCOVE_WITNESS_NAME (no spaces, no plus) and ALCOVE_WITNESS_LOGS are set both or not at all.",
    );
  return {
    name,
    logs: listOf(logs).map((line) => {
      const key = parseNoteKey(line, "log");
      if (key) return key;
      throw new StartRefused(
        `ALCOVE_WITNESS_LOGS takes keys of ledgers such as name+1a2b3c4d+AbC...; it has "${line}".`,
      );
    }),
  };
}

function readWitnessUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url?.search === "" && url.hash === "" && url.username === "";
  if (url && isPlain && ["http:", "https:"].includes(url.protocol)) return text.replace(/\/$/, "");
  throw new StartRefused(`ALCOVE_WITNESSES takes addresses such as https://witness.example; it has "${text}".`);
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
