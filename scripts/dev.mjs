// `npm run dev`: server and Vite side by side, both restarting on changes; Vite passes API calls on to the server.
// Works on a data folder of its own under .cache, so that trying things out never touches real records.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cache, main, PlainError, root, say, setUp, waitFor } from "./setup.mjs";

await main(async () => {
  const node = setUp();
  const program = join(root, "apps", "server", "src", "main.ts");
  const app = join(root, "apps", "web");
  if (!existsSync(program)) throw new PlainError("There is no server here yet (apps/server/src/main.ts).");
  if (!existsSync(join(app, "index.html"))) throw new PlainError("There is no web app here yet (apps/web/index.html).");
  // Vite passes API calls on to the server's usual port.
  const env = { ...process.env, PORT: "7420", ALCOVE_DATA: process.env["ALCOVE_DATA"] || join(cache, "dev-data") };
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const children = [
    spawn(node, ["--watch", "--watch-preserve-output", program], { cwd: root, stdio: "inherit", env }),
    spawn(node, [vite], { cwd: app, stdio: "inherit", env }),
  ];
  say("Open http://localhost:7421 (by that name: the app's storage and its passkeys belong to it).");
  const codes = children.map(waitFor);
  await Promise.race(codes);
  // One without the other is of no use: end both.
  for (const child of children) child.kill("SIGTERM");
  return Math.max(...(await Promise.all(codes)).map((code) => (code >= 130 ? 0 : code)));
});
