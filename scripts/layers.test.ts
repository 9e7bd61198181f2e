import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readImports } from "./imports.mjs";
import { checkLayers, readLayers } from "./layers.mjs";
import { root } from "./setup.mjs";

const layers = readLayers();
/** What a file imports, by its name and source: each test changes one of a thousand. */
const known = new Map<string, ReturnType<typeof readImports>>();
const check = () =>
  checkLayers(copy, layers, (file, source) => {
    const key = `${file}\n${source}`;
    const read = known.get(key) ?? readImports(file, source);
    known.set(key, read);
    return read;
  });
let copy: string;
let before: Set<string>;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "alcove-layers-"));
  for (const folder of ["packages", "apps", "tests", "package.json"]) {
    const filter = (path: string) => !["node_modules", "dist"].includes(basename(path));
    cpSync(join(root, folder), join(copy, folder), { recursive: true, filter });
  }
  before = new Set(check().map(({ at, rule }) => `${rule} ${at}`));
});

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

/** Writes files into the copy, checks it, takes them away again; gives what was found because of them. */
function findPlanted(files: Record<string, string>) {
  const originals = Object.keys(files).map((path) => [path, readIfThere(join(copy, path))] as const);
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), source);
  }
  const found = check();
  for (const [path, original] of originals) {
    if (original === undefined) rmSync(join(copy, path));
    else writeFileSync(join(copy, path), original);
  }
  return found.map(({ at, rule }) => `${rule} ${at}`).filter((each) => !before.has(each));
}

function readIfThere(path: string) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function withDependency(folder: string, name: string) {
  const json = JSON.parse(readFileSync(join(copy, folder, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  json.dependencies[name] = "0.1.0";
  return { [`${folder}/package.json`]: JSON.stringify(json) };
}

test("down: a lower package may not import a higher one, not even a type", () => {
  const planted = {
    ...withDependency("packages/crypto", "@alcove/vault"),
    "packages/crypto/src/planted.ts": `import type { Vault } from "@alcove/vault";`,
  };
  expect(findPlanted(planted)).toEqual(["down packages/crypto/src/planted.ts:1"]);
});

test("down: web and CLI reach crypto only through the vault", () => {
  for (const app of ["apps/web", "apps/cli"]) {
    const planted = {
      ...withDependency(app, "@alcove/crypto"),
      [`${app}/src/planted.ts`]: `import { openEnvelope } from "@alcove/crypto/open";`,
    };
    expect(findPlanted(planted)).toEqual([`down ${app}/src/planted.ts:1`]);
  }
});

test("tests: nothing imports tests", () => {
  const planted = {
    "packages/vault/src/planted.ts": `export * from "../../../tests/needs.ts";`,
  };
  expect(findPlanted(planted)).toEqual([
    "own-folder packages/vault/src/planted.ts:1",
    "tests packages/vault/src/planted.ts:1",
  ]);
});

test("platform: a package that runs anywhere imports nothing of Node, its tests may", () => {
  const source = `import { readFile } from "node:fs/promises";`;
  expect(findPlanted({ "packages/protocol/src/planted.ts": source })).toEqual([
    "platform packages/protocol/src/planted.ts:1",
  ]);
  expect(findPlanted({ "packages/protocol/src/planted.test.ts": source })).toEqual([]);
});

test("declared: only declared dependencies are imported, and only tests use those of the workspace", () => {
  const source = `\nimport fc from "fast-check";`;
  expect(findPlanted({ "packages/bytes/src/planted.ts": source })).toEqual([
    "declared packages/bytes/src/planted.ts:2",
  ]);
  expect(findPlanted({ "packages/bytes/src/planted.test.ts": source })).toEqual([]);
});

test("declared: a package's tests may use the adapters that its zone lends them, its source may not", () => {
  const source = `export * from "@alcove/store-node";`;
  expect(findPlanted({ "packages/vault/src/planted.test.ts": source })).toEqual([]);
  expect(findPlanted({ "packages/vault/src/planted.ts": source })).toEqual([
    "declared packages/vault/src/planted.ts:1",
    "down packages/vault/src/planted.ts:1",
  ]);
});

test("own-folder: another package is imported by its name", () => {
  const planted = { "packages/vault/src/planted.ts": `import { encodeCbor } from "../../bytes/src/cbor.ts";` };
  expect(findPlanted(planted)).toEqual(["own-folder packages/vault/src/planted.ts:1"]);
});

test("missing: an import leads to a file, or to what a package exports", () => {
  for (const name of ["./nowhere.ts", "@alcove/bytes/nowhere"]) {
    const planted = { "packages/crypto/src/planted.ts": `export * from "${name}";` };
    expect(findPlanted(planted)).toEqual(["missing packages/crypto/src/planted.ts:1"]);
  }
});

test("computed: import() names what it loads", () => {
  const planted = { "packages/bytes/src/planted.ts": "export const load = (name: string) => import(`./${name}.ts`);" };
  expect(findPlanted(planted)).toEqual(["computed packages/bytes/src/planted.ts:1"]);
});

test("zone: a new package says what it may import", () => {
  expect(findPlanted({ "packages/planted/package.json": "{}" })).toEqual(["zone packages/planted"]);
});

test("reach: the server reaches no opening code, however long the way", () => {
  const crypto = JSON.parse(readFileSync(join(copy, "packages/crypto/package.json"), "utf8")) as {
    exports: Record<string, string>;
  };
  crypto.exports["./planted"] = "./src/planted.ts";
  const planted = {
    "apps/server/src/planted-step.ts": `export { innocent } from "@alcove/crypto/planted";`,
    "packages/crypto/src/planted.ts": `export { openEnvelope as innocent } from "./open/planted.ts";`,
    "packages/crypto/src/open/planted.ts": "export const openEnvelope = 1;",
    "packages/crypto/package.json": JSON.stringify(crypto),
  };
  expect(findPlanted(planted)).toEqual(["reach apps/server/src/planted-step.ts"]);
});

test("reach: the way may lead through a file that is not shipped by itself", () => {
  const planted = {
    "apps/server/src/planted.ts": `import "../planted-tool.ts";`,
    "apps/server/planted-tool.ts": `import "@alcove/crypto/open";`,
  };
  expect(findPlanted(planted)).toEqual(["reach apps/server/src/planted.ts"]);
});

test("reach: a worker started by its URL counts, an erased type does not", () => {
  const worker = { "apps/server/src/planted.ts": `new Worker(new URL("./planted-worker.ts", import.meta.url));` };
  const opening = { "apps/server/src/planted-worker.ts": `import "@alcove/crypto/open";` };
  const erased = { "apps/server/src/planted-worker.ts": `import type { X } from "@alcove/crypto/open";` };
  expect(findPlanted({ ...worker, ...opening })).toEqual([expect.stringMatching(/^reach apps\/server\/src\/planted/)]);
  expect(findPlanted({ ...worker, ...erased })).toEqual([]);
});
