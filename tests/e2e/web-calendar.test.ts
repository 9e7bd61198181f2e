// A week in real Chromium: planned by hand and by keyboard, moved by the pointer, attended in two taps, called off, shared; on paper and on a phone.

import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { bringIn, found, goTo, makeChart, press, shows, unlock, watchComplaints, writeNote } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let anna: Page;
let ben: Page;
let complaints: readonly (readonly string[])[];
let passphrase: string;

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  const at = { viewport: { width: 1280, height: 800 }, timezoneId: "America/New_York", locale: "en-US" };
  const contexts = await Promise.all([1, 2].map(() => browser.newContext(at)));
  [anna, ben] = (await Promise.all(contexts.map((one) => one.newPage()))) as [Page, Page];
  complaints = [watchComplaints(anna), watchComplaints(ben)];
  ({ passphrase } = await found(anna, server.origin, place.path("kit.txt")));
  await bringIn(anna, ben, server.origin);
  for (const name of ["Maren Holt", "Jonah Whitfield", "Priya Raman"]) await makeChart(anna, name);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const dialog = () => anna.locator("dialog.float");
const appointment = (words: string | RegExp) => anna.locator(".time-grid").getByRole("button", { name: words });

/** The week of Sunday, 7 March 2027; the clocks go forward on the Sunday after it. */
async function showWeek(page: Page, day = "2027-03-08"): Promise<void> {
  await goTo(page, "Calendar");
  await page.waitForSelector(".time-grid");
  for (let i = 0; i < 80 && !(await page.locator("h1").textContent())?.includes("Mar 2027"); i++)
    await press(page, "The week after");
  await page.evaluate((to) => history.replaceState(history.state, "", `/calendar?view=week&day=${to}`), day);
}

async function plan(who: string, day: string, time: string, more: () => Promise<void> = async () => {}): Promise<void> {
  await press(anna, "New appointment");
  await dialog().getByLabel("Whose, or what").fill(who);
  const client = dialog().getByRole("list", { name: "Clients of this name" }).getByRole("button");
  if (who !== "Team") await client.first().click();
  await dialog().getByLabel("Day").fill(day);
  await dialog().getByLabel("Time").fill(time);
  await more();
}

test("the calendar begins empty, and asks whose appointment it is", async () => {
  await goTo(anna, "Calendar");
  await anna.waitForSelector(".time-grid");
  await press(anna, "New appointment");
  await press(anna, "Plan the appointment");
  await shows(anna, "Say whose appointment it is");
  await looksWell(anna, "calendar, planning without a name");
  await press(anna, "Not now");
});

test("a client’s series is planned, and something else that it meets, said before it is saved", async () => {
  await plan("Mar", "2027-03-08", "09:00", async () => {
    await dialog().getByLabel("Repeats").selectOption({ label: "Every week on Monday" });
    await dialog().getByLabel("How many times").fill("6");
  });
  await press(anna, "Plan the appointment");
  await dialog().waitFor({ state: "detached" });
  await plan("Team", "2027-03-08", "09:30");
  await shows(anna, "Meets Maren Holt, Monday, 8 March 2027 at 9:00 AM.");
  await looksWell(anna, "calendar, what a plan meets");
  await press(anna, "Plan the appointment all the same");
  await dialog().waitFor({ state: "detached" });
  await plan("Jonah", "2027-03-10", "14:00", async () => {
    await dialog().getByLabel("By video").check();
  });
  await press(anna, "Plan the appointment");
  await dialog().waitFor({ state: "detached" });
  await showWeek(anna);
  await appointment(/Monday, 8 March 2027, 9:00 AM to 9:50 AM.*Maren Holt/).waitFor();
  expect(await appointment(/Team/).count()).toBe(1);
  await looksWell(anna, "calendar, week");
});

test("attendance takes two taps", async () => {
  await appointment(/Maren Holt/).click();
  await dialog().waitFor();
  await press(anna, "Say what became of it");
  await looksWell(anna, "calendar, one appointment");
  await press(anna, "Came late");
  await appointment(/Came late.*Maren Holt/).waitFor();
});

test("it moves by the pointer, and asks which of the series", async () => {
  const column = anna.locator(".column").nth(2);
  const [from, to] = [await appointment(/Jonah/).boundingBox(), await column.boundingBox()];
  if (!from || !to) throw new Error("nothing to move");
  await anna.mouse.move(from.x + 20, from.y + 10);
  await anna.mouse.down();
  await anna.mouse.move(to.x + 40, from.y + 62, { steps: 8 });
  await anna.waitForSelector(".ghost");
  await anna.mouse.up();
  expect(await dialog().getByLabel("Day").inputValue()).toBe("2027-03-09");
  expect(await dialog().getByLabel("Time").inputValue()).toBe("15:00");
  await press(anna, "Change the appointment");
  await appointment(/Tuesday, 9 March 2027, 3:00 PM to 3:50 PM.*Jonah Whitfield/).waitFor();
});

