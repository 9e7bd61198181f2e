/** The browser bundle: no inline anything, names by content, a service worker with the list of what it keeps. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { sqliteWithoutUnusedParts } from "@alcove/store-web/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const SERVICE_WORKER = "service-worker.js";
const APP_MANIFEST = "app-manifest.txt";

// One bundle whoever builds it: a test runner's NODE_ENV would make it another.
if (process.argv.includes("build")) process.env["NODE_ENV"] = "production";

export default defineConfig({
  plugins: [react(), precacheList(), appManifest()],
  server: { host: "127.0.0.1", port: 7421, strictPort: true, proxy: { "/v1": "http://127.0.0.1:7420" } },
  preview: { host: "127.0.0.1" },
  worker: { format: "es", plugins: () => [sqliteWithoutUnusedParts()] },
  optimizeDeps: {
    // What workers and later screens need is found at once: found on the way, it reloads the page under somebody's hands.
    entries: ["index.html", "src/worker/*-worker.ts", "src/screens/**/*.tsx"],
    exclude: ["@sqlite.org/sqlite-wasm"],
  },
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

/** Writes path and SHA-256 of every file of the finished bundle into the service worker, fonts of rare scripts aside. */
function precacheList(): Plugin {
  return {
    name: "alcove-precache-list",
    apply: "build",
    // After writing: hashes are of what is served, and other plugins change chunks until the end.
    writeBundle: {
      order: "post",
      sequential: true,
      handler({ dir }) {
        if (!dir) throw new Error("the bundle has no folder");
        const list = filesBelow(dir)
          .filter((file) => file !== SERVICE_WORKER && !file.startsWith(".vite/") && !rarelyNeeded(file))
          .sort()
          .map((file) => [file === "index.html" ? "/" : `/${file}`, integrityOf(join(dir, file))]);
        const version = createHash("sha256").update(JSON.stringify(list)).digest("hex").slice(0, 16);
        const worker = join(dir, SERVICE_WORKER);
        const code = readFileSync(worker, "utf8");
        const listed = code.replace(/(["'`])%PRECACHE%\1/, () => JSON.stringify(JSON.stringify(list)));
        if (listed === code || !listed.includes("%VERSION%")) throw new Error("the service worker lost its list");
        writeFileSync(worker, listed.replace("%VERSION%", version));
      },
    },
  };
}

/** Lists every file with its SHA-256, for whoever compares what a server delivers (docs/spec, page 22). */
function appManifest(): Plugin {
  return {
    name: "alcove-app-manifest",
    apply: "build",
    writeBundle: {
      order: "post",
      sequential: true,
      handler({ dir }) {
        if (!dir) throw new Error("the bundle has no folder");
        const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "package.json"), "utf8")) as {
          version: string;
        };
        const lines = filesBelow(dir)
          .filter((file) => file !== APP_MANIFEST && !file.startsWith(".vite/"))
          .sort()
          .map((file) => `${sha256Of(join(dir, file)).toString("hex")}  ${file}`);
        writeFileSync(join(dir, APP_MANIFEST), `${["alcove-app/v1", version, ...lines].join("\n")}\n`);
      },
    },
  };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

function integrityOf(file: string): string {
  return `sha256-${sha256Of(file).toString("base64")}`;
}

function sha256Of(file: string): Buffer {
  return createHash("sha256").update(readFileSync(file)).digest();
}

/** Fetched and kept when a name or a note first needs them. */
function rarelyNeeded(fileName: string): boolean {
  return /-(cyrillic|greek|vietnamese)(-ext)?-/.test(fileName);
}
