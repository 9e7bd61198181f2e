/** All commands, by their words. Each is loaded when it is asked for. */

import type { Command } from "./command.ts";

type Listed = { readonly summary: string; load(): Promise<{ readonly command: Command }> };

export const commands = {
  "server start": { summary: "run a server on this computer", load: () => import("./commands/server-start.ts") },
  "practice create": {
    summary: "found a practice, with its first device",
    load: () => import("./commands/practice-create.ts"),
  },
  "device enrol": {
    summary: "make this device one of yours, by Emergency Kit",
    load: () => import("./commands/device-enrol.ts"),
  },
  "chart create": { summary: "begin a chart", load: () => import("./commands/chart-create.ts") },
  "note add": { summary: "write a note", load: () => import("./commands/note-add.ts") },
  search: { summary: "find notes by words in them", load: () => import("./commands/search.ts") },
  sync: { summary: "send what waits, fetch what is new", load: () => import("./commands/sync.ts") },
} as const satisfies { readonly [words: string]: Listed };

export type CommandWords = keyof typeof commands;
