// Builds the web app into apps/web/dist when anything that goes into it has changed since the last build.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache, PlainError, root, runNode, say } from "./setup.mjs";

/** Where the built web app lies. */
export const webFolder = join(root, "apps", "web", "dist");

/** @param {string} node the Node to build with */
export async function buildWeb(node) {
  const app = join(root, "apps", "web");
  if (!existsSync(join(app, "index.html"))) throw new PlainError("There is no web app here yet (apps/web/index.html).");
  const stamp = join(cache, "web-build");
  // All that Vite may bundle.
  const hash = hashSources([app, join(root, "packages")]);
  if (existsSync(join(webFolder, "index.html")) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  say("Building the web app ...");
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  if ((await runNode([vite, "build", "--logLevel", "error"], { node, cwd: app })) !== 0) {
    throw new PlainError("The web app could not be built; the reason stands above.");
  }
  mkdirSync(cache, { recursive: true });
  writeFileSync(stamp, hash);
}

/**
 * One hash over all sources in these folders and the locked dependencies.
 * @param {readonly string[]} folders
 */
export function hashSources(folders) {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  for (const file of folders.flatMap(listSources)) hash.update(file).update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function listSources(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return ["dist", "node_modules"].includes(entry.name) ? [] : listSources(path);
      return /\.test\.tsx?$/.test(entry.name) ? [] : [path];
    });
}
