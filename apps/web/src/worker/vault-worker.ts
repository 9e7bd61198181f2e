/** The worker that holds the vault: keys, local store and index live here and nowhere else in the browser. */

import { CHANNEL, type Message } from "./messages.ts";
import { openVault } from "./open-vault.ts";
import { serveVault, type Wire } from "./serve-vault.ts";

const own: Wire = {
  post: (message, given = []) => self.postMessage(message, { transfer: given }),
  listen: (receive) => self.addEventListener("message", (event: MessageEvent<Message>) => receive(event.data)),
};

const channel = new BroadcastChannel(CHANNEL);
const siblings: Wire = {
  post: (message) => channel.postMessage(message),
  listen: (receive) => channel.addEventListener("message", (event: MessageEvent<Message>) => receive(event.data)),
};

serveVault(crypto.randomUUID(), openVault(), [own, siblings]);
