/** The real server, in this process, under the year's time; it can be stopped, and it can be killed. */

import { cpSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { createServer, type Server } from "../../../apps/server/src/server.ts";
import type { YearTime } from "./clock.ts";

export class YearServer {
  readonly #folder: string;
  readonly #time: YearTime;
  #server: Server | undefined;
  #origin = "";
  #port = 0;
  dataFolder: string;

  constructor(folder: string, time: YearTime) {
    this.#folder = folder;
    this.#time = time;
    this.dataFolder = mkdtempSync(join(folder, "server-"));
  }

  get origin(): string {
    return this.#origin;
  }

  async start(): Promise<void> {
    const clock = { wallMs: this.#time.now, steadyMs: this.#time.now };
    this.#server = await createServer({ port: this.#port, dataFolder: this.dataFolder, clock });
    this.#origin = this.#server.origin;
    this.#port = this.#server.port;
  }

  async stop(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }

  /** Goes on from its disk as it was at this moment; what the old process still tidies up at its end is not in it. */
  async kill(): Promise<void> {
    const found = mkdtempSync(join(this.#folder, "server-"));
    cpSync(this.dataFolder, found, { recursive: true });
    await this.stop();
    this.dataFolder = found;
    await this.start();
  }
}
