/**
 * Looks at a screen in every size and light it comes in: axe, nothing wider than the window, and no field whose words the
 * browser would keep. Where ALCOVE_PICTURES names a folder, whoever runs it looks too.
 */

import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
/** A window of 1280 by 800 at 200 %, and the narrowest that WCAG 1.4.10 asks for. */
const enlarged = { width: 640, height: 400 };
const narrow = { width: 320, height: 640 };

type View = { readonly size: string; readonly viewport: typeof desk; readonly light: "light" | "dark" };

/** Both sizes and both lights with two looks: neither colours nor parts depend on the other. */
const TWO: readonly View[] = [
  { size: "desk", viewport: desk, light: "light" },
  { size: "phone", viewport: phone, light: "dark" },
];
/** For a screen that shows all that stands around every page. */
const ALL: readonly View[] = [
  ...TWO,
  { size: "desk", viewport: desk, light: "dark" },
  { size: "phone", viewport: phone, light: "light" },
];

/** Nothing is wrong with it. `name`: of its pictures. */
export async function looksWell(page: Page, name: string): Promise<void> {
  expect(await lookAt(page, "two", name)).toEqual([]);
}

/** In this file so far. */
let looks = 0;

/** What is wrong with the screen as it stands, in lines for a person; nothing when all is well. Leaves the desk's size. */
export async function lookAt(page: Page, views: "two" | "all" = "two", name?: string): Promise<readonly string[]> {
  const found: string[] = [];
  const pictures = process.env["ALCOVE_PICTURES"];
  looks++;
  // Whoever looks at pictures wants all four.
  for (const { size, viewport, light } of views === "all" || pictures ? ALL : TWO) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: light, reducedMotion: "reduce" });
    if (pictures) {
      const path = join(pictures, `${name ?? `${looks} ${await page.title()}`} ${size} ${light}.png`);
      await page.screenshot({ path, animations: "disabled", fullPage: true });
    }
    // In this page alone: there are no frames, and a second page to sum up in takes as long as the look.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(STANDARDS).analyze();
    for (const { id, nodes } of violations) {
      const where = nodes.slice(0, 3).map(({ target }) => target.join(" "));
      found.push(`${size}, ${light}: ${id} at ${where.join("; ")}`);
    }
  }
  for (const [size, viewport] of Object.entries({ desk, phone, enlarged, narrow })) {
    await page.setViewportSize(viewport);
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (tooWide > 0) found.push(`${size}: ${tooWide} px wider than the window`);
  }
  await page.setViewportSize(desk);
  await page.emulateMedia({ colorScheme: "light" });
  found.push(...(await page.evaluate(findKeptFields, MAY_BE_KEPT)));
  return found;
}

/** One's own names, and what password managers are for. Everything else that is typed is nobody's but the vault's. */
const MAY_BE_KEPT = ["off", "one-time-code", "current-password", "new-password", "organization", "name", "email"];

/** Runs in the page: browsers remember what was typed into a field, in the clear, unless it says otherwise. */
function findKeptFields(tokens: readonly string[]): string[] {
  const typed = "input:not([type=file], [type=radio], [type=checkbox]), textarea";
  return [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(typed)]
    .filter((field) => !tokens.includes(field.autocomplete))
    .map((field) => `the browser may keep what is typed into ${field.outerHTML.slice(0, 120)}`);
}
