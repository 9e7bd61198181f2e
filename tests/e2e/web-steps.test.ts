// How many steps a therapist is from what they reach for every day, counted in real Chromium. docs/steps.md says the numbers.

import { readFileSync } from "node:fs";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, goTo, isSealed, makeChart, openChart, press, shows, type Sitting, unlock } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let sitting: Sitting;

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  sitting = await found(page, server.origin, place.path("kit.txt"));
  await makeChart(page, "Maren Holt");
  await fillIn("PHQ-9", "2222211100");
  await fillIn("GAD-7", "1111111");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

/** Rows of the table: what is reached, the steps in Alcove, those by Ctrl K. */
const said = new Map(
  readFileSync(new URL("../../docs/steps.md", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => /^\|.*\|$/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, what, steps, byKeys]): [string, readonly string[]] => [what ?? "", [steps ?? "", byKeys ?? ""]]),
);
const counted = new Set<string>();
const numbers = (what: string) => {
  counted.add(what);
  return said.get(what) ?? [];
};

let steps = 0;
const click = async (what: Locator) => {
  steps++;
  await what.click();
};
const key = async (name: string) => {
  steps++;
  await page.keyboard.press(name);
};
const fill = async (text: string) => {
  steps++;
  await page.keyboard.insertText(text);
};
const button = (name: string) => page.getByRole("button", { name, exact: true });
const link = (name: string | RegExp) => page.locator("#main").getByRole("link", { name });
const inDialog = (name: string) => page.getByRole("dialog").getByRole("button", { name, exact: true });
const writing = () => page.waitForSelector(".write:focus");

/** From Today, until it is done; gives the steps that it took. */
async function count(way: () => Promise<void>): Promise<string> {
  await goTo(page, "Today");
  await shows(page, "Charts lately");
  steps = 0;
  await way();
  return String(steps);
}

/** Ctrl K and a few words: two steps, and the line that is to be chosen has come. */
async function ask(words: string, line: RegExp): Promise<void> {
  await key("Control+k");
  await page.waitForSelector("[role=combobox]:focus");
  await fill(words);
  await page.getByRole("option", { name: line }).first().waitFor();
}

async function fillIn(measure: string, digits: string): Promise<void> {
  await openChart(page, "Maren Holt");
  await page
    .getByRole("link", { name: /^(Fill in a measure|All measures)$/ })
    .first()
    .click();
  const another = page.getByRole("link", { name: "Fill one in" });
  const one = page.getByRole("link", { name: measure, exact: true });
  await another.or(one).first().waitFor();
  if (await another.isVisible()) await another.click();
  await one.click();
  await page.locator(".questions input").first().focus();
  for (const digit of digits) await page.keyboard.press(digit);
  await press(page, "File it");
  await page.waitForSelector("h1:has-text('Measures')");
}

test("a new note, saved", async () => {
  const plain = await count(async () => {
    await click(link(/^Write today’s note.*Maren Holt/));
    await writing();
    await fill("Came in on time.");
    await click(button("Save the note"));
    await isSealed(page);
  });
  const byKeys = await count(async () => {
    await ask("maren", /^Write today’s note/);
    await key("ArrowDown");
    await key("Enter");
    await writing();
    await fill("Came in late.");
    await key("Control+s");
    await isSealed(page);
  });
  expect([plain, byKeys]).toEqual(numbers("a new note, saved"));
});

test("a new note, signed", async () => {
  const plain = await count(async () => {
    await click(link(/^Write today’s note.*Maren Holt/));
    await writing();
    await fill("The third hour.");
    await click(button("Sign and lock"));
    await click(inDialog("Sign and lock"));
    await shows(page, "Signed by Anna Lindqvist");
  });
  const byKeys = await count(async () => {
    await ask("maren", /^Write today’s note/);
    await key("ArrowDown");
    await key("Enter");
    await writing();
    await fill("The fourth hour.");
    await click(button("Sign and lock"));
    await click(inDialog("Sign and lock"));
    await shows(page, "Signed by Anna Lindqvist");
  });
  expect([plain, byKeys]).toEqual(numbers("a new note, signed"));
});

test("an addendum to a signed note, saved", async () => {
  const fromChart = async () => {
    await click(page.locator(".line li", { hasText: "The fourth hour." }).getByRole("link"));
    await click(page.getByRole("link", { name: "Write an addendum" }));
    await writing();
    await fill("She called in the evening.");
    await click(button("Save the note"));
    await isSealed(page);
  };
  const plain = await count(async () => {
    await click(link("Maren Holt").first());
    await fromChart();
  });
  const byKeys = await count(async () => {
    await ask("maren", /^Maren Holt/);
    await key("Enter");
    await fromChart();
  });
  expect([plain, byKeys]).toEqual(numbers("an addendum to a signed note, saved"));
});

test("the last PHQ-9, though another measure was filled in since", async () => {
  const isThere = () => shows(page, "PHQ-9: 13, moderate");
  const plain = await count(async () => {
    await click(link("Maren Holt").first());
    await isThere();
  });
  await looksWell(page, "chart with two measures");
  const byKeys = await count(async () => {
    await ask("maren", /^Maren Holt/);
    await key("Enter");
    await isThere();
  });
  expect([plain, byKeys]).toEqual(numbers("the last PHQ-9"));
});

test("an export of the chart", async () => {
  const made = async () => {
    await click(page.locator("#main").getByRole("link", { name: "Export", exact: true }));
    await shows(page, "2 measures");
    const saved = page.waitForEvent("download");
    await click(button("Make the export"));
    await saved;
    await shows(page, "The export is among your downloads");
  };
  const plain = await count(async () => {
    await click(link("Maren Holt").first());
    await made();
  });
  const byKeys = await count(async () => {
    await ask("maren", /^Maren Holt/);
    await key("Enter");
    await made();
  });
  expect([plain, byKeys]).toEqual(numbers("an export of the chart"));
});

test("locked", async () => {
  const locked = async () => {
    await page.waitForSelector("h1:has-text('Locked')");
  };
  const plain = await count(async () => {
    await click(page.locator(".rail").getByRole("button", { name: /^Lock now/ }));
    await locked();
  });
  await unlock(page, sitting.passphrase);
  const byShortcut = await count(async () => {
    await key("Alt+KeyL");
    await locked();
  });
  await unlock(page, sitting.passphrase);
  const byKeys = await count(async () => {
    await ask("lock", /^Lock now/);
    await key("Enter");
    await locked();
  });
  expect(byShortcut).toBe(plain);
  expect([plain, byKeys]).toEqual(numbers("locked"));
});

test("every row that says a number was counted", () => {
  const rows = [...said].filter(([, cells]) => cells.some((cell) => /^\d+$/.test(cell))).map(([what]) => what);
  expect(rows).toEqual([...counted]);
});
