/** The page's side: a `Vault` whose every method is a message, over whichever wire leads to the worker just now. */

import type { Vault, VaultEvent } from "@alcove/vault";
import { type Call, LOCKED, type Message, VAULT_METHODS, type VaultMethod } from "./messages.ts";

/** The vault was locked, or the tab that held it closed, while a call was under way; the screen begins anew, locked. */
export class LeaderGone extends Error {
  constructor() {
    super("the vault was locked, or the tab that held it closed");
    this.name = "LeaderGone";
  }
}

export type VaultClient = {
  readonly vault: Vault;
  /** Takes an answer or event that came over the present wire. */
  readonly receive: (message: Message) => void;
  /** Sends everything from now on this way; what the former wire still owed is given up with `LeaderGone`. */
  readonly connect: (post: (message: Message) => void) => void;
};

type Pending = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

/** `tab` names this page among its siblings. Calls made before the first `connect` wait for it. */
export function createVaultClient(tab: string): VaultClient {
  const pending = new Map<number, Pending>();
  const listeners = new Set<(event: VaultEvent) => void>();
  const waiting: Call[] = [];
  let post: ((message: Message) => void) | undefined;
  let nextId = 1;

  const call = (method: VaultMethod, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      pending.set(id, { resolve, reject });
      const message: Call = { kind: "call", from: tab, id, method, args };
      if (post) post(message);
      else waiting.push(message);
    });

  const methods = Object.fromEntries(
    VAULT_METHODS.map((method) => [method, (...args: readonly unknown[]) => call(method, args)]),
  );
  const subscribe = (listener: (event: VaultEvent) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  return {
    // The list of methods is checked against `Vault` where it is written.
    vault: { ...methods, subscribe } as unknown as Vault,
    receive(message) {
      if (message.kind === "event") for (const listener of [...listeners]) listener(message.event);
      if (message.kind !== "answer" || message.to !== tab) return;
      const owed = pending.get(message.id);
      pending.delete(message.id);
      if (message.result.ok) owed?.resolve(message.result.value);
      else owed?.reject(message.result.reason === LOCKED ? new LeaderGone() : new Error(message.result.reason));
    },
    connect(next) {
      const unsent = new Set(waiting.map((message) => message.id));
      for (const [id, owed] of pending) {
        if (unsent.has(id)) continue;
        pending.delete(id);
        owed.reject(new LeaderGone());
      }
      post = next;
      for (const message of waiting.splice(0)) post(message);
    },
  };
}
