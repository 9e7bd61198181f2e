// What people type and paste that nobody expects, in real Chromium: text out of Word, names with anything in them, days of another
// century, a printer that is not there. Each has a clear outcome, and no word is lost.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import {
  found,
  goTo,
  isSealed,
  makeChart,
  openChart,
  press,
  search,
  shows,
  type Sitting,
  unlock,
  watchComplaints,
} from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let sitting: Sitting;
let complaints: readonly string[];
const asked: string[] = [];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(page);
  page.on("request", (request) => asked.push(request.url()));
  sitting = await found(page, server.origin, place.path("kit.txt"));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const dialog = () => page.locator("dialog[open]");
const written = () => page.locator(".write");

async function begin(): Promise<void> {
  await page.getByRole("link", { name: "Write today’s note" }).click();
  await page.waitForSelector(".write:focus");
}

async function paste(html: string, text: string): Promise<void> {
  await written().evaluate(
    (editor, [asHtml, asText]) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/html", asHtml ?? "");
      clipboardData.setData("text/plain", asText ?? "");
      editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    [html, text],
  );
}

/** As Word lays it on the clipboard: comments, conditional ones, styles of its own, a list made of paragraphs, a picture of its disk. */
const FROM_WORD = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head>
<meta name=Generator content="Microsoft Word 15"><link rel=File-List href="file:///C:/Users/anna/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- /* Style Definitions */ p.MsoNormal {mso-style-unhide:no; font-size:11pt; color:red} @page {margin:1in} --></style>
<script>window.wasRun = true</script></head><body lang=EN-US style='tab-interval:.5in'>
<!--StartFragment--><h1 style='mso-outline-level:1'><span style='font-family:"Calibri Light",sans-serif;mso-bidi-language:HE'>Second hour<o:p></o:p></span></h1>
<p class=MsoNormal style='margin-bottom:0in;mso-add-space:auto'><b style='mso-bidi-font-weight:normal'>She came late</b>, and said <i>why</i>.<span style='mso-spacerun:yes'>  </span>It rained.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>      </span></span><![endif]>The heron<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>      </span></span><![endif]>Her sister’s letter<o:p></o:p></p>
<p class=MsoNormal onclick="window.wasRun = true"><img width=10 src="file:///C:/Users/anna/msohtmlclip1/01/clip_image001.png" onerror="window.wasRun = true"><img src="https://tracker.example/pixel.gif"></p>
<iframe src="https://tracker.example/frame"></iframe><a href="javascript:window.wasRun = true">a link</a>
<table class=MsoTableGrid border=1 style='mso-yfti-tbllook:1184'><tr><td width=100><p class=MsoNormal>Night<o:p></o:p></p></td><td><p class=MsoNormal>Hours<o:p></o:p></p></td></tr><tr><td>Monday</td><td>four</td></tr></table>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>`;

test("what comes out of Word keeps its words, its emphasis and its table, and brings nothing else along", async () => {
  await makeChart(page, "Maren Holt");
  await begin();
  await paste(FROM_WORD, "Second hour");
  for (const words of [
    "Second hour",
    "She came late",
    "It rained.",
    "The heron",
    "Her sister’s letter",
    "a link",
    "four",
  ])
    expect(await written().innerText()).toContain(words);
  expect(await written().locator("strong").allTextContents()).toEqual(["She came late"]);
  expect(await written().locator("em").allTextContents()).toEqual(["why"]);
  expect(await written().locator("h2").allTextContents()).toEqual(["Second hour"]);
  expect(await written().locator("ul li").allTextContents()).toEqual(["The heron", "Her sister’s letter"]);
  expect(await written().locator("table tr").count()).toBe(2);
  expect(await written().locator("img, script, style, iframe, a, [onclick], [class*=Mso]").count()).toBe(0);
  expect(await written().innerHTML()).not.toMatch(/mso|file:|tracker|Style Definitions/);
  await press(page, "Save the note");
  await isSealed(page);
  expect(await page.evaluate(() => "wasRun" in window)).toBe(false);
  expect(asked.filter((url) => !url.startsWith(server.origin) && !/^(blob|data):/.test(url))).toEqual([]);
  await looksWell(page, "pasted from Word");
  await search(page, "heron letter");
  await shows(page, "One note");
});

/** Google Docs wraps all of it in a bold that is none, and says what is bold and italic in styles. */
const FROM_DOCS = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.38"><span
 style="font-size:11pt;font-weight:400;white-space:pre-wrap">She spoke of </span><span style="font-weight:700">the house</span><span
 style="font-weight:400;font-style:italic"> again</span><span style="font-weight:400">.</span></p></b><br class="Apple-interchange-newline">`;

test("what comes out of Google Docs is bold where it was", async () => {
  await openChart(page, "Maren Holt");
  await begin();
  await paste(FROM_DOCS, "She spoke of the house again.");
  expect(await written().innerText()).toContain("She spoke of the house again.");
  expect(await written().locator("strong").allTextContents()).toEqual(["the house"]);
  expect(await written().locator("em").allTextContents()).toEqual([" again"]);
  await press(page, "Save the note");
  await isSealed(page);
});

