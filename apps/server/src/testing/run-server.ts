/** A real server in this process, on a data folder of its own. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server, type ServerOptions } from "../server.ts";

export type RunningServer = Server & { readonly dataFolder: string; remove(): Promise<void> };

export async function runServer(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const dataFolder = options.dataFolder ?? makeDataFolder();
  const server = await createServer({ port: 0, ...options, dataFolder });
  return {
    ...server,
    dataFolder,
    async remove() {
      await server.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

export function makeDataFolder(): string {
  return mkdtempSync(join(tmpdir(), "alcove-server-"));
}
