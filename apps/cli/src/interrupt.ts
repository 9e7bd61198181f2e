/**
 * Ctrl-C, SIGTERM and a terminal that closes. A write that has returned is durable and one in the middle leaves nothing half
 * done, so the program may end at any point; long work asks to be told first, so that it can say how far it came.
 */

import { exitCodes } from "./refusal.ts";

export type Interrupt = {
  /** Calls `stop` at the first signal instead of ending at once; a second one ends. Answers how to give this up. */
  gently(stop: () => void): () => void;
  /** The exit code to end with once a signal came; `undefined` before. */
  exitCode(): typeof exitCodes.interrupted | typeof exitCodes.terminated | undefined;
};

/** `ending` is called before the program ends at once. */
export function listenForSignals(ending: () => void): Interrupt {
  let stop: (() => void) | undefined;
  let exitCode: ReturnType<Interrupt["exitCode"]>;
  const received = (code: NonNullable<typeof exitCode>) => {
    const second = exitCode !== undefined;
    exitCode = code;
    if (stop && !second) {
      stop();
      return;
    }
    ending();
    process.exit(code);
  };
  process.on("SIGINT", () => received(exitCodes.interrupted));
  process.on("SIGTERM", () => received(exitCodes.terminated));
  process.on("SIGHUP", () => received(exitCodes.terminated));
  return {
    gently(work) {
      stop = work;
      return () => {
        stop = undefined;
      };
    },
    exitCode: () => exitCode,
  };
}
