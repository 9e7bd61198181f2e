import { expect, test } from "vitest";
import { checkExport, holds } from "./check.ts";
import { isInside, parseManifest, parseSeal } from "./manifest.ts";

const sha256 = "ab".repeat(32);
const file = (path: string) => ({ path, bytes: 1, sha256 });
const manifest = (files: unknown, more: object = {}) =>
  JSON.stringify({ format: "alcove-export", version: 2, files, ...more });

test("EXP-2 a manifest names files of its own folder, each once, with length and hash", () => {
  expect(parseManifest(manifest([file("a.txt"), file("notes/a b.txt")]))?.files).toHaveLength(2);
  const others = [
    "",
    "[]",
    "null",
    manifest("a.txt"),
    manifest([file("a"), file("a")]),
    manifest([{ ...file("a"), bytes: "1" }]),
    manifest([{ ...file("a"), sha256: "AB".repeat(32) }]),
    manifest([null]),
    manifest([file("a")], { version: 1 }),
    manifest([file("a")], { format: "other" }),
    ...["", "/a", "../a", "a/../b", "./a", "a//b", "a\\b", "c:a", "a\u0000", "a\nb"].map((path) =>
      manifest([file(path)]),
    ),
  ];
  for (const text of others) expect(parseManifest(text), text).toBeUndefined();
  expect(isInside("a/..b/c...")).toBe(true);
});

test("EXP-5 what lies there twice, or under the name of the manifest elsewhere, is added", async () => {
  const bytes = new TextEncoder().encode(manifest([file("a")]));
  const seal = new TextEncoder().encode(
    JSON.stringify({ format: "alcove-export-seal", version: 1, practice: "", identity: "", signed: "" }),
  );
  const found = (...paths: string[]) => paths.map(file);
  const check = (files: ReturnType<typeof found>, with_ = seal) =>
    checkExport({ manifest: bytes, seal: with_, found: files }, async () => ({ at: 1 }));
  const good = await check(found("a", "manifest.json", "seal.json"));
  expect(good && holds(good)).toBe(true);
  expect(await check(found("a", "a"))).toMatchObject({ added: ["a"] });
  expect(await check(found("a", "notes/manifest.json"))).toMatchObject({ added: ["notes/manifest.json"] });
  expect(await check(found("a"), new TextEncoder().encode("{}"))).toMatchObject({ sealed: false });
  expect(parseSeal("[")).toBeUndefined();
});
