// Pictures as a real browser writes them, with what a phone would add to them: what is taken out, and that the same picture stays,
// turned the same way. The browser is the second reader.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { crc32 } from "../../packages/documents/src/crc32.ts";
import { type CleanedPicture, cleanPicture } from "../../packages/documents/src/index.ts";
import { launchBrowser } from "../browser.ts";

let browser: Awaited<ReturnType<typeof launchBrowser>>;
let page: Page;
const made = new Map<string, Buffer>();
const types = ["image/jpeg", "image/png", "image/webp"] as const;

beforeAll(async () => {
  browser = await launchBrowser();
  page = await browser.newPage();
  for (const type of types) {
    const address = await page.evaluate((as) => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [24, 16];
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      for (const [color, x, y] of [
        ["#c03030", 0, 0],
        ["#3090c0", 12, 0],
        ["#30c060", 0, 8],
        ["#f0e040", 12, 8],
      ] as const) {
        context.fillStyle = color;
        context.fillRect(x, y, 12, 8);
      }
      return canvas.toDataURL(as, 1);
    }, type);
    made.set(type, Buffer.from(address.split(",")[1] ?? "", "base64"));
  }
});
afterAll(() => browser.close());

/** Its size and pixels as the browser shows it. */
const shown = (bytes: Uint8Array, type: string) =>
  page.evaluate(
    async ([base64, as]) => {
      const blob = await (await fetch(`data:${as};base64,${base64}`)).blob();
      const bitmap = await createImageBitmap(blob, { imageOrientation: "from-image" });
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      return `${bitmap.width}x${bitmap.height} ${[...data].join(",")}`;
    },
    [Buffer.from(bytes).toString("base64"), type] as const,
  );

const canary = "Serial 4711-Quittenweg";
/** An Exif block as phones write it: which way up, the device's number, a place. */
function exif(orientation: number, little: boolean): Buffer {
  const block = Buffer.alloc(200);
  const u16 = (value: number, at: number) => (little ? block.writeUInt16LE(value, at) : block.writeUInt16BE(value, at));
  const u32 = (value: number, at: number) => (little ? block.writeUInt32LE(value, at) : block.writeUInt32BE(value, at));
  block.write(little ? "II" : "MM");
  u16(42, 2);
  u32(8, 4);
  const entries = [
    [0x0112, 3, 1, undefined],
    [0xa431, 2, canary.length, 100],
    [0x8825, 4, 1, 60],
  ] as const;
  u16(entries.length, 8);
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    const at = 10 + i * 12;
    u16(tag, at);
    u16(type, at + 2);
    u32(count, at + 4);
    if (value === undefined) u16(orientation, at + 8);
    else u32(value, at + 8);
  }
  u16(1, 60);
  u16(1, 62);
  u16(2, 64);
  u32(2, 66);
  block.write("N", 70);
  block.write(canary, 100);
  return block;
}
const xmp = Buffer.from(`<x:xmpmeta><rdf exif:GPSLatitude="48,12.3N" serial="${canary}"/></x:xmpmeta>`);

const segment = (marker: number, ...body: (string | Buffer)[]) => {
  const all = Buffer.concat(body.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(all.length + 2, 2);
  return Buffer.concat([head, all]);
};
const pngChunk = (type: string, body: Buffer) => {
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(body.length);
  const typed = Buffer.concat([Buffer.from(type), body]);
  sum.writeUInt32BE(crc32(typed, 0));
  return Buffer.concat([size, typed, sum]);
};
const riffChunk = (type: string, body: Buffer) => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from(type), size, body, Buffer.alloc(body.length % 2)]);
};

