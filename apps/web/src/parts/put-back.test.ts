import { describe, expect, test } from "vitest";
import { putBack } from "./put-back.ts";

describe("what was typed before a lock comes back", () => {
  const untouched = { basis: "", told: { to: "", what: "" }, parts: ["notes"], day: "2040-01-02" };
  const kept = {
    basis: "request",
    told: { to: "Dr. Reyes", what: "She slept" },
    parts: ["notes", "files"],
    day: "2040-01-03",
  };

  test("whole, where nobody typed meanwhile", () => {
    expect(putBack(kept, untouched, untouched)).toEqual(kept);
  });

  test("with a text that was begun meanwhile after it", () => {
    const now = { ...untouched, told: { to: "", what: "and" } };
    expect(putBack(kept, untouched, now)).toEqual({ ...kept, told: { to: "Dr. Reyes", what: "She slept and" } });
  });

  test("and a choice, a day and a list that were made meanwhile count", () => {
    const now = { ...untouched, basis: "treatment", parts: [], day: "2040-01-09" };
    expect(putBack(kept, untouched, now)).toEqual({ ...kept, basis: "treatment", parts: [], day: "2040-01-09" });
  });

  test("line by line, where lines were written", () => {
    const lines = [
      { goal: "Go out again", by: "" },
      { goal: "Sing in a choir", by: "2040-01-02" },
    ];
    const now = [{ goal: "Sleep", by: "2041-05-06" }];
    expect(putBack(lines, [{ goal: "", by: "" }], now)).toEqual([
      { goal: "Go out again Sleep", by: "2041-05-06" },
      lines[1],
    ]);
  });

  test("a text that stood there before anybody typed is not said twice", () => {
    expect(putBack("Walks on Mondays, and swims", "Walks", "Walks.")).toBe("Walks on Mondays, and swims .");
  });
});
