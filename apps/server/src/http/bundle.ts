/**
 * The built web app. Only files that were there at the start are served, by their exact names; every other address of
 * the app is a page of it and gets `index.html`.
 */

import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const compressed = new Set([".css", ".html", ".js", ".json", ".map", ".svg", ".txt", ".wasm", ".webmanifest"]);

type Loaded = { readonly etag: string; readonly gzipped: Buffer | undefined };
const compress = promisify(gzip);

export class Bundle {
  readonly #folder: string;
  readonly #names: ReadonlySet<string>;
  readonly #headers: () => Readonly<Record<string, string>>;
  readonly #loaded = new Map<string, Promise<Loaded>>();

  /** `headers`: sent with every file. @throws when `folder` can't be read */
  constructor(folder: string, headers: () => Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#headers = headers;
    this.#names = new Set(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/")}`),
    );
  }

  /** The file an address stands for; `undefined`: no file of the app and no page of it. */
  find(path: string): string | undefined {
    if (this.#names.has(path)) return path;
    const isPage = extname(path) === "";
    return isPage && this.#names.has("/index.html") ? "/index.html" : undefined;
  }

  async answer(name: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const loaded = this.#loaded.get(name) ?? this.#load(name);
    this.#loaded.set(name, loaded);
    const { etag, gzipped } = await loaded;
    // Names under assets/ carry a hash of their content.
    const isHashed = name.startsWith("/assets/");
    reply
      .headers(this.#headers())
      .header("etag", etag)
      .header("vary", "accept-encoding")
      .header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
    if (request.headers["if-none-match"] === etag) return reply.code(304).send();
    reply.type(types[extname(name)] ?? "application/octet-stream");
    const takesGzip = /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
    if (gzipped && takesGzip) return reply.header("content-encoding", "gzip").send(gzipped);
    return reply.send(await readFile(join(this.#folder, name)));
  }

  async #load(name: string): Promise<Loaded> {
    const bytes = await readFile(join(this.#folder, name));
    const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
    return { etag, gzipped: compressed.has(extname(name)) ? await compress(bytes, { level: 9 }) : undefined };
  }
}
