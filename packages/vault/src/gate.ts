/**
 * Many pass at a time, or one alone. Who wants to be alone first waits for those inside and holds nobody up meanwhile, since
 * a long import must not keep somebody's typing off the disk; then the gate is closed, and only who came since is waited for.
 */

export type Gate = ReturnType<typeof createGate>;

export function createGate() {
  const inside = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;

  return {
    async through<T>(work: () => Promise<T>): Promise<T> {
      while (closed) await closed;
      const passing = work();
      inside.add(passing);
      try {
        return await passing;
      } finally {
        inside.delete(passing);
      }
    },
    /** Not from inside. */
    async alone<T>(work: () => Promise<T>): Promise<T> {
      await Promise.allSettled(inside);
      while (closed) await closed;
      let open = () => {};
      closed = new Promise((resolve) => {
        open = resolve;
      });
      try {
        await Promise.allSettled(inside);
        return await work();
      } finally {
        closed = undefined;
        open();
      }
    },
  };
}
