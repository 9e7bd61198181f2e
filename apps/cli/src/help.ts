/** Help for the program and for each command. */

import { failure, type FailureCode } from "@alcove/protocol/errors";
import { sentences } from "@alcove/protocol/sentences";
import { globalOptions } from "./arguments.ts";
import type { Command, OptionSpec } from "./command.ts";
import { commands, type CommandWords } from "./commands.ts";
import { exitCodeHelp, exitCodeOf } from "./refusal.ts";

export function programHelp(): string {
  const listed = Object.entries(commands).map(([words, { summary }]): [string, string] => [words, summary]);
  const codes = exitCodeHelp.map(([code, about]): [string, string] => [String(code), about]);
  return [
    "Alcove keeps therapy records that nobody but the people meant can open.",
    "",
    "Usage: alcove COMMAND [options]",
    "",
    "Commands:",
    ...columns(listed),
    "",
    "For every command:",
    ...columns(optionRows(globalOptions)),
    "",
    "Exit codes:",
    ...columns(codes),
    "",
    'Failures are named by a code, in brackets after the sentence and as "code" with --json.',
    "alcove COMMAND --help says what a command takes, alcove help failures which failures there are.",
  ].join("\n");
}

export function commandHelp(words: CommandWords, command: Command): string {
  const optional = Object.values(command.options).some((option) => option.type === "boolean" || !option.required);
  const needed = Object.entries(command.options).flatMap(([name, option]) =>
    option.type === "string" && option.required ? [`--${name} ${option.value}`] : [],
  );
  const positionals = command.positionals.map(({ name, many }) => (many ? `${name}...` : name));
  const usage = ["alcove", words, ...positionals, ...needed, ...(optional ? ["[options]"] : [])].join(" ");
  const rows = [
    ...command.positionals.map(({ name, about }): [string, string] => [name, about]),
    ...optionRows(command.options),
  ];
  return [
    `${commands[words].summary.replace(/^./, (letter) => letter.toUpperCase())}.`,
    "",
    `Usage: ${usage}`,
    ...(rows.length > 0 ? ["", ...columns(rows)] : []),
    ...(command.details === undefined ? [] : ["", command.details]),
    "",
    "For every command:",
    ...columns(optionRows(globalOptions)),
  ].join("\n");
}

/** Every failure: code, exit code, sentence. */
export function failuresHelp(): string {
  const codes = Object.keys(sentences) as FailureCode[];
  const exitOf = (code: FailureCode) => String(exitCodeOf({ kind: "failure", failure: failure(code) }));
  return columns(codes.map((code) => [`${code} (${exitOf(code)})`, sentences[code]])).join("\n");
}

function optionRows(options: { readonly [name: string]: OptionSpec }): [string, string][] {
  return Object.entries(options).map(([name, option]) => [
    option.type === "string" ? `--${name} ${option.value}` : `--${name}`,
    option.about,
  ]);
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
