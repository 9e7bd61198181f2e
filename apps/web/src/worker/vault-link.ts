/**
 * One vault for all tabs of this profile. The tab that gets the Web Lock leads: it runs the worker, which owns the
 * local store. The others talk to that worker over a channel. When the leader closes, the next in line takes over with
 * a fresh, locked worker; drafts were kept on disk within the second.
 */

import type { Vault } from "@alcove/vault";
import { CHANNEL, LEADER_LOCK, type Message } from "./messages.ts";
import { scriptUrl } from "./script-url.ts";
import { createVaultClient } from "./vault-client.ts";
import vaultWorkerUrl from "./vault-worker.ts?worker&url";

export type LinkState =
  /** Asking for the lead or for a tab that has it. */
  | "looking"
  | "leading"
  | "following"
  /** Another tab leads and does not answer, for example because the system put it to sleep. */
  | "unanswered";

export type VaultLink = {
  readonly vault: Vault;
  readonly state: () => LinkState;
  /** Calls `listener` when the state changes; a change between leading and following means another, locked vault. */
  readonly onState: (listener: () => void) => () => void;
};

const HELLO_EVERY_MS = 250;
const UNANSWERED_AFTER_MS = 4000;

/** Opens the link for this page; it lives as long as the page does. */
export function openVaultLink(): VaultLink {
  const client = createVaultClient(crypto.randomUUID());
  const channel = new BroadcastChannel(CHANNEL);
  const listeners = new Set<() => void>();
  let state: LinkState = "looking";
  let followed: string | undefined;

  const become = (next: LinkState) => {
    state = next;
    for (const listener of listeners) listener();
  };

  const lead = () => {
    const worker = new Worker(scriptUrl(vaultWorkerUrl), { type: "module", name: "alcove-vault" });
    worker.onmessage = (event: MessageEvent<Message>) => client.receive(event.data);
    client.connect((message) => worker.postMessage(message));
    become("leading");
  };

  channel.onmessage = (event: MessageEvent<Message>) => {
    if (state === "leading") return;
    if (event.data.kind === "here" && event.data.worker !== followed) {
      // Another worker than before: whatever the former one owed will not come.
      followed = event.data.worker;
      client.connect((message) => channel.postMessage(message));
      become("following");
    }
    client.receive(event.data);
  };

  void navigator.locks.request(LEADER_LOCK, async () => {
    lead();
    await new Promise(() => {});
  });

  const started = performance.now();
  const asking = setInterval(() => {
    if (state === "leading" || state === "following") return clearInterval(asking);
    channel.postMessage({ kind: "hello" } satisfies Message);
    if (state === "looking" && performance.now() - started > UNANSWERED_AFTER_MS) become("unanswered");
  }, HELLO_EVERY_MS);

  return {
    vault: client.vault,
    state: () => state,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
