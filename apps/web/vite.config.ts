/** The browser bundle: no inline anything, names by content, a service worker with the list of what it keeps. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const SERVICE_WORKER = "service-worker.js";

export default defineConfig({
  plugins: [react(), precacheList()],
  server: { host: "127.0.0.1", port: 7421, strictPort: true, proxy: { "/v1": "http://127.0.0.1:7420" } },
  preview: { host: "127.0.0.1" },
  worker: { format: "es" },
  optimizeDeps: { exclude: ["@sqlite.org/sqlite-wasm"] },
  build: {
    target: "es2023",
    // The content security policy lets no data: address be a font or a script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      input: { index: "index.html", "service-worker": "src/worker/service-worker.ts" },
      output: {
        entryFileNames: (chunk) => (chunk.name === "service-worker" ? SERVICE_WORKER : "assets/[name]-[hash].js"),
      },
    },
  },
});

/** Writes path and SHA-256 of every file of the bundle into the service worker, fonts of rare scripts aside. */
function precacheList(): Plugin {
  let publicDir = "";
  return {
    name: "alcove-precache-list",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle(_, bundle) {
      const worker = bundle[SERVICE_WORKER];
      if (worker?.type !== "chunk") throw new Error("the service worker is missing from the bundle");
      const built = Object.values(bundle)
        .filter((file) => file !== worker && !file.fileName.startsWith(".vite/") && !rarelyNeeded(file.fileName))
        .map((file) => entryOf(file.fileName, file.type === "chunk" ? file.code : file.source));
      const copied = readdirSync(publicDir).map((name) => entryOf(name, readFileSync(join(publicDir, name))));
      const list = [...built, ...copied].sort(([a], [b]) => (a < b ? -1 : 1));
      const version = createHash("sha256").update(JSON.stringify(list)).digest("hex").slice(0, 16);
      const placed = worker.code.replace(/(["'`])%PRECACHE%\1/, () => JSON.stringify(JSON.stringify(list)));
      if (placed === worker.code) throw new Error("the service worker has no place for its list");
      worker.code = placed.replace("%VERSION%", version);
    },
  };
}

function entryOf(fileName: string, content: string | Uint8Array): readonly [path: string, integrity: string] {
  const hash = createHash("sha256").update(content).digest("base64");
  return [fileName === "index.html" ? "/" : `/${fileName}`, `sha256-${hash}`];
}

/** Fetched and kept when a name or a note first needs them. */
function rarelyNeeded(fileName: string): boolean {
  return /-(cyrillic|greek|vietnamese)(-ext)?-/.test(fileName);
}
