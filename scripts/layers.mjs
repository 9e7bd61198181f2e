// Checks the layers of docs/architecture.md against layer-zones.json: imports point down only, each package imports
// what it declares, and the server reaches no code that opens a record.
//
// Rules: zone, down, tests, platform, declared, own-folder, missing, computed, reach.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { readImports } from "./imports.mjs";
import { root } from "./setup.mjs";

/**
 * @typedef {{ folder: string, runsOn: "anywhere" | "node" | "browser", mayImport: string[], testsMayImport?: string[],
 *   message: string }} Zone
 * @typedef {{ from: string, folders: string[], message: string }} Unreachable
 * @typedef {{ zones: Zone[], unreachable: Unreachable[] }} Layers
 * @typedef {{ rule: string, at: string, message: string }} Finding `at` is file:line, or a folder
 * @typedef {{ name: string, folder: string, dependencies: Set<string>, devDependencies: Set<string>,
 *   exports: Map<string, string> }} Package
 */

/**
 * @param {string} folder the workspace's root
 * @param {Layers} layers
 * @returns {Finding[]} empty when all is well
 */
export function checkLayers(folder, layers) {
  const packages = readPackages(folder, layers);
  const byName = new Map([...packages.values()].map((each) => [each.name, each]));
  const shared = readPackage(folder, ".").devDependencies;
  /** @type {Finding[]} */
  const findings = findUnzoned(folder, layers);
  /** @type {Map<string, string[]>} files that a file needs when it runs */
  const graph = new Map();

  for (const zone of layers.zones) {
    const own = packages.get(zone.folder);
    if (!own) continue;
    for (const file of listFiles(join(folder, zone.folder))) {
      const path = toPath(relative(folder, file));
      const test = isTestCode(zone, path);
      const { imports, computedAt } = readImports(file, readFileSync(file, "utf8"));
      /** @type {string[]} */
      const needs = [];
      if (!test) graph.set(path, needs);
      const report = (/** @type {string} */ rule, /** @type {number} */ line, /** @type {string} */ message) =>
        findings.push({ rule, at: `${path}:${line}`, message });

      for (const line of test ? [] : computedAt)
        report("computed", line, "import() of a computed name can't be checked.");
      for (const { name, line, erased } of imports) {
        const target = locate(folder, path, name, byName);
        if (target.kind === "builtin") {
          if (zone.runsOn !== "node" && !test) report("platform", line, `${name}: ${zone.folder} runs without Node.`);
          continue;
        }
        if (target.kind === "package" && target.name !== own.name) {
          const declared =
            own.dependencies.has(target.name) ||
            (test && (own.devDependencies.has(target.name) || shared.has(target.name)));
          if (!declared) report("declared", line, `${target.name} is not in ${zone.folder}/package.json.`);
        }
        if (target.file === undefined) {
          if (target.kind === "file") report("missing", line, `${name} leads to no file.`);
          continue;
        }
        const targetZone = layers.zones.find((each) => isInside(each.folder, /** @type {string} */ (target.file)));
        if (target.kind === "file" && targetZone !== zone) {
          report("own-folder", line, `${name} leaves ${zone.folder}: import another package by its name.`);
        }
        if (targetZone && targetZone !== zone) {
          const allowed = [...zone.mayImport, ...(test ? (zone.testsMayImport ?? []) : [])];
          if (targetZone.folder === "tests") report("tests", line, "Nothing imports tests.");
          else if (!allowed.includes("*") && !allowed.includes(targetZone.folder)) {
            report("down", line, `${name}: ${zone.message}`);
          }
        }
        if (!erased) needs.push(target.file);
      }
    }
  }
  return [...findings, ...layers.unreachable.flatMap((rule) => findReached(graph, rule))];
}

/**
 * Follows what runs from every file of `from` and tells the way into each forbidden folder, if there is one.
 * @param {Map<string, string[]>} graph
 * @param {Unreachable} rule
 * @returns {Finding[]}
 */
