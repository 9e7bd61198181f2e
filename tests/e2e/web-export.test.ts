// A chart out of the app in real Chromium: chosen, counted before, saved as one file, verified by the page that it brings along.

import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Manifest, readZip } from "../../packages/export/src/index.ts";
import { launchBrowser } from "../browser.ts";
import { fhirProblems } from "../export/fhir-rules.ts";
import { Device, makePlace, type Place } from "./alcove.ts";
import { found, makeChart, openChart, press, shows, unlock, watchComplaints, writeNote } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let anna: Page;
let complaints: readonly string[];
let passphrase: string;

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  anna = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(anna);
  ({ passphrase } = await found(anna, server.origin, place.path("kit.txt")));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

async function saved(name: string): Promise<string> {
  const download = anna.waitForEvent("download");
  await press(anna, "Make the export");
  const file = place.path(name);
  await (await download).saveAs(file);
  return file;
}

async function inside(file: string): Promise<{ names: string[]; read: (name: string) => Buffer }> {
  const bytes = readFileSync(file);
  const entries =
    (await readZip(bytes.length, async (from, length) => new Uint8Array(bytes.subarray(from, from + length)))) ?? [];
  const read = (name: string) => {
    const entry = entries.find(({ path }) => path === name);
    if (!entry) throw new Error(`${name} is in it`);
    return bytes.subarray(entry.from, entry.from + entry.bytes);
  };
  return { names: entries.map(({ path }) => path), read };
}

test("EXP-1 EXP-4 a chart goes to a court: counted before, saved as one file in every format, and written down", async () => {
  await makeChart(anna, "Priya Raman");
  await writeNote(anna, "Write today’s note", "About the heron.");
  await openChart(anna, "Priya Raman");
  await anna
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "school.txt", mimeType: "text/plain", buffer: Buffer.from("Dear school,\n") });
  await shows(anna, "school.txt");
  await anna.getByRole("link", { name: "Export", exact: true }).click();
  await anna.getByRole("heading", { name: "Export this chart" }).waitFor();
  await shows(anna, "1 progress note, 1 document");
  await shows(anna, "Nothing: this is all of it");
  await looksWell(anna, "export");
  await anna.getByLabel("It goes").selectOption("court");
  await shows(anna, "The client is owed an account of it.");
  await shows(anna, "1 document");
  await anna.getByRole("checkbox", { name: "Documents" }).check();
  await anna.getByRole("checkbox", { name: /^FHIR R4/ }).check();
  await press(anna, "Make the export");
  const receiver = anna.getByLabel("Name", { exact: true });
  await anna.locator(".receivers").getByText("Say who receives it.").waitFor();
  expect(await receiver.getAttribute("aria-invalid")).toBe("true");
  expect(
    await receiver.evaluate((field) => field === document.activeElement && field.ariaDescribedByElements?.length),
  ).toBe(1);
  await looksWell(anna, "export-without-receiver");
  await anna.getByLabel("Name", { exact: true }).fill("Circuit Court");
  await anna.getByLabel(/^Address/).fill("1 Court Square");
  await anna.getByLabel(/^What for/).fill("Order of 2 May");
  await looksWell(anna, "export-court");
  await anna.keyboard.press("Alt+KeyL");
  await unlock(anna, passphrase);
  await shows(anna, "What you had typed before it was locked is here again.");
  const [name, address, purpose] = [
    anna.getByLabel("Name", { exact: true }),
    anna.getByLabel(/^Address/),
    anna.getByLabel(/^What for/),
  ];
  expect(await anna.getByLabel("It goes").inputValue()).toBe("court");
  expect([await name.inputValue(), await address.inputValue(), await purpose.inputValue()]).toEqual([
    "Circuit Court",
    "1 Court Square",
    "Order of 2 May",
  ]);
  await looksWell(anna, "export-over-a-lock");
  const file = await saved("court.zip");
  await shows(anna, "Circuit Court received it (164.512(e))");
  await looksWell(anna, "export-made");
  const { names, read } = await inside(file);
  expect(names.filter((name) => !/^(notes|attachments)\//.test(name)).toSorted()).toEqual([
    ...["chart.fhir.json", "chart.pdf", "documents.txt", "manifest.json", "seal.json", "verify.html"],
  ]);
  expect(read(names.find((name) => name.startsWith("attachments/")) ?? "").toString()).toBe("Dear school,\n");
  expect(read("chart.pdf").subarray(0, 8).toString()).toBe("%PDF-1.7");
  expect(fhirProblems(JSON.parse(read("chart.fhir.json").toString()))).toEqual([]);
  const manifest = JSON.parse(read("manifest.json").toString()) as Manifest;
  expect(manifest).toMatchObject({
    counts: { notes: 1, attachments: 1 },
    for: { to: "Circuit Court" },
    madeBy: expect.any(String),
  });
  const laptop = new Device(place, "none");
  expect((await laptop.run(["export-verify", file])).json).toMatchObject({ holds: true });
});

