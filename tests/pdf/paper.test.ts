// What poppler, which knows nothing of us, finds in a paper that was written: text, tags, letters, title, language.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { crc32, deflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { paperFonts } from "../../apps/cli/src/paper-fonts.ts";
import { type Block, type Fonts, type Paper, paperPieces, writePaper } from "../../packages/pdf/src/index.ts";
import { launchBrowser } from "../browser.ts";
import { needsTool } from "../needs.ts";
import { serveWorker } from "../worker-page.ts";

const run = promisify(execFile);
const AT = Date.UTC(2026, 10, 30, 12);
const sentence = "A sentence that is long enough to be broken over lines when it is said again. ";

let fonts: Fonts;
let folder: string;
/** As a browser makes them. */
let photo: Buffer;
let webp: Buffer;

beforeAll(async () => {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  const drawn = (type: string) => page.evaluate(drawSides, type).then((address) => Buffer.from(address, "base64"));
  [photo, webp] = [await drawn("image/jpeg"), await drawn("image/webp")];
  await browser.close();
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

const given = new Map<string, Uint8Array>();
const pictures = { read: async (file: string) => given.get(file) };
const image = (bytes: Uint8Array, says: string, file = `${given.size}`): Extract<Block, { kind: "image" }> => {
  given.set(file, bytes);
  return { kind: "image", file, says };
};

const dot = { width: 1, height: 1, colour: 2, clear: false };
const canvas = (colour: number, clear = false) => png({ width: 3, height: 2, colour, clear });

test("text, structure, title and language are read back by another program", async (context) => {
  const file = await written(context, [
    { kind: "heading", level: 1, text: "Notes" },
    { kind: "heading", level: 2, text: "First" },
    { kind: "paragraph", text: `Łukasz said: „dość”.\n${sentence.repeat(9)}` },
    { kind: "facts", rows: [["Born", "1980-01-01"]] },
    { kind: "list", ordered: true, items: ["one", sentence.repeat(4)] },
    { kind: "table", head: ["Date", "Score"], rows: [["2026-01-05", "12"]] },
    image(canvas(6), "a drawn name"),
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
    "Document P P H1 H2 H3 P Table TR TH:Row TD L LI Lbl LBody LI Lbl LBody Table TR TH:Column TH:Column TR TD TD Figure P",
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
    [...good, ...bad].map((bytes, at) => image(bytes, `picture ${at}`)),
  );
  if (file === undefined) return;
  expect((await run("pdfimages", ["-list", file])).stdout.trim().split("\n").slice(2)).toHaveLength(good.length);
  const text = await textOf(file);
  for (let at = 0; at < bad.length; at++)
    expect(text).toContain(`could not be shown here: picture ${good.length + at}]`);
});

test("a transparent picture is painted on white", async (context) => {
  const file = await written(context, [image(canvas(6, true), "clear")]);
  if (file === undefined) return;
  await run("pdfimages", [file, join(folder, "clear")]);
  const pixels = (await readFile(join(folder, "clear-000.ppm"))).subarray(-3 * 2 * 3);
  expect([...pixels]).toEqual(Array.from({ length: 18 }, () => 255));
});

test("a photo stands as it is looked at, however the camera was held", async (context) => {
  // What is stored is red on the left and blue on the right.
  const sides = { 1: "left", 2: "right", 3: "right", 4: "left", 5: "above", 6: "above", 7: "below", 8: "below" };
  for (const [orientation, side] of Object.entries(sides)) {
    const file = await written(context, [image(turned(photo, Number(orientation)), "photo")]);
    if (file === undefined) return;
    expect(await sideOfRed(file), orientation).toBe(side);
  }
});

test("half a photo is named in its place, and so is what is not there", async (context) => {
  const gone = { kind: "image", file: "nowhere", says: "", otherwise: "It is elsewhere." } as const;
  const blocks = [image(photo.subarray(0, -40), "half a photo"), gone, { ...gone, otherwise: undefined }];
  const file = await written(context, blocks as Block[]);
  if (file === undefined) return;
  const text = await textOf(file);
  for (const says of ["shown here: half a photo]", "It is elsewhere.", "[A picture could not be shown here]"])
    expect(text).toContain(says);
});

test("a picture that stands twice is in the file once, and pictures are read one by one while the file is written", async (context) => {
  const order: string[] = [];
  const large = png({ width: 300, height: 300, colour: 2, clear: false, noise: true });
  const blocks = ["a", "b", "c"].map((file) => image(large, `says ${file}`, file));
  const source = {
    async read(file: string) {
      order.push(file);
      return given.get(file);
    },
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of paperPieces(paper([...blocks, ...blocks]), fonts, AT, source)) {
    order.push("piece");
    pieces.push(piece);
  }
  expect(order.slice(0, 6)).toEqual(["a", "piece", "b", "piece", "c", "piece"]);
  expect(order.filter((one) => one !== "piece")).toEqual(["a", "b", "c"]);
  if (!(await needsTool("pdfimages", context))) return;
  const file = join(folder, "twice.pdf");
  await writeFile(file, Buffer.concat(pieces));
  const list = (await run("pdfimages", ["-list", file])).stdout.trim().split("\n").slice(2);
  const objects = list.map((line) => line.trim().split(/\s+/)[10]);
  expect([objects.length, new Set(objects).size]).toEqual([6, 3]);
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
      blocks: [
        ...here.blocks,
        image(canvas(6), "drawn", "png"),
        image(png({ ...dot, interlaced: true }), "rare", "rare"),
        image(webp, "", "webp"),
      ],
    };
    const all = Object.fromEntries(["png", "rare", "webp"].map((name) => [name, [...(given.get(name) ?? [])]]));
    const bytes = await page.evaluate(writeInWorker, { paper: pictured, createdAt: AT, pictures: all });
    const file = join(folder, "browser.pdf");
    await writeFile(file, Uint8Array.from(bytes));
    expect(complaints).toEqual([]);
    if (!(await needsTool("pdftotext", context))) return;
    expect(await textOf(file)).toContain("Łukasz said: „dość”.");
    expect((await run("pdfimages", ["-list", file])).stdout.trim().split("\n").slice(2)).toHaveLength(3);
  } finally {
    await browser.close();
    served.close();
  }
});

/** Runs in the page. */
async function writeInWorker(given: {
  paper: object;
  createdAt: number;
  pictures: Record<string, number[]>;
}): Promise<number[]> {
  const { paper: asked, createdAt, pictures: all } = given;
  const worker = new Worker("/paper-worker.js", { type: "module" });
  const pieces: number[] = [];
  await new Promise<void>((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.piece) {
        for (const byte of data.piece) pieces.push(byte);
        worker.postMessage({ goOn: true });
      } else if (data.wants) worker.postMessage({ picture: Uint8Array.from(all[data.wants] ?? []) });
      else if (data.done) resolve();
      else reject(new Error("failed"));
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ paper: asked, createdAt });
  });
  worker.terminate();
  return pieces;
}

