// `npm start`: set up, build the web app if it changed, run the server until Ctrl-C.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { main, PlainError, root, say, setUp, waitFor } from "./setup.mjs";
import { buildWeb, webFolder } from "./web-build.mjs";

await main(async () => {
  const port = readPort();
  const data = process.env["ALCOVE_DATA"] || defaultDataFolder();
  const named = process.env["ALCOVE_ORIGIN"];
  const address = named || `http://localhost:${port}`;
  const node = setUp();
  const program = join(root, "apps", "server", "src", "main.ts");
  if (!existsSync(program)) throw new PlainError("There is no server here yet (apps/server/src/main.ts).");
  if (await answers(port)) {
    throw new PlainError(
      `Something is already running on port ${port}. If it is Alcove, open ${address}. Otherwise choose another port, ` +
        "for example: PORT=7430 npm start",
    );
  }
  await buildWeb(node);
  const server = spawn(node, [program], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, PORT: String(port), ALCOVE_DATA: data, ALCOVE_WEB: webFolder },
  });
  const ended = waitFor(server);
  const stopped = ended.then(() => true);
  while (!(await answers(port))) {
    if (await Promise.race([stopped, sleep(100, false)])) {
      say("The server did not start; the reason stands above. Nothing was changed.");
      return (await ended) || 1;
    }
  }
  say(`
Alcove is running on this computer: open ${address}
Your records are kept in ${data}
${named ? "" : "Other computers and phones can't reach it; README.md says how they can. "}Press Ctrl-C to stop; nothing is lost when you do.
`);
  const code = await ended;
  if (code === 0 || code === 130 || code === 143) say("Alcove has stopped.");
  return code === 130 || code === 143 ? 0 : code;
});

function readPort() {
  const text = process.env["PORT"] || "7420";
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new PlainError(`PORT must be a number from 1 to 65535; it is "${text}".`);
}

/** The user's data folder as the system has it, never the repository. */
function defaultDataFolder() {
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "Alcove");
  if (process.platform === "win32") {
    return join(process.env["LOCALAPPDATA"] || join(homedir(), "AppData", "Local"), "Alcove");
  }
  return join(process.env["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), "alcove");
}

/**
 * Whether anything listens on this port of this computer.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
