/** The vault's pairing events, one after the other. */

import type { PairingStep, Vault } from "@alcove/vault";

export type Steps = {
  /** The next step; steps that came before it was asked for are kept. */
  next(): Promise<PairingStep>;
  stop(): void;
};

export function listenToPairing(vault: Vault): Steps {
  const waiting: PairingStep[] = [];
  let asked: ((step: PairingStep) => void) | undefined;
  const stop = vault.subscribe((event) => {
    if (event.kind !== "pairing") return;
    if (asked) asked(event.step);
    else waiting.push(event.step);
    asked = undefined;
  });
  return {
    stop,
    next() {
      const first = waiting.shift();
      return first ? Promise.resolve(first) : new Promise((resolve) => (asked = resolve));
    },
  };
}
