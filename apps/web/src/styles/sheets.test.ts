/** Each part of the app brings its own sheet, and a sheet that has come stays: a class of one part dresses every other. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const source = fileURLToPath(new URL("../", import.meta.url));
const sheets = readdirSync(source, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".css"));

/** Classes with which a selector of the sheet begins. */
function leadingClasses(sheet: string): Set<string> {
  const rules = readFileSync(`${source}${sheet}`, "utf8").replaceAll(/\/\*.*?\*\//gs, "");
  const selectors = [...rules.matchAll(/([^{}]+)\{/g)].flatMap(([, found]) => (found ?? "").split(","));
  return new Set(selectors.flatMap((selector) => /^\s*\.([a-z][\w-]*)/.exec(selector)?.[1] ?? []));
}

test("no two areas of screens lead with the same class: what was opened before changes no screen", () => {
  const shared = new Set<string>();
  const areas = new Map<string, Set<string>>();
  for (const sheet of sheets) {
    const area = /^screens\/([^/]+)\//.exec(sheet)?.[1];
    for (const name of leadingClasses(sheet)) {
      if (area === undefined) shared.add(name);
      else areas.set(name, (areas.get(name) ?? new Set()).add(area));
    }
  }
  expect(areas.size).toBeGreaterThan(100);
  const doubled = [...areas].filter(([name, of]) => of.size > 1 && !shared.has(name));
  expect(doubled.map(([name, of]) => `.${name}: ${[...of].join(", ")}`)).toEqual([]);
});
