import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningServer, runServer } from "../testing/run-server.ts";

let server: RunningServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "alcove-web-"));
  const web = join(folder, "dist");
  mkdirSync(join(web, "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "not part of the app");
  writeFileSync(join(web, "index.html"), "<!doctype html><title>Alcove</title>");
  writeFileSync(join(web, "sw.js"), "self;".repeat(500));
  writeFileSync(join(web, "assets", "main-abc123.js"), "export {};".repeat(500));
  writeFileSync(join(web, "assets", "font-abc123.woff2"), "font");
  symlinkSync(join(folder, "secret.txt"), join(web, "link.txt"));
  server = await runServer({ webFolder: web });
});
afterAll(async () => {
  await server.remove();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.origin}${path}`, { headers });

test("every page of the app is index.html, never cached unasked", async () => {
  for (const path of ["/", "/charts", "/charts/0123/notes", "/index.html?x=1", "/charts?at=2026-01-05"]) {
    const answer = await get(path);
    expect(answer.status, path).toBe(200);
    expect(await answer.text()).toContain("<title>Alcove</title>");
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
  }
});

test("files with a hash in their name are kept for good, the worker is asked for each time", async () => {
  const script = await get("/assets/main-abc123.js");
  expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect((await get("/sw.js")).headers.get("cache-control")).toBe("no-cache");
});

test("text comes compressed where it is asked for, and unchanged files are not sent again", async () => {
  const plain = await get("/sw.js", { "accept-encoding": "identity" });
  expect(plain.headers.get("content-encoding")).toBeNull();
  const zipped = await get("/sw.js", { "accept-encoding": "gzip" });
  expect(zipped.headers.get("content-encoding")).toBe("gzip");
  expect(await zipped.text()).toBe(await plain.text());
  const font = await get("/assets/font-abc123.woff2", { "accept-encoding": "gzip" });
  expect(font.headers.get("content-encoding")).toBeNull();
  const etag = plain.headers.get("etag") ?? "";
  expect((await get("/sw.js", { "if-none-match": etag })).status).toBe(304);
});

test("a newer build in the same folder takes nothing from open pages: files are served as they were at the start", async () => {
  const web = join(folder, "rebuilt");
  mkdirSync(join(web, "assets"), { recursive: true });
  for (const name of ["index.html", "assets/part-abc123.js", "assets/font-abc123.woff2"])
    writeFileSync(join(web, name), `${name} of the first build`);
  const running = await runServer({ webFolder: web });
  try {
    rmSync(web, { recursive: true });
    mkdirSync(join(web, "assets"), { recursive: true });
    writeFileSync(join(web, "index.html"), "of the second build");
    writeFileSync(join(web, "assets", "part-def456.js"), "of the second build");
    for (const encoding of ["identity", "gzip"]) {
      for (const name of ["index.html", "assets/part-abc123.js", "assets/font-abc123.woff2"]) {
        const answer = await fetch(`${running.origin}/${name}`, { headers: { "accept-encoding": encoding } });
        expect([answer.status, await answer.text()], name).toEqual([200, `${name} of the first build`]);
      }
    }
    expect((await fetch(`${running.origin}/assets/part-def456.js`)).status).toBe(404);
  } finally {
    await running.remove();
  }
});

test.each([
  "/missing.js",
  "/assets/",
  "/assets/main.js",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/link.txt",
  "/v1/x",
])("%s is no file of the app", async (path) => {
  const answer = await get(path);
  expect(await answer.text()).not.toContain("not part of the app");
  if (path !== "/assets/") expect(answer.status).toBe(404);
});

test("the app runs nothing that is not in its bundle, and nothing frames it", async () => {
  const { headers } = await get("/");
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|\*/);
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(headers.get("permissions-policy")).toMatch(/^camera=\(self\), /);
  expect(headers.get("strict-transport-security")).toBeNull();
});

test("HEAD is answered like GET without a body, other methods are no route", async () => {
  const head = await fetch(`${server.origin}/`, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  expect((await fetch(`${server.origin}/`, { method: "POST" })).status).toBe(404);
});

test("behind an https origin the page may never be asked for in the clear again", async () => {
  const named = await runServer({ webFolder: join(folder, "dist"), origin: "https://practice.example" });
  const answer = await fetch(`http://127.0.0.1:${named.port}/`);
  expect(answer.headers.get("strict-transport-security")).toBe("max-age=63072000");
  await named.remove();
});
