/** Opening a guarded chart for one command: at once, or when somebody has let this device in. */

import { ok, type Result } from "@alcove/bytes";
import type { Vault } from "@alcove/vault";
import type { Context } from "./context.ts";
import { inList } from "./member-text.ts";
import { refuse, type Refusal, refused } from "./refusal.ts";

/** Where people let in, for as long as --wait says; after it nothing is open. Failures: those of `openGuarded`, `release-waits`. */
export async function openForNow(context: Context, vault: Vault, chart: string): Promise<Result<undefined, Refusal>> {
  const opened = await vault.openGuarded(chart);
  if (!opened.ok) return refused(opened.error);
  if (opened.value === "open") return ok();
  const guard = await vault.guard(chart);
  const names = inList(
    (guard?.releasers ?? []).map(({ name }) => name || "a member"),
    "or",
  );
  context.output.note(`Waits for ${names} to let you in.`);
  if (await letInWithin(vault, chart, context.globals.waitMs)) return ok();
  await vault.closeGuarded();
  return refuse("release-waits", undefined, "--wait SECONDS waits longer. alcove crisis read needs nobody.");
}

/** A sync that somebody's answer came with opens it; the server says by itself when there is something. */
async function letInWithin(vault: Vault, chart: string, ms: number): Promise<boolean> {
  const isOpen = async () => (await vault.guard(chart))?.isOpen === true;
  return new Promise((resolve) => {
    const end = (answer: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(answer);
    };
    const look = async () => {
      if (await isOpen()) end(true);
    };
    const timer = setTimeout(() => end(false), ms);
    const stop = vault.subscribe((event) => {
      if (event.kind === "changed") void look();
    });
    void vault.sync().then(look);
  });
}
