import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./setup.mjs";

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "alcove-lint-"));
  const configs = [".oxlintrc.json", "scripts/lint-rules.mjs", "tsconfig.base.json", "tsconfig.node.json"];
  const packages = ["packages/bytes", "apps/server"].map((folder) => `${folder}/tsconfig.json`);
  for (const path of [...configs, ...packages]) cpSync(join(root, path), join(copy, path));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

/** Lints one planted file; gives the rules it broke. */
function lint(path: string, source: string): string[] {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), source);
  const oxlint = join(root, "node_modules", "oxlint", "bin", "oxlint");
  const run = spawnSync(process.execPath, [oxlint, "--type-aware", "--format=json", path], {
    cwd: copy,
    encoding: "utf8",
  });
  const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: { code: string }[] };
  expect(run.status).toBe(diagnostics.length > 0 ? 1 : 0);
  return diagnostics.map(({ code }) => code).sort();
}

test("a floating promise is caught", () => {
  const source = "export async function save(): Promise<void> {}\nexport function leave(): void {\n  save();\n}\n";
  expect(lint("packages/bytes/src/planted.ts", source)).toEqual(["typescript(no-floating-promises)"]);
  expect(lint("packages/bytes/src/planted.ts", source.replace("  save()", "  void save()"))).toEqual([]);
});

test("a floating promise of Node's own is caught in the test of a pure package", () => {
  const source = `import { rm } from "node:fs/promises";\nimport { test } from "vitest";\ntest("planted", () => {\n  rm("x");\n});\n`;
  expect(lint("packages/bytes/src/planted.test.ts", source)).toEqual(["typescript(no-floating-promises)"]);
});

test("a promise where none is awaited is caught", () => {
  const source = "export function each(all: string[]): void {\n  all.forEach(async () => {});\n}\n";
  expect(lint("packages/bytes/src/planted.ts", source)).toEqual(["typescript(no-misused-promises)"]);
});

test.each([
  ["export const now = (): number => Date.now();\n", "eslint(no-restricted-properties)"],
  ["export const now = (): number => new Date().getTime();\n", "alcove(no-bare-date)"],
  ["export const chance = (): number => Math.random();\n", "eslint(no-restricted-properties)"],
  ["export const later = (run: () => void): void => void setTimeout(run, 1);\n", "eslint(no-restricted-globals)"],
  ["export const often = (run: () => void): void => void setInterval(run, 1);\n", "eslint(no-restricted-globals)"],
])("clock and chance are refused in pure packages and allowed elsewhere: %j", (source, rule) => {
  expect(lint("packages/bytes/src/planted.ts", source)).toEqual([rule]);
  expect(lint("apps/server/src/planted.ts", source)).toEqual([]);
});

test.each([
  ["export const anything: any = 1;\n", "typescript(no-explicit-any)"],
  ["const one = 1;\nexport default one;\n", "import(no-default-export)"],
  ["export let counter = 0;\ncounter += 1;\n", "alcove(no-module-state)"],
])("house rules hold everywhere: %j", (source, rule) => {
  expect(lint("apps/server/src/planted.ts", source)).toEqual([rule]);
});

test.each(["test.only", "test.skip"])("%s is refused", (call) => {
  const source = `import { expect, test } from "vitest";\n${call}("planted", () => {\n  expect(1).toBe(1);\n});\n`;
  expect(lint("apps/server/src/planted.test.ts", source)).toHaveLength(1);
});
