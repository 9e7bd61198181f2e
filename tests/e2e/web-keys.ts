/** What a person does who has no mouse: keys alone. Each stop of the focus is looked at. */

import type { Page } from "playwright-core";
import { expect } from "vitest";

export type Keys = {
  /** One key, or several at once. */
  readonly press: (key: string) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** Goes on by the Tab key, back by Shift Tab, or among one group's choices by arrows, until this has the focus. */
  readonly tabTo: (name: string | RegExp, by?: "on" | "back" | "arrows") => Promise<void>;
  /** By Ctrl K: the first line that comes for these words. */
  readonly find: (words: string) => Promise<void>;
  /** The name of what has the focus. */
  readonly here: () => Promise<string>;
  /** Something has the focus, and shows it. */
  readonly isSeen: () => Promise<void>;
};

/** More stops than any screen has. */
const STOPS = 120;
const WAYS = { on: "Tab", back: "Shift+Tab", arrows: "ArrowDown" } as const;

export function keysOf(page: Page): Keys {
  const stop = () => page.evaluate(lookAtFocus);
  const isSeen = async () => {
    await expect.poll(async () => (await stop()).wrong).toBe("");
  };
  const here = async () => (await stop()).name;
  const press = async (key: string) => {
    await page.keyboard.press(key);
  };
  const fits = (name: string, wanted: string | RegExp) =>
    typeof wanted === "string" ? name === wanted : wanted.test(name);
  return {
    here,
    isSeen,
    press,
    async type(text) {
      await isSeen();
      await page.keyboard.type(text);
    },
    async tabTo(wanted, by = "on") {
      const passed: string[] = [];
      for (let i = 0; i < STOPS; i++) {
        await press(WAYS[by]);
        const { name, wrong } = await stop();
        // Past the last stop the focus goes to the browser's own bar, and comes back at the next press.
        if (wrong && wrong !== "left the page") throw new Error(`${wrong}: after ${passed.slice(-3).join(" > ")}`);
        if (fits(name, wanted)) return;
        passed.push(name);
      }
      throw new Error(`no way by keys to ${wanted}: ${passed.join(" > ")}`);
    },
    async find(words) {
      await press("Control+k");
      await expect.poll(here).toBe("A few letters of a client, a page or an act");
      await page.keyboard.type(words);
      await page
        .getByRole("option", { name: new RegExp(words, "i") })
        .first()
        .waitFor();
      await press("Enter");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await isSeen();
    },
  };
}

/** Runs in the page: what has the focus, and what is wrong with how it shows. A page itself needs no ring, nor does a text with a caret. */
function lookAtFocus(): { name: string; wrong: string } {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement) || at === document.body) {
    return { name: "", wrong: document.hasFocus() && at === document.body ? "the focus is lost" : "left the page" };
  }
  const labels = (at as HTMLInputElement).labels;
  const said = at.getAttribute("aria-label") ?? labels?.[0]?.innerText ?? at.innerText;
  const name = said.replace(/\s+/g, " ").trim();
  if (at.id === "main" || at.matches("h1, h2, .write")) return { name, wrong: "" };
  const box = at.getBoundingClientRect();
  if (box.bottom < 0 || box.top > innerHeight) return { name, wrong: `${name} is out of sight` };
  const shows = (of: Element, part?: string): boolean => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(of, part);
    const ring =
      outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2 && !/, 0\)$|\/ 0\)$/.test(outlineColor);
    return ring || (of.matches("textarea") && boxShadow !== "none");
  };
  // The button of a day's field that opens its calendar is the browser's own, and so is its ring.
  if (!shows(at) && at.matches("input:is([type=date], [type=time]):not(:focus-visible)")) return { name, wrong: "" };
  // A choice is shown at its label, a row at the line that its link covers.
  const seen = shows(at) || shows(at, "::after") || (labels?.[0] !== undefined && shows(labels[0]));
  return { name, wrong: seen ? "" : `nothing shows that ${name || at.outerHTML.slice(0, 80)} has the focus` };
}
