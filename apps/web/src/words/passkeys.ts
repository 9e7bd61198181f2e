/** What came of asking for a passkey, in words. */

import type { PromptRefusal } from "../parts/passkey-prompt.ts";

const ALWAYS = "Your passphrase opens Alcove in any case.";

export const UNLOCK_REFUSED: Readonly<Record<PromptRefusal, string>> = {
  closed: `No passkey was used: the question was closed, or the passkey is no longer on this device or key. ${ALWAYS}`,
  "no-prf": `This passkey gave no key to open with. Somebody may have replaced it in its manager. ${ALWAYS}`,
  "no-verification": `The passkey did not check that it is you, by PIN, finger or face, so it was not taken. ${ALWAYS}`,
  there: ALWAYS,
  "other-host": `The browser allows no passkey at this address. ${ALWAYS}`,
  "no-webauthn": `This browser knows no passkeys. ${ALWAYS}`,
  failed: `The browser or the key did not answer as it should. Try once more. ${ALWAYS}`,
};

export const ADD_REFUSED: Readonly<Record<PromptRefusal, string>> = {
  closed: "No passkey was made: the question was closed or nobody answered it. Nothing was changed.",
  "no-prf":
    "This passkey can’t unlock: whoever made it left out the part that gives a key (PRF). Nothing was changed. Another device, key or password manager may have it.",
  "no-verification":
    "A passkey that unlocks must check that it is you, by PIN, finger or face, and this one does not. Nothing was changed.",
  there: "This device or key already has a passkey that opens your records here.",
  "other-host":
    "The browser allows passkeys at names only, not at this address. Open Alcove by its name, or with “alcove open”.",
  "no-webauthn": "This browser knows no passkeys. Nothing was changed.",
  failed: "The browser or the key did not answer as it should. Nothing was changed. Try once more.",
};

/** Which pages may ask for a passkey, as people know them; the ports of one computer share theirs. */
export function sayWhere(host: string): string {
  return host === "localhost" ? "on this computer (localhost)" : `at ${host}`;
}
