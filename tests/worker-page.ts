/** A worker of ours as browsers get it: bundled as for the web app, on a page whose policy forbids eval and foreign addresses. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { build, type Rolldown } from "vite";

const POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'";

/** `input`: the worker's source; it is served under its name, ending in `.js`. Close it after use. */
export async function serveWorker(input: string): Promise<{ readonly address: string; readonly close: () => void }> {
  const files = await bundle(input);
  const server = createServer((request, response) => {
    const name = (request.url ?? "/").slice(1);
    const content = files.get(name);
    response.setHeader("content-security-policy", POLICY);
    if (name === "") response.setHeader("content-type", "text/html").end("<!doctype html><title>page</title>");
    else if (content === undefined) response.writeHead(404).end();
    else response.setHeader("content-type", "text/javascript").end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

async function bundle(input: string): Promise<Map<string, string | Uint8Array>> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      target: "es2023",
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input, output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" } },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]) as Rolldown.RolldownOutput[];
  const files = outputs.flatMap(({ output }) => output);
  return new Map(files.map((file) => [file.fileName, file.type === "chunk" ? file.code : file.source]));
}
