// What poppler, which knows nothing of us, finds in a paper that was written: text, tags, letters, title, language.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { paperFonts } from "../../apps/cli/src/paper-fonts.ts";
import { type Block, type Fonts, type Paper, writePaper } from "../../packages/pdf/src/index.ts";
import { launchBrowser } from "../browser.ts";
import { needsTool } from "../needs.ts";
import { serveWorker } from "../worker-page.ts";

const run = promisify(execFile);
const AT = Date.UTC(2026, 10, 30, 12);
const sentence = "A sentence that is long enough to be broken over lines when it is said again. ";

let fonts: Fonts;
let folder: string;

beforeAll(async () => {
  fonts = await paperFonts();
  folder = await mkdtemp(join(tmpdir(), "alcove-paper-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const paper = (blocks: readonly Block[], more: Partial<Paper> = {}): Paper => ({
  title: "Chart of A & B <c>",
  language: "en",
  from: ["Hillside Practice", "12 Hill Street"],
  foot: "Hillside Practice, confidential",
  blocks,
  ...more,
});

const canvas = (colour: number, clear = false) => png({ width: 3, height: 2, colour, clear });

test("text, structure, title and language are read back by another program", async (context) => {
  const file = await written(context, [
    { kind: "heading", level: 1, text: "Notes" },
    { kind: "heading", level: 2, text: "First" },
    { kind: "paragraph", text: `Łukasz said: „dość”.\n${sentence.repeat(9)}` },
    { kind: "facts", rows: [["Born", "1980-01-01"]] },
    { kind: "list", ordered: true, items: ["one", sentence.repeat(4)] },
    { kind: "table", head: ["Date", "Score"], rows: [["2026-01-05", "12"]] },
    { kind: "image", bytes: canvas(6), says: "a drawn name" },
  ]);
  if (file === undefined) return;
  const about = (await run("pdfinfo", [file])).stdout;
  expect(about).toMatch(/^Title: +Chart of A & B <c>$/m);
  expect(about).toMatch(/^Tagged: +yes$/m);
  expect(about).toMatch(/^CreationDate: .*Nov 30 12:00:00 2026/m);
  expect((await run("pdfinfo", ["-meta", file])).stdout).toMatch(
    /<pdfuaid:part>1<[\s\S]*Chart of A &#38; B &#60;c&#62;/,
  );
  expect((await run("strings", [file])).stdout).toContain("/Lang (en)");
  const tags = (await run("pdfinfo", ["-struct-text", file])).stdout;
  expect(shape(tags)).toEqual(
    "Document P P H1 H2 H3 P Table TR TH:Row TD L LI Lbl LBody LI Lbl LBody Table TR TH:Column TH:Column TR TD TD Figure",
  );
  expect(tags).toContain('"Notes"');
  const text = await textOf(file);
  expect(text).toContain("Łukasz said: „dość”.");
  expect(text.match(/A\s+sentence\s+that/g)).toHaveLength(13);
  expect(text).toContain("Page 1 of 1");
  const letters = (await run("pdffonts", [file])).stdout.trim().split("\n").slice(2);
  expect(letters).toHaveLength(2);
  for (const line of letters) expect(line).toMatch(/\+DejaVuSans.*CID TrueType +Identity-H +yes yes yes/);
});

test("tables go on over pages under their head, a row that no page holds too, and nothing is lost", async (context) => {
  const rows = Array.from({ length: 120 }, (_, at) => [`row-${at}`, at % 9 === 0 ? sentence.repeat(6) : "fine"]);
  const file = await written(context, [
    {
      kind: "table",
      head: ["Which", "What"],
      rows: [...rows, ["tall", Array.from({ length: 200 }, (_, at) => `line-${at}`).join("\n")]],
    },
  ]);
  if (file === undefined) return;
  const pages = (await textOf(file)).split("\f").slice(0, -1);
  expect(pages.length).toBeGreaterThan(5);
  pages.forEach((page, at) => {
    expect(page).toContain("Which");
    expect(page).toContain(`Page ${at + 1} of ${pages.length}`);
  });
  const all = pages.join("\n");
  for (const name of [...rows.map(([which]) => which), "line-0", "line-199"])
    expect(all).toMatch(new RegExp(`\\b${name}\\b`));
  expect(all.match(/line-\d+/g)).toHaveLength(200);
});

test("long words are cut, right-to-left text keeps its words, and what has no sign is a square that the paper speaks of", async (context) => {
  const file = await written(context, [
    { kind: "paragraph", text: "W".repeat(300) },
    { kind: "paragraph", text: "שלום עולם, מה שלומך היום" },
    { kind: "paragraph", text: "مرحبا 123 hello" },
    { kind: "paragraph", text: "smile \u{1f600} wave \u{1f44b}\u{1f3fd} 中中 half \ud83d bell \u0007 joined a\u200db" },
  ]);
  if (file === undefined) return;
  const text = (await textOf(file)).replaceAll(/[\u202a-\u202e]/g, "");
  expect(text.match(/W/g)).toHaveLength(300);
  for (const word of ["שלום", "עולם", "מה", "שלומך", "היום", "مرحبا", "123", "hello"]) expect(text).toContain(word);
  expect(text).toContain("smile \u{1f600} wave □□ □□ half □ bell □ joined ab");
  const spoken = text.slice(text.indexOf("has no sign for"));
  for (const code of ["U+1F44B", "U+1F3FD", "U+4E2D (2)", "U+D83D", "U+0007"]) expect(spoken).toContain(code);
});

test("Hebrew reads from right to left on the page", async (context) => {
  const file = await written(context, [{ kind: "paragraph", text: "ראשון שני" }]);
  if (file === undefined) return;
  const boxes = (await run("pdftotext", ["-bbox", file, "-"])).stdout;
  // There words stand as they are painted, letter by letter from the left.
  const left = (word: string) =>
    Number(new RegExp(`xMin="([\\d.]+)"[^>]*>${[...word].toReversed().join("")}<`).exec(boxes)?.[1]);
  expect(left("ראשון")).toBeGreaterThan(left("שני"));
});

test("pictures of every usual kind are set, and one that can't be is named in its place", async (context) => {
  const good = [
    canvas(0),
    canvas(2),
    canvas(3),
    canvas(3, true),
    canvas(4),
    canvas(6),
    canvas(2, true),
    canvas(0, true),
  ];
  const damaged = canvas(6).subarray(0, -30);
  const bad = [damaged, new TextEncoder().encode("<svg/>"), Uint8Array.of(0xff, 0xd8, 0xff, 0xda), new Uint8Array(0)];
  const file = await written(
    context,
    [...good, ...bad].map((bytes, at) => ({ kind: "image", bytes, says: `picture ${at}` })),
  );
  if (file === undefined) return;
  expect((await run("pdfimages", ["-list", file])).stdout.trim().split("\n").slice(2)).toHaveLength(good.length);
  const text = await textOf(file);
  for (let at = 0; at < bad.length; at++)
    expect(text).toContain(`could not be shown here: picture ${good.length + at}]`);
});

test("a transparent picture is painted on white", async (context) => {
  const file = await written(context, [{ kind: "image", bytes: canvas(6, true), says: "clear" }]);
  if (file === undefined) return;
  await run("pdfimages", [file, join(folder, "clear")]);
  const pixels = (await readFile(join(folder, "clear-000.ppm"))).subarray(-3 * 2 * 3);
  expect([...pixels]).toEqual(Array.from({ length: 18 }, () => 255));
});

test("the same paper at the same time gives the same bytes, and what is empty is no error", async () => {
  const blocks: Block[] = [
    { kind: "new-page" },
    { kind: "list", ordered: false, items: [] },
    { kind: "table", head: [], rows: [] },
    { kind: "table", head: ["a"], rows: [] },
    { kind: "table", head: ["a", "b"], rows: [["short"]] },
    { kind: "facts", rows: [] },
    { kind: "paragraph", text: "" },
    { kind: "new-page" },
  ];
  const [first, second] = await Promise.all([1, 2].map(() => writePaper(paper(blocks), fonts, AT)));
  expect(first).toEqual(second);
  expect(await writePaper(paper(blocks), fonts, AT + 60_000)).not.toEqual(first);
});

test("a browser's worker writes the same text, with the app's own letters and offline", async (context) => {
  const served = await serveWorker(
    fileURLToPath(new URL("../../apps/web/src/worker/paper-worker.ts", import.meta.url)),
  );
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(served.address);
    const here = paper([{ kind: "paragraph", text: "Łukasz said: „dość”." }]);
    const pictured = {
      ...here,
      blocks: [...here.blocks, { kind: "image" as const, bytes: [...canvas(6)], says: "drawn" }],
    };
    const bytes = await page.evaluate(writeInWorker, { paper: pictured, createdAt: AT });
    const file = join(folder, "browser.pdf");
    await writeFile(file, Uint8Array.from(bytes));
    expect(complaints).toEqual([]);
    if (!(await needsTool("pdftotext", context))) return;
    expect(await textOf(file)).toContain("Łukasz said: „dość”.");
    expect((await run("pdfimages", ["-list", file])).stdout.trim().split("\n").slice(2)).toHaveLength(1);
  } finally {
    await browser.close();
    served.close();
  }
});

/** Runs in the page. */
async function writeInWorker({ paper: plain, createdAt }: { paper: object; createdAt: number }): Promise<number[]> {
  const blocks = (plain as { blocks: { bytes?: number[] }[] }).blocks.map((block) =>
    block.bytes ? { ...block, bytes: Uint8Array.from(block.bytes) } : block,
  );
  const worker = new Worker("/paper-worker.js", { type: "module" });
  const answer = await new Promise<{ bytes: Uint8Array }>((resolve, reject) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ paper: { ...plain, blocks }, createdAt });
  });
  worker.terminate();
  return [...answer.bytes];
}

