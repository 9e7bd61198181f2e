// Reminders in real Chromium: agreed among a chart's people, given from Today, and what was told before an appointment was moved.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, goTo, makeChart, openChart, press, shows, unlock, watchComplaints } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let anna: Page;
let complaints: readonly string[];
let passphrase: string;

const dialog = () => anna.locator("dialog[open]");
const closed = () => dialog().waitFor({ state: "detached" });
const dayAfter = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, timezoneId: "UTC" });
  anna = await context.newPage();
  complaints = watchComplaints(anna);
  ({ passphrase } = await found(anna, server.origin, place.path("kit.txt")));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

async function plan(day: string, time: string): Promise<void> {
  await goTo(anna, "Calendar");
  await press(anna, "New appointment");
  // All of a name means whom it names, pressed or not.
  await dialog().getByLabel("Whose, or what").fill("priya raman");
  await dialog().getByLabel("Day").fill(day);
  await dialog().getByLabel("Time").fill(time);
  await press(anna, "Plan the appointment");
  await closed();
}

test("REM-1 what is agreed stands with the number, follows it, and needs one at which something may be left", async () => {
  await makeChart(anna, "Priya Raman");
  await openChart(anna, "Priya Raman");
  await press(anna, "Add somebody");
  await dialog().getByLabel("Name", { exact: true }).fill("Priya Raman");
  const agreed = dialog().getByLabel("Reminders of appointments");
  expect(await agreed.isDisabled()).toBe(true);
  await dialog().getByLabel("By", { exact: true }).selectOption("text");
  await dialog().getByLabel("Number").fill("555 0143");
  await dialog().getByLabel("What may be left there").selectOption("anything");
  await agreed.selectOption("Text message, 555 0143");
  await dialog().getByLabel("How long before").selectOption("two days before");
  await dialog().getByLabel("Number").fill("555 0144");
  await looksWell(anna, "reminder-agreed");
  await press(anna, "Add them");
  await closed();
  await shows(anna, "Is reminded of appointments two days before, by text message.");
  expect(await anna.locator(".people-of-chart").textContent()).toContain("555 0144");
});

test("REM-2 REM-4 on Today it says who is to be reminded; the words are laid in, and what became of it is said", async () => {
  await plan(dayAfter(1), "09:00");
  await plan(dayAfter(5), "09:00");
  await goTo(anna, "Today");
  await shows(anna, "One person is to be reminded of an appointment.");
  await looksWell(anna, "today-reminders");
  await anna.getByRole("link", { name: "See who" }).click();
  const now = anna.locator("section", { hasText: "Now" });
  const words = await now.getByLabel("What goes out").inputValue();
  expect(words).toMatch(/^A reminder: \w+, \w+ \d+, \d{4} at 9:00 AM, with Anna/);
  expect(await now.getByRole("link", { name: "555 0144" }).getAttribute("href")).toBe(
    `sms:5550144?body=${encodeURIComponent(words)}`,
  );
  await anna.locator("section", { hasText: "Later" }).getByText("Priya Raman").waitFor();
  await looksWell(anna, "reminders");
  await now.getByRole("button", { name: "Not reached" }).click();
  await now.getByText(/^Not reached .*, Anna Lindqvist/).waitFor();
  await now.getByLabel(/^What they said/).fill("Coming by train.");
  await now.getByRole("button", { name: "They know" }).click();
  const done = anna.locator("section", { hasText: "Done" });
  await done.getByText(/^Reminded .*: Coming by train\./).waitFor();
  await looksWell(anna, "reminders-done");
  await goTo(anna, "Today");
  // What Today said before stands there until it is read again.
  await expect.poll(() => anna.title()).toContain("Today");
  await anna.getByText("to be reminded").waitFor({ state: "detached" });
});

test("what is typed into a reminder outlives another page and a lock, and is gone once it is said", async () => {
  await plan(dayAfter(1), "11:00");
  const see = async () => {
    await goTo(anna, "Today");
    await anna.getByRole("link", { name: "See who" }).click();
  };
  const now = anna.locator("section", { hasText: "Now" });
  const [words, note] = [now.getByLabel("What goes out"), now.getByLabel(/^What they said/)];
  const typed = async () => [await words.inputValue(), await note.inputValue()];
  await see();
  const laidIn = await words.inputValue();
  await words.fill("Tomorrow at eleven, with Anna.");
  await note.fill("Her sister answered.");
  await see();
  await expect.poll(typed).toEqual(["Tomorrow at eleven, with Anna.", "Her sister answered."]);
  await note.fill("Her brother answered.");
  await anna.keyboard.press("Alt+KeyL");
  await unlock(anna, passphrase);
  await words.waitFor();
  await expect.poll(typed).toEqual(["Tomorrow at eleven, with Anna.", "Her brother answered."]);
  await now.getByRole("button", { name: "Not reached" }).click();
  await now.getByText(/^Not reached .*: Her brother answered\./).waitFor();
  await see();
  await expect.poll(typed).toEqual(["Tomorrow at eleven, with Anna.", ""]);
  await words.fill(laidIn);
  await see();
  await words.waitFor();
  // As long as something kept would need to come back.
  await anna.waitForTimeout(500);
  expect(await typed()).toEqual([laidIn, ""]);
  await now.getByRole("button", { name: "Leave it out" }).click();
  await now.waitFor({ state: "detached" });
});

test("REM-5 who was told of a time that was moved since stands on Today until they know", async () => {
  await goTo(anna, "Calendar");
  await anna.getByText("Agenda", { exact: true }).click();
  await anna
    .locator("main")
    .getByRole("button", { name: /Priya Raman/ })
    .first()
    .click();
  await dialog()
    .getByText(/^Reminded: Priya Raman, by text message, at .*\./)
    .waitFor();
  await looksWell(anna, "appointment-reminded");
  await press(anna, "Move or change");
  await dialog().getByLabel("Time").fill("15:00");
  await press(anna, "Change the appointment");
  await closed();
  await goTo(anna, "Today");
  await anna.getByText(/one person was told of a time that has changed/i).waitFor();
  await anna.getByRole("link", { name: "See who" }).click();
  const changed = anna.locator("section", { hasText: "They were told" });
  expect(await changed.getByLabel("What goes out").inputValue()).toContain("A change: ");
  await changed.getByText(/^Planned now: .*, 3:00 PM\.$/).waitFor();
  expect(await anna.getByRole("heading", { name: "Now", exact: true }).count(), "no row of its own").toBe(0);
  expect(await changed.getByRole("checkbox", { name: "They know of the new time too" }).isChecked()).toBe(true);
  await looksWell(anna, "reminders-changed");
  await changed.getByRole("button", { name: "They know" }).click();
  await changed.waitFor({ state: "detached" });
  const done = anna.locator("section", { hasText: "Done" });
  await done.getByText(/^Told of the change .*, Anna Lindqvist/).waitFor();
  await done.getByText(/^Reminded .*, Anna Lindqvist/).waitFor();
});

test("REM-7 what was noted by mistake is taken back, and it is to be done again", async () => {
  const done = anna.locator("section", { hasText: "Done" });
  const told = done.locator("li", { hasText: "Reminded" });
  await told.getByRole("button", { name: /^This was noted by mistake/ }).click();
  const now = anna.locator("section", { hasText: "Now" });
  await now.getByText(/^Not “Reminded”: a mistake, said .*, Anna Lindqvist$/).waitFor();
  await looksWell(anna, "reminders-mistake");
  await goTo(anna, "Today");
  await shows(anna, "One person is to be reminded of an appointment.");
  expect(complaints).toEqual([]);
});
