import { expect, test } from "vitest";
import { seconds, TestClock } from "../testing/test-clock.ts";
import { SlowDown } from "./slow-down.ts";

const waits = { free: 2, firstMs: 1000, longestMs: 8000, forgottenAfterMs: 60_000 };

test("waits grow with failures, up to a longest one, and end by themselves", () => {
  const clock = new TestClock();
  const slowDown = new SlowDown(clock, waits);
  const seen: number[] = [];
  for (let i = 0; i < 8; i++) {
    slowDown.failed("a");
    seen.push(slowDown.secondsLeft("a"));
  }
  expect(seen).toEqual([0, 0, 1, 2, 4, 8, 8, 8]);
  clock.pass(seconds(3));
  expect(slowDown.secondsLeft("a")).toBe(5);
  clock.pass(seconds(5));
  expect(slowDown.secondsLeft("a")).toBe(0);
  expect(slowDown.secondsLeft("b")).toBe(0);
});

test("a success, or a long quiet, forgets the failures", () => {
  const clock = new TestClock();
  const slowDown = new SlowDown(clock, waits);
  for (let i = 0; i < 4; i++) slowDown.failed("a");
  slowDown.succeeded("a");
  slowDown.failed("a");
  expect(slowDown.secondsLeft("a")).toBe(0);
  for (let i = 0; i < 3; i++) slowDown.failed("a");
  expect(slowDown.secondsLeft("a")).toBe(2);
  clock.pass(seconds(60));
  slowDown.failed("a");
  expect(slowDown.secondsLeft("a")).toBe(0);
});
