import type { Clock } from "@alcove/vault";

/** Timers don't keep the process alive: a CLI command ends when its work ends. But what is due at once is part of that work. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    if (ms > 0) timer.unref();
    return () => clearTimeout(timer);
  },
};
