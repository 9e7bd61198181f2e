/** Ways in beside the passphrase: loaded when one is used, changed or followed. */

export { prfInput } from "@alcove/crypto";
export { addPasskey } from "./add.ts";
export { followPasskeys } from "./follow.ts";
export { listHere } from "./list.ts";
export { removePasskey } from "./remove.ts";
export { unlockByPasskey } from "./unlock-by-passkey.ts";
