/**
 * `npm run bench [-- --json] [-- --notes 10000] [-- --only device,large,web,seen,appends,people,screens,exports,exports-web,imports]`: each figure with its probe in the
 * same run. Ratios are what counts; absolute figures drift with the machine. Prints a table, or one JSON object. Exits 1
 * where a "must be" is missed. `--browser` measures a device's in Chromium instead, or beside those of `--only`.
 */

import { parseArgs } from "node:util";
import { measureAppends } from "./appends.ts";
import { measureInBrowser } from "./browser/browser-figures.ts";
import { measureChangeSeen } from "./change-seen.ts";
import { measureDevice, measureGrowth, measureLargeSearch } from "./device-figures.ts";
import { measureExportsInChromium } from "./exports/export-in-chromium.ts";
import { measureExports } from "./exports/export-figures.ts";
import { type Figure, isMissed, ofRounds, printTable, rounds } from "./figure.ts";
import { measureImports } from "./imports/import-figures.ts";
import { measurePeople } from "./people/people-figures.ts";
import { measureScreens } from "./screens/screen-figures.ts";
import { measureWebSize } from "./web-size.ts";

const { values: flags } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    notes: { type: "string", default: "10000" },
    only: { type: "string" },
    browser: { type: "boolean", default: false },
  },
});
const count = Number(flags.notes);
const statements = 10_000;
const figures: Figure[] = [];
const wanted = new Set(
  (
    flags.only ?? (flags.browser ? "" : "device,large,web,seen,appends,people,screens,exports,exports-web,imports")
  ).split(","),
);
const say = (text: string) => {
  if (!flags.json) console.error(text);
};

if (wanted.has("device") || wanted.has("large")) {
  say(`${count} notes: import, first sync, index, unlock, search ...`);
  const { figures: small, perNote } = await measureDevice(count);
  figures.push(...small);
  if (wanted.has("large")) {
    say(`${count * 10} notes: import and first sync ...`);
    figures.push(...(await measureGrowth(count * 10, perNote)));
    say(`${count * 5} notes: search ...`);
    figures.push(...(await measureLargeSearch(count * 5)));
  }
}
if (wanted.has("web")) {
  say("The web app's first page ...");
  figures.push(await measureWebSize());
}
if (wanted.has("seen")) {
  say("A change seen on the other device ...");
  const { p95, p50 } = await measureChangeSeen();
  figures.push({ key: "changeSeenP95", value: p95, mustBe: 50, reachFor: 12, parts: { p50 } });
}
if (wanted.has("appends")) {
  say("Appends a second ...");
  const measured: Figure[][] = [];
  for (let round = 0; round < rounds; round++) {
    const { ours, bare } = await measureAppends();
    const value = ours / bare;
    measured.push([
      { key: "appendsPerSecond", value, mustBe: 0.5, atLeast: true, reachFor: 0.8, parts: { ours, bare } },
    ]);
  }
  figures.push(...ofRounds(measured));
}
if (wanted.has("people")) {
  say(`${statements} statements: replay and unlock; owed tags, deliveries ...`);
  figures.push(...(await measurePeople(statements)));
}
if (wanted.has("screens")) figures.push(...(await measureScreens(2000, 50_000, say)));
if (wanted.has("exports")) figures.push(...(await measureExports(say)));
if (wanted.has("exports-web")) figures.push(...(await measureExportsInChromium(say)));
if (wanted.has("imports")) figures.push(...(await measureImports(say)));
const browser = flags.browser ? await measureInBrowser(count, say) : [];

const missed = [...figures, ...browser].filter(isMissed);
if (flags.json) {
  const byKey = (some: readonly Figure[]) => Object.fromEntries(some.map(({ key, ...rest }) => [key, rest]));
  const inBrowser = flags.browser ? { browser: byKey(browser) } : {};
  console.log(JSON.stringify({ notes: count, figures: byKey(figures), ...inBrowser }));
} else {
  if (figures.length > 0) printTable(figures);
  if (flags.browser) printTable(browser, "browser");
  for (const { key } of missed) console.log(`missed: ${key}`);
}
process.exitCode = missed.length > 0 ? 1 : 0;
