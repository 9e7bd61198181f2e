/** An authenticator whose user always says yes: one output for what it is asked about, and another for anything else. */

import { createHash } from "node:crypto";

const sha256 = (...parts: readonly (string | Uint8Array)[]): Uint8Array => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

export type Authenticator = {
  readonly credential: Uint8Array;
  /** As a page hands it to the vault, which wipes what it used. */
  use(asked: Uint8Array): { readonly credential: Uint8Array; readonly prf: Uint8Array };
};

export function authenticator(name: string): Authenticator {
  const credential = sha256("id ", name);
  return { credential, use: (asked) => ({ credential: credential.slice(), prf: sha256("secret ", name, asked) }) };
}
