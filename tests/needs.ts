// Tools that only CI is sure to have. Elsewhere a test that lacks one says so and passes; in CI it fails, so that no
// check is ever missing unseen.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestContext } from "vitest";

/**
 * Whether the program is on the PATH. Begin a test with
 * `if (!(await needsTool("age", context))) return;`
 *
 * @returns false outside CI when it is missing; the test then carries the note "skipped: needs NAME"
 * @throws Error in CI (`CI=true`) when it is missing: `.ci/run` must install it
 */
export async function needsTool(name: string, context: Pick<TestContext, "annotate">): Promise<boolean> {
  if (findTool(name) !== undefined) return true;
  const note = `skipped: needs ${name}`;
  if (process.env["CI"]) throw new Error(`${note}. CI must have it: add its package to .ci/run.`);
  await context.annotate(note, "warning");
  return false;
}

/** The path of a program on the PATH, or undefined. */
export function findTool(name: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
