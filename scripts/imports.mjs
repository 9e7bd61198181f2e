// What a source file imports, read from its syntax tree.

import { parseSync } from "vite";

/**
 * @typedef {object} Import
 * @property {string} name as written, without a `?query`
 * @property {number} line from 1
 * @property {boolean} erased type-only: gone when the code runs
 *
 * @typedef {object} FileImports
 * @property {Import[]} imports static, dynamic, re-exported, by type, and workers started by URL
 * @property {number[]} computedAt lines of `import()` whose name is not a plain string
 */

/**
 * @param {string} path its ending tells the dialect
 * @param {string} source
 * @returns {FileImports}
 */
export function readImports(path, source) {
  const { module, program } = parseSync(path, source);
  const lineOf = (/** @type {number} */ offset) => source.slice(0, offset).split("\n").length;
  /** @type {Import[]} */
  const imports = [];
  /** @type {number[]} */
  const computedAt = [];
  const add = (/** @type {string} */ name, /** @type {number} */ offset, /** @type {boolean} */ erased) =>
    imports.push({ name: name.replace(/\?.*$/, ""), line: lineOf(offset), erased });

  for (const { start, moduleRequest } of module.staticImports) {
    add(moduleRequest.value, start, /^import\s+type\b/.test(source.slice(start, start + 20)));
  }
  for (const { start, entries } of module.staticExports) {
    const from = entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (from) add(from.value, start, /^export\s+type\b/.test(source.slice(start, start + 20)));
  }
  const dynamic = new Set();
  for (const { start, moduleRequest } of module.dynamicImports) {
    dynamic.add(start);
    const name = /^(["'`])([^"'`$]+)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end))?.[2];
    if (name === undefined) computedAt.push(lineOf(start));
    else add(name, start, false);
  }
  for (const match of source.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g)) {
    if (!dynamic.has(match.index)) add(/** @type {string} */ (match[1]), match.index, true);
  }
  if (source.includes("Worker(")) {
    for (const { name, offset } of findWorkers(program)) add(name, offset, false);
  }
  return { imports, computedAt };
}

/**
 * Workers started as `new Worker(new URL("./x.ts", import.meta.url))`, anywhere below a node.
 * @param {any} node
 * @returns {{ name: string, offset: number }[]}
 */
function findWorkers(node) {
  if (Array.isArray(node)) return node.flatMap(findWorkers);
  if (node === null || typeof node !== "object") return [];
  const below = Object.values(node).flatMap(findWorkers);
  if (node.type !== "NewExpression" || !["Worker", "SharedWorker"].includes(node.callee.name)) return below;
  const url = node.arguments[0];
  const name = url?.type === "NewExpression" && url.callee.name === "URL" ? url.arguments[0]?.value : undefined;
  return typeof name === "string" ? [{ name, offset: node.start }, ...below] : below;
}
