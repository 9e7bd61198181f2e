/** What a program that pairs says on the way, with --json. */

import type { Device, makePlace, Running } from "./alcove.ts";

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

type Inviting = { readonly options?: readonly string[]; readonly invited?: () => Promise<void> };

/** Ben Moor joins as clinician, whom Ada asks; gives his member's id. `invited`: what happens once the invitation is open. */
export async function bringInBen(
  ada: Device,
  ben: Device,
  place: ReturnType<typeof makePlace>,
  { options = [], invited }: Inviting = {},
): Promise<string> {
  const invite = ["member", "invite", "--role", "clinician", "--json", "--words-from-stdin", ...options];
  const inviting = ada.start(invite, { input: "open" });
  const { qr = "" } = await step(inviting, "waiting");
  await invited?.();
  const joining = ben.start(
    [
      ...["member", "join", "--invitation", qr, "--name", "Ben Moor", "--email", "ben@willow.example", "--json"],
      ...["--words-from-stdin", "--device-name", "ben's laptop", "--kit", place.path("kit-ben")],
    ],
    { input: "open" },
  );
  const { words = [] } = await step(joining, "compare");
  await step(inviting, "compare");
  for (const side of [inviting, joining]) side.process.stdin?.end(`${words.join(" ")}\n`);
  const [, joined] = await Promise.all([inviting.ended, joining.ended]);
  return (JSON.parse(joined.stdout) as { member: string }).member;
}
