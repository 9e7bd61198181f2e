/** What every command works with. */

import type { Interrupt } from "./interrupt.ts";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

export type Globals = {
  readonly json: boolean;
  readonly profile: string;
  readonly passphraseFile: string | undefined;
  readonly totpFile: string | undefined;
  readonly spareCodeFile: string | undefined;
  /** How long a command that wrote something waits for the server. */
  readonly waitMs: number;
};

export type Context = {
  readonly globals: Globals;
  readonly output: Output;
  readonly terminal: Terminal;
  readonly interrupt: Interrupt;
};
