// After 30 days the server asks a device that it knows for the second factor: reading and writing go on, six digits do the rest.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningServer, runServer } from "../../apps/server/src/testing/run-server.ts";
import { bringInBen } from "./pairing-steps.ts";
import { launchBrowser } from "../browser.ts";
import { Device, makePlace, type Place, startServer } from "./alcove.ts";
import { bringIn, found, goTo, makeChart, openChart, press, shows, type Sitting, writeNote } from "./web-hands.ts";
import { looksWell, lookAt } from "./web-looks.ts";
import { prepareBundle } from "./web-server.ts";

const dayMs = 24 * 60 * 60 * 1000;

let place: Place;
let browser: Browser;
beforeAll(async () => {
  place = makePlace();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  place?.remove();
});

test("in the web app: a line wherever one is, and a place on Today to give them", async () => {
  let aheadMs = 0;
  const clock = { wallMs: () => Date.now() + aheadMs, steadyMs: () => performance.now() + aheadMs };
  const server: RunningServer = await runServer({ webFolder: await prepareBundle(), clock });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  try {
    const sitting: Sitting = await found(page, server.origin, place.path("kit-web.txt"), clock.wallMs);
    await makeChart(page, "Maren Holt");
    await writeNote(page, "Write today’s note", "Came in on time.");

    aheadMs = 31 * dayMs;
    await openChart(page, "Maren Holt");
    await page.getByRole("link", { name: "Write today’s note" }).first().click();
    await page.waitForSelector(".write:focus");
    await page.keyboard.insertText("Written while the server asks.");
    await press(page, "Save the note");
    await shows(page, "The server asks for your second factor. Writing and reading go on. One save travels later.");
    await page.locator(".state", { hasText: "on the way to the server" }).waitFor();
    expect(await lookAt(page)).toEqual([]);

    await press(page, "Show the second factor");
    await page.locator("dialog").getByLabel("Six digits").fill("000000");
    await page.locator("dialog").getByRole("button", { name: "Send the digits" }).click();
    await shows(page, "These six digits are not right");
    expect(await lookAt(page)).toEqual([]);
    await press(page, "Not now");

    await goTo(page, "Today");
    await page.locator("h2", { hasText: "The server asks for your second factor" }).waitFor();
    expect(await lookAt(page, "all")).toEqual([]);
    expect(await phoneTop(page)).toContain("Second factor, please");
    await page.locator("main").getByRole("textbox", { name: "Six digits" }).fill("12 34");
    await press(page, "Send the digits");
    await shows(page, "Six digits are needed");
    await page
      .locator("main")
      .getByRole("textbox", { name: "Six digits" })
      .fill(await sitting.code());
    await press(page, "Send the digits");
    await page.locator(".rail .foot", { hasText: "sealed on the server" }).waitFor();
    expect(await page.getByText("six digits").count()).toBe(0);
  } finally {
    await context.close();
    await server.remove();
  }
});

test("SES-15 in the web app: an act that weighs on everybody asks for it over its own dialog, and goes on when it was shown", async () => {
  let aheadMs = 0;
  const clock = { wallMs: () => Date.now() + aheadMs, steadyMs: () => performance.now() + aheadMs };
  const server: RunningServer = await runServer({ webFolder: await prepareBundle(), clock });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  try {
    const sitting: Sitting = await found(page, server.origin, place.path("kit-acts.txt"), clock.wallMs);
    aheadMs = 15 * 60 * 1000;
    await goTo(page, "People");
    await page.getByRole("link", { name: "Practice rules" }).click();
    await press(page, "Change the rules");
    const rules = page.locator("dialog").first();
    await rules.getByLabel("Devices lock by themselves").selectOption("15");
    await rules.getByRole("button", { name: "Set the rules" }).click();
    const asking = page.locator("dialog", { hasText: "Your second factor, once more" });
    await asking.waitFor();
    await looksWell(page, "factor-again");
    await page.keyboard.press("Escape");
    await asking.waitFor({ state: "detached" });
    await rules.getByText("the server asks for your second factor once more").waitFor();
    await rules.getByRole("button", { name: "Set the rules" }).click();
    await asking.getByLabel("Six digits").fill(await sitting.code());
    await asking.getByRole("button", { name: "Show it" }).click();
    await rules.waitFor({ state: "detached" });
    await page.getByText("Devices lock by themselves after 15 minutes").first().waitFor();
  } finally {
    await context.close();
    await server.remove();
  }
}, 120_000);

