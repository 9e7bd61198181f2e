/** The one worker of the page: it owns the vault, as the app's does, and measures the probes beside it. */

import type { MadeNote } from "../../generate-notes.ts";
import type { Answer, Call } from "./messages.ts";
import { createProbeWork } from "./probe-work.ts";
import { createVaultWork } from "./vault-work.ts";

/** The benchmark lays them beside the page, so that browser and Node measure the same texts. */
async function fetchNotes(): Promise<readonly MadeNote[]> {
  return (await (await fetch("/notes.bin")).json()) as readonly MadeNote[];
}

const work = { ...createProbeWork(fetchNotes), ...createVaultWork(fetchNotes) };
export type Work = typeof work;

self.onmessage = ({ data }: MessageEvent<Call>) => {
  const run = work[data.name] as (...args: readonly unknown[]) => Promise<unknown>;
  const post = (answer: Answer) => self.postMessage(answer);
  run(...data.args).then(
    (value) => post({ id: data.id, ok: true, value }),
    (error: unknown) =>
      post({ id: data.id, ok: false, error: error instanceof Error ? String(error.stack) : String(error) }),
  );
};