async function written(context: TestContext, blocks: readonly Block[]): Promise<string | undefined> {
  if (!(await needsTool("pdftotext", context))) return undefined;
  const file = join(folder, `${Math.random()}.pdf`);
  await writeFile(file, await writePaper(paper(blocks), fonts, AT, pictures));
  return file;
}

async function textOf(file: string): Promise<string> {
  return (await run("pdftotext", ["-layout", file, "-"])).stdout;
}

/** Runs in a page. */
function drawSides(type: string): string {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [64, 32];
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  for (const [at, color] of ["#f00", "#00f"].entries()) {
    pen.fillStyle = color;
    pen.fillRect(at * 32, 0, 32, 32);
  }
  return canvas.toDataURL(type).split(",")[1] ?? "";
}

/** As a camera says it that was held otherwise. */
function turned(jpeg: Buffer, orientation: number): Buffer {
  const exif = Buffer.alloc(36);
  exif.set([0xff, 0xe1, 0, 34]);
  exif.write("Exif\0\0MM\0*", 4, "latin1");
  exif.writeUInt32BE(8, 14);
  exif.writeUInt16BE(1, 18);
  exif.writeUInt16BE(0x0112, 20);
  exif.writeUInt16BE(3, 22);
  exif.writeUInt32BE(1, 24);
  exif.writeUInt16BE(orientation, 28);
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

/** Of blue, on the first page. */
async function sideOfRed(file: string): Promise<string> {
  await run("pdftoppm", ["-r", "72", "-singlefile", file, file.replace(".pdf", "")]);
  const ppm = await readFile(file.replace(".pdf", ".ppm"));
  const pixels = ppm.subarray(-612 * 792 * 3);
  const middle = (red: boolean) => {
    const all: [number, number][] = [];
    for (let at = 0; at < 612 * 792; at++) {
      const [r = 0, g = 0, b = 0] = pixels.subarray(at * 3, at * 3 + 3);
      if (g < 60 && (red ? r > 200 && b < 60 : b > 200 && r < 60)) all.push([at % 612, Math.floor(at / 612)]);
    }
    expect(all.length).toBeGreaterThan(300);
    return [0, 1].map((part) => all.reduce((sum, place) => sum + (place[part] ?? 0), 0) / all.length);
  };
  const [[x = 0, y = 0], [otherX = 0, otherY = 0]] = [middle(true), middle(false)] as const;
  if (Math.abs(x - otherX) > Math.abs(y - otherY)) return x < otherX ? "left" : "right";
  return y < otherY ? "above" : "below";
}

/** Pixels that nothing packs, each row behind its filter. */
function noisy(rows: readonly number[], rowBytes: number): Buffer {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 16;
  };
  return Buffer.from(rows.map((_, at) => (at % rowBytes === 0 ? 0 : random() & 255)));
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
  noise = false,
  interlaced = false,
}: {
  width: number;
  height: number;
  colour: number;
  clear: boolean;
  noise?: boolean;
  interlaced?: boolean;
}): Uint8Array {
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour] ?? 0;
  const pixel = Array.from({ length: channels }, (_, at) =>
    (colour === 4 || colour === 6) && at === channels - 1 && !clear ? 255 : 0,
  );
  const rows = Array.from({ length: height }, () => [0, ...Array.from({ length: width }, () => pixel).flat()]).flat();
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colour, 0, 0, interlaced ? 1 : 0], 8);
  const transparency = colour === 3 ? [0] : colour === 2 ? [0, 0, 0, 0, 0, 0] : [0, 0];
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk("IHDR", header),
    ...(colour === 3 ? [pngChunk("PLTE", Buffer.from([0, 0, 0]))] : []),
    ...(clear && colour < 4 ? [pngChunk("tRNS", Buffer.from(transparency))] : []),
    pngChunk("IDAT", deflateSync(noise ? noisy(rows, width * channels + 1) : Buffer.from(rows))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const named = Buffer.concat([Buffer.from(type), body]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