test("it moves by the keyboard: this one and all after it, at the hour that it keeps when the clocks change", async () => {
  await anna.keyboard.press("ArrowRight");
  await appointment(/Monday, 15 March 2027, 9:00 AM to 9:50 AM.*Maren Holt/).focus();
  await anna.keyboard.press("Alt+ArrowDown");
  await dialog().waitFor();
  expect(await dialog().getByLabel("Time").inputValue()).toBe("09:15");
  await dialog().getByLabel("Day").fill("2027-03-16");
  await dialog()
    .getByRole("radio", { name: /^This one and all after it/ })
    .check();
  await looksWell(anna, "calendar, moving a series");
  await press(anna, "Change the appointment");
  await appointment(/Tuesday, 16 March 2027, 9:15 AM to 10:05 AM.*Maren Holt/).waitFor();
  await anna.locator(".column").first().getByRole("button").first().focus();
  await anna.keyboard.press("ArrowRight");
  await appointment(/Tuesday, 23 March 2027, 9:15/).waitFor();
  // Two presses before the page has followed the first.
  await anna.locator("main").evaluate((main) => {
    for (const _ of [1, 2])
      main.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true, cancelable: true }));
  });
  await appointment(/Monday, 8 March 2027, 9:00 AM to 9:50 AM.*Came late.*Maren Holt/).waitFor();
});

test("what is typed of an appointment outlives a lock, and Escape asks before it is gone", async () => {
  const again = () => shows(anna, "What you had typed before it was locked is here again.");
  const lockAndBack = async () => {
    await anna.keyboard.press("Alt+KeyL");
    await unlock(anna, passphrase);
    await anna.waitForSelector(".time-grid");
  };
  const leave = async () => {
    await anna.keyboard.press("Escape");
    await press(anna, "Leave all the same");
    await dialog().waitFor({ state: "detached" });
  };
  const who = () => dialog().getByLabel("Whose, or what");
  const word = () => dialog().getByLabel(/^A word beside it/);
  await press(anna, "New appointment");
  await who().fill("Supervision");
  await dialog().getByLabel("Repeats").selectOption({ index: 1 });
  await word().fill("In the library");
  await anna.keyboard.press("Escape");
  await shows(anna, "What you typed isn’t kept yet.");
  await press(anna, "Stay here");
  await lockAndBack();
  await press(anna, "New appointment");
  await again();
  expect([await who().inputValue(), await word().inputValue()]).toEqual(["Supervision", "In the library"]);
  expect(await dialog().getByLabel("Repeats").inputValue()).not.toBe("");
  await looksWell(anna, "calendar, an appointment over a lock");
  await leave();
  await press(anna, "New appointment");
  await expect.poll(() => who().inputValue()).toBe("");
  await anna.keyboard.press("Escape");
  await dialog().waitFor({ state: "detached" });

  await appointment(/Jonah/).click();
  await press(anna, "Move or change");
  await word().fill("By the back door");
  await lockAndBack();
  await appointment(/Jonah/).click();
  await press(anna, "Move or change");
  await again();
  expect([await who().inputValue(), await word().inputValue()]).toEqual(["Jonah Whitfield", "By the back door"]);
  await leave();

  const why = () => dialog().getByLabel(/^Why/);
  await appointment(/Jonah/).click();
  await press(anna, "Call it off");
  await dialog().getByRole("radio", { name: "The practice" }).check();
  await why().fill("A burst pipe");
  await lockAndBack();
  await appointment(/Jonah/).click();
  await again();
  expect(await why().inputValue()).toBe("A burst pipe");
  expect(await dialog().getByRole("radio", { name: "The practice" }).isChecked()).toBe(true);
  await looksWell(anna, "calendar, calling off over a lock");
  await leave();
  await appointment(/Jonah/).click();
  await press(anna, "Call it off");
  expect(await why().inputValue()).toBe("");
  await press(anna, "Leave it as it is");
  await anna.keyboard.press("Escape");
  await dialog().waitFor({ state: "detached" });
});

test("one is called off and stays in sight; one that was a mistake goes", async () => {
  await appointment(/Jonah/).click();
  await press(anna, "Call it off");
  await dialog().getByRole("radio", { name: "The client" }).check();
  await dialog().getByLabel("Too late by what was agreed").check();
  await dialog().getByLabel("Why").fill("Ill");
  await looksWell(anna, "calendar, calling off");
  await press(anna, "Call it off");
  await appointment(/Called off by the client, late.*Jonah Whitfield/).waitFor();
  await appointment(/Team/).click();
  await press(anna, "Call it off");
  await dialog()
    .getByRole("radio", { name: /^Nobody/ })
    .check();
  await press(anna, "Call it off");
  await appointment(/Team/).waitFor({ state: "detached" });
});