async function written(context: TestContext, blocks: readonly Block[]): Promise<string | undefined> {
  if (!(await needsTool("pdftotext", context))) return undefined;
  const file = join(folder, `${Math.random()}.pdf`);
  await writeFile(file, await writePaper(paper(blocks), fonts, AT));
  return file;
}

async function textOf(file: string): Promise<string> {
  return (await run("pdftotext", ["-layout", file, "-"])).stdout;
}

/** The kinds of the elements in order, with what a header cell heads. */
function shape(tags: string): string {
  return [...tags.matchAll(/^ *([A-Z]\w*)(?: \(block\)|:|$)|\/Scope \/(\w+)/gm)]
    .map(([, kind, heads]) => (heads ? `:${heads}` : ` ${kind}`))
    .join("")
    .trim();
}

/** A PNG of one colour, black; `clear`: none of it is opaque. */
function png({
  width,
  height,
  colour,
  clear,
}: {
  width: number;
  height: number;
  colour: number;
  clear: boolean;
}): Uint8Array {
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour] ?? 0;
  const pixel = Array.from({ length: channels }, (_, at) =>
    (colour === 4 || colour === 6) && at === channels - 1 && !clear ? 255 : 0,
  );
  const rows = Array.from({ length: height }, () => [0, ...Array.from({ length: width }, () => pixel).flat()]).flat();
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colour, 0, 0, 0], 8);
  const transparency = colour === 3 ? [0] : colour === 2 ? [0, 0, 0, 0, 0, 0] : [0, 0];
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk("IHDR", header),
    ...(colour === 3 ? [pngChunk("PLTE", Buffer.from([0, 0, 0]))] : []),
    ...(clear && colour < 4 ? [pngChunk("tRNS", Buffer.from(transparency))] : []),
    pngChunk("IDAT", deflateSync(Buffer.from(rows))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, Buffer.from(type), body, Buffer.alloc(4)]);
}
