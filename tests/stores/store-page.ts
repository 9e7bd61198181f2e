/** A page with the browser's store in a worker, bundled and served as the app is, in a real Chromium. */

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { answerFaultily } from "@alcove/vault/testing/faulty-server";
import { sqliteWithoutUnusedParts } from "@alcove/store-web/vite";
import type { BrowserContext, Page } from "playwright-core";
import { build } from "vite";
import type { Asked } from "./page/messages.ts";
import type { Work } from "./page/worker.ts";

const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self' http://127.0.0.1:*",
  "worker-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types alcove",
].join("; ");

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/** For bundling and a browser on a busy machine; 5 s on a quiet one. */
export const startMs = 300_000;

export type StoreSiteServer = {
  readonly origin: string;
  /** Paths of everything that was bundled. */
  readonly files: readonly string[];
  close(): Promise<void>;
};

/** Bundles and serves the page on 127.0.0.1, under the app's content security policy, beside the transport contract's faults. */
export async function serveStorePage(): Promise<StoreSiteServer> {
  const folder = await mkdtemp(join(tmpdir(), "alcove-store-page-"));
  const built = await build({
    root: fileURLToPath(new URL("page/", import.meta.url)),
    configFile: false,
    logLevel: "error",
    worker: { format: "es", plugins: () => [sqliteWithoutUnusedParts()] },
    build: { outDir: folder, target: "es2023", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
  if (Array.isArray(built) || !("output" in built)) throw new Error("the bundler gave no bundle");
  const files = new Map(built.output.map(({ fileName }) => [`/${fileName}`, join(folder, fileName)]));
  const server = createServer((request, response) => {
    if (answerFaultily(request, response)) return;
    const path = request.url === "/" ? "/index.html" : (request.url ?? "");
    const file = files.get(path);
    if (!file) return void response.writeHead(404).end();
    void readFile(file).then((bytes) => {
      const type = mediaTypes[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "content-security-policy": policy }).end(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files: [...files.keys()],
    close: async () => {
      await closeServer(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

export type StorePage = {
  readonly page: Page;
  /** Numbers of transactions that the page said were committed. */
  readonly committed: number[];
  /** Calls a function in the worker called `worker`. */
  call<Name extends keyof Work>(worker: string, name: Name, ...args: Parameters<Work[Name]>): ReturnType<Work[Name]>;
  endWorker(worker: string): Promise<void>;
};

export async function openStorePage(context: BrowserContext, origin: string): Promise<StorePage> {
  const page = await context.newPage();
  const committed: number[] = [];
  const devtools = await context.newCDPSession(page);
  await page.exposeFunction("committed", (number: number) => void committed.push(number));
  await page.exposeFunction("askTest", async (what: Asked) => {
    const { usage } = await devtools.send("Storage.getUsageAndQuota", { origin });
    await devtools.send(
      "Storage.overrideQuotaForOrigin",
      what === "free-disk" ? { origin } : { origin, quotaSize: usage },
    );
  });
  await page.goto(origin);
  return {
    page,
    committed,
    call: (worker, name, ...args) =>
      page.evaluate(([worker, name, args]) => window.callWorker(worker, name, args), [
        worker,
        name,
        args,
      ] as const) as ReturnType<Work[typeof name]>,
    endWorker: (worker) => page.evaluate((worker) => window.endWorker(worker), worker),
  };
}