test("a day, a month, an agenda; letters act in the calendar itself", async () => {
  const look = (name: string) => anna.getByRole("radio", { name, exact: true }).check();
  await look("Month");
  await anna
    .getByRole("button", { name: /Maren Holt/ })
    .first()
    .waitFor();
  await looksWell(anna, "calendar, month");
  await look("Agenda");
  await shows(anna, "Session until 9:50 AM.");
  await looksWell(anna, "calendar, agenda");
  await look("Day");
  await anna.waitForSelector(".time-grid");
  await anna.locator(".free").first().focus();
  await anna.keyboard.press("n");
  await dialog().getByLabel("Whose, or what").waitFor();
  await anna.keyboard.press("Escape");
  await anna.locator(".free").first().focus();
  await anna.keyboard.press("t");
  await anna.waitForFunction(() => location.search.includes("day="));
  await anna.goBack();
});

test("hours and a room; Ben is let into the calendar, and sees names and no note", async () => {
  await press(anna, "Hours, rooms and sharing");
  await dialog().getByLabel("Another room").fill("Green room");
  await press(anna, "Add the room");
  await dialog().getByText("Green room", { exact: true }).waitFor();
  await dialog().getByLabel("Monday", { exact: true }).check();
  await press(anna, "Keep these hours");
  await shows(anna, "Kept.");
  await press(anna, "Let them in");
  await dialog().getByText("Plans and calls off.").waitFor();
  await looksWell(anna, "calendar, hours, rooms and sharing");
  const saved = anna.waitForEvent("download");
  await press(anna, "Save a file without names");
  const file = await readFile((await (await saved).path()) ?? "", "utf8");
  expect(file).toContain("BEGIN:VCALENDAR");
  expect(file).not.toMatch(/Maren|Jonah|Green/);
  await press(anna, "Back to the calendar");
  await showWeek(ben);
  await ben
    .locator(".time-grid")
    .getByRole("button", { name: /Maren Holt.*Anna/ })
    .first()
    .waitFor();
  await looksWell(ben, "calendar, somebody else's too");
  await goTo(ben, "Charts");
  await shows(ben, "Maren Holt");
  await goTo(ben, "People");
  await shows(ben, "Anna Lindqvist’s");
  await looksWell(ben, "calendar, who can open what");
});

test("on paper there is a list, and nothing around it", async () => {
  await showWeek(anna);
  await anna.emulateMedia({ media: "print" });
  expect(await anna.locator(".agenda").isVisible()).toBe(true);
  expect(await anna.locator(".time-grid").isVisible()).toBe(false);
  expect(await anna.locator(".rail").isVisible()).toBe(false);
  const pictures = process.env["ALCOVE_PICTURES"];
  if (pictures) await anna.screenshot({ path: `${pictures}/calendar, on paper.png` });
  await anna.emulateMedia({ media: "screen" });
});

test("Today says what is on today", async () => {
  const today = await anna.evaluate(() => new Date().toLocaleDateString("sv"));
  await plan("Priya", today, "23:00");
  // On a day with working hours the button says that 23:00 is outside of them.
  await press(anna, /^Plan the appointment/);
  await dialog().waitFor({ state: "detached" });
  await goTo(anna, "Today");
  await anna.getByRole("heading", { name: "Appointments" }).waitFor();
  await shows(anna, "Priya Raman");
  await looksWell(anna, "calendar, on Today");
});

test("an appointment that was kept and has no note is on Today, and leads to a note of its day", async () => {
  const before = await anna.evaluate(() => new Date(Date.now() - 86_400_000).toLocaleDateString("sv"));
  await goTo(anna, "Calendar");
  await plan("Jonah", before, "09:00");
  await press(anna, /^Plan the appointment/);
  await dialog().waitFor({ state: "detached" });
  await goTo(anna, "Today");
  await shows(anna, "The appointment has no note yet.");
  await looksWell(anna, "today, what is still open");
  await writeNote(anna, "Jonah Whitfield, yesterday", "He came.");
  await goTo(anna, "Today");
  await anna.getByRole("heading", { name: "Appointments" }).waitFor();
  await anna.getByRole("heading", { name: "Still open" }).waitFor({ state: "detached" });
});

test("a note written from an appointment that was on another day is of that day", async () => {
  const before = await anna.evaluate(() => {
    const day = new Date(Date.now() - 86_400_000);
    const say = (how: Intl.DateTimeFormatOptions) => day.toLocaleDateString("en-US", how);
    return `${say({ weekday: "long" })}, ${day.getDate()} ${say({ month: "long" })}`;
  });
  await goTo(anna, "Calendar");
  await anna.getByRole("radio", { name: "Day", exact: true }).check();
  await press(anna, "The day before");
  await appointment(/Jonah/).click();
  await dialog().getByRole("link", { name: "Write the note" }).click();
  await anna.getByRole("textbox", { name: "Text of the note" }).waitFor();
  expect(await anna.locator("main").textContent()).toContain(before);
});

test("where a device shows clients by initials, the calendar does", async () => {
  await goTo(anna, "Devices");
  await anna.getByLabel(/initials/i).check();
  await showWeek(anna);
  await appointment(/Came late.*M\. H\./).waitFor();
  expect(await anna.locator("main").textContent()).not.toContain("Maren");
});

test("nothing complained", () => expect(complaints.flat()).toEqual([]));