test("EXP-5 the page in the export, opened from a file, says that it holds, and which file was changed", async () => {
  const file = place.path("court.zip");
  const { names, read } = await inside(file);
  const html = place.path("verify.html");
  writeFileSync(html, read("verify.html"));
  const page = await browser.newPage();
  await page.goto(pathToFileURL(html).href);
  await page.setInputFiles("#zip", file);
  await page.getByText(/^It holds\. Every file/).waitFor();
  const facts = (await page.locator("#details").textContent()) ?? "";
  expect(facts).not.toMatch(/\b1 (people|notes|measures|forms|attachments|cases|versions)\b/);
  expect(facts).not.toMatch(/\dT\d\d:\d\d/);
  await looksWell(page, "verify-holds");
  const letter = names.find((name) => name.startsWith("attachments/")) ?? "";
  const bytes = readFileSync(file);
  const at = bytes.indexOf("Dear school,");
  bytes.write("Dead", at);
  writeFileSync(place.path("changed.zip"), bytes);
  await page.setInputFiles("#zip", place.path("changed.zip"));
  await page.getByText(/^It does not hold\./).waitFor();
  expect(await page.locator("#details li").allTextContents()).toEqual([letter]);
  await looksWell(page, "verify-broken");
  await page.close();
});

test("EXP-9 EXP-10 what was agreed with the client is read before, and a denied amendment goes along", async () => {
  const dialog = anna.locator("dialog[open]");
  const submit = async (name: string) => {
    await dialog.getByRole("button", { name, exact: true }).click();
    await dialog.waitFor({ state: "detached" });
  };
  const begin = async (kind: string, asked: string) => {
    await openChart(anna, "Priya Raman");
    await press(anna, "Begin a case");
    await dialog.getByLabel("What it is").selectOption({ label: kind });
    await dialog.getByLabel(/^What (they|is to)/).fill(asked);
    await submit("Begin the case");
    await anna.locator("h1", { hasText: kind }).waitFor();
    await press(anna, "Write down the decision");
  };
  await begin("Restriction", "Nothing to my sister’s insurer.");
  await dialog.getByRole("radio", { name: "Granted", exact: true }).check();
  await submit("Save the decision");
  await begin("Amendment of the record", "It was a crane, not a heron.");
  await dialog.getByRole("radio", { name: "Denied", exact: true }).check();
  await dialog.getByRole("checkbox", { name: /accurate/ }).check();
  await submit("Save the decision");
  await press(anna, "Add a statement of disagreement");
  await dialog.getByLabel(/^Their statement/).fill("I know a crane when I see one.");
  await submit("Save the disagreement");
  await openChart(anna, "Priya Raman");
  await anna.getByRole("link", { name: "Export", exact: true }).click();
  await shows(anna, "Nothing to my sister’s insurer.");
  await shows(anna, "I know a crane when I see one.");
  expect(await anna.getByRole("checkbox", { name: /^I have read this/ }).count(), "nobody receives it").toBe(0);
  expect(await anna.getByText("here again").count(), "what was made is kept no longer").toBe(0);
  await anna.getByLabel("It goes").selectOption("treatment");
  await anna.getByLabel("Name", { exact: true }).fill("Dr. Moor");
  await press(anna, "Make the export");
  await shows(anna, "Read what was agreed with the client, keep to it, and say so.");
  await looksWell(anna, "export-agreed");
  await anna.getByRole("checkbox", { name: /^I have read this/ }).check();
  const { names, read } = await inside(await saved("moor.zip"));
  const requests = names.filter((name) => name.startsWith("requests/"));
  expect(requests).toHaveLength(1);
  expect(read(requests[0] ?? "").toString()).toContain("I know a crane when I see one.");
  expect(JSON.stringify(JSON.parse(read("manifest.json").toString()))).not.toContain('sychotherapyNotes":1');
});

