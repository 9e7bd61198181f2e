/**
 * HS-23: the server, or whoever stands in its place, delivers other code. `verify-app` says so, a browser that has the app keeps
 * to it and says that the page changed, and `alcove open` asks the server for no file at all.
 */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place, start } from "../e2e/alcove.ts";
import { shows } from "../e2e/web-hands.ts";
import { prepareBundle, startWebServer, type WebServer } from "../e2e/web-server.ts";

type Other = { readonly body?: string; readonly status?: number; readonly headers?: Readonly<Record<string, string>> };

let place: Place;
let bundle: string;
let server: WebServer;
let layer: Server;
let origin: string;
let browser: Browser;
/** What the operator answers instead, by path. */
const others = new Map<string, Other>();
const asked: string[] = [];

beforeAll(async () => {
  place = makePlace();
  [bundle, server, browser] = await Promise.all([prepareBundle(), startWebServer(place), launchBrowser()]);
  const port = await freePort();
  origin = `http://localhost:${port}`;
  layer = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    void fetch(server.origin + path).then(async (answer) => {
      const other = others.get(path) ?? {};
      const headers = Object.fromEntries(
        [...answer.headers].filter(
          ([name]) => !/^(content-(encoding|length)|transfer-encoding|connection)$/.test(name),
        ),
      );
      response.writeHead(other.status ?? answer.status, { ...headers, ...other.headers });
      response.end(other.body ?? Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => layer.listen(port, "localhost", resolve));
}, 120_000);
afterEach(() => {
  others.clear();
  asked.length = 0;
});
afterAll(async () => {
  await browser?.close();
  layer?.closeAllConnections();
  layer?.close();
  await server?.stop();
  place?.remove();
});

const textOf = (path: string) => readFileSync(join(bundle, path), "utf8");
/** The script that the page begins with. */
const entryScript = () => /src="(\/assets\/index-[^"]+\.js)"/.exec(textOf("index.html"))?.[1] as string;

async function verify(...args: string[]): Promise<{ exit: number | null; facts: Record<string, unknown> }> {
  const ended = await start(["verify-app", origin, "--json", ...args], { env: { ALCOVE_WEB: bundle } }).ended;
  return { exit: ended.exit, facts: JSON.parse(ended.stdout) as Record<string, unknown> };
}

test("HS-23 verify-app: an honest server delivers the app that is installed here, file by file", async () => {
  const { exit, facts } = await verify();
  expect(facts).toMatchObject({ ok: true, same: true, differences: [] });
  expect(exit).toBe(0);
  expect(asked).toContain(entryScript());
  expect(asked).toContain("/service-worker.js");
});

test.each<[string, () => [string, Other], object]>([
  ["a script", () => [entryScript(), { body: `${textOf(entryScript())};fetch("/v1/x")` }], { what: "changed" }],
  [
    "the first page",
    () => ["/", { body: textOf("index.html").replace("</head>", "<script></script></head>") }],
    { what: "changed", path: "/" },
  ],
  [
    "a page further in",
    () => ["/today", { body: "<!doctype html><title>x</title>" }],
    { what: "changed", path: "/today" },
  ],
  ["the service worker", () => ["/service-worker.js", { body: "self.skipWaiting()" }], { what: "changed" }],
  ["a file that is gone", () => [entryScript(), { status: 404 }], { what: "missing" }],
  [
    "a way to somewhere else",
    () => ["/", { status: 302, headers: { location: "/today" } }],
    { what: "missing", path: "/" },
  ],
  [
    "looser rules",
    () => ["/", { headers: { "content-security-policy": "default-src *" } }],
    { what: "rules", path: "/" },
  ],
])("HS-23 verify-app: %s is named, and the exit code says it", async (_, change, expected) => {
  const [path, other] = change();
  others.set(path, other);
  const { exit, facts } = await verify();
  expect(facts).toMatchObject({ ok: true, same: false, differences: [{ path, ...expected }] });
  expect(exit).toBe(7);
});

test("HS-23 verify-app: a manifest counts only if the key that was given signed it", async () => {
  const list = textOf("app-manifest.txt");
  const script = entryScript();
  const evil = `${textOf(script)};fetch("/v1/x")`;
  others.set(script, { body: evil });
  // The operator lists what they deliver: a list alone proves nothing.
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const forged = list.replace(hash(textOf(script)), hash(evil));
  expect(forged).not.toBe(list);
  others.set("/app-manifest.txt", { body: forged });
  const stranger = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  expect((await verify("--key", stranger)).facts).toMatchObject({ ok: false, code: "file-unreadable" });
  writeFileSync(place.path("manifest.txt"), list);
  expect((await verify("--manifest", place.path("manifest.txt"))).facts).toMatchObject({ same: false });
  expect((await verify("--manifest", place.path("manifest.txt"), "--key", stranger)).facts).toMatchObject({
    ok: false,
  });
});

test("HS-23 alcove open: no file comes from the server, whatever it would deliver", async () => {
  others.set(entryScript(), { body: "document.title = 'other code'" });
  others.set("/", { body: "<!doctype html><title>other code</title>" });
  const port = await freePort();
  const open = start(["open", "--json", "--server", origin, "--port", String(port)], { env: { ALCOVE_WEB: bundle } });
  await open.errorHolds('"ready"');
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://localhost:${port}/`);
  await shows(page, "A private room for therapy records");
  expect(await page.title()).not.toBe("other code");
  open.process.kill("SIGINT");
  await open.ended;
  expect(asked.filter((path) => !path.startsWith("/v1/"))).toEqual([]);
});

test("HS-23 a browser that has the app runs the one it kept, and says when the server has another", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(origin);
  await shows(page, "A private room for therapy records");
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.reload();
  // Other code under the names that are known: nobody asks for it.
  const other = "<!doctype html><title>other code</title>";
  others.set(entryScript(), { body: "document.body.textContent = 'other code'" });
  others.set("/", { body: other });
  await page.reload();
  await shows(page, "A private room for therapy records");
  expect(await page.getByText("This page has changed").count()).toBe(0);
  // A new worker with a list of its own: kept aside, and said.
  // The list has the files it delivers.
  const integrity = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
  const worker = textOf("service-worker.js")
    .replace(integrity(textOf("index.html")), integrity(other))
    .replace(/alcove-[0-9a-f]{16}/, "alcove-0000000000000000");
  others.delete(entryScript());
  others.set("/service-worker.js", { body: worker });
  await update(page);
  await shows(page, "This page has changed on the server;");
  await page.reload();
  await shows(page, "A private room for therapy records");
});

const update = (page: Page) =>
  page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
