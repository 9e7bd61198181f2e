// Pages of PDF files as a browser's worker draws them, under the policy of the app: seen to be drawn, and of ten thousand only one.

import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPdf } from "../../packages/documents/src/testing/build-pdf.ts";
import { launchBrowser } from "../browser.ts";
import { serveWorker } from "../worker-page.ts";

let served: Awaited<ReturnType<typeof serveWorker>>;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let page: Page;

beforeAll(async () => {
  served = await serveWorker(fileURLToPath(new URL("../../apps/web/src/worker/pdf-pages-worker.ts", import.meta.url)));
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(served.address);
});
afterAll(async () => {
  await browser.close();
  served.close();
});

/** Opens it, draws one page, and counts the dark dots on it. */
const look = (bytes: Uint8Array, number = 1) =>
  page.evaluate(
    async ([base64, wanted]) => {
      const worker = new Worker("/pdf-pages-worker.js", { type: "module" });
      const ask = (what: object) =>
        new Promise<Record<string, unknown>>((resolve) => {
          worker.onmessage = (event) => resolve(event.data as Record<string, unknown>);
          worker.postMessage(what);
        });
      try {
        const open = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const opened = await ask({ open });
        if ("problem" in opened) return opened;
        const drawn = await ask({ page: wanted, width: 400 });
        if ("damaged" in drawn) return { ...opened, ...drawn };
        const picture = drawn["picture"] as ImageBitmap;
        const canvas = new OffscreenCanvas(picture.width, picture.height);
        const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
        context.drawImage(picture, 0, 0);
        const { data } = context.getImageData(0, 0, picture.width, picture.height);
        let dark = 0;
        for (let at = 0; at < data.length; at += 4) if ((data[at] as number) < 128 && data[at + 3] === 255) dark++;
        return { ...opened, drawn: `${picture.width}x${picture.height}`, dark };
      } finally {
        worker.terminate();
      }
    },
    [Buffer.from(bytes).toString("base64"), number] as const,
  );

test("a page is drawn, at the width asked for", async () => {
  const [written, empty] = [buildPdf({ pages: [["Referral of the client"], []] }), buildPdf({ pages: [[]] })];
  expect(await look(written)).toMatchObject({ pages: 2, drawn: expect.stringMatching(/^400x/) as string });
  expect(((await look(written)) as { dark: number }).dark).toBeGreaterThan(50);
  expect(await look(written, 2)).toMatchObject({ dark: 0 });
  expect(await look(empty)).toMatchObject({ dark: 0 });
});

test("of ten thousand pages the last is there as soon as the first; what is no PDF, or cut, says so", async () => {
  const long = buildPdf({ pages: Array.from({ length: 10_000 }, (_, n) => [`page ${n + 1}`]) });
  const began = performance.now();
  expect(await look(long, 10_000)).toMatchObject({ pages: 10_000, drawn: expect.stringMatching(/^400x/) as string });
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(await look(Buffer.from("%PDF-1.7 rubbish"))).toEqual({ problem: "document-damaged" });
  expect(await look(Buffer.from("plain words"))).toEqual({ problem: "document-damaged" });
});
