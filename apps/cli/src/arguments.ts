/** From words on the command line to a command and what was given with it. */

import { parseArgs } from "node:util";
import { ok, type Result } from "@alcove/bytes";
import type { Command, Given, OptionSpec } from "./command.ts";
import { commands, type CommandWords } from "./commands.ts";
import type { Globals } from "./context.ts";
import { defaultProfileFolder } from "./folders.ts";
import { misused, type Refusal } from "./refusal.ts";

/** Taken by every command, before or after its own. */
export const globalOptions = {
  json: { type: "boolean", about: "one JSON object on standard output; progress as JSON lines on standard error" },
  profile: { type: "string", value: "DIR", about: "folder of this device's records" },
  "passphrase-file": { type: "string", value: "FILE", about: "file that holds the passphrase, for scripts" },
  "totp-file": { type: "string", value: "FILE", about: "file that holds the second factor's secret, for scripts" },
  "spare-code-file": {
    type: "string",
    value: "FILE",
    about: "file that holds one spare code, in the place of --totp-file",
  },
  wait: { type: "string", value: "SECONDS", about: "how long to wait for the server after writing (20)" },
  help: { type: "boolean", about: "what a command does and takes" },
  version: { type: "boolean", about: "which Alcove this is" },
} as const satisfies { readonly [name: string]: OptionSpec };

const defaultWaitSeconds = 20;

export type Spoken =
  /** `about`: the command asked about; `undefined` for the program. */
  | { readonly kind: "help"; readonly about: CommandWords | "failures" | undefined }
  | { readonly kind: "version" }
  | { readonly kind: "command"; readonly words: CommandWords; readonly rest: readonly string[] };

/** Finds the command. Its own options come after its words. */
export function findCommand(words: readonly string[]): Result<Spoken, Refusal> {
  const { tokens, values } = parseArgs({ args: [...words], options: globalOptions, strict: false, tokens: true });
  const positionals = tokens.filter((token) => token.kind === "positional");
  const named = [2, 1]
    .map((count) => positionals.slice(0, count))
    .find((some) => isCommand(some.map((token) => token.value).join(" ")));
  const name = named?.map((token) => token.value).join(" ") as CommandWords | undefined;
  if (values.version && !name) return ok({ kind: "version" });
  if (values.help || positionals[0]?.value === "help") {
    const about =
      positionals[0]?.value === "help"
        ? positionals
            .slice(1)
            .map((token) => token.value)
            .join(" ")
        : name;
    return ok({ kind: "help", about: about === "failures" || (about && isCommand(about)) ? about : undefined });
  }
  if (!name || !named) {
    const given = positionals.slice(0, 2).map((token) => token.value);
    if (given.length === 0) return misused("No command was given.");
    const group = Object.keys(commands).filter((command) => command.startsWith(`${given[0]} `));
    return misused(
      group.length > 0
        ? `"${given.join(" ")}" is not a command. There are: ${group.join(", ")}.`
        : `"${given[0]}" is not a command.`,
    );
  }
  const taken = new Set(named.map((token) => token.index));
  return ok({ kind: "command", words: name, rest: words.filter((_, index) => !taken.has(index)) });
}

function isCommand(words: string): words is CommandWords {
  return Object.hasOwn(commands, words);
}

export type Parsed = { readonly globals: Globals; readonly given: Given<Command["options"]> };

/** `rest`: the command line without the command's own words. */
export function parseFor(command: Command, rest: readonly string[]): Result<Parsed, Refusal> {
  const options = { ...globalOptions, ...command.options };
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: [...rest],
      options: Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type }])),
      allowPositionals: true,
    });
  } catch (error) {
    // parseArgs says plainly what is wrong, then how to write a file name that begins with a dash.
    return misused(error instanceof Error ? (error.message.split(". To specify")[0] ?? "") : "");
  }
  const { values, positionals } = parsed;
  for (const [name, option] of Object.entries(command.options)) {
    if (option.type === "string" && option.required && !values[name])
      return misused(`--${name} ${option.value} is needed.`);
  }
  const missing = command.positionals[positionals.length];
  if (missing) return misused(`${missing.name} is needed: ${missing.about}.`);
  const extra = positionals[command.positionals.length];
  if (extra !== undefined && !command.positionals.at(-1)?.many)
    return misused(`"${extra}" is one word too many. Put text with spaces into quotes.`);
  if (positionals.includes("")) return misused("An empty word was given.");

  const waitSeconds = values["wait"] === undefined ? defaultWaitSeconds : Number(values["wait"]);
  if (!(waitSeconds >= 0 && waitSeconds <= 86_400)) return misused("--wait takes a number of seconds.");
  const globals: Globals = {
    json: values["json"] === true,
    profile: (values["profile"] as string | undefined) || defaultProfileFolder(),
    passphraseFile: values["passphrase-file"] as string | undefined,
    totpFile: values["totp-file"] as string | undefined,
    spareCodeFile: values["spare-code-file"] as string | undefined,
    waitMs: waitSeconds * 1000,
  };
  const own = Object.fromEntries(
    Object.entries(command.options).map(([name, { type }]) => [
      name,
      type === "boolean" ? values[name] === true : values[name],
    ]),
  );
  return ok({ globals, given: { options: own, positionals } });
}
