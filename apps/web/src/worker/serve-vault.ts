/** The worker's side: runs calls on the vault and tells every listener what happens by itself. */

import { LockedMeanwhile, type Vault } from "@alcove/vault";
import { type Call, LOCKED, type Message, VAULT_METHODS, type VaultMethod } from "./messages.ts";

/** One way to and from pages: the worker's own port, or the channel of all tabs. */
export type Wire = {
  /** `given` moves to the page instead of being copied, where the wire can. */
  readonly post: (message: Message, given?: Transferable[]) => void;
  readonly listen: (receive: (message: Message) => void) => void;
};

/** Serves until the worker ends, under the name `worker`. Calls that arrive before the vault is open wait for it. */
export function serveVault(worker: string, opening: Promise<Vault>, wires: readonly Wire[]): void {
  for (const wire of wires) {
    wire.listen((message) => {
      if (message.kind === "hello") wire.post({ kind: "here", worker });
      if (message.kind === "call") void answer(opening, message, wire);
    });
    wire.post({ kind: "here", worker });
  }
  const tellAll = (vault: Vault) => {
    vault.subscribe((event) => {
      for (const wire of wires) wire.post({ kind: "event", event });
    });
  };
  // A store that does not open is told to whoever calls.
  opening.then(tellAll, () => {});
}

async function answer(opening: Promise<Vault>, call: Call, wire: Wire): Promise<void> {
  const head = { kind: "answer", to: call.from, id: call.id } as const;
  try {
    if (!VAULT_METHODS.includes(call.method)) throw new Error(`no vault method ${call.method}`);
    const vault = await opening;
    const run = vault[call.method] as (...args: readonly unknown[]) => Promise<unknown>;
    const value = await run.apply(vault, [...call.args]);
    wire.post({ ...head, result: { ok: true, value } }, givenWith(call.method, value));
  } catch (error) {
    wire.post({ ...head, result: { ok: false, reason: reasonOf(call.method, error) } });
  }
}

/** Pieces of a file are its reader's alone: a copy of each would lie here until it is collected. */
function givenWith(method: VaultMethod, value: unknown): Transferable[] {
  const piece = method === "readOn" ? (value as Awaited<ReturnType<Vault["readOn"]>>) : undefined;
  return piece?.ok ? [piece.value.bytes.buffer] : [];
}

/** A bug's name and text; expected failures never come this way. Stacks go to the console of the worker alone. */
function reasonOf(method: VaultMethod, error: unknown): string {
  if (error instanceof LockedMeanwhile) return LOCKED;
  console.error(`vault.${method}`, error);
  return error instanceof Error ? error.message : "unknown";
}
