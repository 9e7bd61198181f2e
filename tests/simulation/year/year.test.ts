/** A handful of years out of the thousand that `npm run simulation` plays. */

import { expect, test } from "vitest";
import { runYear } from "./run.ts";

/** Half a year each: the whole of it is for the command. */
const steps = 25;
const seeds = Array.from({ length: 5 }, (_, n) => `half a year ${n}`);
const counts = new Map<string, number>();

test.each(seeds)(
  "EX-01 SD-01 IN-01 %s: who can open what is as the model says, and nothing that was saved is lost",
  async (seed) => {
    const { finding, counts: done } = await runYear(seed, { steps });
    for (const [what, often] of done) counts.set(what, (counts.get(what) ?? 0) + often);
    const told = finding?.told.join("\n") ?? "";
    expect(
      finding?.what,
      `${told}\nagain: npm run simulation -- --seed "${seed}" --steps ${finding?.step}`,
    ).toBeUndefined();
  },
);

test("a year that stands still is given up, with the step and what was told so far", async () => {
  const { finding } = await runYear("stands still", { steps, patienceMs: 1 });
  expect(finding?.what).toContain("nothing moved for 0.001 s");
  expect(finding?.step).toBe(0);
});

test("those years held what they are about", () => {
  for (const what of ["joined", "left", "wrote", "shared", "rekeyed", "died", "at once"])
    expect(counts.get(what) ?? 0, what).toBeGreaterThan(0);
});
