/** Questions to the person at the terminal. Asks nothing where input is not one. */

import { createInterface } from "node:readline/promises";
import { StringDecoder } from "node:string_decoder";
import { exitCodes } from "./refusal.ts";

export type Terminal = {
  /** Whether somebody can answer. */
  readonly attended: boolean;
  /** One line, without spaces at its ends. @throws when `signal` ends the question. */
  ask(question: string, signal?: AbortSignal): Promise<string>;
  /** One line that is not shown while it is typed. */
  askHidden(question: string): Promise<string>;
};

export function createTerminal(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Terminal {
  return {
    attended: input.isTTY && output.isTTY,
    async ask(question, signal) {
      const lines = createInterface({ input, output });
      lines.once("SIGINT", () => leave(output));
      try {
        return (await lines.question(question, signal ? { signal } : {})).trim();
      } finally {
        lines.close();
      }
    },
    askHidden: (question) => readHidden(question, input, output),
  };
}

function leave(output: NodeJS.WriteStream): never {
  output.write("\n");
  process.exit(exitCodes.interrupted);
}

function readHidden(question: string, input: NodeJS.ReadStream, output: NodeJS.WriteStream): Promise<string> {
  return new Promise((resolve) => {
    const decoder = new StringDecoder("utf8");
    let typed: string[] = [];
    const end = () => {
      input.off("data", take);
      input.setRawMode(false);
      input.pause();
      output.write("\n");
    };
    const take = (piece: Buffer) => {
      for (const character of decoder.write(piece)) {
        if (character === "\r" || character === "\n") {
          end();
          resolve(typed.join(""));
          return;
        }
        if (character === "\u0003" || (character === "\u0004" && typed.length === 0)) {
          end();
          process.exit(exitCodes.interrupted);
        }
        if (character === "\u007f" || character === "\b") typed = typed.slice(0, -1);
        else if (character === "\u0015") typed = [];
        else if (character >= " ") typed.push(character);
      }
    };
    // Before the question: what is typed the moment it appears must not be echoed either.
    input.setRawMode(true);
    output.write(question);
    input.on("data", take);
    input.resume();
  });
}
