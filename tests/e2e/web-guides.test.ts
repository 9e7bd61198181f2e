// Two turns in the life of a chart, in real Chromium: a couple goes separate ways, and a minor comes of age.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, goTo, isSealed, makeChart, openChart, press, shows, watchComplaints, writeNote } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let complaints: readonly string[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(page);
  await found(page, server.origin, place.path("kit.txt"));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const dialog = () => page.locator("dialog[open]");
type Added = {
  readonly name: string;
  readonly phone?: string;
  readonly born?: string;
  readonly roles?: readonly string[];
};
async function add({ name, phone, born, roles = ["Client"] }: Added): Promise<void> {
  await press(page, "Add somebody");
  await dialog().getByLabel("Name", { exact: true }).fill(name);
  if (born)
    await dialog()
      .getByLabel(/^Born on/)
      .fill(born);
  for (const role of roles)
    await dialog()
      .getByRole("checkbox", { name: new RegExp(`^${role}`) })
      .check();
  if (phone) await dialog().getByLabel("Number", { exact: true }).fill(phone);
  await press(page, "Add them");
  await dialog().waitFor({ state: "detached" });
}
const steps = () => page.getByRole("region", { name: "Where it stands" });

test("SEP-1 a couple goes separate ways: what is about both stays, and one goes on in a chart of her own with what is hers", async () => {
  await makeChart(page, "Ines and Rosa");
  await add({ name: "Ines Ferrer", phone: "(555) 010-0144" });
  await add({ name: "Rosa Blum", phone: "555 010 0144" });
  await writeNote(page, "Write today’s note", "Both quarrel about the flat.");
  await isSealed(page);
  await openChart(page, "Ines and Rosa");
  await page.getByRole("link", { name: "Write today’s note" }).first().click();
  await page.waitForSelector(".write:focus");
  await page.keyboard.insertText("Ines alone: she has found a place.");
  await page.getByRole("checkbox", { name: "Ines Ferrer" }).check();
  await press(page, "Save the note");
  await isSealed(page);
  await openChart(page, "Ines and Rosa");

  await page.getByRole("link", { name: "They go separate ways" }).click();
  await page.getByRole("heading", { name: "They go separate ways", level: 1 }).waitFor();
  await shows(page, "Whoever picks up learns of the other’s treatment.");
  await shows(page, "One note about several of them stays in this chart");
  await steps().getByText("Ines Ferrer has no chart of their own.").waitFor();
  await looksWell(page, "separate-ways");
  await press(page, /^Goes on alone.*Ines Ferrer/);
  await dialog()
    .getByRole("checkbox", { name: /she has found a place/ })
    .waitFor();
  await looksWell(page, "goes-on-alone");
  await press(page, "Begin their chart");
  await dialog().waitFor({ state: "detached" });
  await steps().getByText("One note about Ines Ferrer alone: in that chart.").waitFor();
  await press(page, "It ends today");
  await steps()
    .getByText(/This chart: discharged/)
    .waitFor();
  await looksWell(page, "separate-ways-after");
  await page.getByRole("region", { name: "Ines Ferrer" }).getByRole("link", { name: "Ines Ferrer" }).click();
  await shows(page, "Individual, in treatment");
  await shows(page, "she has found a place");
  expect(await page.getByText("Both quarrel about the flat.").count()).toBe(0);
  await openChart(page, "Ines and Rosa");
  await shows(page, "Both quarrel about the flat.");
  await shows(page, "she has found a place");
});

test("AGE-2 a minor comes of age: Today says it ahead, the guide leads through what ends and what is asked", async () => {
  await goTo(page, "Charts");
  await makeChart(page, "Tom Adler");
  const soon = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  const born = `${Number(soon.slice(0, 4)) - 18}${soon.slice(4)}`;
  await add({ name: "Tom Adler", born });
  await add({ name: "Ann Adler", phone: "555 010 0190", roles: ["Consents", "Pays"] });
  await goTo(page, "Today");
  await shows(page, "They decide themselves from that day on");
  await page.getByRole("link", { name: /^Tom Adler,/ }).click();
  await page.getByRole("heading", { name: "Comes of age", level: 1 }).waitFor();
  await shows(page, "from memory: check your own law");
  await looksWell(page, "comes-of-age");
  await press(page, /^Consents no more.*Ann Adler/);
  await shows(page, "Nobody stands here as consenting for them.");
  await press(page, "Change how they are reached");
  await press(page, "Add a number or address");
  await dialog().getByLabel("Number", { exact: true }).fill("555 010 0177");
  await press(page, "Save this person");
  await dialog().waitFor({ state: "detached" });
  await steps().getByText("A number or address of their own.").waitFor();
  await looksWell(page, "comes-of-age-after");
  await page.getByRole("link", { name: "Ask for their consent" }).click();
  await page.getByRole("heading", { name: "Consent to psychotherapy", level: 1 }).waitFor();
  await openChart(page, "Tom Adler");
  await shows(page, "Pays");
  expect(complaints).toEqual([]);
});
