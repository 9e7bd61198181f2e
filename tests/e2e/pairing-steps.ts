/** What a program that pairs says on the way, with --json. */

import type { Running } from "./alcove.ts";

export type Step = {
  readonly step: string;
  readonly words?: readonly string[];
  readonly qr?: string;
  readonly choices?: readonly (readonly string[])[];
};

/** The step of that name among the JSON lines so far. */
export async function step(running: Running, name: string): Promise<Step> {
  await running.errorHolds(`"step":"${name}"`);
  const lines = running
    .errors()
    .split("\n")
    .filter((line) => line.includes(`"step":"${name}"`));
  return (JSON.parse(lines[0] ?? "") as { pairing: Step }).pairing;
}
