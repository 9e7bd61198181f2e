// `npm run check`: everything that can be known without running the program, in under a minute.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { cache, main, root, setUp } from "./setup.mjs";

/** @typedef {{ name: string, args: string[] }} Step */

await main(async () => {
  const node = setUp();
  const steps = listSteps();
  /** @type {{ name: string, seconds: number }[]} */
  const failed = [];
  const start = Date.now();
  const workers = Array.from({ length: Math.max(2, availableParallelism()) }, async () => {
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
      const { ok, output, seconds } = await runStep(node, step);
      process.stdout.write(`${ok ? "ok  " : "FAIL"} ${seconds.toFixed(1).padStart(5)} s  ${step.name}\n${output}`);
      if (!ok) failed.push({ name: step.name, seconds });
    }
  });
  await Promise.all(workers);
  const verdict = failed.length === 0 ? "All checks passed" : `Failed: ${failed.map(({ name }) => name).join(", ")}`;
  process.stdout.write(`${verdict} (${((Date.now() - start) / 1000).toFixed(1)} s)\n`);
  return failed.length === 0 ? 0 : 1;
});

/** The slow ones first. @returns {Step[]} */
function listSteps() {
  const bin = (/** @type {string[]} */ ...path) => join(root, "node_modules", ...path);
  const folder = buildInfoFolder();
  const types = findProjects().map((project) => ({
    name: `types ${project}`,
    // What was found last time spares the files that did not change.
    args: [
      bin("typescript", "bin", "tsc"),
      "-p",
      project,
      "--incremental",
      "--tsBuildInfoFile",
      buildInfo(project, folder),
    ],
  }));
  return [
    { name: "lint", args: [bin("oxlint", "bin", "oxlint"), "--type-aware", "--deny-warnings"] },
    ...types,
    { name: "layers", args: [join("scripts", "layers.mjs")] },
    { name: "spec coverage", args: [join("scripts", "spec-coverage.mjs")] },
    { name: "format", args: [bin("@biomejs", "biome", "bin", "biome"), "format", "--max-diagnostics=20"] },
  ];
}

/** Each tsconfig of each workspace; a folder may have several, for the several worlds its files run in. */
function findProjects() {
  const folders = ["apps", "packages"].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  );
  return [...folders, "tests", "scripts", "docs/spec/model"]
    .filter((folder) => existsSync(join(root, folder, "tsconfig.json")))
    .flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter(isConfig)
        .map((name) => `${folder}/${name}`),
    );
}

/** @param {string} project @param {string} folder */
function buildInfo(project, folder) {
  return join(folder, `${project.replaceAll("/", "-")}.tsbuildinfo`);
}

/** Another one where declarations changed that nobody imports: of those the compiler does not find out by itself. */
function buildInfoFolder() {
  const declared = createHash("sha256");
  for (const name of readdirSync(join(root, "packages")).filter((name) => name.endsWith(".d.ts")))
    declared.update(readFileSync(join(root, "packages", name)));
  return join(cache, "types", declared.digest("hex").slice(0, 8));
}

/** @param {string} name */
function isConfig(name) {
  return /^tsconfig(\.\w+)?\.json$/.test(name);
}

/**
 * @param {string} node
 * @param {Step} step
 * @returns {Promise<{ ok: boolean, output: string, seconds: number }>} the output of a step that passed is dropped
 */
function runStep(node, { args }) {
  const start = Date.now();
  const child = spawn(node, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      const ok = code === 0;
      resolve({ ok, output: ok ? "" : output, seconds: (Date.now() - start) / 1000 });
    });
  });
}
