/** What one command is: its words, what may be given with it, and what it does. */

import type { Result } from "@alcove/bytes";
import type { Context } from "./context.ts";
import type { ExitCode, Refusal } from "./refusal.ts";

export type OptionSpec =
  | { readonly type: "boolean"; readonly about: string }
  /** `value`: what stands for the value in help, in capitals. */
  | { readonly type: "string"; readonly value: string; readonly about: string; readonly required?: true };

/** `many`: the last one, given once or more. */
export type PositionalSpec = { readonly name: string; readonly about: string; readonly many?: true };

type OptionSpecs = { readonly [name: string]: OptionSpec };
type ValueOf<Spec extends OptionSpec> = Spec extends { readonly type: "boolean" }
  ? boolean
  : Spec extends { readonly required: true }
    ? string
    : string | undefined;

export type Given<Options extends OptionSpecs> = {
  readonly options: { readonly [Name in keyof Options]: ValueOf<Options[Name]> };
  /** As many as the command names. */
  readonly positionals: readonly string[];
};

/** What a command says at its end. */
export type Answer = {
  /** For `--json`, beside `"ok": true`. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** For people; may be empty. */
  readonly text: string;
  /** Done, and still not what was hoped for: no match, some files not read. 0 where absent. */
  readonly exit?: ExitCode;
};

export type Outcome = Result<Answer, Refusal>;

export type Command = {
  readonly positionals: readonly PositionalSpec[];
  readonly options: OptionSpecs;
  /** Further lines of help. */
  readonly details?: string;
  run(context: Context, given: Given<OptionSpecs>): Promise<Outcome>;
};

/** Lets `run` see exactly the options that the command names. */
export function defineCommand<const Options extends OptionSpecs>(command: {
  readonly positionals?: readonly PositionalSpec[];
  readonly options?: Options;
  readonly details?: string;
  run(context: Context, given: Given<Options>): Promise<Outcome>;
}): Command {
  return { positionals: [], options: {}, ...command } as Command;
}
