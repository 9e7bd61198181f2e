// Every screen of the web app in real states: no violation of WCAG 2.2 AA, day and evening, desk and phone; nothing cut.

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import {
  authenticator,
  enrolByKit,
  goTo,
  isSealed,
  makeChart,
  openChart,
  press,
  search,
  shows,
  type Sitting,
  unlock,
  writeNote,
  takeOfferedWords,
} from "./web-hands.ts";
import { lookAt } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let laptop: BrowserContext;
let page: Page;
const sitting: { -readonly [K in keyof Sitting]?: Sitting[K] } = {};

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  laptop = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await laptop.newPage();
  await page.goto(server.origin);
  await shows(page, "A private room for therapy records");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const looksWell = async (where: Page = page) => expect(await lookAt(where)).toEqual([]);

describe("the first sitting", () => {
  test("first visit", () => looksWell());

  test("a further device, by its two ways", async () => {
    await press(page, "This is a further device");
    await shows(page, "Your Emergency Kit");
    await looksWell();
    await press(page, "Pair with that device");
    await press(page, "Take the invitation");
    await shows(page, "The twelve words are missing");
    await page.getByLabel("Twelve words").fill("tattoo gate lokk kind leaf");
    await shows(page, "Word 3 is none");
    await page.getByLabel("Twelve words").fill("tattoo gate lock kind");
    await page.getByText("Word 3 is none").waitFor({ state: "detached" });
    await looksWell();
    await press(page, "Back");
    await page.getByText("Your Emergency Kit").click();
    await press(page, "Use the kit");
    await press(page, "Add this device");
    await shows(page, "The kit is missing");
    await page.getByLabel("The kit", { exact: true }).fill("RJNM J3CS IJSQ MGCG 5WQE EDET OIFK");
    await press(page, "Add this device");
    await shows(page, "This is the Secret Key, a part of the kit.");
    await looksWell();
    await press(page, "Back");
    await press(page, "Back");
  });

  test("names, with what is missing", async () => {
    await press(page, "Begin a practice");
    await press(page, "Go on to the passphrase");
    await shows(page, "Give the practice a name");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("practiceName");
    await looksWell();
    await page.getByLabel("Name of the practice").fill("Linden Street Practice");
    await page.getByLabel("Your name").fill("Anna Lindqvist");
    await page.getByLabel("Your e-mail address").fill("anna@lindenstreet.example");
    await press(page, "Go on to the passphrase");
  });

  test("one's own passphrase, judged while it is typed", async () => {
    await press(page, "I’d rather make my own");
    await page.getByLabel("Passphrase", { exact: true }).fill("short");
    await shows(page, "at least 12 characters");
    await press(page, "Use this passphrase");
    await looksWell();
    await press(page, "Offer me five words instead");
  });

  test("five words", async () => {
    await page.waitForSelector(".words li");
    await looksWell();
    // The browser's own Back is a step back, and what was typed is still there.
    await page.goBack();
    await page.getByLabel("Name of the practice").waitFor();
    expect(await page.getByLabel("Your name").inputValue()).not.toBe("");
    await press(page, "Go on to the passphrase");
    await page.waitForSelector(".words li");
    await press(page, "Use these words");
    await page
      .getByLabel(/ word$/)
      .first()
      .fill("heronry");
    await press(page, "Go on");
    await shows(page, "It is another word");
    await looksWell();
    await press(page, "Show me the words again");
    sitting.passphrase = await takeOfferedWords(page);
    await shows(page, "Something you hold");
  });

  test("second factor, left for later", async () => {
    await looksWell();
    await press(page, "Do this within the week");
    await shows(page, "One sheet for a bad day");
  });

  test("Emergency Kit, and typing it back", async () => {
    await looksWell();
    const saved = page.waitForEvent("download");
    await press(page, "Save it to a stick");
    sitting.kitFile = place.path("kit.txt");
    await (await saved).saveAs(sitting.kitFile);
    for (const label of await page.locator(".groups label").allTextContents())
      await page.getByLabel(label).fill("AAAA");
    await press(page, "Compare the groups");
    await shows(page, "One of the groups is not what stands on the sheet");
    await looksWell();
    await press(page, "Do this within the week");
  });
});

