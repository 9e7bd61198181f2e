// Takes the pictures of docs/screenshots anew: `npx node tests/e2e/take-screenshots.ts`. Nobody in them exists.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "../browser.ts";
import { makePlace } from "./alcove.ts";
import { found, goTo, makeChart, press } from "./web-hands.ts";
import { startWebServer } from "./web-server.ts";

const FOLDER = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

const NOTE =
  "Came in on time, tired from the week. Slept better on three nights of seven since the evening walks began.\n" +
  "Went through the plan for the visit to her sister: what she can say, when she may leave, whom she can call. She " +
  "named the moment at the door as the hardest and tried a sentence for it.\n" +
  "Plan: walks go on, the sentence on a card, next session Thursday.";

await mkdir(FOLDER, { recursive: true });
const place = makePlace();
const [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await found(page, server.origin, place.path("kit.txt"));
  for (const name of ["Jonas Reim", "Thea Vogt", "Maren Holt"]) await makeChart(page, name);
  await page.getByRole("link", { name: "Write today’s note" }).first().click();
  await page.waitForSelector(".write:focus");
  await page.keyboard.insertText(NOTE);
  await press(page, "Save the note");
  await page.waitForSelector(".state:has-text('sealed on the server')");
  await page.screenshot({ path: `${FOLDER}note.png` });
  await goTo(page, "Today");
  await page.waitForSelector("h2:has-text('Charts')");
  await page.screenshot({ path: `${FOLDER}today.png` });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.screenshot({ path: `${FOLDER}today-phone-dark.png`, animations: "disabled" });
} finally {
  await browser.close();
  await server.stop();
  place.remove();
}
