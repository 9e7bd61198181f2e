/** A real server as a process of its own, whose operator reads its memory and its disk. */

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Branded, branded, fromHex } from "@alcove/bytes";
import type { SigningSeed } from "@alcove/crypto";
import type { SessionId, SessionKey } from "@alcove/protocol";
import { freePort } from "../../../apps/server/src/testing/free-port.ts";

/** What stands in the server's memory of one session. Ids and device keys in hex. */
export type StolenSession = {
  readonly id: SessionId;
  readonly key: SessionKey;
  readonly deviceKey: string;
  readonly scope: "full" | "enrolling" | "replaced" | "recovering" | "portal";
};

export type Backup = { readonly restore: () => void; readonly remove: () => void };

/** As `steal-sessions.ts` hands it out. */
type InHex = { readonly [name in "id" | "key" | "deviceKey"]: string } & Pick<StolenSession, "scope">;

export type ServerProcess = {
  /** Where it listens, which is not the origin that devices pin. */
  readonly address: string;
  readonly folder: string;
  /** All that it ever said, at the most talkative level. */
  readonly logFile: string;
  /** The checkpoint signing seed, from `keys/server.json`. */
  readonly ledgerSeed: SigningSeed;
  /** Waits until the server has made it. */
  session(id: string): Promise<StolenSession>;
  readonly sessions: ReadonlyMap<string, StolenSession>;
  /** SIGTERM and a wait; the folder stays. */
  stop(): Promise<void>;
  /** SIGKILL and a wait; the folder stays. */
  kill(): Promise<void>;
  /** On the same port and folder, after `stop` or `kill`. */
  start(): Promise<void>;
  /** Stops it and deletes its folder. */
  remove(): Promise<void>;
  /** A copy of the stopped server's folder, as a backup would be. */
  backUp(): Backup;
};

const main = fileURLToPath(new URL("../../../apps/server/src/main.ts", import.meta.url));
const thief = new URL("./steal-sessions.ts", import.meta.url).href;
const startMs = 60_000;

/** `origin`: what practices pin, which is where the hostile layer listens. */
export async function startServerProcess(origin: string): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), "alcove-hostile-server-"));
  const logFile = `${folder}.log`;
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const sessions = new Map<string, StolenSession>();
  const waiting = new Map<string, (session: StolenSession) => void>();
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const log = openSync(logFile, "a");
    const started = spawn(process.execPath, ["--no-warnings", "--import", thief, main], {
      env: {
        ...process.env,
        PORT: String(port),
        ALCOVE_DATA: folder,
        ALCOVE_ORIGIN: origin,
        ALCOVE_LOG: "trace",
        NODE_OPTIONS: "",
      },
      stdio: ["ignore", log, log, "ipc"],
    });
    closeSync(log);
    started.on("message", (message) => {
      const { id, key, deviceKey, scope } = message as InHex;
      const stolen = { id: bytesOf<SessionId>(id, 16), key: bytesOf<SessionKey>(key, 32), deviceKey, scope };
      sessions.set(id, stolen);
      waiting.get(id)?.(stolen);
    });
    child = started;
    const until = performance.now() + startMs;
    for (;;) {
      const answer = await fetch(`${address}/v1/health`).catch(() => undefined);
      if (answer?.ok) return;
      if (started.exitCode !== null || performance.now() > until) throw new Error("the server did not start");
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async function end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill(signal);
    await ended;
  }

  await start();
  const keys = JSON.parse(readFileSync(join(folder, "keys", "server.json"), "utf8")) as { ledgerSeed: string };
  return {
    address,
    folder,
    logFile,
    ledgerSeed: bytesOf<SigningSeed>(keys.ledgerSeed, 32),
    sessions,
    session: (id) => {
      const known = sessions.get(id);
      return known ? Promise.resolve(known) : new Promise((resolve) => waiting.set(id, resolve));
    },
    start,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    async remove() {
      await end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
      rmSync(logFile, { force: true });
    },
    backUp() {
      const copy = mkdtempSync(join(tmpdir(), "alcove-hostile-backup-"));
      cpSync(folder, copy, { recursive: true });
      return {
        restore() {
          rmSync(folder, { recursive: true, force: true });
          cpSync(copy, folder, { recursive: true });
        },
        remove: () => rmSync(copy, { recursive: true, force: true }),
      };
    },
  };
}

function bytesOf<B extends Branded<string>>(hex: string, length: number): B {
  return branded<B>(fromHex(hex) ?? new Uint8Array(0), length);
}
