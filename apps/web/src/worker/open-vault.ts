/** Opens the vault of this browser profile: SQLite on the private file system, WebCrypto, HTTP. */

import { openWebStore, webClock, webCryptoPort } from "@alcove/store-web";
import { browserHttpOptions, createHttpTransport } from "@alcove/transport-http";
import { createVault, type Store, StoreFault, type Vault } from "@alcove/vault";

/** The device's files in this origin's private file system. */
const FOLDER = "alcove/device";

/**
 * @throws StoreUnavailable `store-missing`
 * @throws StoreFault `device-in-use`, `disk-full`, `store-damaged`
 */
export async function openVault(): Promise<Vault> {
  const [store, crypto] = await Promise.all([openStore(), webCryptoPort()]);
  // No log: what happens in here concerns nobody's console.
  const transport = createHttpTransport(browserHttpOptions);
  return createVault({ store, crypto, transport, clock: webClock, log: () => {} });
}

const TRIES = 40;
const TRY_EVERY_MS = 125;

/** The tab that led before has just closed: the browser takes a moment to give its files free. */
async function openStore(): Promise<Store> {
  for (let tried = 1; ; tried++) {
    try {
      return await openWebStore(FOLDER);
    } catch (error) {
      if (!(error instanceof StoreFault) || error.code !== "device-in-use" || tried === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
    }
  }
}
