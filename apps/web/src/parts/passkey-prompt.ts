/**
 * Asks the person's authenticator, in the browser's own prompt, for what opens a slot (docs/spec, PSK-2). Loaded when
 * somebody uses a passkey. What it computes goes to the vault's worker and nowhere else: the library's answers carry it
 * beside what a server would be sent, so they stay in here.
 */

import {
  base64URLStringToBuffer,
  browserSupportsWebAuthn,
  bufferToBase64URLString,
  sendSignal,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from "@simplewebauthn/browser";
import type { AddAuthenticator, AuthenticatorAnswer } from "@alcove/vault";

/** `prf`: 32 bytes; whoever takes it wipes it. */
export type FromPasskey = { readonly credential: Uint8Array; readonly prf: Uint8Array };

/** `closed`: by the person, by time, or there is no such passkey in reach: browsers don't say which. */
export type PromptRefusal = "closed" | "no-prf" | "no-verification" | "there" | "other-host" | "no-webauthn" | "failed";

export type Prompted<T = FromPasskey> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: PromptRefusal };

const WITHIN_MS = 120_000;
/** Ed25519, ECDSA on P-256, RSA: what authenticators have. Of one that unlocks, the signature is nobody's concern. */
const ALGORITHMS = [-8, -7, -257] as const;
/** Of the authenticator's flags, the one that says: it verified who was there. */
const USER_VERIFIED = 0x04;
const FLAGS_AT = 32;

/** One that is among `credentials`. */
export async function askPasskey(credentials: readonly Uint8Array[], prfInput: Uint8Array): Promise<Prompted> {
  return prompted(async () => {
    const answer = await startAuthentication({
      optionsJSON: {
        challenge: randomText(),
        rpId: location.hostname,
        timeout: WITHIN_MS,
        userVerification: "required",
        allowCredentials: credentials.map(descriptor),
        extensions: { prf: { eval: { first: prfInput.slice() } } },
      },
    });
    return fromPasskey(answer.id, answer.response.authenticatorData, answer.clientExtensionResults.prf?.results?.first);
  });
}

/** A new one. Where the authenticator computes nothing while it makes one, it is asked a second time. */
export async function makePasskey(
  memberName: string,
  there: readonly Uint8Array[],
  prfInput: Uint8Array,
): Promise<Prompted> {
  let toAsk: string | undefined;
  const made = await prompted(async () => {
    const answer = await startRegistration({
      optionsJSON: {
        challenge: randomText(),
        rp: { id: location.hostname, name: "Alcove" },
        // Of its own for each: an authenticator would let a second one for the same user replace the first.
        user: { id: randomText(), name: memberName, displayName: memberName },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: "public-key" })),
        timeout: WITHIN_MS,
        attestation: "none",
        excludeCredentials: there.map(descriptor),
        authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
        extensions: { prf: { eval: { first: prfInput.slice() } } },
      },
    });
    const { prf } = answer.clientExtensionResults;
    if (prf?.enabled && !prf.results) toAsk = answer.id;
    const taken = fromPasskey(answer.id, answer.response.authenticatorData ?? "", prf?.results?.first);
    if (!taken.ok && toAsk === undefined) forgetPasskey(bytesOf(answer.id));
    return taken;
  });
  return toAsk === undefined ? made : askPasskey([bytesOf(toAsk)], prfInput);
}

/**
 * As second factor: has one of `credentials` sign the vault's challenge; none named: any there is for this address. Nothing
 * is computed for unlocking, so all of the answer may go to the server.
 */
export async function showAuthenticator(
  challenge: Uint8Array,
  credentials: readonly Uint8Array[],
): Promise<Prompted<AuthenticatorAnswer>> {
  return prompted(async () => {
    const { id, response } = await startAuthentication({
      optionsJSON: {
        challenge: textOf(challenge),
        rpId: location.hostname,
        timeout: WITHIN_MS,
        userVerification: "preferred",
        allowCredentials: credentials.map(descriptor),
      },
    });
    const value = {
      credential: bytesOf(id),
      authenticatorData: bytesOf(response.authenticatorData),
      clientData: bytesOf(response.clientDataJSON),
      signature: bytesOf(response.signature),
    };
    return { ok: true, value };
  });
}

/** A new one for that. It stays findable in the authenticator, since a new device knows of none. */
export async function makeAuthenticator(
  challenge: Uint8Array,
  memberName: string,
  there: readonly Uint8Array[],
): Promise<Prompted<AddAuthenticator>> {
  return prompted(async () => {
    const { id, response } = await startRegistration({
      optionsJSON: {
        challenge: textOf(challenge),
        rp: { id: location.hostname, name: "Alcove" },
        user: { id: randomText(), name: memberName, displayName: memberName },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: "public-key" })),
        timeout: WITHIN_MS,
        attestation: "none",
        excludeCredentials: there.map(descriptor),
        authenticatorSelection: { residentKey: "required", userVerification: "preferred" },
      },
    });
    const { attestationObject, clientDataJSON } = response;
    const value = {
      credential: bytesOf(id),
      attestation: bytesOf(attestationObject),
      clientData: bytesOf(clientDataJSON),
    };
    return { ok: true, value };
  });
}

/** Asks the browser to let go of one that opens nothing; some do. */
export function forgetPasskey(credential: Uint8Array): void {
  const of = { rpID: location.hostname, credentialID: textOf(credential) };
  void sendSignal({ signalName: "unknownCredential", ...of }).catch(() => {});
}

async function prompted<T>(ask: () => Promise<Prompted<T>>): Promise<Prompted<T>> {
  if (!browserSupportsWebAuthn()) return { ok: false, why: "no-webauthn" };
  try {
    return await ask();
  } catch (error) {
    return { ok: false, why: refusalOf(error) };
  }
}

function fromPasskey(
  id: string,
  authenticatorData: string,
  first: ArrayBuffer | ArrayBufferView | undefined,
): Prompted {
  if (first === undefined) return { ok: false, why: "no-prf" };
  const prf =
    first instanceof ArrayBuffer
      ? new Uint8Array(first)
      : new Uint8Array(first.buffer, first.byteOffset, first.byteLength);
  const flags = bytesOf(authenticatorData)[FLAGS_AT] ?? 0;
  if ((flags & USER_VERIFIED) === 0) {
    prf.fill(0);
    return { ok: false, why: "no-verification" };
  }
  return { ok: true, value: { credential: bytesOf(id), prf } };
}

function refusalOf(error: unknown): PromptRefusal {
  if (!(error instanceof WebAuthnError)) return "failed";
  switch (error.code) {
    case "ERROR_CEREMONY_ABORTED":
      return "closed";
    case "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED":
      return "there";
    case "ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT":
      return "no-verification";
    case "ERROR_INVALID_DOMAIN":
    case "ERROR_INVALID_RP_ID":
      return "other-host";
    default:
      return error.name === "NotAllowedError" ? "closed" : "failed";
  }
}

const descriptor = (credential: Uint8Array) => ({ id: textOf(credential), type: "public-key" as const });
const textOf = (bytes: Uint8Array): string => bufferToBase64URLString(new Uint8Array(bytes).buffer);
const bytesOf = (text: string): Uint8Array => new Uint8Array(base64URLStringToBuffer(text));
const randomText = (): string => textOf(crypto.getRandomValues(new Uint8Array(32)));
