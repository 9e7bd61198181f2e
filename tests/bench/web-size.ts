/** `webFirstLoadKiB`: the JavaScript that a browser takes, gzipped, until the first page stands; the editor comes later. */

import { gzipSync } from "node:zlib";
import { launchBrowser } from "../browser.ts";
import { makePlace } from "../e2e/alcove.ts";
import { startWebServer } from "../e2e/web-server.ts";
import type { Figure } from "./figure.ts";

export async function measureWebSize(): Promise<Figure> {
  const place = makePlace();
  const server = await startWebServer(place);
  const browser = await launchBrowser();
  try {
    // What the service worker lays in for offline use comes after the page, and holds nothing up.
    const context = await browser.newContext({ serviceWorkers: "block" });
    const scripts = new Set<string>();
    // Of the context: a worker's own requests are not the page's.
    context.on("response", (response) => {
      if (/\.js(?:$|\?)/.test(response.url())) scripts.add(response.url());
    });
    const page = await context.newPage();
    await page.goto(server.origin);
    await page.getByRole("button", { name: "Begin a practice" }).waitFor();
    let bytes = 0;
    let workers = 0;
    for (const url of scripts) {
      const size = gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()), { level: 9 }).length;
      bytes += size;
      if (url.includes("-worker-")) workers += size;
    }
    const parts = { files: scripts.size, inWorkers: workers / 1024 };
    return { key: "webFirstLoadKiB", value: bytes / 1024, mustBe: 250, reachFor: 200, parts };
  } finally {
    await browser.close();
    await server.stop();
    place.remove();
  }
}
