import { afterEach, expect, test, vi } from "vitest";
import { needsTool } from "./needs.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("a tool that is there is said to be there", async (context) => {
  expect(await needsTool("node", context)).toBe(true);
});

test("a missing tool leaves a note outside CI", async () => {
  vi.stubEnv("CI", "");
  const notes: string[] = [];
  const annotate = (async (note: string) => void notes.push(note)) as never;
  expect(await needsTool("no-such-tool", { annotate })).toBe(false);
  expect(notes).toEqual(["skipped: needs no-such-tool"]);
});

test("a missing tool fails the test in CI", async (context) => {
  vi.stubEnv("CI", "true");
  await expect(needsTool("no-such-tool", context)).rejects.toThrow("skipped: needs no-such-tool");
});
