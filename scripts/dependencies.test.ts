import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./setup.mjs";

type PackageJson = Partial<
  Record<"dependencies" | "devDependencies" | "optionalDependencies", Record<string, string>>
> & { license?: string };

const packages = readJson<{ packages: Record<string, PackageJson & { integrity?: string; hasInstallScript?: true }> }>(
  "package-lock.json",
).packages;
const workspaces = Object.keys(packages).filter((path) => !path.includes("node_modules"));

/** Each line of the tables: package and licence. */
const listed = new Map(
  [...readFileSync(join(root, "docs", "dependencies.md"), "utf8").matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)].map(
    (match) => [match[1] ?? "", match[2]?.split("|")[2]?.trim() ?? ""],
  ),
);

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(root, path), "utf8")) as T;
}

function findDependencies(): Map<string, string> {
  const found = workspaces.flatMap((folder) => {
    const json = readJson<PackageJson>(join(folder, "package.json"));
    return Object.entries({ ...json.dependencies, ...json.devDependencies, ...json.optionalDependencies });
  });
  return new Map(found.filter(([name]) => !name.startsWith("@alcove/")));
}

test("every dependency has its line in docs/dependencies.md, and every line its dependency", () => {
  expect([...listed.keys()].sort()).toEqual([...findDependencies().keys()].sort());
});

test("every line names the licence under which the package comes", () => {
  const installed = [...listed].filter(([name]) => existsSync(join(root, "node_modules", name, "package.json")));
  expect(installed.length).toBeGreaterThan(30);
  const differing = installed.filter(
    ([name, licence]) => readJson<PackageJson>(`node_modules/${name}/package.json`).license !== licence,
  );
  expect(differing).toEqual([]);
});

test("versions are pinned exactly, locked by hash, and run no install script", () => {
  expect([...findDependencies()].filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  const locked = Object.entries(packages).filter(([path]) => path.includes("node_modules/"));
  const external = locked.filter(([path]) => !path.startsWith("node_modules/@alcove/"));
  expect(external.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
  expect(external.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([]);
});

test("the lock file knows the binaries of every platform, or `npm ci` would refuse it", () => {
  // npm leaves them out when it writes the file beside an installed node_modules: write it in an empty folder.
  const wanted = Object.values(packages).flatMap((json) => Object.keys(json.optionalDependencies ?? {}));
  const locked = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, "")));
  expect(wanted.length).toBeGreaterThan(50);
  expect(wanted.filter((name) => !locked.has(name))).toEqual([]);
});
