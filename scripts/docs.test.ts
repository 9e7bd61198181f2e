import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./setup.mjs";

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => path !== "" && existsSync(join(root, path)) && statSync(join(root, path)).isFile());

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

test("links between documents lead somewhere", () => {
  const pages = files.filter((path) => path.endsWith(".md"));
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map((match) => ({ page, link: match[1] ?? "" })),
  );
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter(({ page, link }) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
});

test("nothing calls itself or anything else compliant with HIPAA by a label the law doesn't know", () => {
  const texts = files.filter((path) => /\.(md|ts|tsx|mjs|html|json)$/.test(path) && !path.endsWith("docs.test.ts"));
  expect(texts.length).toBeGreaterThan(50);
  expect(texts.filter((path) => /HIPAA[-\s]*(compliant|certified|approved)/i.test(read(path)))).toEqual([]);
});
