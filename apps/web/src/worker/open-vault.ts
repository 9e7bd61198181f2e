/** Opens the vault of this browser profile: SQLite on the private file system, WebCrypto, HTTP. */

import { openWebStore, webClock, webCryptoPort } from "@alcove/store-web";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault, type Vault } from "@alcove/vault";

/** The device's files in this origin's private file system. */
const FOLDER = "alcove/device";

/**
 * @throws StoreUnavailable `store-missing`, `store-in-use`
 * @throws StoreFault `disk-full`, `store-damaged`
 */
export async function openVault(): Promise<Vault> {
  const [store, crypto] = await Promise.all([openWebStore(FOLDER), webCryptoPort()]);
  // No log: what happens in here concerns nobody's console.
  return createVault({ store, crypto, transport: createHttpTransport(), clock: webClock, log: () => {} });
}
