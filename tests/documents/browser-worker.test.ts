// The same sources in a browser's worker, bundled as for the web app and under a policy that forbids eval and any
// connection: they must give the very same notes as in Node, one answer to each message and no other.

import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readDocument, type SourceFile } from "../../packages/documents/src/index.ts";
import { buildDocx, docxParagraph } from "../../packages/documents/src/testing/build-docx.ts";
import { buildOdt, odtParagraph } from "../../packages/documents/src/testing/build-odt.ts";
import { buildPdf } from "../../packages/documents/src/testing/build-pdf.ts";
import { buildRtf, bytesOf } from "../../packages/documents/src/testing/build-rtf.ts";
import { launchBrowser } from "../browser.ts";
import { serveWorker } from "../worker-page.ts";

const encoder = new TextEncoder();

const files: readonly SourceFile[] = [
  { path: "a.txt", bytes: encoder.encode("שלום 👋🏽\r\n\u00a0") },
  { path: "latin.md", bytes: bytesOf("caf\xe9 \x93quoted\x94") },
  { path: "a.rtf", bytes: buildRtf("{\\f3 \\'cf\\'f0\\'e8}\\u8364?{\\f1 \\'b3}") },
  { path: "a.docx", bytes: buildDocx({ body: docxParagraph("one\ttwo") + docxParagraph("שלום 👋🏽") }) },
  { path: "2024-03-05.odt", bytes: buildOdt({ body: odtParagraph("one  two") }) },
  { path: "a.pdf", bytes: buildPdf({ pages: [["one"], ["two"]], compressed: true }) },
  { path: "scan.pdf", bytes: buildPdf({ pages: [[]] }) },
  { path: "rubbish.pdf", bytes: bytesOf("%PDF-1.7 rubbish") },
  { path: "a.csv", bytes: encoder.encode('date,text\n25/03/2024,"a ""b""\nc"\n') },
  { path: "cut.docx", bytes: buildDocx({ body: docxParagraph("x") }).slice(0, -9) },
  { path: "../a.txt", bytes: encoder.encode("x") },
];

let served: Awaited<ReturnType<typeof serveWorker>>;

beforeAll(async () => {
  served = await serveWorker(fileURLToPath(new URL("page/reader-worker.ts", import.meta.url)));
});

afterAll(() => {
  served.close();
});

test("a browser's worker reads every format as Node does", async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(served.address);
    const read = await page.evaluate(
      readInWorker,
      files.map(({ path, bytes }) => ({ path, bytes: [...bytes] })),
    );
    const expected = await Promise.all(files.map((file) => readDocument(file)));
    expect(JSON.parse(read)).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(expected.filter(({ ok }) => ok)).toHaveLength(8);
    expect(complaints.filter((text) => /Content Security Policy/i.test(text))).toEqual([]);
  } finally {
    await browser.close();
  }
});

/** Runs in the page. */
async function readInWorker(sources: readonly { path: string; bytes: readonly number[] }[]): Promise<string> {
  const worker = new Worker("/reader-worker.js", { type: "module" });
  const answers: unknown[] = [];
  for (const { path, bytes } of sources) {
    const answer = new Promise((resolve, reject) => {
      worker.onmessage = (event) => resolve(event.data);
      worker.onerror = (event) => reject(new Error(event.message));
    });
    worker.postMessage({ path, bytes: Uint8Array.from(bytes) });
    answers.push(await answer);
  }
  worker.terminate();
  return JSON.stringify(answers);
}