/** The same picture with everything that a phone and a program write into it. */
function laden(type: string, orientation: number, little = true): Buffer {
  const plain = made.get(type) as Buffer;
  const block = exif(orientation, little);
  if (type === "image/jpeg")
    return Buffer.concat([
      plain.subarray(0, 2),
      segment(0xe1, "Exif\0\0", block),
      segment(0xe1, "http://ns.adobe.com/xap/1.0/\0", xmp),
      segment(0xed, "Photoshop 3.0\0", canary),
      segment(0xfe, canary),
      plain.subarray(2),
      // Behind its end: a small picture, or a film.
      Buffer.from(canary),
    ]);
  if (type === "image/png") {
    const afterHeader = 8 + 12 + 13;
    return Buffer.concat([
      plain.subarray(0, afterHeader),
      pngChunk("eXIf", block),
      pngChunk("iTXt", xmp),
      pngChunk("tEXt", Buffer.from(`Comment\0${canary}`)),
      plain.subarray(afterHeader),
      Buffer.from(canary),
    ]);
  }
  const isExtended = plain.toString("latin1", 12, 16) === "VP8X";
  const extended = isExtended ? Buffer.from(plain.subarray(20, 30)) : Buffer.alloc(10);
  extended[0] = (extended[0] as number) | 0x08 | 0x04;
  extended.writeUIntLE(23, 4, 3);
  extended.writeUIntLE(15, 7, 3);
  const body = Buffer.concat([
    Buffer.from("WEBP"),
    riffChunk("VP8X", extended),
    plain.subarray(isExtended ? 30 : 12),
    riffChunk("EXIF", block),
    riffChunk("XMP ", xmp),
  ]);
  return riffChunk("RIFF", body);
}

const cleaned = (bytes: Uint8Array): Extract<CleanedPicture, { outcome: "removed" }> => {
  const result = cleanPicture(bytes);
  expect(result.outcome).toBe("removed");
  return result as Extract<CleanedPicture, { outcome: "removed" }>;
};

test.each(types)(
  "DOC-5 of %s place, number and remarks go, and the picture is the same, whichever way it is turned",
  async (type) => {
    for (const orientation of [1, 3, 6, 8])
      for (const little of [true, false]) {
        const before = laden(type, orientation, little);
        const { bytes, place } = cleaned(before);
        expect(place).toBe(true);
        expect(Buffer.from(bytes).includes("Quittenweg")).toBe(false);
        expect(Buffer.from(bytes).includes("GPS")).toBe(false);
        expect(await shown(bytes, type), `turned by ${orientation}`).toBe(await shown(before, type));
        // Done once, there is nothing more; of one that is turned only the block that says so is written anew.
        const again = cleanPicture(bytes);
        if (orientation === 1) expect(again.outcome).toBe("nothing-there");
        else expect(Buffer.from(cleaned(bytes).bytes).equals(Buffer.from(bytes))).toBe(true);
      }
    // The test sees a turned picture as one.
    if (type === "image/jpeg") expect(await shown(laden(type, 6), type)).toMatch(/^16x24 /);
  },
);

test("DOC-5 a plain picture stays byte for byte; what is cut, or understood by nobody here, stays too and is said", () => {
  for (const type of types) {
    expect(cleanPicture(made.get(type) as Buffer)).toEqual({ outcome: "nothing-there" });
    const whole = laden(type, 6);
    for (let length = 20; length < whole.length - canary.length - 2; length += 7) {
      const { outcome } = cleanPicture(whole.subarray(0, length));
      expect(outcome, `${type} cut to ${length}`).toBe("cannot");
    }
  }
  const container = (brand: string) => Buffer.concat([Buffer.alloc(4), Buffer.from(`ftyp${brand}`), Buffer.alloc(40)]);
  expect(cleanPicture(container("heic"))).toEqual({ outcome: "cannot", what: "heic" });
  expect(cleanPicture(container("isom"))).toEqual({ outcome: "cannot", what: "film" });
  expect(cleanPicture(Buffer.from("II*\0 and so on"))).toEqual({ outcome: "cannot", what: "tiff" });
  for (const bytes of ["", "%PDF-1.7", "plain words"])
    expect(cleanPicture(Buffer.from(bytes))).toEqual({ outcome: "no-picture" });
});

test("whatever bytes come, nothing throws", () => {
  let seed = 7;
  const below = (most: number) => (seed = (seed * 48_271) % 2_147_483_647) % most;
  for (const type of types) {
    const whole = laden(type, 6);
    for (let round = 0; round < 2000; round++) {
      const bytes = Buffer.from(whole);
      for (let change = 0; change <= below(4); change++) bytes[below(bytes.length)] = below(256);
      cleanPicture(bytes.subarray(0, below(bytes.length)));
      cleanPicture(bytes);
    }
  }
});
