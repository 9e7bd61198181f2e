import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { walk, type Walk } from "./walk.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alcove-walk-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (path: string | Buffer, content = "text") => writeFileSync(path, content);
function walked(path = folder): Walk {
  const result = walk(path);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

test("finds files at every depth, in the order of their paths", () => {
  mkdirSync(join(folder, "b", "c"), { recursive: true });
  for (const name of ["z.txt", "a.docx", "b/y.TXT", "b/c/x.pdf"]) put(join(folder, name));
  expect(walked().files.map(({ path }) => path)).toEqual(["a.docx", "b/c/x.pdf", "b/y.TXT", "z.txt"]);
});

test("passes over what is hidden, of another kind, or no file", () => {
  mkdirSync(join(folder, ".git"));
  for (const name of [".git/notes.txt", ".secret.txt", "~$open.docx", "photo.jpg", "good.md"]) put(join(folder, name));
  execFileSync("mkfifo", [join(folder, "pipe.txt")]);
  expect(walked()).toMatchObject({
    files: [{ path: "good.md" }],
    hidden: 3,
    unsupported: [{ path: "photo.jpg" }],
    passedOver: 1,
  });
});

test("follows no link: not out of the folder, not in a circle, not to a neighbour with a longer name", () => {
  mkdirSync(join(folder, "root"));
  mkdirSync(join(folder, "root-neighbour"));
  put(join(folder, "root-neighbour", "n.txt"));
  put(join(folder, "root", "own.txt"));
  symlinkSync("own.txt", join(folder, "root", "again.txt"));
  symlinkSync(".", join(folder, "root", "circle"));
  symlinkSync("../root-neighbour", join(folder, "root", "neighbour"));
  symlinkSync("/etc/hostname", join(folder, "root", "etc.txt"));
  symlinkSync("nowhere", join(folder, "root", "broken.txt"));
  const found = walked(join(folder, "root"));
  expect(found.files.map(({ path }) => path)).toEqual(["own.txt"]);
  expect(found.leaving).toEqual(["etc.txt", "neighbour"]);
  expect(found.passedOver).toBe(3);
});

test("takes a link that the person named themselves", () => {
  mkdirSync(join(folder, "real"));
  put(join(folder, "real", "n.txt"));
  symlinkSync("real", join(folder, "named"));
  expect(walked(join(folder, "named")).files.map(({ path }) => path)).toEqual(["n.txt"]);
});

test("finds names that are no UTF-8", () => {
  // Other systems refuse such names by themselves.
  if (process.platform !== "linux") return;
  put(Buffer.concat([Buffer.from(`${folder}/gr`), Buffer.from([0xfc]), Buffer.from("n.txt")]));
  const [file] = walked().files;
  expect(file?.path).toBe("grün.txt");
  expect(file?.bytes).toBe(4);
});

test("one file by its name, of any kind: what it holds is judged by who reads it", () => {
  put(join(folder, "one.xyz"));
  expect(walked(join(folder, "one.xyz")).files).toMatchObject([{ path: "one.xyz", bytes: 4 }]);
});

test("what lies too deep to be opened is named, and the rest is found", () => {
  const back = process.cwd();
  process.chdir(folder);
  // Each step is short; the whole path is longer than any system takes.
  for (let depth = 0; depth < 25; depth++) {
    mkdirSync("d".repeat(200));
    process.chdir("d".repeat(200));
  }
  put("deep.txt");
  process.chdir(back);
  put(join(folder, "open.txt"));
  const found = walked();
  expect(found.files.map(({ path }) => path)).toEqual(["open.txt"]);
  expect(found.unreadable).toMatchObject([{ reason: "ENAMETOOLONG" }]);
  execFileSync("rm", ["-rf", folder]);
});

test("nothing there is a refusal", () => {
  expect(walk(join(folder, "nowhere"))).toMatchObject({ ok: false, error: { failure: { code: "file-unreadable" } } });
});
