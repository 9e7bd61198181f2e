/** What a person does with the web app, by the names they see. */

import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { expect } from "vitest";

export type Person = {
  readonly passphrase: string;
  /** The code of the authenticator, never the same twice. */
  readonly code: () => Promise<string>;
};

export type Sitting = Person & { readonly kitFile: string };

const SLOW_MS = 30_000;

/** The first sitting up to the spare codes, which the page then offers. */
export async function foundUpToSpareCodes(page: Page, origin: string, now: () => number = Date.now): Promise<Person> {
  await page.goto(origin);
  await press(page, "Begin a practice");
  await page.getByLabel("Name of the practice").fill("Linden Street Practice");
  await page.getByLabel("Your name").fill("Anna Lindqvist");
  await page.getByLabel("Your e-mail address").fill("anna@lindenstreet.example");
  await page.getByLabel("What do you call this device?").fill("study laptop");
  await press(page, "Go on to the passphrase");
  const passphrase = await takeOfferedWords(page);
  await shows(page, "Something you hold");
  const secret = (await page.locator(".secret").textContent()) ?? "";
  const code = authenticator(secret.replaceAll(" ", ""), now);
  await page.getByLabel("Six digits").fill(await code());
  await press(page, "Confirm the digits");
  await shows(page, "If phone or key is gone");
  return { passphrase, code };
}

/** The five words that are offered, two of them typed back. */
export async function takeOfferedWords(page: Page): Promise<string> {
  await page.waitForSelector(".words li");
  const words = await page.locator(".words li").allTextContents();
  await press(page, "Use these words");
  await page.getByRole("heading", { name: "Two of them, from your paper" }).waitFor();
  for (const label of await page.locator(".step form label").allTextContents()) {
    const place = ["First", "Second", "Third", "Fourth", "Fifth"].indexOf(label.replace(" word", ""));
    await page.getByLabel(label).fill(words[place] ?? "");
  }
  await press(page, "Go on");
  return words.join(" ");
}

/** The first sitting, spare codes left for later; the page then shows the Emergency Kit. */
export async function foundUpToKit(page: Page, origin: string, now?: () => number): Promise<Person> {
  const person = await foundUpToSpareCodes(page, origin, now);
  await press(page, "Do this within the week");
  await shows(page, "One sheet for a bad day");
  return person;
}

/** The whole first sitting, the kit saved to `kitFile` and typed back. `now`: the server's clock, where it is not ours. */
export async function found(page: Page, origin: string, kitFile: string, now?: () => number): Promise<Sitting> {
  const person = await foundUpToKit(page, origin, now);
  const groups = ((await page.locator("dd.secret").textContent()) ?? "").split(" ");
  const saved = page.waitForEvent("download");
  await press(page, "Save it to a stick");
  await (await saved).saveAs(kitFile);
  for (const label of await page.locator(".groups label").allTextContents()) {
    await page.getByLabel(label).fill(groups[Number(label.replace("Group ", "")) - 1]?.toLowerCase() ?? "");
  }
  await press(page, "Compare the groups");
  await shows(page, "The groups are right");
  await press(page, "Go to Today");
  await shows(page, "No charts yet");
  return { ...person, kitFile };
}

const stepMs = 30_000;

export function authenticator(secret: string, now: () => number = Date.now): () => Promise<string> {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const stepNow = () => Math.floor(now() / stepMs);
  let used = 0;
  return async () => {
    used = Math.max(stepNow(), used + 1);
    // The server takes a code half a minute early, for clocks that differ; what is further ahead is waited for.
    while (used > stepNow() + 1) await new Promise((resolve) => setTimeout(resolve, 250));
    return totp.generate({ timestamp: used * stepMs });
  };
}

export async function enrolByKit(page: Page, origin: string, sitting: Sitting, deviceName: string): Promise<void> {
  await page.goto(origin);
  await press(page, "This is a further device");
  await page.getByRole("radio", { name: /^Your Emergency Kit/ }).check();
  await press(page, "Use the kit");
  await page.locator("input[type=file]").setInputFiles(sitting.kitFile);
  await page.getByLabel("Passphrase", { exact: true }).fill(sitting.passphrase);
  await page.getByLabel("What do you call this device?").fill(deviceName);
  await page.getByLabel("Six digits").fill(await sitting.code());
  await press(page, "Add this device");
  await page.waitForSelector("#main .top h1", { timeout: SLOW_MS });
}

/** Where an act asks for the second factor first, which hangs on how long ago it was shown: `next` is what comes after it. */
export async function showFactorIfAsked(page: Page, { code }: Person, next: string): Promise<void> {
  const asked = page.locator("dialog", { hasText: "Your second factor, once more" });
  await asked.or(page.locator(next)).first().waitFor({ timeout: SLOW_MS });
  if ((await asked.count()) === 0) return;
  await asked.getByLabel("Six digits").fill(await code());
  await asked.getByRole("button", { name: "Show it" }).click();
  await page.waitForSelector(next);
}

