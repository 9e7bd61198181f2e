/**
 * Authenticators (WebAuthn) as second factor: what one signed is checked here, by the challenge that both sides know, the
 * page it was asked on, its key and its counter. No attestation: which make it is, is nobody's concern.
 */

import { type Bytes, toBase64Url } from "@alcove/bytes";
import type { Assertion } from "@alcove/protocol";
import type { Authenticator } from "../store/authenticators.ts";

/** Loaded when somebody has an authenticator: at its start the library tries algorithms of which Node warns. */
const loadLibrary = () => import("@simplewebauthn/server");

/** `origins`: of the pages that this server's people use. */
export type Expected = { readonly challenge: Bytes; readonly origins: readonly string[] };

/** What there is to know of one that is added. */
export type NewAuthenticator = Pick<Authenticator, "credential" | "publicKey" | "counter" | "host">;

/** Gives its counter from now on; `undefined`: it was not this one, or not for this challenge at a page of its host. */
export async function judgeShown(
  { challenge, origins }: Expected,
  kept: Authenticator,
  { authenticatorData, clientData, signature }: Assertion,
): Promise<number | undefined> {
  const { verifyAuthenticationResponse } = await loadLibrary();
  const id = toBase64Url(kept.credential);
  const judged = await verifyAuthenticationResponse({
    response: {
      id,
      rawId: id,
      type: "public-key",
      response: {
        authenticatorData: toBase64Url(authenticatorData),
        clientDataJSON: toBase64Url(clientData),
        signature: toBase64Url(signature),
      },
      clientExtensionResults: {},
    },
    expectedChallenge: toBase64Url(challenge),
    expectedOrigin: origins.filter((origin) => hostOf(origin) === kept.host),
    expectedRPID: kept.host,
    credential: { id, publicKey: kept.publicKey, counter: kept.counter },
    // A touch shows that somebody holds it; who they are says the passphrase.
    requireUserVerification: false,
  }).catch(() => undefined);
  return judged?.verified ? judged.authenticationInfo.newCounter : undefined;
}

/** `undefined`: what came is not a new authenticator that was asked for this challenge at one of the pages. */
export async function judgeNew(
  { challenge, origins }: Expected,
  made: { readonly credential: Bytes; readonly attestation: Bytes; readonly clientData: Bytes },
): Promise<NewAuthenticator | undefined> {
  const { verifyRegistrationResponse } = await loadLibrary();
  const id = toBase64Url(made.credential);
  const judged = await verifyRegistrationResponse({
    response: {
      id,
      rawId: id,
      type: "public-key",
      response: { attestationObject: toBase64Url(made.attestation), clientDataJSON: toBase64Url(made.clientData) },
      clientExtensionResults: {},
    },
    expectedChallenge: toBase64Url(challenge),
    expectedOrigin: [...origins],
    expectedRPID: origins.map(hostOf),
    requireUserVerification: false,
  }).catch(() => undefined);
  if (!judged?.verified) return undefined;
  const { credential, origin, rpID } = judged.registrationInfo;
  const host = hostOf(origin);
  // Its id is what its own signed data say, and it is of the host whose page asked for it.
  if (credential.id !== id || rpID !== host) return undefined;
  return {
    credential: made.credential,
    publicKey: new Uint8Array(credential.publicKey),
    counter: credential.counter,
    host,
  };
}

const hostOf = (origin: string): string => new URL(origin).hostname;
