// A laptop's folder into a practice, in real Chromium: chosen, looked through by client, what is doubtful answered, taken in, read back,
// and the answers kept over a reload in the middle. Every word of it is in its chart in the end, and a second time adds nothing.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildDocx } from "../../packages/documents/src/testing/build-docx.ts";
import { launchBrowser } from "../browser.ts";
import { needsTool } from "../needs.ts";
import { makePlace, type Place } from "./alcove.ts";
import { makeMixedFolder, type MixedFolder, picturePath, removeMixedFolder } from "./mixed-folder.ts";
import { found, goTo, makeChart, openChart, press, shows, unlock, watchComplaints } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let passphrase: string;
let complaints: readonly string[];
let mixed: MixedFolder | undefined;

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(page);
  ({ passphrase } = await found(page, server.origin, place.path("kit.txt")));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
  if (mixed) removeMixedFolder(mixed);
});

const choose = async (folder: string) => {
  await page.getByLabel("Folder of notes").setInputFiles(folder);
  await shows(page, "Nothing was added yet");
};

test("IMP-5 IMP-8 a mixed folder: looked through, answered, reloaded, taken in, read back, and never twice", async (context) => {
  if (!(await needsTool("soffice", context))) return;
  mixed = makeMixedFolder();
  const { path, said } = mixed;
  await page.getByRole("link", { name: "Bring notes in" }).click();
  await shows(page, "Choose the folder where your notes lie");
  await looksWell(page, "bring-in-choose");
  await goTo(page, "Charts");
  await makeChart(page, "Ngozi Abara");
  await goTo(page, "Charts");
  await page.getByRole("link", { name: "Bring notes in" }).click();

  await choose(path);
  await shows(page, "What only you know");
  await looksWell(page, "bring-in-look");
  await press(page, /^Yes, keep it apart/);
  await expect.poll(() => page.getByText("as 45 CFR 164.501 means").count()).toBe(0);

  // The answer rests on this device.
  await page.reload();
  await unlock(page, passphrase);
  await goTo(page, "Charts");
  await page.getByRole("link", { name: "Bring notes in" }).click();
  await shows(page, "You began with");
  await looksWell(page, "bring-in-again");
  await choose(path);
  expect(await page.getByText("as 45 CFR 164.501 means").count()).toBe(0);

  const whose = page.getByLabel("Whose is it?");
  await whose.fill("Tom Berg");
  await whose.press("Enter");
  await press(page, "Take that day");
  await expect.poll(() => page.getByText("What only you know").count()).toBe(0);
  await page.locator("summary", { hasText: "Tom Berg" }).click();
  await shows(page, "both come in");
  await shows(page, "can’t be opened as a Word document");
  await shows(page, "Without where it was taken");
  await looksWell(page, "bring-in-client");
  const documents = page.getByLabel("Keep the documents beside their notes");
  expect(await documents.isChecked()).toBe(true);
  await documents.click();
  await shows(page, "stay in your folder: keep it");
  await looksWell(page, "bring-in-choices");
  await documents.click();
  await page.getByRole("button", { name: /^Change\W+thoughts$/ }).click();
  await looksWell(page, "bring-in-change");
  await page.getByLabel("Title").fill("Loose thoughts");
  await press(page, "Change this row");
  await press(page, /^Bring .* in$/);
  await shows(page, "the same to the letter");
  await shows(page, "What deleting does not reach");
  await shows(page, "Taken out of pictures");
  await shows(page, "Not read, and kept as files");
  expect(await page.getByText("Only their words are in").count()).toBe(0);
  await looksWell(page, "bring-in-report");
  const saved = page.waitForEvent("download");
  await press(page, "Save this report");
  const report = await (await saved).createReadStream();
  let written = "";
  for await (const piece of report) written += String(piece);
  for (const name of [...said.keys(), picturePath]) expect(written).toContain(name);

  await page.getByRole("link", { name: "Look at the charts" }).click();
  await page.getByRole("link", { name: "Bring notes in" }).click();
  expect(await page.getByText("You began with").count()).toBe(0);
  await choose(path);
  await shows(page, "in the charts already");
  await press(page, "Read them back");
  await shows(page, "All of it was there already");

  // Each file's words, where they belong.
  for (const [client, names] of [
    ["Ngozi Abara", [...said.keys()].filter((name) => /Ngozi/.test(name))],
    ["Tom Berg", [...said.keys()].filter((name) => /Tom Berg/.test(name) && !/Letter|Copy/.test(name))],
  ] as const) {
    await openChart(page, client);
    const texts: string[] = [];
    const rows = await page.locator(".line li:not(.beside) .t, .apart .t").all();
    for (let at = 0; at < rows.length; at++) {
      await page.locator(".line li:not(.beside) .t, .apart .t").nth(at).click();
      await page.waitForSelector(".write");
      texts.push((await page.locator(".write").textContent()) ?? "");
      await openChart(page, client);
    }
    const all = texts.join(" ").replaceAll(/\s+/g, "");
    for (const name of names)
      for (const paragraph of said.get(name) ?? []) expect(all, name).toContain(paragraph.replaceAll(/\s+/g, ""));
  }
  // A note says out of which file it came, and that lies beside it.
  await openChart(page, "Ngozi Abara");
  await page.locator(".line li:not(.beside) .t").last().click();
  await shows(page, "2024-03-05 session.docx");
  await shows(page, "Brought in on");
  await looksWell(page, "bring-in-note");
  expect(complaints).toEqual([]);
});

