/**
 * Serves the installed web app to browsers on this computer, so that no server delivers the code that opens records
 * (security.md section 7). A page of a stranger can make a browser ask here: it gets nothing under another name than
 * localhost, from another origin, or into a frame.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { appHeaders } from "./app-headers.ts";
import { type Bundle, findFile } from "./bundle.ts";

export type AppServer = {
  readonly origin: string;
  close(): Promise<void>;
};

const frameDestinations = new Set(["iframe", "frame", "embed", "object", "fencedframe"]);

/**
 * Listens on both loopback addresses, or on the one there is.
 * @throws Error of the network, with its `code` (EADDRINUSE: something else has the port)
 */
export async function serveApp(bundle: Bundle, server: string, port: number): Promise<AppServer> {
  const origin = `http://localhost:${port}`;
  const headers = appHeaders(server);
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answer(bundle, origin, request, response);
  };
  const listening: Server[] = [];
  for (const host of ["127.0.0.1", "::1"]) {
    const listener = createServer(handle);
    listener.listen({ host, port, exclusive: true });
    try {
      await once(listener, "listening");
      listening.push(listener);
    } catch (error) {
      const absent =
        error instanceof Error && "code" in error && ["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes(String(error.code));
      if (absent && (host === "::1" || listening.length > 0)) continue;
      for (const other of listening) other.close();
      throw error;
    }
  }
  return {
    origin,
    async close() {
      await Promise.all(
        listening.map((listener) => {
          listener.closeAllConnections();
          return new Promise<void>((closed) => void listener.close(() => closed()));
        }),
      );
    },
  };
}

function answer(bundle: Bundle, origin: string, request: IncomingMessage, response: ServerResponse): void {
  const refuse = (status: number, sentence: string) => {
    response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
    response.end(request.method === "HEAD" ? undefined : `${sentence}\n`);
  };
  const { host, origin: from, "sec-fetch-dest": destination } = request.headers;
  if (host !== new URL(origin).host) return refuse(421, `Alcove is at ${origin} and answers to no other name.`);
  if (from !== undefined && from !== origin) return refuse(403, "This page is not for other pages.");
  if (frameDestinations.has(String(destination))) return refuse(403, "This page is not for frames.");
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    return refuse(405, "Only GET and HEAD.");
  }
  const url = URL.canParse(request.url ?? "", origin) ? new URL(request.url ?? "", origin) : undefined;
  const file = url?.origin === origin ? findFile(bundle, url.pathname) : undefined;
  if (!file) return refuse(404, "There is nothing here.");
  response.writeHead(200, {
    "content-type": file.type,
    "content-length": file.bytes.length,
    "cache-control": file.hashed ? "public, max-age=31536000, immutable" : "no-cache",
  });
  response.end(request.method === "HEAD" ? undefined : file.bytes);
}
