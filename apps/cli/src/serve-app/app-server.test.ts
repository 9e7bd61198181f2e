import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AppServer, serveApp } from "./app-server.ts";
import { readBundle } from "./bundle.ts";

const folder = mkdtempSync(join(tmpdir(), "alcove-app-"));
const practiceServer = "https://willow.example:8443";
let app: AppServer;
let port = 0;

type Answered = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; host?: string } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const headers = { host: `localhost:${port}`, ...options.headers };
    const asking = request(
      { host: options.host ?? "127.0.0.1", port, path, method: options.method ?? "GET", headers },
      (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (piece: string) => (body += piece));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    asking.on("error", reject).end();
  });
}

beforeAll(async () => {
  mkdirSync(join(folder, "app", "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "outside the app");
  writeFileSync(
    join(folder, "app", "index.html"),
    '<!doctype html><html><head><meta name="alcove-server" content="" /></head></html>',
  );
  writeFileSync(join(folder, "app", "assets", "main-x1.js"), "export {};");
  const free = createServer();
  await new Promise<void>((resolve) => void free.listen(0, "127.0.0.1", resolve));
  const address = free.address();
  port = typeof address === "object" ? (address?.port ?? 0) : 0;
  await new Promise<void>((resolve) => void free.close(() => resolve()));
  const bundle = readBundle(join(folder, "app"), practiceServer);
  if (!bundle) throw new Error("there is an app");
  app = await serveApp(bundle, practiceServer, port);
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

describe("what is served", () => {
  test("every page is the app, which is told its server", async () => {
    for (const path of ["/", "/index.html", "/charts/0123", "/search?words=x"]) {
      const page = await ask(path);
      expect(page.status, path).toBe(200);
      expect(page.body).toContain(`<meta name="alcove-server" content="${practiceServer}" />`);
      expect(page.headers["cache-control"]).toBe("no-cache");
    }
  });

  test("files by their exact names, and nothing from outside the app", async () => {
    const script = await ask("/assets/main-x1.js");
    expect(script).toMatchObject({ status: 200, body: "export {};" });
    expect(script.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    for (const path of [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/assets/../../secret.txt",
      "/secret.txt",
      "//evil.example/x.txt",
    ]) {
      expect((await ask(path)).body, path).not.toContain("outside the app");
    }
    expect((await ask("/nothing.js")).status).toBe(404);
  });

  test("HEAD has the headers and no body", async () => {
    expect(await ask("/", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  });

  test("a page may call the practice's server, itself, and nothing else; and runs only what it came with", async () => {
    const { headers } = await ask("/");
    const policy = String(headers["content-security-policy"]).split("; ");
    expect(policy).toContain(`connect-src 'self' ${practiceServer}`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy.join()).not.toContain("unsafe-inline");
    expect(headers["x-frame-options"]).toBe("DENY");
  });
});

describe("who is refused", () => {
  test.for([
    ["another name (DNS rebinding)", { host: "evil.example" }, 421],
    ["another name on this port", { host: "evil.example:7421" }, 421],
    ["the address instead of the name", { host: "127.0.0.1:7421" }, 421],
    ["a page of another origin", { origin: "https://evil.example" }, 403],
    ["a page without an origin", { origin: "null" }, 403],
    ["a frame", { "sec-fetch-dest": "iframe" }, 403],
    ["an object", { "sec-fetch-dest": "object" }, 403],
  ] as const)("%s", async ([, headers, status]) => {
    const refused = await ask("/", { headers });
    expect(refused.status).toBe(status);
    expect(refused.body).not.toContain("<html");
  });

  test.for(["POST", "PUT", "DELETE", "OPTIONS"])("%s", async (method) => {
    expect((await ask("/", { method })).status).toBe(405);
  });

  test("everybody but this computer", async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter((one) => !one.internal && one.family === "IPv4");
    for (const { address } of others) await expect(ask("/", { host: address })).rejects.toThrow("ECONNREFUSED");
    expect((await ask("/")).status).toBe(200);
  });
});

test("an app that does not look for its server by itself is told all the same", () => {
  const bare = join(folder, "bare");
  mkdirSync(bare);
  writeFileSync(join(bare, "index.html"), "<html><head><title>x</title></head></html>");
  const page = readBundle(bare, 'https://x.example/"><script>')?.get("/index.html")?.bytes.toString();
  expect(page).toBe(
    '<html><head><meta name="alcove-server" content="https://x.example/&quot;><script>" /><title>x</title></head></html>',
  );
});

test("a folder without an app is none", () => {
  expect(readBundle(join(folder, "nowhere"), practiceServer)).toBeUndefined();
});

test("a port that is taken is refused, not shared", async () => {
  await expect(serveApp(new Map(), practiceServer, port)).rejects.toMatchObject({ code: "EADDRINUSE" });
});
