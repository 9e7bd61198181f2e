/** Long work on files, on a terminal. */

import type { Vault } from "@alcove/vault";
import type { Context } from "./context.ts";

/** Shows how far it came; Ctrl-C stops it between two pieces. */
export function watchTask(context: Context, vault: Vault, task: string): { end(): void } {
  const goOn = context.interrupt.gently(() => void vault.stop(task));
  const unsubscribe = vault.subscribe((event) => {
    if (event.kind === "progress" && event.task === task) context.output.progress(event);
  });
  return {
    end() {
      goOn();
      unsubscribe();
    },
  };
}
