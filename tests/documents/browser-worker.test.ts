// The same sources in a browser's worker, bundled as for the web app and under a policy that forbids eval and any
// connection: they must give the very same notes as in Node, one answer to each message and no other.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readDocument, type SourceFile } from "../../packages/documents/src/index.ts";
import { buildDocx, docxParagraph } from "../../packages/documents/src/testing/build-docx.ts";
import { buildOdt, odtParagraph } from "../../packages/documents/src/testing/build-odt.ts";
import { buildPdf } from "../../packages/documents/src/testing/build-pdf.ts";
import { buildRtf, bytesOf } from "../../packages/documents/src/testing/build-rtf.ts";
import { launchBrowser } from "../browser.ts";

const POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'";
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

let server: Server;
let address: string;

beforeAll(async () => {
  const bundle = await bundleWorker();
  server = createServer((request, response) => {
    const name = (request.url ?? "/").slice(1);
    const code = bundle.get(name);
    response.setHeader("content-security-policy", POLICY);
    if (name === "") response.setHeader("content-type", "text/html").end("<!doctype html><title>page</title>");
    else if (code === undefined) response.writeHead(404).end();
    else response.setHeader("content-type", "text/javascript").end(code);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  server.close();
});

test("a browser's worker reads every format as Node does", async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(address);
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

async function bundleWorker(): Promise<Map<string, string>> {
  const input = fileURLToPath(new URL("page/reader-worker.ts", import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      target: "es2023",
      modulePreload: { polyfill: false },
      rolldownOptions: { input, output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" } },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]) as Rolldown.RolldownOutput[];
  const chunks = outputs.flatMap(({ output }) => output).filter((part) => part.type === "chunk");
  return new Map(chunks.map((chunk) => [chunk.fileName, chunk.code]));
}
