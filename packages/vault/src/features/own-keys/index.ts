/** The acts on one's own keys: loaded when one begins, since most visits have none. */

export { type Adopted, adoptDevice, adoptKeys, holdsAllOf } from "./adopt.ts";
export { changePassphrase } from "./change-passphrase.ts";
export { rekey } from "./rekey.ts";
export { settle } from "./settle.ts";
export { takeNewKeys } from "./take-new-keys.ts";
