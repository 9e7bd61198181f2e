/** From an act of the person to the paint that answers it, as the page itself counts. Knows nothing of Alcove. */

import type { Locator, Page } from "playwright-core";

type Stopwatch = {
  /** Milliseconds of work that each key made, until its paint is done. */
  keys: number[];
  /** Milliseconds from the press to the paint in which something stands at the selector that was not there before. */
  until(selector: string): Promise<number>;
};

declare global {
  interface Window {
    stopwatch: Stopwatch;
  }
}

/** Runs in the page before its own scripts. */
export function installStopwatch(): void {
  const keys: number[] = [];
  let pressedAt = 0;
  const afterPaint = (then: () => void) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(undefined);
  };
  addEventListener(
    "keydown",
    ({ timeStamp }) => {
      pressedAt = timeStamp;
    },
    { capture: true },
  );
  // The last listener of all: what the page does at once is done in the microtasks before this one's.
  addEventListener("input", () =>
    queueMicrotask(() => {
      const own = performance.now() - pressedAt;
      // What lies between is the wait for the screen's next frame.
      requestAnimationFrame(() => {
        const frame = performance.now();
        afterPaint(() => keys.push(own + performance.now() - frame));
      });
    }),
  );
  window.stopwatch = {
    keys,
    until: (selector) =>
      new Promise((resolve) => {
        for (const old of document.querySelectorAll(selector)) old.setAttribute("data-before", "");
        const isThere = () => [...document.querySelectorAll(selector)].some((one) => !one.hasAttribute("data-before"));
        addEventListener(
          "click",
          ({ timeStamp }) => {
            const seen = new MutationObserver(() => {
              if (!isThere()) return;
              seen.disconnect();
              requestAnimationFrame(() => afterPaint(() => resolve(performance.now() - timeStamp)));
            });
            seen.observe(document, { childList: true, subtree: true });
          },
          { capture: true, once: true },
        );
      }),
  };
}

/** Types each text, the field emptied in between; milliseconds of each key. */
export async function keystrokes(page: Page, texts: readonly string[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const text of texts) {
    for (const letter of text) {
      await page.evaluate(() => void (window.stopwatch.keys.length = 0));
      await page.keyboard.press(letter === " " ? "Space" : letter);
      await page.waitForFunction(() => window.stopwatch.keys.length > 0);
      times.push((await page.evaluate(() => window.stopwatch.keys[0])) ?? 0);
    }
    if (texts.length > 1) await page.keyboard.press("ControlOrMeta+a");
  }
  return times;
}

export async function pressed(page: Page, what: Locator, selector: string): Promise<number> {
  await what.waitFor();
  const took = page.evaluate((there) => window.stopwatch.until(there), selector);
  await what.click();
  return took;
}

/** What this browser on this machine works for a key that fills a list of a hundred lines, with nothing of ours. */
export async function probe(page: Page): Promise<number> {
  const bare = await page.context().newPage();
  await bare.goto("data:text/html,<!doctype html><input><ul></ul>");
  await bare.evaluate(() => {
    const list = document.querySelector("ul") as HTMLUListElement;
    document.querySelector("input")?.addEventListener("input", ({ target }) => {
      const { value } = target as HTMLInputElement;
      list.innerHTML = Array.from(
        { length: 100 },
        (_, i) => `<li><a href="#">${value} ${i}</a><p>of the list</p></li>`,
      ).join("");
    });
  });
  await bare.locator("input").focus();
  const times = await keystrokes(bare, ["abcdefghijklmnop"]);
  await bare.close();
  await page.bringToFront();
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
