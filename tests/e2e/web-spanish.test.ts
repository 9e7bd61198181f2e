// A client who reads Spanish, in real Chromium: their form is asked, signed in their hands and printed in it, and its member reads it in English.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { findTool } from "../needs.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, makeChart, openChart, press, type Sitting, shows, unlock, watchComplaints } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let sitting: Sitting;
let complaints: readonly string[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(page);
  sitting = await found(page, server.origin, place.path("kit.txt"));
  await makeChart(page, "Lucía Ortega");
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const dialog = () => page.locator("dialog[open]");

test("ADM-5 who reads Spanish is written down with how they may be reached", async () => {
  await press(page, "Add somebody");
  await dialog().getByLabel("Name", { exact: true }).fill("Lucía Ortega");
  await dialog()
    .getByRole("checkbox", { name: /^Client/ })
    .check();
  await dialog().getByLabel("Reads forms and letters in").selectOption("Spanish");
  await looksWell(page, "person-language");
  await press(page, "Add them");
  await shows(page, "reads Spanish");
});

test("FRM-10 a form opens in Spanish, goes into English and back with its answers, and is handed over in Spanish", async () => {
  await page.getByRole("link", { name: "Fill in a form" }).click();
  await page.getByRole("link", { name: "E-mail and text messages", exact: true }).click();
  await page.getByRole("heading", { name: "Correo electrónico y mensajes de texto", level: 1 }).waitFor();
  await page
    .getByRole("group", { name: /^¿Quién más podría ver/ })
    .getByLabel("Nadie que yo sepa")
    .check();
  await looksWell(page, "form-in-spanish");
  const language = page.getByLabel("Language of the form");
  await language.selectOption("English");
  const whoElse = page.getByRole("group", { name: /^Who else could see/ });
  await whoElse.waitFor();
  expect(await whoElse.getByLabel("Nobody that I know of").isChecked()).toBe(true);
  await press(page, "Hand the device over");
  await dialog().getByLabel("Language of the form").selectOption("Spanish");
  await shows(page, "A translation for understanding.");
  await looksWell(page, "hand-over-language");
  await press(page, "Begin");
  expect(await dialog().getAttribute("lang")).toBe("es");
  await press(page, "Listo, pasar a la firma");
  await shows(page, "Esto necesita una respuesta.");
  await looksWell(page, "form-in-spanish-hands");
  const yesNo = (question: RegExp, answer: string) =>
    page.getByRole("group", { name: question }).getByLabel(answer, { exact: true }).check();
  await yesNo(/^Correo electrónico/, "No");
  await yesNo(/^Mensajes de texto/, "Sí");
  await page.getByLabel("A qué número").fill("555 0144");
  await yesNo(/^¿Sobre qué/, "Solo citas");
  await yesNo(/^Se ofreció un medio/, "Sí");
  // Nothing that a client reads is left in English, the app's own words among them.
  const read = await dialog().innerText();
  expect(read).not.toMatch(/\b(the|you|your|if|day|done|give|kept)\b/i);
  await press(page, "Listo, pasar a la firma");
  await page.getByRole("heading", { name: "Su firma" }).waitFor();
  expect(await dialog().innerText()).not.toMatch(/\b(the|you|your|sign|name|yes)\b/i);
  await press(page, "Firmar");
  await shows(page, "Hace falta su nombre.");
  await dialog().getByLabel("Su nombre").fill("Lucía Ortega");
  await dialog().getByRole("checkbox").check();
  await looksWell(page, "signing-in-spanish");
  await press(page, "Firmar");
  await page.getByRole("heading", { name: "Gracias" }).waitFor();
  await press(page, "Devolver");
  await unlock(page, sitting.passphrase);
});

test("FRM-10 its member reads it in English, and the PDF file is in Spanish and says so", async () => {
  await page.getByText("Signed with their key, and it holds.").waitFor();
  await shows(page, "It was asked, and is signed, in Spanish.");
  await press(page, "Read the questions in English");
  await shows(page, "Who else could see your messages?");
  await looksWell(page, "form-read-in-english");
  const saved = page.waitForEvent("download");
  await press(page, "PDF");
  const file = place.path("form.pdf");
  await (await saved).saveAs(file);
  expect(readFileSync(file, "latin1")).toMatch(/\/Lang \(es\)/);
  if (findTool("pdftotext")) {
    const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
    expect(text).toMatch(/Idioma mostrado +español/);
    expect(text).toContain("¿Quién más podría ver");
  }
  await openChart(page, "Lucía Ortega");
  await page.getByRole("link", { name: /^All forms/ }).click();
  await shows(page, "E-mail and text messages");
  await looksWell(page, "forms-in-two-languages");
});

test("CASE-12 a letter to her is in Spanish, and can be in English", async () => {
  await openChart(page, "Lucía Ortega");
  await press(page, "Begin a case");
  await dialog().getByLabel("What it is").selectOption({ label: "Access to the record" });
  await dialog().getByRole("button", { name: "Begin the case", exact: true }).click();
  await page.locator("h1", { hasText: "Access to the record" }).waitFor();
  expect(await page.getByLabel("Language of letters").inputValue()).toBe("es");
  await looksWell(page, "letters-in-spanish");
  for (const [language, said] of [
    ["Spanish", "Hemos recibido su solicitud"],
    ["English", "We have received your request"],
  ] as const) {
    await page.getByLabel("Language of letters").selectOption(language);
    const saved = page.waitForEvent("download");
    await press(page, "We have received it");
    const file = place.path(`letter ${language}.pdf`);
    await (await saved).saveAs(file);
    expect(readFileSync(file, "latin1")).toContain(language === "Spanish" ? "/Lang (es)" : "/Lang (en)");
    if (findTool("pdftotext")) expect(execFileSync("pdftotext", [file, "-"], { encoding: "utf8" })).toContain(said);
  }
  expect(complaints).toEqual([]);
});
