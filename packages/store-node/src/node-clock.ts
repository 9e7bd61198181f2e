import type { Clock } from "@alcove/vault";

/** Timers don't keep the process alive: a CLI command ends when its work ends. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
