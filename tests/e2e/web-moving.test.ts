// A note in the wrong chart, in real Chromium: moved by its author, its trace, put back; and a couple's note about one of the two.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import {
  found,
  isSealed,
  makeChart,
  openChart,
  press,
  search,
  shows,
  watchComplaints,
  writeNote,
} from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let anna: Page;
let complaints: readonly string[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  anna = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(anna);
  await found(anna, server.origin, place.path("kit.txt"));
  await makeChart(anna, "Tom Okafor");
  await makeChart(anna, "Priya Raman");
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const dialog = () => anna.locator("dialog[open]");

test("a note is moved into the chart it belongs in, the old one keeps a line, and it is put back", async () => {
  await writeNote(anna, "Write today’s note", "Tom spoke of the lighthouse.");
  await press(anna, "It belongs in another chart");
  await dialog().getByLabel("Find a chart").fill("zzz");
  await dialog().getByText("No chart of that name that you write in.").waitFor();
  await dialog().getByLabel("Find a chart").fill("oka");
  await looksWell(anna, "move-choose");
  await anna.keyboard.press("Tab");
  await anna.keyboard.press("Enter");
  await dialog().getByText("One line stays that says so and names nobody.").waitFor();
  await looksWell(anna, "move-sure");
  await dialog().getByRole("button", { name: "Move it" }).click();
  await dialog().getByText("It stands there now").waitFor();
  await looksWell(anna, "move-done");
  await dialog().getByRole("link", { name: "Open it there" }).click();
  await anna.getByRole("link", { name: "Tom Okafor" }).first().waitFor();
  await shows(anna, "Tom spoke of the lighthouse.");
  await anna.getByText(/^First written on .*, in another chart$/).waitFor();
  await looksWell(anna, "move-there");

  await openChart(anna, "Priya Raman");
  await anna.getByText(/was taken out on .* by .*: it was about somebody else\./).waitFor();
  expect(await anna.getByText("lighthouse").count()).toBe(0);
  await looksWell(anna, "move-trace");
  await search(anna, "lighthouse");
  await anna.locator("mark").first().waitFor();
  expect(await anna.locator("mark").count()).toBe(1);

  await openChart(anna, "Priya Raman");
  await press(anna, "Put it back");
  await dialog().getByText("It stands here again as it was").waitFor();
  await looksWell(anna, "move-back");
  await dialog().getByRole("button", { name: "Put it back" }).click();
  await dialog().waitFor({ state: "detached" });
  await shows(anna, "Tom spoke of the lighthouse.");
  await openChart(anna, "Tom Okafor");
  await anna.getByText("it was put back where it had been before").waitFor();
});

test("a couple's note is about one of the two, and the timeline says so", async () => {
  await makeChart(anna, "Ines and Omar");
  for (const name of ["Ines Duarte", "Omar Haddad"]) {
    await press(anna, /^(Add somebody|Add a person)/);
    await dialog().getByLabel("Name", { exact: true }).fill(name);
    await dialog().getByRole("button", { name: "Add them" }).click();
    await dialog().waitFor({ state: "detached" });
  }
  await anna.getByRole("link", { name: "Write today’s note" }).first().click();
  await anna.waitForSelector(".write:focus");
  await anna.keyboard.insertText("Omar came alone.");
  await anna.getByText("All of them.").waitFor();
  await anna.getByRole("checkbox", { name: "Omar Haddad" }).check();
  await press(anna, "Save the note");
  await isSealed(anna);
  await looksWell(anna, "about-whom");
  await openChart(anna, "Ines and Omar");
  await anna.locator(".line").getByText("About Omar Haddad").waitFor();
  await looksWell(anna, "about-timeline");
  await anna.getByRole("link", { name: "Progress note" }).first().click();
  expect(await anna.getByRole("checkbox", { name: "Omar Haddad" }).isChecked()).toBe(true);
  expect(await anna.getByRole("checkbox", { name: "Ines Duarte" }).isChecked()).toBe(false);
});

test("EXP-6 a flag of a couple says whom it is about, and an export for one of them has what names them", async () => {
  await openChart(anna, "Ines and Omar");
  const flag = async (words: string, whom?: string) => {
    await press(anna, /^Raise a flag/);
    await dialog().getByLabel("What it is about").selectOption("other");
    await dialog()
      .getByLabel(/^What others must know/)
      .fill(words);
    if (whom)
      await dialog()
        .getByLabel(/^Whom it is about/)
        .selectOption({ label: whom });
    if (whom) await looksWell(anna, "flag-of-one");
    await dialog().getByRole("button", { name: "Save the flag" }).click();
    await dialog().waitFor({ state: "detached" });
    await shows(anna, words);
  };
  await flag("Both travel in June.");
  await flag("A new knee.", "Omar Haddad");
  await anna.locator(".glance li", { hasText: "A new knee." }).getByText("Omar Haddad").waitFor();
  await looksWell(anna, "flags-of-a-couple");
  await anna.getByRole("link", { name: "Export", exact: true }).click();
  await shows(anna, "1 progress note, 2 clinical facts, 2 people");
  await anna.getByLabel("About whom").selectOption({ label: "Omar Haddad alone" });
  await shows(anna, "1 progress note, 1 clinical fact, 1 person");
  await looksWell(anna, "export-for-one");
});

test("MOV-9 a file is moved, stays until the server gave the copy back, goes on after that failed, and is put back", async () => {
  await openChart(anna, "Priya Raman");
  await anna
    .getByRole("link", { name: /Add many|Look at them/ })
    .first()
    .click();
  await shows(anna, "No files yet.");
  const buffer = Buffer.from("A letter from Tom Okafor’s school. ".repeat(20_000));
  await anna.getByLabel("Files to add").setInputFiles({ name: "okafor.txt", mimeType: "text/plain", buffer });
  await press(anna, "Add 1 file");
  await anna.getByRole("heading", { name: "1 file added" }).waitFor();
  await press(anna, "Close");
  await anna.locator(".list .t", { hasText: "okafor.txt" }).click();
  await anna.locator(".list li", { hasText: "% sent" }).waitFor({ state: "detached" });

  await press(anna, "It belongs in another chart");
  await dialog().getByLabel("Find a chart").fill("oka");
  await looksWell(anna, "move-file-choose");
  await dialog().getByRole("button", { name: "Tom Okafor" }).click();
  await dialog().getByText("There it can be opened by Anna Lindqvist.").waitFor();
  await dialog().getByText("One line stays that says so and names neither the file nor anybody.").waitFor();
  await dialog().getByText("Its log says that Anna Lindqvist did.").waitFor();
  await looksWell(anna, "move-file-sure");
  // Nothing comes back from the server.
  await anna
    .context()
    .route(/\/blobs\/[0-9a-f]+\/\d+$/, (route) =>
      route.request().method() === "GET" ? route.abort() : route.continue(),
    );
  await dialog().getByRole("button", { name: "Move it" }).click();
  await dialog().getByText("The file stays here until it is.").waitFor({ timeout: 60_000 });
  await looksWell(anna, "move-file-not-there");
  await anna.keyboard.press("Escape");
  await anna.getByText("A copy is in the chart of Tom Okafor already.").waitFor();
  await looksWell(anna, "move-file-begun");
  await anna.context().unroute(/\/blobs\/[0-9a-f]+\/\d+$/);
  await press(anna, "Go on moving it");
  await dialog().getByRole("button", { name: "Move it" }).click();
  await dialog().getByText("It is there now").waitFor({ timeout: 60_000 });
  await looksWell(anna, "move-file-done");
  await dialog().getByRole("link", { name: "Open it there" }).click();
  await anna.getByText(/first added .*, in another chart/).waitFor();
  await shows(anna, "A letter from Tom Okafor’s school.");
  expect(await anna.locator(".list li").count(), "one copy").toBe(1);
  await looksWell(anna, "move-file-there");

  await openChart(anna, "Priya Raman");
  await anna.getByText(/A file, added on .*, was taken out on .* by .*: it was about somebody else\./).waitFor();
  await anna
    .getByRole("link", { name: /Add many|Look at them/ })
    .first()
    .click();
  await shows(anna, "No files yet.");
  await anna.getByText(/A file, added on/).waitFor();
  expect(await anna.getByText("okafor").count()).toBe(0);
  await looksWell(anna, "move-file-trace");
  await press(anna, "Put it back");
  await dialog().getByText("It is here again as it was.").waitFor();
  await looksWell(anna, "move-file-back");
  await dialog().getByRole("button", { name: "Put it back" }).click();
  await dialog().waitFor({ state: "detached" });
  await anna.locator(".list .t", { hasText: "okafor.txt" }).waitFor();
});

test("nothing was complained about", () => {
  expect(complaints).toEqual([]);
});
