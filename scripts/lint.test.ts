import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./setup.mjs";

const floating = "export async function save(): Promise<void> {}\nexport function leave(): void {\n  save();\n}\n";
const floatingInTest =
  'import { rm } from "node:fs/promises";\nimport { test } from "vitest";\n' +
  'test("planted", () => {\n  rm("x");\n});\n';
const misused = "export function each(all: string[]): void {\n  all.forEach(async () => {});\n}\n";
const now = "export const now = (): number => Date.now();\n";
const today = "export const now = (): number => new Date().getTime();\n";
const chance = "export const chance = (): number => Math.random();\n";
const later = "export const later = (run: () => void): void => void setTimeout(run, 1);\n";
const often = "export const often = (run: () => void): void => void setInterval(run, 1);\n";
const anything = "export const anything: any = 1;\n";
const byDefault = "const one = 1;\nexport default one;\n";
const counter = "export let counter = 0;\ncounter += 1;\n";
const call = (name: string) =>
  `import { expect, test } from "vitest";\n${name}("planted", () => {\n  expect(1).toBe(1);\n});\n`;

/** What is planted, where, and the rule that it must break, if any. */
const plants: readonly (readonly [title: string, folder: string, source: string, ...rules: string[]])[] = [
  ["a floating promise is caught", "packages/bytes", floating, "typescript(no-floating-promises)"],
  ["a promise that is left on purpose is not", "packages/bytes", floating.replace("  save()", "  void save()")],
  ["one of Node's own in a pure package's test", "packages/bytes", floatingInTest, "typescript(no-floating-promises)"],
  ["a promise where none is awaited", "packages/bytes", misused, "typescript(no-misused-promises)"],
  ["Date.now in a pure package", "packages/bytes", now, "eslint(no-restricted-properties)"],
  ["Date.now elsewhere is fine", "apps/server", now],
  ["new Date() in a pure package", "packages/bytes", today, "alcove(no-bare-date)"],
  ["new Date() elsewhere is fine", "apps/server", today],
  ["new Date(ms) in a pure package is fine", "packages/bytes", today.replace("Date()", "Date(5)")],
  ["Math.random in a pure package", "packages/bytes", chance, "eslint(no-restricted-properties)"],
  ["setTimeout in a pure package", "packages/bytes", later, "eslint(no-restricted-globals)"],
  ["setTimeout elsewhere is fine", "apps/server", later],
  ["setInterval in a pure package", "packages/bytes", often, "eslint(no-restricted-globals)"],
  ["any", "apps/server", anything, "typescript(no-explicit-any)"],
  ["a default export", "apps/server", byDefault, "import(no-default-export)"],
  ["mutable module state", "apps/server", counter, "alcove(no-module-state)"],
  ["test.only", "apps/server", call("test.only"), "vitest(no-focused-tests)"],
  ["test.skip", "apps/server", call("test.skip"), "vitest(no-disabled-tests)"],
  ["a plain test is fine", "apps/server", call("test")],
];

let copy: string;
let found: { code: string; filename: string }[];

const planted = plants.map(([title, folder, source, ...rules], n) => {
  const test = source.includes('"vitest"') ? ".test" : "";
  return { title, source, rules, file: `${folder}/src/planted-${n}${test}.ts` };
});

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "alcove-lint-"));
  const configs = [".oxlintrc.json", "scripts/lint-rules.mjs", "tsconfig.base.json", "tsconfig.node.json"];
  const packages = ["packages/bytes", "apps/server"].map((folder) => `${folder}/tsconfig.json`);
  for (const path of [...configs, ...packages]) cpSync(join(root, path), join(copy, path));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  for (const { file, source } of planted) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), source);
  }
  const oxlint = join(root, "node_modules", "oxlint", "bin", "oxlint");
  const args = [oxlint, "--type-aware", "--format=json", "packages", "apps"];
  const run = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8" });
  if (run.status !== 1) throw new Error(`oxlint found nothing: ${run.stderr}`);
  found = (JSON.parse(run.stdout) as { diagnostics: typeof found }).diagnostics;
}, 60_000);

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

test.each(planted)("lint: $title", ({ file, rules }) => {
  expect(found.filter(({ filename }) => filename === file).map(({ code }) => code)).toEqual(rules);
});