test("a note in Hebrew and Arabic, with emoji of several parts, comes back letter by letter", async () => {
  const title = "פגישה שנייה 👩‍👩‍👧‍👦";
  const text = "היא אמרה: „די“. قالت إنها تعبت. Then 🏳️‍🌈 e\u0301 and 👍🏽.";
  await openChart(page, "Maren Holt");
  await begin();
  await page.keyboard.insertText(text);
  await page.getByLabel("Title").fill(title);
  await press(page, "Save the note");
  await isSealed(page);
  await looksWell(page, "note right to left");
  // Each paragraph runs as its own first letter does.
  const paragraph = written().locator("p").first();
  expect(await paragraph.evaluate((one) => getComputedStyle(one).unicodeBidi)).toBe("plaintext");
  await page.keyboard.press("Alt+KeyL");
  await page.waitForSelector("h1:has-text('Locked')");
  await unlock(page, sitting.passphrase);
  await page.waitForSelector(".write");
  expect(await written().innerText()).toBe(text);
  expect(await page.getByLabel("Title").inputValue()).toBe(title);
  for (const word of ["שנייה", "تعبت"]) {
    await search(page, word);
    await shows(page, "One note");
  }
});

const NAMES = [
  'O’Brien-Müller & Söhne "Bo" <b>né</b>',
  "<script>window.wasRun = true</script><img src=x onerror='window.wasRun = true'>",
  "'); DROP TABLE charts; -- %00 \\ ${x} {{y}}",
  "דנה כהן",
  "👩‍👩‍👧‍👦 🏳️‍🌈",
  "Lean\u202Etxet desrever",
  `${"Wolfeschlegelsteinhausenbergerdorff".repeat(9)}`.slice(0, 300),
];

test("a name may be anything: it is shown as it was typed, runs nothing, and fits every window", async () => {
  for (const name of NAMES) {
    await goTo(page, "Charts");
    await press(page, "New chart");
    await page.getByLabel("Name of the new chart").fill(name);
    await press(page, "Make the chart");
    await expect.poll(() => page.locator("h1").textContent()).toBe(name);
  }
  await looksWell(page, "chart of a long name");
  await goTo(page, "Charts");
  await expect
    .poll(async () => (await page.locator(".charts .rows .t").allTextContents()).toSorted())
    .toEqual([...NAMES, "Maren Holt"].toSorted());
  await looksWell(page, "charts of odd names");
  await goTo(page, "Today");
  await shows(page, "Charts lately");
  await looksWell(page, "today with odd names");
  // What turns letters around in a name turns nothing beyond it.
  const turned = page.locator("#main").getByRole("link", { name: "Lean\u202Etxet desrever", exact: true });
  expect(await turned.evaluate((link) => getComputedStyle(link.querySelector("bdi") ?? link).unicodeBidi)).toBe(
    "isolate",
  );
  expect(await page.evaluate(() => "wasRun" in window)).toBe(false);
});

test("a name of which nothing can be seen is none, and what was typed stays", async () => {
  await goTo(page, "Charts");
  await press(page, "New chart");
  for (const nothing of ["   ", "\u200B\u200D", "\u202E\u2066 \uFEFF", "\u3164\u00AD"]) {
    await page.getByLabel("Name of the new chart").fill(nothing);
    await press(page, "Make the chart");
    await expect.poll(() => page.getByRole("alert").textContent()).toMatch(/name/);
    expect(await page.getByLabel("Name of the new chart").inputValue()).toBe(nothing);
    await page.getByLabel("Name of the new chart").fill("");
  }
  await press(page, "Not now");
});

test("a note can be about a day of any century; the day is said as it stands", async () => {
  await openChart(page, "Maren Holt");
  await begin();
  await page.keyboard.insertText("From her grandmother’s diary.");
  for (const [day, said] of [
    ["1898-05-06", "Friday, 6 May 1898"],
    ["2190-01-01", "Friday, 1 January 2190"],
    ["0026-11-30", /30 November 0*26$/],
  ] as const) {
    await press(page, "Another day");
    await page.getByLabel("Day of the note").fill(day);
    await page.getByLabel("Title").focus();
    await expect.poll(() => page.locator(".meta span").first().textContent()).toMatch(said);
  }
  await press(page, "Another day");
  // Four digits are all that a year has.
  await page.getByLabel("Day of the note").focus();
  await page.keyboard.type("30111898999");
  await page.getByLabel("Title").focus();
  await press(page, "Save the note");
  await isSealed(page);
  await openChart(page, "Maren Holt");
  await shows(page, "From her grandmother’s diary.");
});

test("somebody born before 1900 has an age; a birthday to come has none, and is shown", async () => {
  for (const [name, born] of [
    ["Old Holt", "1893-02-28"],
    ["Coming Holt", "2190-02-28"],
  ] as const) {
    await press(page, "Add somebody");
    await dialog().getByLabel("Name", { exact: true }).fill(name);
    await dialog()
      .getByLabel(/^Born on/)
      .fill(born);
    await dialog().getByRole("button", { name: "Add them" }).click();
    await dialog().waitFor({ state: "detached" });
  }
  const people = page.locator(".people-of-chart");
  await expect.poll(() => people.innerText()).toMatch(/Old Holt[\s\S]*13\d years old/);
  expect(await people.innerText()).not.toMatch(/-\d+ years|NaN/);
});

test("where the browser opens no print dialog, the page says that nothing was printed", async () => {
  await goTo(page, "Calendar");
  await page.evaluate(() => {
    window.print = () => {};
  });
  await press(page, "Print");
  await shows(page, "Nothing was printed");
  await looksWell(page, "calendar, printing blocked");
  expect(complaints).toEqual([]);
});
