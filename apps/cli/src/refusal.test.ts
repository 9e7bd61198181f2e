import { expect, test } from "vitest";
import { failure, type FailureCode, failures } from "@alcove/protocol/errors";
import { exitCodeHelp, exitCodeOf, exitCodes } from "./refusal.ts";

const exitOf = (code: FailureCode) => exitCodeOf({ kind: "failure", failure: failure(code) });

test("every failure of the table has an exit code that help names", () => {
  const named = new Set(exitCodeHelp.map(([code]) => code));
  for (const code of Object.keys(failures) as FailureCode[]) expect(named, code).toContain(exitOf(code));
  for (const code of [exitCodes.usage, exitCodes.interrupted]) expect(named).toContain(code);
});

test("scripts can tell apart what they must act upon differently", () => {
  const expected: [FailureCode, number][] = [
    ["passphrase-wrong", 3],
    ["locked", 3],
    ["not-set-up", 3],
    ["second-factor-needed", 3],
    ["server-unreachable", 4],
    ["server-slow", 4],
    ["server-rubbish", 4],
    ["server-version", 4],
    ["chart-unknown", 5],
    ["device-in-use", 6],
    ["alarm-ledger-forked", 7],
    ["disk-full", 1],
    ["passphrase-short", 1],
  ];
  for (const [code, exit] of expected) expect(exitOf(code), code).toBe(exit);
  expect(exitCodeOf({ kind: "usage", message: "" })).toBe(2);
});