function findReached(graph, { from, folders, message }) {
  /** @type {Map<string, string | undefined>} each file reached, and from where */
  const cameFrom = new Map();
  const queue = [...graph.keys()].filter((file) => isInside(from, file));
  for (const file of queue) cameFrom.set(file, undefined);
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const next of graph.get(file) ?? []) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      queue.push(next);
    }
  }
  return folders.flatMap((folder) => {
    const reached = [...cameFrom.keys()].find((file) => isInside(folder, file));
    if (reached === undefined) return [];
    const way = [reached];
    for (let at = cameFrom.get(reached); at !== undefined; at = cameFrom.get(at)) way.unshift(at);
    return [{ rule: "reach", at: /** @type {string} */ (way[0]), message: `${way.join(" -> ")}: ${message}` }];
  });
}

/**
 * @param {string} folder
 * @param {string} importer
 * @param {string} name
 * @param {Map<string, Package>} byName
 * @returns {{ kind: "builtin" } | { kind: "package", name: string, file?: string } | { kind: "file", file?: string }}
 */
function locate(folder, importer, name, byName) {
  if (name.startsWith("node:") || builtinModules.includes(name)) return { kind: "builtin" };
  if (name.startsWith(".")) {
    const file = posix.join(posix.dirname(importer), name);
    return existsSync(join(folder, file)) ? { kind: "file", file } : { kind: "file" };
  }
  const parts = name.split("/");
  const packageName = parts.slice(0, name.startsWith("@") ? 2 : 1).join("/");
  const own = byName.get(packageName);
  if (!own) return { kind: "package", name: packageName };
  const file = own.exports.get([".", ...parts.slice(2)].join("/"));
  // A subpath that is not exported still belongs to that package: the layer rule must see it.
  return { kind: "package", name: packageName, file: posix.join(own.folder, file ?? "unknown.ts") };
}

/**
 * Test code and configuration are not shipped: they may use Node and the workspace's development dependencies.
 * @param {Zone} zone
 * @param {string} path
 */
function isTestCode(zone, path) {
  return zone.folder === "tests" || /\.test\.tsx?$|\.config\.ts$|\/testing\//.test(path);
}

/**
 * @param {string} folder
 * @param {Layers} layers
 * @returns {Finding[]}
 */
function findUnzoned(folder, layers) {
  return ["packages", "apps"]
    .flatMap((parent) => readdirSync(join(folder, parent)).map((name) => `${parent}/${name}`))
    .filter((path) => existsSync(join(folder, path, "package.json")))
    .filter((path) => !layers.zones.some((zone) => zone.folder === path))
    .map((path) => ({ rule: "zone", at: path, message: "Say in scripts/layer-zones.json what it may import." }));
}

/**
 * @param {string} folder
 * @param {Layers} layers
 * @returns {Map<string, Package>} by folder
 */
function readPackages(folder, layers) {
  const present = layers.zones.filter((zone) => existsSync(join(folder, zone.folder, "package.json")));
  return new Map(present.map((zone) => [zone.folder, readPackage(folder, zone.folder)]));
}

/**
 * @param {string} folder
 * @param {string} place
 * @returns {Package}
 */
function readPackage(folder, place) {
  const json = JSON.parse(readFileSync(join(folder, place, "package.json"), "utf8"));
  const exported = Object.entries(json.exports ?? {}).filter(([, file]) => typeof file === "string");
  return {
    name: json.name,
    folder: place,
    dependencies: new Set(Object.keys({ ...json.dependencies, ...json.optionalDependencies })),
    devDependencies: new Set(Object.keys(json.devDependencies ?? {})),
    exports: new Map(/** @type {[string, string][]} */ (exported)),
  };
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : listFiles(path);
    return /\.(ts|tsx|mts|mjs|js)$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

/**
 * @param {string} folder
 * @param {string} file
 */
function isInside(folder, file) {
  return file === folder || file.startsWith(`${folder}/`);
}

/** @param {string} path */
function toPath(path) {
  return path.split(sep).join("/");
}

/** The zones of this workspace. @returns {Layers} */
export function readLayers() {
  return JSON.parse(readFileSync(join(root, "scripts", "layer-zones.json"), "utf8"));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const findings = checkLayers(root, readLayers());
  for (const { rule, at, message } of findings) process.stdout.write(`${at} [${rule}] ${message}\n`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}
