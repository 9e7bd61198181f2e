/** One run of the program: finds the command, gives it its surroundings, says what came of it. */

import { failure } from "@alcove/protocol/errors";
import { findCommand, parseFor } from "./arguments.ts";
import type { Command, Outcome } from "./command.ts";
import { commands } from "./commands.ts";
import { commandHelp, failuresHelp, programHelp } from "./help.ts";
import { listenForSignals } from "./interrupt.ts";
import { createOutput } from "./output.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "./refusal.ts";
import { createTerminal } from "./terminal.ts";
import { version } from "./version.ts";

/** @param words the command line without the program */
export async function runProgram(words: readonly string[]): Promise<ExitCode> {
  // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
  process.stdout.on("error", () => process.exit(exitCodes.done));
  // Whether JSON is wanted is known before the rest is understood, so that a misuse is told in JSON too.
  const json = words.includes("--json");
  const output = createOutput(json, { out: process.stdout, err: process.stderr });
  const interrupt = listenForSignals(() => output.clear());
  // A bug, wherever it shows. Nothing of the records is in a stack; where it happened is what helps to mend it.
  process.on("uncaughtException", (error) => {
    output.refusal({ kind: "failure", failure: failure("bug") });
    process.stderr.write(`${error.stack ?? ""}\n`);
    process.exit(exitCodes.failed);
  });

  const spoken = findCommand(words);
  if (!spoken.ok) return end(spoken);
  if (spoken.value.kind === "version") {
    output.answer({ facts: { version: version() }, text: `Alcove ${version()}` });
    return exitCodes.done;
  }
  if (spoken.value.kind === "help") {
    const { about } = spoken.value;
    const text =
      about === "failures"
        ? failuresHelp()
        : about
          ? commandHelp(about, (await commands[about].load()).command)
          : programHelp();
    output.answer({ facts: { help: text }, text });
    return exitCodes.done;
  }
  const { command }: { readonly command: Command } = await commands[spoken.value.words].load();
  const parsed = parseFor(command, spoken.value.rest);
  if (!parsed.ok) {
    output.refusal(parsed.error);
    if (!json) output.note(`alcove ${spoken.value.words} --help says what it takes.`);
    return exitCodeOf(parsed.error);
  }
  const { globals, given } = parsed.value;
  const terminal = createTerminal(process.stdin, process.stderr);
  return end(await command.run({ globals, output, terminal, interrupt }, given));

  function end(outcome: Outcome): ExitCode {
    if (outcome.ok) output.answer(outcome.value);
    else output.refusal(outcome.error);
    if (!outcome.ok && outcome.error.kind === "usage" && !json) output.note("alcove --help lists all commands.");
    return interrupt.exitCode() ?? (outcome.ok ? (outcome.value.exit ?? exitCodes.done) : exitCodeOf(outcome.error));
  }
}
