/** APP-4: whoever builds the web app from the same source gets the same bytes. */

import { spawnSync } from "node:child_process";
import { readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { copyRepository } from "../mutation/copy-repository.mjs";
import { prepareBundle } from "./web-server.ts";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

test("APP-4 a build in another folder, on another day, by another locale and zone is the same, byte for byte", async () => {
  const first = readFileSync(join(await prepareBundle(), "app-manifest.txt"), "utf8");
  const copy = copyRepository(root);
  try {
    const app = join(copy.folder, "apps", "web");
    utimesSync(join(app, "index.html"), new Date(0), new Date(0));
    const vite = join(copy.folder, "node_modules", "vite", "bin", "vite.js");
    const built = spawnSync(process.execPath, [vite, "build", "--logLevel", "error"], {
      cwd: app,
      encoding: "utf8",
      env: { ...process.env, TZ: "Pacific/Apia", LANG: "tr_TR.UTF-8", HOME: copy.folder },
    });
    expect(built.status, built.stderr).toBe(0);
    const second = readFileSync(join(app, "dist", "app-manifest.txt"), "utf8");
    expect(second.split("\n").filter((line) => !first.split("\n").includes(line))).toEqual([]);
    expect(second).toBe(first);
  } finally {
    copy.remove();
  }
}, 120_000);