export async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await press(page, "Unlock");
}

export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page
    .getByRole("button", typeof name === "string" ? { name, exact: true } : { name })
    .first()
    .click();
}

export async function goTo(
  page: Page,
  entry: "Today" | "Charts" | "Calendar" | "Cases" | "Search" | "People" | "Devices",
): Promise<void> {
  await page
    .locator("nav:visible")
    .getByRole("link", { name: new RegExp(`^${entry}`) })
    .click();
}

export async function makeChart(page: Page, name: string): Promise<void> {
  await goTo(page, "Charts");
  await press(page, "New chart");
  await page.getByLabel("Name of the new chart").fill(name);
  await press(page, "Make the chart");
  await page.waitForSelector(`h1:has-text("${name}")`);
}

export async function openChart(page: Page, name: string): Promise<void> {
  await goTo(page, "Charts");
  // Enquiries and charts below the first forty come by name.
  await page.getByLabel("Find a chart").fill(name);
  await page.locator(".charts .rows").getByRole("link", { name }).click();
  await page.waitForSelector(`h1:has-text("${name}")`);
}

/** From a chart's page. Resolves when the server has it. */
export async function writeNote(page: Page, link: string, text: string): Promise<void> {
  await page.getByRole("link", { name: link }).first().click();
  await page.waitForSelector(".write:focus");
  await page.keyboard.insertText(text);
  await press(page, "Save the note");
  await isSealed(page);
}

export async function isSealed(page: Page): Promise<void> {
  await expect.poll(() => page.locator(".state").textContent(), { timeout: SLOW_MS }).toContain("sealed on the server");
}

/** Resolves when what is on screen answers these words, and not those that stood there before. */
export async function search(page: Page, words: string): Promise<void> {
  await goTo(page, "Search");
  await page.getByLabel("What are you looking for?").fill(words);
  await page.locator(".found[aria-busy=false]").waitFor({ timeout: SLOW_MS });
}

export async function shows(page: Page, text: string): Promise<void> {
  await page.getByText(text).first().waitFor({ timeout: SLOW_MS });
}

/** It warns of what a page has loaded ahead and not used within seconds: on a slow machine, and where the service worker takes over. */
const ofPreloads = /^A preload for|was preloaded using link preload/;

/** Everything the browser complains or warns about: refused by the content security policy, unknown, uncaught, not found. */
export function watchComplaints(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    const isComplaint = ["error", "warning"].includes(message.type()) && !ofPreloads.test(message.text());
    if (isComplaint) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}

type Meanwhile = {
  readonly role?: string;
  readonly invited?: () => Promise<void>;
  readonly answered?: () => Promise<void>;
};

/** Ben joins, at a page that is empty, whom Anna asks at hers: as clinician, or another `role`. And what happens once the invitation is open, and once he answered it. */
export async function bringIn(anna: Page, ben: Page, origin: string, meanwhile: Meanwhile = {}): Promise<void> {
  await goTo(anna, "People");
  await press(anna, "Ask somebody to join");
  if (meanwhile.role) await anna.getByRole("radio", { name: meanwhile.role }).check();
  await press(anna, "Make the invitation");
  await anna.waitForSelector(".twelve li");
  const lines = await anna.locator(".twelve li").allTextContents();
  await meanwhile.invited?.();
  await ben.goto(origin);
  await press(ben, "I was asked to join");
  await ben.getByLabel("Twelve words").fill(lines.map((line) => line.replace(/^\d+ /, "").trim()).join(" "));
  await ben.getByLabel("Your name").fill("Ben Okafor");
  await ben.getByLabel("Your e-mail address").fill("ben@lindenstreet.example");
  await ben.getByLabel("What do you call this device?").fill("ben’s laptop");
  await press(ben, "Go on to the passphrase");
  await takeOfferedWords(ben);
  await meanwhile.answered?.();
  await shows(ben, "Do both devices show these words?");
  const shown = (await ben.locator(".words li").allTextContents()).join(" ");
  await anna.waitForSelector(".word-lines");
  await press(anna, shown);
  await shows(anna, "They have joined");
  await ben.waitForSelector('h1:has-text("Do both devices")');
  await press(ben, "They are the same there");
  await shows(ben, "Something you hold");
  await press(ben, "Do this within the week");
  await shows(ben, "One sheet for a bad day");
  await press(ben, "Do this within the week");
  await press(anna, "Back to People");
  await shows(anna, "Ben Okafor");
}
