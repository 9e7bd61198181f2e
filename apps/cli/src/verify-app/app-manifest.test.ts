import { spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AppManifest, hashOf, manifestOf, readManifest, readReleaseKey } from "./app-manifest.ts";

const signApp = fileURLToPath(new URL("../../../../scripts/sign-app.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "alcove-manifest-"));
const note = `alcove-app/v1\n0.1.0\n${hashOf(Buffer.from("x"))}  assets/x.js\n${hashOf(Buffer.from("p"))}  index.html\n`;
let signed = "";
let key = "";

/** The manifest, signed by the maintainers' own script with a key of its own kind. */
function sign(name: string): { readonly note: string; readonly key: string } {
  const pem = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" });
  writeFileSync(join(folder, `${name}.pem`), pem);
  mkdirSync(join(folder, name));
  const path = join(folder, name, "app-manifest.txt");
  writeFileSync(path, note);
  const signing = spawnSync(
    process.execPath,
    [signApp, "--key", join(folder, `${name}.pem`), "--app", join(folder, name)],
    {
      encoding: "utf8",
    },
  );
  expect(signing.status, signing.stderr).toBe(0);
  return { note: readFileSync(path, "utf8"), key: signing.stdout.trim() };
}
const read = (text: string, by?: string): AppManifest | undefined =>
  readManifest(text, by === undefined ? undefined : readReleaseKey(by));

beforeAll(() => {
  ({ note: signed, key } = sign("release"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("APP-1 lines of hash and path, with a version above", () => {
  const manifest = read(note);
  expect(manifest?.version).toBe("0.1.0");
  expect([...(manifest?.files.keys() ?? [])]).toEqual(["/assets/x.js", "/index.html"]);
  expect(read(signed), "a signature is passed over without a key").toEqual(manifest);
});

test.each([
  ["nothing", ""],
  ["another title", note.replace("/v1", "/v2")],
  ["no version", note.replace("0.1.0\n", "")],
  ["a line twice", note.replace(/(.*x\.js\n)/, "$1$1")],
  ["no page", note.replace(/.*index\.html\n/, "")],
  ["a short hash", note.replace(/[0-9a-f] {2}index/, "  index")],
  ["one space", note.replace("  index", " index")],
  ["a path that begins at the root", note.replace("  index", "  /index")],
  ["no line's end", note.trimEnd()],
  ["something below", `${note}\nmore\n`],
])("APP-1 %s is no manifest", (_, text) => {
  expect(read(text)).toBeUndefined();
});

test("APP-2 a signature counts by the key that was given, over every byte", () => {
  expect(read(signed, key)?.files.size).toBe(2);
  expect(read(note, key), "none").toBeUndefined();
  const other = sign("stranger");
  expect(read(other.note, key), "another's").toBeUndefined();
  expect(read(signed.replace("0.1.0", "0.1.1"), key), "over something else").toBeUndefined();
  // Under the stranger's name stands what the release key signed.
  const both = `${other.note}${signed.split("\n\n")[1] ?? ""}`;
  expect(read(both, key)?.version, "beside another's").toBe("0.1.0");
});

/** The key of the example under another algorithm, with the id that it then has. */
function withAlgorithm(algorithm: number): string {
  const bytes = Buffer.from("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "base64");
  bytes[0] = algorithm;
  const id = createHash("sha256").update("PeterNeumann\n").update(bytes).digest("hex").slice(0, 8);
  return `PeterNeumann+${id}+${bytes.toString("base64")}`;
}

test("APP-2 keys are written as C2SP signed notes write them", () => {
  // From the documentation of golang.org/x/mod/sumdb/note.
  expect(readReleaseKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")?.name).toBe(
    "PeterNeumann",
  );
  expect(readReleaseKey(withAlgorithm(1))?.name).toBe("PeterNeumann");
  for (const wrong of [
    "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    withAlgorithm(2),
    "c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "",
  ])
    expect(readReleaseKey(wrong), wrong).toBeUndefined();
});

test("APP-3 of a folder: every file but the manifest, by what is in it", () => {
  const app = join(folder, "app");
  mkdirSync(join(app, "assets"), { recursive: true });
  mkdirSync(join(app, ".vite"));
  for (const [path, text] of [
    ["index.html", "p"],
    ["assets/x.js", "x"],
    ["app-manifest.txt", "-"],
    [".vite/manifest.json", "{}"],
  ] as const)
    writeFileSync(join(app, path), text);
  const found = manifestOf(app, "0.1.0");
  expect(found?.files).toEqual(new Map([...(read(note)?.files ?? [])]));
  expect(manifestOf(join(folder, "nowhere"), "0.1.0")).toBeUndefined();
});
