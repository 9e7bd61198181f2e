// A copy of the repository in a temporary folder that runs like the original: packages of the workspace are the copy's
// own, all others are the original's.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const own = ["apps", "packages", "tests", "scripts", "docs"];
const left = new Set(["node_modules", "dist", ".cache", "screenshots"]);

/**
 * @param {string} root the repository
 * @returns {{ folder: string, remove: () => void }}
 */
export function copyRepository(root) {
  const folder = mkdtempSync(join(tmpdir(), "alcove-mutation-"));
  for (const name of own) {
    const keep = (/** @type {string} */ path) => !left.has(path.slice(path.lastIndexOf("/") + 1));
    cpSync(join(root, name), join(folder, name), { recursive: true, filter: keep });
  }
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isFile()) cpSync(join(root, entry.name), join(folder, entry.name));
  }
  linkModules(root, folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * @param {string} root
 * @param {string} folder
 */
function linkModules(root, folder) {
  const from = join(root, "node_modules");
  const to = join(folder, "node_modules");
  mkdirSync(join(to, "@alcove"), { recursive: true });
  for (const name of readdirSync(from)) {
    if (name !== "@alcove" && !name.startsWith(".vite")) symlinkSync(join(from, name), join(to, name));
  }
  for (const name of readdirSync(join(from, "@alcove"))) {
    // npm links workspace packages as ../../packages/NAME; the same words lead to the copy's own here.
    const target = readlinkSync(join(from, "@alcove", name));
    const inside = resolve(join(from, "@alcove"), target).slice(root.length + 1);
    symlinkSync(join(folder, inside), join(to, "@alcove", name));
    // Of versions that another package doesn't share.
    const alone = join(root, inside, "node_modules");
    if (!existsSync(alone)) continue;
    mkdirSync(join(folder, inside, "node_modules"));
    for (const one of readdirSync(alone)) symlinkSync(join(alone, one), join(folder, inside, "node_modules", one));
  }
}
