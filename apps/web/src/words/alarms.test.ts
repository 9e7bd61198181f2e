import { failures } from "@alcove/protocol/errors";
import { expect, test } from "vitest";
import { wordsForAlarm } from "./alarms.ts";

const codes = Object.keys(failures).filter((code) => code.startsWith("alarm-"));

test.each([...codes, "alarm-of-a-later-version"])(
  "%s answers the four questions, each with its answer first",
  (code) => {
    const { title, lede, answers } = wordsForAlarm({ code, at: 0, facts: { count: 3 } });
    expect(title).toMatch(/\.$/);
    expect(title + lede).not.toMatch(/[{}!]/);
    for (const [answer, more] of Object.values(answers)) {
      expect(answer).toMatch(/^[A-Z].*\.$/);
      expect(more).toMatch(/\.$/);
    }
  },
);

test("facts stand in the headline", () => {
  expect(wordsForAlarm({ code: "alarm-body-withheld", at: 0, facts: { count: 3 } }).title).toContain("3 entries");
});
