// `npm run dev`: server and Vite side by side, both restarting on changes; Vite passes API calls on to the server.
// Works on a data folder of its own under .cache, so that trying things out never touches real records. At the first
// start a demo practice is founded in it; `npm run dev -- code` prints its second factor's six digits.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cache, main, PlainError, root, runNode, say, setUp, waitFor } from "./setup.mjs";

/** The page's own origin is the one that practices pin, so that one can be founded on it too. */
const origin = "http://localhost:7421";
/** Vite passes API calls on to the server's usual port. */
const serverPort = "7420";

await main(async () => {
  const node = setUp();
  const program = join(root, "apps", "server", "src", "main.ts");
  const app = join(root, "apps", "web");
  const demoProgram = join(root, "tests", "demo", "main.ts");
  if (!existsSync(program)) throw new PlainError("There is no server here yet (apps/server/src/main.ts).");
  if (!existsSync(join(app, "index.html"))) throw new PlainError("There is no web app here yet (apps/web/index.html).");
  const data = process.env["ALCOVE_DATA"] || join(cache, "dev-data");
  const demo = join(data, "demo");
  const [act] = process.argv.slice(2);
  if (act === "code") return runNode([demoProgram, "code", demo], { node });
  if (act !== undefined) throw new PlainError(`npm run dev takes nothing but "code", not "${act}".`);

  // A folder that holds records already, perhaps somebody's own, gets no demo practice.
  if (!existsSync(data)) mkdirSync(demo, { recursive: true });
  const env = { ...process.env, PORT: serverPort, ALCOVE_DATA: data, ALCOVE_ORIGIN: origin };
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const children = [
    spawn(node, ["--watch", "--watch-preserve-output", program], { cwd: root, stdio: "inherit", env }),
    spawn(node, [vite], { cwd: app, stdio: "inherit", env }),
  ];
  say(`Open ${origin} (by that name: the app's storage and its passkeys belong to it).`);
  if (existsSync(demo)) void foundDemo(node, [demoProgram, "found", origin, demo]);
  else say(`There is no demo practice in ${data}: remove that folder, or choose another by ALCOVE_DATA, to get one.`);
  const codes = children.map(waitFor);
  await Promise.race(codes);
  // One without the other is of no use: end both.
  for (const child of children) child.kill("SIGTERM");
  return Math.max(...(await Promise.all(codes)).map((code) => (code >= 130 ? 0 : code)));
});

/**
 * Where it fails, server and page go on; the next start tries again.
 * @param {string} node
 * @param {string[]} args
 */
async function foundDemo(node, args) {
  // The server first: Vite says at length when it has nobody to pass a call on to.
  for (const at of [`http://localhost:${serverPort}`, origin]) {
    while (!(await fetch(`${at}/v1/health`).catch(() => undefined))?.ok) await sleep(200);
  }
  await runNode(["--disable-warning=ExperimentalWarning", ...args], { node });
}
