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
 * @typedef {{ folder: string, layers: Layers, packages: Map<string, Package>, byName: Map<string, Package>,
 *   development: Set<string>, anywhere: Set<string> }} Workspace packages by folder; `anywhere`: what any of them declares
 * @typedef {{ kind: "builtin" | "nowhere", file: undefined } | { kind: "file", file: string } |
 *   { kind: "package", name: string, file: string | undefined }} Target `file` is undefined outside the workspace
 */

/**
 * @param {string} folder the workspace's root
 * @param {Layers} layers
 * @param {typeof readImports} read where nearly all of the time goes
 * @returns {Finding[]} empty when all is well
 */
export function checkLayers(folder, layers, read = readImports) {
  const workspace = readWorkspace(folder, layers);
  const findings = findUnzoned(folder, layers);
  /** @type {Map<string, string[]>} which files a file needs when it runs */
  const graph = new Map();
  /** @type {string[]} */
  const shipped = [];
  for (const zone of layers.zones.filter((each) => workspace.packages.has(each.folder))) {
    for (const file of listFiles(join(folder, zone.folder))) {
      const path = toPath(relative(folder, file));
      const { imports, computedAt } = read(file, readFileSync(file, "utf8"));
      const located = imports.map((each) => ({ ...each, target: locate(workspace, path, each.name) }));
      const test = isTestCode(zone, path);
      for (const { name, line, target } of located) {
        for (const [rule, message] of judge(workspace, zone, test, name, target)) {
          findings.push({ rule, at: `${path}:${line}`, message });
        }
      }
      graph.set(
        path,
        located.flatMap(({ erased, target }) => (erased || target.file === undefined ? [] : [target.file])),
      );
      if (test) continue;
      shipped.push(path);
      for (const line of computedAt) {
        findings.push({
          rule: "computed",
          at: `${path}:${line}`,
          message: "import() of a computed name can't be checked.",
        });
      }
    }
  }
  return [...findings, ...layers.unreachable.flatMap((rule) => findReached(graph, shipped, rule))];
}

/**
 * What is wrong with one import: rule and message of each fault.
 * @param {Workspace} workspace
 * @param {Zone} zone of the importer
 * @param {boolean} test whether the importer is test code
 * @param {string} name as imported
 * @param {Target} target
 * @returns {[rule: string, message: string][]}
 */
function judge(workspace, zone, test, name, target) {
  if (target.kind === "builtin") {
    return zone.runsOn === "node" || test ? [] : [["platform", `${name}: ${zone.folder} runs without Node.`]];
  }
  if (target.kind === "nowhere") return [["missing", `${name} leads to no file.`]];
  /** @type {[string, string][]} */
  const faults = [];
  if (target.kind === "package" && !isDeclared(workspace, zone, test, target.name)) {
    faults.push(["declared", `${target.name} is not in ${zone.folder}/package.json.`]);
  }
  const { file } = target;
  const targetZone = workspace.layers.zones.find((each) => file !== undefined && isInside(each.folder, file));
  if (file === undefined || targetZone === zone) return faults;
  if (target.kind === "file" && zone.folder !== "tests") {
    faults.push(["own-folder", `${name} leaves ${zone.folder}: import another package by its name.`]);
  }
  const allowed = [...zone.mayImport, ...(test ? (zone.testsMayImport ?? []) : [])];
  if (targetZone?.folder === "tests") faults.push(["tests", "Nothing imports tests."]);
  else if (!allowed.some((each) => each === "*" || isInside(each, file))) {
    faults.push(["down", `${name}: ${zone.message}`]);
  }
  return faults;
}

/**
 * @param {Workspace} workspace
 * @param {Zone} zone
 * @param {boolean} test
 * @param {string} name of a package
 */
function isDeclared({ packages, development, anywhere }, zone, test, name) {
  const own = /** @type {Package} */ (packages.get(zone.folder));
  if (name === own.name || own.dependencies.has(name)) return true;
  // Tests of the whole look into every package, and so at what any of them depends on.
  if (zone.folder === "tests" && anywhere.has(name)) return true;
  const lent = (zone.testsMayImport ?? []).map((folder) => packages.get(folder)?.name);
  return test && (own.devDependencies.has(name) || development.has(name) || lent.includes(name));
}

/**
 * Follows what runs from every shipped file of `from` and tells the way into each forbidden folder, if there is one.
 * @param {Map<string, string[]>} graph
 * @param {string[]} shipped
 * @param {Unreachable} rule
 * @returns {Finding[]}
 */
function findReached(graph, shipped, { from, folders, message }) {
  /** @type {Map<string, string | undefined>} each file reached, and from where */
  const cameFrom = new Map();
  const queue = shipped.filter((file) => isInside(from, file));
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
 * Where an import leads.
 * @param {Workspace} workspace
 * @param {string} importer
 * @param {string} name
 * @returns {Target}
 */
function locate({ folder, byName }, importer, name) {
  if (name.startsWith("node:") || builtinModules.includes(name)) return { kind: "builtin", file: undefined };
  if (name.startsWith(".")) {
    const file = posix.join(posix.dirname(importer), name);
    return existsSync(join(folder, file)) ? { kind: "file", file } : { kind: "nowhere", file: undefined };
  }
  const parts = name.split("/");
  const packageName = parts.slice(0, name.startsWith("@") ? 2 : 1).join("/");
  const own = byName.get(packageName);
  if (!own) return { kind: "package", name: packageName, file: undefined };
  const exported = own.exports.get([".", ...parts.slice(2)].join("/"));
  return exported === undefined
    ? { kind: "nowhere", file: undefined }
    : { kind: "package", name: packageName, file: posix.join(own.folder, exported) };
}

/**
 * Tests, and what lies outside `src`, are not shipped: they may use Node and the workspace's development dependencies.
 * @param {Zone} zone
 * @param {string} path
 */
function isTestCode(zone, path) {
  return !path.startsWith(`${zone.folder}/src/`) || /\.test\.tsx?$|\/testing\//.test(path);
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
 * @returns {Workspace}
 */
function readWorkspace(folder, layers) {
  const present = layers.zones.filter((zone) => existsSync(join(folder, zone.folder, "package.json")));
  const packages = new Map(present.map((zone) => [zone.folder, readPackage(folder, zone.folder)]));
  return {
    folder,
    layers,
    packages,
    byName: new Map([...packages.values()].map((each) => [each.name, each])),
    development: readPackage(folder, ".").devDependencies,
    anywhere: new Set([...packages.values()].flatMap((each) => [...each.dependencies])),
  };
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