test("what stays with oneself needs no name, and is written in the formats that were chosen", async () => {
  await press(anna, "Make another");
  await anna.getByLabel("It goes").selectOption("");
  await anna.getByRole("checkbox", { name: "Progress notes" }).check();
  for (const name of [/^One PDF/, /^Text files/, /^FHIR R4/]) await anna.getByRole("checkbox", { name }).uncheck();
  await press(anna, "Make the export");
  await shows(anna, "Choose how it is written");
  await anna.getByRole("checkbox", { name: /^Text files/ }).check();
  const { names } = await inside(await saved("own.zip"));
  expect(names.some((name) => name.startsWith("notes/"))).toBe(true);
  expect(names).not.toContain("chart.pdf");
  await anna.getByRole("link", { name: "Back to the chart" }).click();
  await anna.getByRole("heading", { name: "Priya Raman" }).waitFor();
  expect(complaints).toEqual([]);
});

test("EXP-14 a form that names nobody is chosen for the one of a couple for whom the export is made", async () => {
  await makeChart(anna, "Ines and Rosa");
  const dialog = anna.locator("dialog[open]");
  for (const name of ["Ines Ferrer", "Rosa Blum"]) {
    await press(anna, "Add somebody");
    await dialog.getByLabel("Name", { exact: true }).fill(name);
    await dialog.getByRole("checkbox", { name: /^Client/ }).check();
    await press(anna, "Add them");
    await dialog.waitFor({ state: "detached" });
  }
  await anna
    .getByRole("link", { name: /^Fill in a form$|^All forms, and new ones$/ })
    .first()
    .click();
  await anna.getByRole("heading", { name: "Forms", level: 1 }).waitFor();
  await anna.getByRole("link", { name: "Notice of privacy practices: received", exact: true }).click();
  await anna.getByLabel("Edition or date of the notice").fill("1 January 2026");
  const option = (group: RegExp, name: string) =>
    anna.getByRole("group", { name: group }).getByLabel(name, { exact: true });
  await option(/^You were given it/, "on paper").check();
  await option(/^For the practice/, "The client signs below").check();
  await press(anna, "Done, go on to signing");
  await anna.getByRole("button", { name: "Sign here" }).waitFor();
  await openChart(anna, "Ines and Rosa");
  await anna.getByRole("link", { name: "Export", exact: true }).click();
  expect(await anna.getByText("Forms that name nobody").count()).toBe(0);
  await anna.getByLabel("About whom").selectOption({ label: "Rosa Blum alone" });
  await shows(anna, "Forms that name nobody");
  const form = anna.getByRole("checkbox", { name: /notice of privacy practices/i });
  expect(await form.isChecked()).toBe(false);
  await looksWell(anna, "export-together");
  await form.check();
  await shows(anna, "1 person, 1 form");
  const { names, read } = await inside(await saved("rosa.zip"));
  expect(names.filter((name) => name.startsWith("forms/"))).toHaveLength(1);
  expect(JSON.parse(read("manifest.json").toString())).toMatchObject({ scope: { together: [expect.any(String)] } });
  expect(complaints).toEqual([]);
});
