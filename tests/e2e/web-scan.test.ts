// A second device by QR: its camera sees the picture on the first one's screen, and both people compare words.

import { writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import {
  found,
  goTo,
  makeChart,
  openChart,
  press,
  showFactorIfAsked,
  shows,
  type Sitting,
  writeNote,
} from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

const size = { width: 640, height: 480 };
let place: Place;
let server: WebServer;
let browser: Browser;
let seeing: Browser | undefined;
let page: Page;
let sitting: Sitting;
beforeAll(async () => {
  place = makePlace();
  // At a name of its own: other devices reach it, so that there is a picture for them.
  [server, browser] = await Promise.all([startWebServer(place, "practice.localhost"), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  sitting = await found(page, server.origin, place.path("kit.txt"));
}, 120_000);
afterAll(async () => {
  await seeing?.close();
  await browser?.close();
  await server?.stop();
  place?.remove();
});

/** What a camera in front of that picture sees, as one frame of YUV4MPEG2: a byte of brightness for each pixel, and no colour. */
async function film(picture: Buffer): Promise<Buffer> {
  const canvas = await (await browser.newContext()).newPage();
  const bright = await canvas.evaluate(
    async ({ png, width, height }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const context = new OffscreenCanvas(width, height).getContext("2d");
      if (!context) throw new Error("there is no canvas");
      context.fillStyle = "#887766";
      context.fillRect(0, 0, width, height);
      const side = height * 0.8;
      context.drawImage(image, (width - side) / 2, (height - side) / 2, side, side);
      const { data } = context.getImageData(0, 0, width, height);
      return Array.from({ length: width * height }, (_, i) => data[i * 4 + 1] ?? 0);
    },
    { png: picture.toString("base64"), ...size },
  );
  await canvas.context().close();
  const colour = Buffer.alloc(bright.length / 2, 128);
  const head = `YUV4MPEG2 W${size.width} H${size.height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(bright), colour]);
}

test("a second device scans the picture, both compare, and it opens with the passphrase", async () => {
  await makeChart(page, "Maren Holt");
  await writeNote(page, "Write today’s note", "About the heron.");
  await goTo(page, "Devices");
  await press(page, "Add a device");
  await showFactorIfAsked(page, sitting, ".twelve li");
  const picture = page.getByRole("img", { name: "QR code of the invitation" });
  await picture.waitFor();
  await looksWell(page, "scan, the picture");
  writeFileSync(place.path("film.y4m"), await film(await picture.screenshot()));

  seeing = await launchBrowser(place.path("film.y4m"));
  const phone = await (await seeing.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await phone.goto(server.origin);
  await press(phone, "This is a further device");
  await press(phone, "Pair with that device");
  await phone.getByLabel("What do you call this device?").fill("phone");
  await press(phone, "Scan the picture");
  await phone.waitForSelector(".words li");
  const five = (await phone.locator(".words li").allTextContents()).join(" ");
  await expect.poll(() => page.locator(".word-lines button").allInnerTexts()).toContain(five);
  await press(page, five);
  await press(phone, "They are the same there");
  await phone.getByLabel("Passphrase", { exact: true }).fill(sitting.passphrase);
  await press(phone, "Open this device");
  await shows(page, "The device is added");
  await openChart(phone, "Maren Holt");
  await shows(phone, "About the heron.");
}, 120_000);