test("PAIR-15 in the web app: whoever answered an invitation waits while it is asked for, and the words follow", async () => {
  const webFolder = await prepareBundle();
  let server = await runServer({ webFolder });
  const contexts = await Promise.all([1, 2].map(() => browser.newContext({ viewport: { width: 1280, height: 800 } })));
  const [anna, ben] = (await Promise.all(contexts.map((each) => each.newPage()))) as [Page, Page];
  try {
    const sitting: Sitting = await found(anna, server.origin, place.path("kit-waits.txt"));
    await bringIn(anna, ben, server.origin, {
      async invited() {
        const { dataFolder, port } = server;
        await server.close();
        makeDue(dataFolder);
        server = await runServer({ webFolder, dataFolder, port });
      },
      async answered() {
        const asking = anna.locator("dialog", { hasText: "Somebody answered your invitation" });
        await asking.waitFor();
        await looksWell(anna, "factor-while-inviting");
        await asking.getByLabel("Six digits").fill(await sitting.code());
        await asking.getByRole("button", { name: "Send the digits" }).click();
      },
    });
  } finally {
    await Promise.all(contexts.map((each) => each.close()));
    await server.remove();
  }
}, 120_000);

/** As if no device had shown its second factor for a month. */
function makeDue(dataFolder: string): void {
  const database = new DatabaseSync(join(dataFolder, "alcove.db"));
  database.prepare("UPDATE device SET second_factor_at = second_factor_at - ?").run(31 * dayMs);
  database.close();
}

async function phoneTop(page: Page): Promise<string> {
  await page.setViewportSize({ width: 390, height: 844 });
  const text = await page.locator(".phone-top").innerText();
  await page.setViewportSize({ width: 1280, height: 800 });
  return text;
}

test("on the command line: sync asks for them, or takes the secret from a file", async () => {
  let server = await startServer(place);
  const device = new Device(place, "laptop");
  try {
    await device.found(server.origin, { secondFactor: true });
    const { id } = await device.must<{ readonly id: string }>(["chart", "create", "--name", "Maren Holt"]);
    await server.stop();
    makeDue(place.path("server"));
    server = await server.again();

    const added = await device.must<{ readonly waiting: number }>(["note", "add", "--chart", id], {
      input: "Kept here.",
    });
    expect(added).toMatchObject({ waiting: 1, why: { code: "second-factor-needed" } });
    const asked = await device.run(["sync"]);
    expect([asked.exit, asked.json.code]).toEqual([3, "second-factor-needed"]);
    const sent = await device.must(["sync", "--totp-file", place.path("totp")]);
    expect(sent).toMatchObject({ waiting: 0 });

    const cards = ["recovery", "cards", "--out", place.path("cards")];
    const again = await device.run(cards);
    expect([again.exit, again.json.code]).toEqual([3, "second-factor-again"]);
    expect(await device.must([...cards, "--totp-file", place.path("totp")])).toMatchObject({ undelivered: 0 });
    expect(await device.must(["sync"])).toMatchObject({ waiting: 0 });
  } finally {
    await server.stop();
  }
}, 120_000);

test("PAIR-15 on the command line: it is asked for, or read from a file, when somebody has answered", async () => {
  const there = makePlace();
  let server = await startServer(there);
  const device = new Device(there, "laptop");
  try {
    await device.found(server.origin, { secondFactor: true });
    const codes = readFileSync(there.path("spare"), "utf8").trim().split("\n");
    const typeNext = () => writeFileSync(there.path("code"), codes.shift() ?? "");
    typeNext();
    const joined = await bringInBen(device, new Device(there, "ben"), there, {
      options: ["--spare-code-file", there.path("code")],
      async invited() {
        await server.stop();
        makeDue(there.path("server"));
        typeNext();
        server = await server.again();
      },
    });
    expect(joined).toMatch(/^[0-9a-f]{32}$/);
  } finally {
    await server.stop();
    there.remove();
  }
}, 120_000);
