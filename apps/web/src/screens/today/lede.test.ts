import { expect, test } from "vitest";
import { sayLede, type Waiting } from "./lede.ts";

const nothing: Waiting = { emergencies: 0, drafts: 0, open: 0, conflicts: 0, calls: 0, reminders: 0, unsigned: 0 };

test("nothing waits only where nothing of any kind does", () => {
  expect(sayLede(2, nothing)).toBe("Nothing is waiting to be finished.");
  expect(sayLede(0, nothing)).toBe("A quiet room, and nothing in it yet.");
  for (const kind of Object.keys(nothing) as (keyof Waiting)[])
    expect(sayLede(2, { ...nothing, [kind]: 1 }), kind).not.toContain("Nothing");
});

test("each kind is counted with its own word", () => {
  expect(sayLede(2, { ...nothing, drafts: 1, calls: 1, reminders: 2, unsigned: 12 })).toBe(
    "One note to finish. One person to call back. Two reminders to give. Twelve notes to sign.",
  );
});
