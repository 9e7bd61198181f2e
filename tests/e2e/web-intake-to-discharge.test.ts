// From the first call to discharge in real Chromium: one client, a couple, a family; and a supervisor beside them.

import { type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { bringIn, found, goTo, makeChart, openChart, press, shows, watchComplaints, writeNote } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let anna: Page;
let sue: Page;
let complaints: readonly (readonly string[])[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  const at = { viewport: { width: 1280, height: 800 }, timezoneId: "America/New_York" };
  const contexts = await Promise.all([1, 2].map(() => browser.newContext(at)));
  [anna, sue] = (await Promise.all(contexts.map((one) => one.newPage()))) as [Page, Page];
  complaints = [watchComplaints(anna), watchComplaints(sue)];
  await found(anna, server.origin, place.path("kit.txt"));
  await bringIn(anna, sue, server.origin, { role: "Supervisor" });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const dialog = () => anna.locator("dialog[open]");
const closed = () => dialog().waitFor({ state: "detached" });
const inDialog = (name: string) => dialog().getByRole("button", { name, exact: true }).click();

async function standing(status: string, form: string): Promise<void> {
  await press(anna, /^(Say where|Where) it stands$/);
  await dialog().getByLabel("Status").selectOption(status);
  await dialog().getByLabel("For", { exact: true }).selectOption(form);
  await inDialog("Save the face sheet");
  await closed();
}

/** `roles`: ticked besides client, or instead of it for who is none. */
async function person(name: string, { isClient = true, roles = [] as string[], relation = "" } = {}): Promise<void> {
  await press(anna, "Add somebody");
  await dialog().getByLabel("Name", { exact: true }).fill(name);
  const role = (which: string) => dialog().getByRole("checkbox", { name: new RegExp(`^${which}`) });
  await role("Client").setChecked(isClient);
  for (const one of roles) await role(one).check();
  await dialog()
    .getByLabel(/^To the client/)
    .fill(relation);
  await inDialog("Add them");
  await closed();
}

async function form(
  client: string,
  name: string,
  fill: () => Promise<void>,
  signers: readonly string[],
): Promise<void> {
  await openChart(anna, client);
  await anna
    .getByRole("link", { name: /^Fill in a form$|^All forms, and new ones$/ })
    .first()
    .click();
  await anna.getByRole("heading", { name: "Forms", level: 1 }).waitFor();
  await anna.getByRole("link", { name }).click();
  await fill();
  await press(anna, "Done, go on to signing");
  for (const [at, signer] of signers.entries()) {
    await press(anna, /^Sign here|^Another signature|^Sign/);
    await dialog().getByLabel("Your name").fill(signer);
    await dialog().getByRole("checkbox").first().check();
    await inDialog("Sign");
    await closed();
    await expect.poll(() => anna.getByText("Signed with their key, and it holds.").count()).toBe(at + 1);
  }
  await openChart(anna, client);
}
const option = (group: RegExp, name: string) =>
  anna.getByRole("group", { name: group }).getByLabel(name, { exact: true });

async function sign(): Promise<void> {
  await press(anna, "Sign and lock");
  await inDialog("Sign and lock");
  await shows(anna, "This note is signed, and stays as it is.");
}

test("one client: enquiry, first session, consent, diagnosis, plan, measure, signed notes, goals reached, discharge", async () => {
  await makeChart(anna, "Priya Raman");
  await standing("enquiry", "individual");
  await person("Priya Raman");
  // Taken on.
  await standing("active", "individual");
  await form("Priya Raman", "Consent to psychotherapy", async () => {}, ["Priya Raman"]);
  await writeNote(anna, "Write today’s note", "First session: sleeps four hours since the move.");
  await sign();
  await openChart(anna, "Priya Raman");
  await press(anna, "Add a diagnosis");
  await dialog().getByRole("combobox").fill("F51.01");
  await dialog().getByRole("option").first().click();
  await inDialog("Save the diagnosis");
  await closed();
  await press(anna, "Write a plan");
  await dialog().getByLabel(/^Goal/).fill("Sleep like before");
  await inDialog("Save the plan");
  await closed();
  await anna.getByRole("link", { name: "Fill in a measure" }).click();
  await anna.getByRole("link", { name: "PHQ-9", exact: true }).click();
  await anna.waitForSelector(".questions");
  await anna.locator(".questions input").first().focus();
  for (const key of "1111111100") await anna.keyboard.press(key);
  await anna.keyboard.press("Enter");
  await shows(anna, "PHQ-9: 8 of 27");
  await openChart(anna, "Priya Raman");
  const timeline = anna.getByRole("region", { name: "Timeline" });
  await expect.poll(() => timeline.locator(".t").allTextContents()).toContain("PHQ-9");
  await looksWell(anna, "chart, under way");
  const lines = await timeline.locator(".t").count();
  await timeline.getByRole("button", { name: "Notes alone" }).click();
  await expect.poll(() => timeline.locator(".t").count()).toBe(1);
  await timeline.getByRole("button", { name: "Notes alone" }).click();
  await expect.poll(() => timeline.locator(".t").count()).toBe(lines);
  await goTo(anna, "Search");
  await anna.getByRole("searchbox").fill("sleep");
  await shows(anna, "Beside the notes");
  await expect.poll(() => anna.locator(".elsewhere .k").allTextContents()).toEqual(["Treatment plan"]);
  await looksWell(anna, "search, beside the notes");
  await anna.locator(".elsewhere .t").click();
  await press(anna, "Change the plan");
  await dialog()
    .getByRole("checkbox", { name: /It has ended/ })
    .check();
  await dialog().getByLabel("Why", { exact: true }).fill("reached");
  await inDialog("Save the plan");
  await closed();
  await writeNote(anna, "Write today’s note", "Last session. Discharge: sleeps seven hours; may come back.");
  await sign();
  await openChart(anna, "Priya Raman");
  await standing("discharged", "individual");
  await looksWell(anna, "chart, discharged");
  await goTo(anna, "Charts");
  await shows(anna, "Discharged");
});

test("a couple: both are in the chart, both sign that there are no secrets, and it ends", async () => {
  await makeChart(anna, "Teodor and Lise Brandt");
  await standing("active", "couple");
  await person("Teodor Brandt");
  await person("Lise Brandt");
  await form(
    "Teodor and Lise Brandt",
    "Therapy as a couple or family: no secrets",
    async () => {
      await anna.getByLabel("Name", { exact: true }).nth(0).fill("Teodor Brandt");
      await anna.getByLabel("Name", { exact: true }).nth(1).fill("Lise Brandt");
      await option(/^There may be sessions/, "No").check();
    },
    ["Teodor Brandt", "Lise Brandt"],
  );
  await writeNote(anna, "Write today’s note", "Both came. What each of them is afraid of.");
  await sign();
  await openChart(anna, "Teodor and Lise Brandt");
  await standing("discharged", "couple");
  await looksWell(anna, "couple, discharged");
});

test("a family: a child, two parents who decide together, and it ends", async () => {
  await makeChart(anna, "Whitfield family");
  await standing("active", "family");
  await person("Jonah Whitfield");
  await person("Mara Whitfield", { isClient: false, roles: ["Consents", "Emergency contact"], relation: "mother" });
  await person("Eli Whitfield", { isClient: false, roles: ["Consents"], relation: "father" });
  await form(
    "Whitfield family",
    "Consent for a child: both parents",
    async () => {
      await anna.getByLabel("Date of birth").fill("2016-05-04");
      await option(/^Is there a court order/, "No").check();
      await anna.getByLabel("Name of the first").fill("Mara Whitfield");
      await anna.getByLabel("Name of the second").fill("Eli Whitfield");
      await anna.getByLabel(/^How each of you is told/).fill("Both by telephone.");
    },
    ["Mara Whitfield", "Eli Whitfield"],
  );
  await writeNote(anna, "Write today’s note", "Jonah drew the house, without its door.");
  await sign();
  await openChart(anna, "Whitfield family");
  await standing("discharged", "family");
  await looksWell(anna, "family, discharged");
});

test("a supervisor: let in, asks for a change from Today, countersigns, and reads nothing that is kept apart", async () => {
  const signed = "First session: sleeps four hours since the move.";
  await openChart(anna, "Priya Raman");
  await writeNote(anna, "Psychotherapy note", "What I wondered about afterwards.");
  await openChart(anna, "Priya Raman");
  await press(anna, "Let somebody in");
  await anna.getByRole("radio", { name: /^Read and write/ }).check();
  await press(anna, "Let them in");
  await goTo(sue, "Today");
  const toDo = sue.getByRole("region", { name: "Still open" }).locator("li", { hasText: "countersigned" });
  await expect.poll(() => toDo.count(), { timeout: 30_000 }).toBe(2);
  await looksWell(sue, "today, of a supervisor");
  await toDo.first().getByRole("link").click();
  await shows(sue, "Signed by Anna Lindqvist");
  expect(await sue.locator(".write").innerText()).toContain(signed);
  await press(sue, "Ask for a change");
  await sue.getByLabel("What is to be added or put right").fill("Did you ask about the pills?");
  await press(sue, "Ask for it");
  await sue.getByRole("button", { name: "Ask for it", exact: true }).waitFor({ state: "detached" });
  await goTo(sue, "Today");
  await expect.poll(() => toDo.count()).toBe(1);

  await goTo(anna, "Today");
  await anna
    .getByRole("region", { name: "Still open" })
    .getByRole("link", { name: /^Priya Raman/ })
    .first()
    .click();
  await shows(anna, "Did you ask about the pills?");
  await anna.getByRole("link", { name: "Write an addendum" }).click();
  await anna.waitForSelector(".write:focus");
  await anna.keyboard.type("Asked: none left at home.");
  await sign();

  // The addendum, and what it adds to once more.
  await expect.poll(() => toDo.count(), { timeout: 30_000 }).toBe(3);
  for (let left = 2; left >= 0; left--) {
    await toDo.first().getByRole("link").click();
    await shows(sue, "Signed by Anna Lindqvist");
    await press(sue, "Countersign");
    await sue.getByRole("dialog").getByRole("button", { name: "Countersign" }).click();
    await shows(sue, "Countersigned by Ben Okafor");
    await goTo(sue, "Today");
    await expect.poll(() => toDo.count()).toBe(left);
  }
  await openChart(sue, "Priya Raman");
  await shows(sue, "Countersigned");
  await looksWell(sue, "chart, of a supervisor");
  expect(await sue.getByText("What I wondered about").count()).toBe(0);
  await openChart(anna, "Priya Raman");
  await shows(anna, "Countersigned");
});

test("nothing complained", () => expect(complaints.flat()).toEqual([]));