describe("the open vault", () => {
  test("Today and Charts, empty", async () => {
    await shows(page, "No charts yet");
    await looksWell();
    await goTo(page, "Charts");
    await shows(page, "No charts yet");
    await looksWell();
  });

  test("a new chart, empty", async () => {
    await press(page, "New chart");
    await looksWell();
    await page.getByLabel("Name of the new chart").fill("Maren Holt");
    await press(page, "Make the chart");
    await shows(page, "No progress notes yet");
    await looksWell();
  });

  test("a note being written: sections, lists, checkboxes, a table", async () => {
    await page.getByRole("link", { name: "Write today’s note" }).click();
    await page.waitForSelector(".write:focus");
    await looksWell();
    await page.locator(".write").click();
    await page.keyboard.type("## Data\nCame in on time.\n## Plan\n[ ] Carry on weekly\nA second one");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Table" }).click();
    await page.keyboard.type("Goal");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Until");
    await shows(page, "Kept here");
    const parts = await page.locator(".write h2, .write li p, .write th").allInnerTexts();
    expect(parts.map((part) => part.trim())).toEqual([
      "Data",
      "Plan",
      "Carry on weekly",
      "A second one",
      "Goal",
      "Until",
    ]);
    await looksWell();
    await press(page, "Save the note");
    await isSealed(page);
  });

  test("a psychotherapy note", async () => {
    await openChart(page, "Maren Holt");
    await writeNote(page, "Psychotherapy note", "For me alone: zebrawood.");
    await looksWell();
  });

  test("a chart with notes, its niche, a file, and its name being changed", async () => {
    await openChart(page, "Maren Holt");
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "letter.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(9) });
    await shows(page, "letter.pdf");
    await looksWell();
    await press(page, "Rename");
    await looksWell();
    await press(page, "Leave it as it is");
  });

  test("versions, and what changed", async () => {
    await page.locator(".line li:not(.beside) .t").first().click();
    await page.waitForSelector(".write");
    await page.locator(".write p").first().click();
    await page.keyboard.type("And went on. ");
    await press(page, "Save the note");
    await page.getByRole("link", { name: "2 versions" }).click();
    await shows(page, "Show what changed since version 1");
    await looksWell();
  });

  test("notes brought in: choosing, what was found, the report", async () => {
    await makeChart(page, "From the laptop");
    await page.getByRole("link", { name: "Bring notes in" }).click();
    await shows(page, "Choose the folder");
    await looksWell();
    const notes = Array.from({ length: 12 }, (_, n) => ({
      // The later ones say how the first three are to be read.
      name: `${n + 10}-03-2026 session.txt`,
      mimeType: "text/plain",
      buffer: Buffer.from(`Session ${n + 1}. The hallway exercise, and what came of it.`),
    }));
    const broken = {
      name: "an extraordinarily long name of a letter that says nothing.docx",
      mimeType: "x",
      buffer: Buffer.from("x"),
    };
    await page.getByLabel("Files of notes").setInputFiles([...notes, broken]);
    await shows(page, "Twelve notes and one file are ready");
    expect(await page.getByText("What only you know").count()).toBe(0);
    await looksWell();
    await press(page, /^Bring twelve notes and one file in/);
    await shows(page, "Twelve notes and one file came in");
    await looksWell();
  });

  test("Today and Charts with something in them", async () => {
    await openChart(page, "From the laptop");
    await page.getByRole("link", { name: "Write today’s note" }).click();
    await page.waitForSelector(".write:focus");
    await page.keyboard.type("Begun.");
    await shows(page, "Kept here");
    await page.locator(".bar .b").first().click();
    await goTo(page, "Charts");
    await looksWell();
    await page.getByLabel("Find a chart").fill("nobody");
    await shows(page, "No chart has");
    await looksWell();
    await goTo(page, "Today");
    await shows(page, "Notes to finish");
    expect(await lookAt(page, "all")).toEqual([]);
  });

  test("search: before, with matches, with those kept apart, without any", async () => {
    await goTo(page, "Search");
    await looksWell();
    await search(page, "hallway exercise");
    await page.waitForSelector("mark");
    await looksWell();
    await search(page, "zebrawood");
    await press(page, /^Show it/);
    await page.waitForSelector(".matches mark");
    await looksWell();
    await search(page, "nowhere");
    await shows(page, "Nothing found");
    await looksWell();
  });

  test("search narrowed by days, and widened again where nothing is left", async () => {
    await search(page, "hallway exercise");
    await page.getByLabel("When").selectOption({ label: "Between two days" });
    await page.getByLabel("To", { exact: true }).fill("2026-03-12");
    await shows(page, "Three notes");
    await page.getByLabel("From", { exact: true }).fill("2026-03-20");
    await shows(page, "Nine notes");
    await looksWell();
    await page.getByLabel("To", { exact: true }).fill("2026-03-09");
    await page.getByLabel("From", { exact: true }).fill("2026-03-01");
    await shows(page, "Nothing found");
    await looksWell();
    await press(page, "Look everywhere");
    await shows(page, "Twelve notes");
    expect(await page.getByLabel("Written by").count()).toBe(0);
  });

  test("devices: the list, the second factor, the kit again, the ledger, an invitation", async () => {
    await goTo(page, "Today");
    await page.getByRole("link", { name: "Second factor" }).click();
    await press(page, "Set up the authenticator");
    await looksWell();
    const secret = (await page.locator(".secret").first().textContent()) ?? "";
    sitting.code = authenticator(secret.replaceAll(" ", ""));
    await page.getByLabel("Six digits").fill(await sitting.code());
    await press(page, "Confirm the digits");
    await shows(page, "Its six digits, from your phone");
    await press(page, "Show the kit");
    await press(page, "Count it again");
    await shows(page, "Whole,");
    await looksWell();
    await press(page, "Add a device");
    await page.waitForSelector(".twelve li");
    await looksWell();
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Add a device");
  });

  test("an address that leads nowhere", async () => {
    await page.evaluate(() => history.pushState(null, "", "/no/such/place"));
    await page.evaluate(() => dispatchEvent(new PopStateEvent("popstate")));
    await shows(page, "There is nothing at this address");
    await looksWell();
  });
});

