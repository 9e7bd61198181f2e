// Spare codes in the web app: made once the digits were shown, kept on paper, and one of them lets a new device in.

import { readFileSync, writeFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place, run } from "./alcove.ts";
import { authenticator, found, foundUpToSpareCodes, goTo, press, shows, watchComplaints } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

test("SES-11 ten codes are offered right after the second factor, without digits; Today asks for new ones when few are left", async () => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await foundUpToSpareCodes(page, server.origin);
  await looksWell(page, "spare-offered");
  await press(page, "Make ten codes");
  await page.locator(".spare-sheet li").nth(9).waitFor();
  await looksWell(page, "spare-at-founding");
  const saved = page.waitForEvent("download");
  await press(page, "Save them to a stick");
  await saved;
  await press(page, "Go on to the kit");
  await shows(page, "One sheet for a bad day");
  await press(page, "Do this within the week");
  await shows(page, "No charts yet");
  await page.getByRole("link", { name: "Emergency Kit" }).waitFor();
  expect(await page.getByRole("link", { name: "Spare codes" }).count()).toBe(0);
  await goTo(page, "Devices");
  await page.locator("#second-factor").getByText("Ten codes of ten are left").waitFor();
}, 120_000);

test("SES-11 ten codes are shown once and saved; one lets a new device in, another stands in for the digits, each once", async () => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const complaints = watchComplaints(page);
  const sitting = await found(page, server.origin, place.path("kit.txt"));
  await page.getByText("If the phone or key is lost, no other device").waitFor();
  await looksWell(page, "spare-due");
  await page.getByRole("link", { name: "Spare codes" }).click();
  const section = page.locator("#second-factor");
  await section.getByText("There are none.").waitFor();
  await section.getByRole("button", { name: "Make ten codes" }).click();
  const dialog = page.locator("dialog");
  await dialog.getByLabel("Six digits").fill("12");
  await dialog.getByRole("button", { name: "Make ten codes" }).click();
  await shows(page, "Six digits are needed");
  await looksWell(page, "spare-ask");
  await dialog.getByLabel("Six digits").fill(await sitting.code());
  await dialog.getByRole("button", { name: "Make ten codes" }).click();
  await shows(page, "Your ten spare codes");
  await looksWell(page, "spare-shown");
  await page.keyboard.press("Escape");
  await shows(page, "These codes are shown this once.");
  await looksWell(page, "spare-asks");
  await press(page, "Stay here");
  const codes = await dialog.locator("ol li").allTextContents();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
  const saved = page.waitForEvent("download");
  await press(page, "Save them to a stick");
  const file = place.path("spare.txt");
  await (await saved).saveAs(file);
  for (const code of codes) expect(readFileSync(file, "utf8")).toContain(code);
  await press(page, "Put them away");
  await section.getByText("Ten codes of ten are left").waitFor();
  await looksWell(page, "spare-left");

  // A new device, and no phone.
  const [first = "", second = ""] = codes;
  const other = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await other.goto(server.origin);
  await press(other, "This is a further device");
  await other.getByRole("radio", { name: /^Your Emergency Kit/ }).check();
  await press(other, "Use the kit");
  await other.locator("input[type=file]").setInputFiles(sitting.kitFile);
  await other.getByLabel("Passphrase", { exact: true }).fill(sitting.passphrase);
  await press(other, "I have a spare code instead");
  await other.getByLabel("A spare code").fill("abcd");
  await press(other, "Add this device");
  await shows(other, "A spare code has sixteen letters and digits");
  await looksWell(other, "spare-enrol");
  await other.getByLabel("A spare code").fill(first.toLowerCase());
  await press(other, "Add this device");
  await other.waitForSelector("#main .top h1", { timeout: 30_000 });
  await goTo(other, "Devices");
  await other.locator("#second-factor").getByText("Nine codes of ten are left").waitFor();

  // The phone is gone for good: a new app takes its place, by another code.
  await press(other, "Set up another phone");
  const newApp = other.locator("dialog");
  const secret = (await newApp.locator(".sheet .secret").innerText()).replaceAll(/\s/g, "");
  await press(other, "Use the new app");
  await shows(other, "The new app shows six digits");
  await looksWell(other, "another-authenticator");
  await newApp.getByLabel("Six digits of the new app").fill(await authenticator(secret)());
  await press(other, "I have a spare code instead");
  await newApp.getByLabel("A spare code").fill(codes[4] ?? "");
  await press(other, "Use the new app");
  await newApp.waitFor({ state: "detached" });
  await other.locator("#second-factor").getByText("Eight codes of ten are left").waitFor();

  // The same code again, and the command line with the next one.
  const passphraseFile = place.path("words");
  const codeFile = place.path("code");
  writeFileSync(passphraseFile, sitting.passphrase, { mode: 0o600 });
  // As the browser did it: with the whole cost of the passphrase.
  const inEarnest = { inEarnest: true } as const;
  const enrol = async (code: string, profile: string) => {
    writeFileSync(codeFile, code, { mode: 0o600 });
    const at = ["--profile", place.path(profile), "--passphrase-file", passphraseFile];
    return run(
      ["device", "enrol", "--kit", sitting.kitFile, "--device-name", profile, "--spare-code-file", codeFile, ...at],
      inEarnest,
    );
  };
  expect((await enrol(first, "again")).json.code).toBe("second-factor-wrong");
  expect((await enrol(second, "terminal")).exit).toBe(0);
  const at = ["--profile", place.path("terminal"), "--passphrase-file", passphraseFile];
  expect((await run<{ readonly left: number }>(["practice", "spare-codes", ...at], inEarnest)).json.left).toBe(7);
  const out = place.path("new-codes");
  writeFileSync(codeFile, codes[2] ?? "", { mode: 0o600 });
  const renewed = await run(["practice", "spare-codes", "--out", out, "--spare-code-file", codeFile, ...at], inEarnest);
  expect(renewed.exit).toBe(0);
  expect(readFileSync(out, "utf8").trim().split("\n")).toHaveLength(10);
  expect((await enrol(codes[3] ?? "", "late")).json.code).toBe("second-factor-wrong");
  expect(complaints.filter((text) => !/401|403|409/.test(text))).toEqual([]);
}, 240_000);
