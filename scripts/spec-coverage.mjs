// Checks that each rule of docs/spec is defined once and named by a test, and that no test names a rule that the spec doesn't have.
// A rule is defined where its id stands in bold, like **ENC-1**; a test names it in its title or in a comment.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./setup.mjs";

/**
 * @param {string} folder the workspace's root
 * @returns {{ rules: number, uncovered: string[], unknown: string[], twice: string[] }} `unknown`: "ID in file"; `twice`: ids of more than one rule
 */
export function checkSpecCoverage(folder) {
  const spec = join(folder, "docs", "spec");
  const pages = existsSync(spec) ? listFiles(spec, /\.md$/) : [];
  const defined = pages.flatMap((page) => findAll(readFileSync(page, "utf8"), /\*\*([A-Z]+-\d+[a-z]?)\*\*/g));
  const rules = new Set(defined);
  const twice = new Set(defined.filter((id, i) => defined.indexOf(id) < i));
  const prefixes = new Set([...rules].map((id) => id.replace(/\d.*$/, "")));
  /** @type {Set<string>} */
  const named = new Set();
  /** @type {Set<string>} */
  const unknown = new Set();
  for (const file of ["packages", "apps", "tests"].flatMap((each) => listFiles(join(folder, each), TEST_CODE))) {
    for (const id of findAll(readFileSync(file, "utf8"), /\b([A-Z]+-\d+[a-z]?)\b/g)) {
      if (rules.has(id)) named.add(id);
      else if (prefixes.has(id.replace(/\d.*$/, ""))) unknown.add(`${id} in ${relative(folder, file)}`);
    }
  }
  const uncovered = [...rules].filter((id) => !named.has(id));
  return { rules: rules.size, uncovered, unknown: [...unknown], twice: [...twice] };
}

const TEST_CODE = /\.test\.tsx?$|[\\/]testing[\\/].*\.ts$|^tests[\\/].*\.ts$/;

/**
 * @param {string} text
 * @param {RegExp} pattern
 */
function findAll(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => /** @type {string} */ (match[1]));
}

/**
 * @param {string} folder
 * @param {RegExp} pattern over the path from the folder above
 * @returns {string[]}
 */
function listFiles(folder, pattern) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/](node_modules|dist)[\\/]/.test(path) && pattern.test(relative(join(folder, ".."), path)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { rules, uncovered, unknown, twice } = checkSpecCoverage(root);
  for (const id of uncovered) process.stdout.write(`${id} is in no test's title or comment\n`);
  for (const each of unknown) process.stdout.write(`${each} is not in docs/spec\n`);
  for (const id of twice) process.stdout.write(`${id} is defined twice in docs/spec\n`);
  process.stdout.write(`${rules - uncovered.length} of ${rules} rules are tested\n`);
  process.exitCode = uncovered.length + unknown.length + twice.length > 0 ? 1 : 0;
}