describe("locked", () => {
  test("the lock, a wrong passphrase, numbers to call, a forgotten passphrase", async () => {
    await page.keyboard.press("Alt+KeyL");
    await shows(page, "Locked");
    await looksWell();
    await unlock(page, "Not these  words at all");
    await shows(page, "does not open this device");
    await shows(page, "There is a capital letter and a space too many in it.");
    await looksWell();
    await press(page, /numbers to call/);
    await looksWell();
    await page.keyboard.press("Escape");
    await press(page, /can’t remember/);
    await looksWell();
    await page.locator("dialog").getByRole("button", { name: "I have recovery cards" }).click();
    await shows(page, "Why not here");
    await looksWell();
    await page.keyboard.press("Escape");
  });

  test("a new device whom nothing but the server vouches for, and one that is taken out", async () => {
    // The first device stays locked: nobody vouches.
    const second = await (await browser.newContext()).newPage();
    await enrolByKit(second, server.origin, sitting as Sitting, "Anna’s phone");
    await shows(second, "This device is new");
    await looksWell(second);
    await press(second, /That is right|It is the newest/);
    await expect.poll(() => second.getByText("This device is new").count(), { timeout: 30_000 }).toBe(0);
    await goTo(second, "Devices");
    await press(second, /^Take out/);
    await looksWell(second);
  });
});
