/**
 * The built web app. Only files that were there at the start are served, by their exact names and as they were; every
 * other address of the app is a page of it and gets `index.html`. A newer build in the same folder takes nothing from
 * pages that are open: it is served after the next start, whole.
 */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
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

/** Held packed where packing is worth it, else as it is. */
type Held = { readonly etag: string; readonly bytes: Buffer; readonly isPacked: boolean };
const pack = promisify(gzip);
const unpack = promisify(gunzip);

export class Bundle {
  readonly #headers: () => Readonly<Record<string, string>>;
  readonly #plain = new Map<string, Buffer>();
  readonly #held = new Map<string, Promise<Held>>();

  /** Reads all of it. `headers`: sent with every file. @throws when `folder` can't be read */
  constructor(folder: string, headers: () => Readonly<Record<string, string>>) {
    this.#headers = headers;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      this.#plain.set(`/${relative(folder, file).split(sep).join("/")}`, readFileSync(file));
    }
  }

  /** The file an address stands for; `undefined`: no file of the app and no page of it. */
  find(path: string): string | undefined {
    if (this.#has(path)) return path;
    const isPage = extname(path) === "";
    return isPage && this.#has("/index.html") ? "/index.html" : undefined;
  }

  /** `name`: as `find` gave it. */
  async answer(name: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { etag, bytes, isPacked } = await this.#hold(name);
    // Names under assets/ carry a hash of their content.
    const isHashed = name.startsWith("/assets/");
    reply
      .headers(this.#headers())
      .header("etag", etag)
      .header("vary", "accept-encoding")
      .header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
    if (request.headers["if-none-match"] === etag) return reply.code(304).send();
    reply.type(types[extname(name)] ?? "application/octet-stream");
    if (!isPacked) return reply.send(bytes);
    const takesGzip = /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
    if (takesGzip) return reply.header("content-encoding", "gzip").send(bytes);
    return reply.send(await unpack(bytes));
  }

  #has(name: string): boolean {
    return this.#plain.has(name) || this.#held.has(name);
  }

  /** Packed when it is first asked for, and in the place of the plain bytes from then on. */
  #hold(name: string): Promise<Held> {
    const known = this.#held.get(name);
    if (known) return known;
    const plain = this.#plain.get(name);
    if (!plain) throw new Error(`bug: ${name} was not found before it was asked for`);
    const holding = hold(name, plain);
    this.#held.set(name, holding);
    this.#plain.delete(name);
    return holding;
  }
}

async function hold(name: string, plain: Buffer): Promise<Held> {
  const etag = `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`;
  const isPacked = compressed.has(extname(name));
  return { etag, isPacked, bytes: isPacked ? await pack(plain, { level: 9 }) : plain };
}
