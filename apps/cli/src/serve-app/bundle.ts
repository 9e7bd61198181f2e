/** The built web app on disk, read once: only files that were there at the start are served, by their exact names. */

import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";

export type BundleFile = {
  readonly bytes: Buffer;
  readonly type: string;
  /** Its name says what is in it, so that it can be kept for good. */
  readonly hashed: boolean;
};

/** By address, "/index.html" among them. */
export type Bundle = ReadonlyMap<string, BundleFile>;

const types: ReadonlyMap<string, string> = new Map([
  [".css", "text/css; charset=utf-8"],
  [".html", "text/html; charset=utf-8"],
  [".ico", "image/x-icon"],
  [".js", "text/javascript; charset=utf-8"],
  [".json", "application/json"],
  [".map", "application/json"],
  [".png", "image/png"],
  [".svg", "image/svg+xml"],
  [".txt", "text/plain; charset=utf-8"],
  [".wasm", "application/wasm"],
  [".webmanifest", "application/manifest+json"],
  [".woff2", "font/woff2"],
]);

/**
 * `undefined`: there is no built app in this folder. `server`: put where the app looks for its server's origin.
 */
export function readBundle(folder: string, server: string): Bundle | undefined {
  const files = new Map<string, BundleFile>();
  for (const entry of listFiles(folder)) {
    const path = `/${relative(folder, entry).split(sep).join("/")}`;
    const read = readFileSync(entry);
    const bytes = path === "/index.html" ? Buffer.from(nameServer(read.toString("utf8"), server)) : read;
    const type = types.get(extname(path)) ?? "application/octet-stream";
    files.set(path, { bytes, type, hashed: path.startsWith("/assets/") });
  }
  return files.has("/index.html") ? files : undefined;
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

/** Every page of the app is `index.html`; an address with an extension that is no file of it is nothing. */
export function findFile(bundle: Bundle, path: string): BundleFile | undefined {
  return bundle.get(path) ?? (extname(path) === "" ? bundle.get("/index.html") : undefined);
}

function nameServer(page: string, server: string): string {
  const meta = `<meta name="alcove-server" content="${server.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}" />`;
  const place = /<meta\s+name="alcove-server"[^>]*>/;
  return place.test(page) ? page.replace(place, () => meta) : page.replace(/<head[^>]*>/, (head) => `${head}${meta}`);
}