test("IMP-3 IMP-7 files that lie loose are asked name by name, a chart that may be meant is a guess, and what is there is not counted again", async () => {
  const folder = join(place.folder, "loose");
  mkdirSync(folder, { recursive: true });
  const say = (name: string) => writeFileSync(join(folder, name), `What was said, of which ${name} tells.`);
  for (const day of ["03-01", "03-08", "03-15", "03-22", "03-29"]) say(`Roe 2024-${day}.txt`);
  const paragraph = "<w:p><w:r><w:t>April came late.</w:t></w:r></w:p>";
  writeFileSync(join(folder, "Roe 2024-04-01.docx"), buildDocx({ body: paragraph }));
  for (const name of ["Miller 2024-02-02.txt", "Stone 2024-05-01.txt", "ideas.txt"]) say(name);
  for (const name of ["Jane Roe", "Ada Stone", "Ben Stone"]) await makeChart(page, name);
  await goTo(page, "Charts");
  await page.getByRole("link", { name: "Bring notes in" }).click();
  await choose(folder);

  const asked = (text: string) => page.locator(".only-you .rows > li", { hasText: text });
  const field = (text: string) => asked(text).getByLabel(/^Whose/);
  await shows(page, "Nine rows wait for your answer");
  expect(await page.locator(".only-you .whose-row").count()).toBe(4);
  await shows(page, "“Roe”: 6 files");
  await shows(page, "A guess: “Roe” in the files’ names");
  expect(await field("“Roe”").inputValue()).toBe("Jane Roe");
  expect(await field("Miller 2024-02-02").inputValue()).toBe("Miller");
  expect(await field("Stone 2024-05-01").inputValue()).toBe("");
  expect(await field("ideas.txt").inputValue()).toBe("");
  expect(await page.getByText("Roe 2024-04-01.docx").count()).toBe(0);
  await looksWell(page, "bring-in-loose");
  await press(page, "and 2 others");
  await shows(page, "Roe 2024-04-01.docx");
  await asked("“Roe”").getByRole("button", { name: "That’s right" }).click();
  await asked("Stone 2024-05-01").getByRole("button", { name: "Ben Stone" }).click();
  await field("Miller 2024-02-02").fill("Anna Miller");
  await field("Miller 2024-02-02").press("Enter");
  await shows(page, "Eight notes are ready, one row waits for your answer");
  await press(page, "Bring eight notes in");
  await shows(page, "One row waits for your answer, and was not taken in.");
  await looksWell(page, "bring-in-loose-report");
  for (const [client, notes, others] of [
    ["Jane Roe", "Roe 2024-03-08", "Miller"],
    ["Ben Stone", "Stone 2024-05-01", "Roe 2024"],
    ["Anna Miller", "Miller 2024-02-02", "Roe 2024"],
  ] as const) {
    await openChart(page, client);
    await page.locator(".line li", { hasText: notes }).first().waitFor();
    expect(await page.locator(".line li", { hasText: others }).count(), client).toBe(0);
  }

  // The answers forgotten, the same folder asks again; what each answer finds in its chart is not added again.
  await goTo(page, "Charts");
  await page.getByRole("link", { name: "Bring notes in" }).click();
  await press(page, "Forget these answers");
  await expect.poll(() => page.getByText("You began with").count()).toBe(0);
  await choose(folder);
  await asked("“Roe”").getByRole("button", { name: "That’s right" }).click();
  await shows(page, "Six rows are in the charts already, and are not added again.");
  expect(await page.getByText(/notes? (?:is|are) ready/).count()).toBe(0);
  await asked("Miller 2024-02-02").getByRole("button", { name: "That’s right" }).click();
  await shows(page, "Seven rows are in the charts already");
  await field("Stone 2024-05-01").fill("Cleo Stone");
  await field("Stone 2024-05-01").press("Enter");
  await shows(page, "One note is ready");
  await page.getByRole("button", { name: "Bring one note in" }).waitFor();
  await looksWell(page, "bring-in-loose-again");
  await press(page, "Choose others");
  await press(page, "Forget these answers");
  expect(complaints).toEqual([]);
});

test("IMP-2 what is hostile in a folder leaves its page and its chart as they are", async () => {
  const folder = join(place.folder, "hostile");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "2024-01-02 Eve Moss.html"),
    "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">Harmless words.",
  );
  writeFileSync(join(folder, "2024-01-03 Eve Moss <b>.txt"), "<img src=x onerror=\"document.title='taken'\">");
  writeFileSync(join(folder, "bomb.docx"), "PK\x03\x04 no zip at all");
  writeFileSync(join(folder, "empty.txt"), "");
  await goTo(page, "Charts");
  await page.getByRole("link", { name: "Bring notes in" }).click();
  await choose(folder);
  await page.locator("summary", { hasText: "Eve Moss" }).click();
  expect(await page.title()).not.toContain("taken");
  await shows(page, "one row left out");
});
