/**
 * Styles of a screen stay once they have been loaded, whatever screen comes next. A class that two screens begin a rule
 * with would look otherwise after a visit to the other one; a name that nobody defines draws nothing.
 */

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const sources = join(import.meta.dirname, "..");
const sheets = globSync("**/*.css", { cwd: sources }).map((file) => ({
  file,
  text: readFileSync(join(sources, file), "utf8").replaceAll(/\/\*.*?\*\//gs, ""),
}));

/** Whose styles they are: those of all screens together, or a screen's, by its folder. */
const homeOf = (file: string): string => (file.startsWith("screens/") ? file.split("/")[1] : "shared") ?? file;

/** Classes that a rule of the sheet begins with. */
const leading = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(/(?:^|[{}])\s*(?<selectors>[^{}@;]+)\{/g)]
      .flatMap(({ groups }) => groups?.["selectors"]?.split(",") ?? [])
      .flatMap((selector) => /^\s*\.(?<name>[\w-]+)/.exec(selector)?.groups?.["name"] ?? []),
  );

test("no class of one screen is another one’s", () => {
  const homes = new Map<string, Set<string>>();
  for (const { file, text } of sheets)
    for (const name of leading(text)) homes.set(name, (homes.get(name) ?? new Set()).add(homeOf(file)));
  const twice = [...homes].filter(([, of]) => of.size > 1 && !of.has("shared"));
  expect(twice.map(([name, of]) => `.${name} in ${[...of].toSorted().join(" and ")}`)).toEqual([]);
});

test("every custom property that a rule uses is defined", () => {
  const defined = new Set(sheets.flatMap(({ text }) => [...text.matchAll(/(--[\w-]+)\s*:/g)].map(([, name]) => name)));
  // Set by an element's own style.
  const byElements = new Set(["--days", "--hours"]);
  const used = sheets.flatMap(({ file, text }) =>
    [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => ({ file, name: name ?? "" })),
  );
  const missing = used.filter(({ name }) => !defined.has(name) && !byElements.has(name));
  expect(missing).toEqual([]);
});
