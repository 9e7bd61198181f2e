/**
 * An authenticator in software, as browsers hand its answers over: real keys and signatures, and every field to be got
 * wrong on purpose.
 */

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { type Bytes, concatBytes, encodeCbor, toBase64Url, u64, utf8 } from "@alcove/bytes";
import { type Assertion, messages, sessionChallenge } from "@alcove/protocol";
import { readMessage, type TestDevice } from "./device.ts";

export type Told = {
  /** The page that asked. */
  readonly origin: string;
  /** As the browser says it to the authenticator: the page's own host, unless it lies. */
  readonly rpId?: string;
  readonly type?: string;
  /** Somebody touched it. */
  readonly present?: boolean;
};

const present = 0x01;
const attested = 0x40;

export class SoftAuthenticator {
  readonly credential: Bytes = new Uint8Array(randomBytes(16));
  readonly #key: KeyObject;
  readonly #cose: Bytes;
  /** Of the next answer; 0 for one that does not count. */
  counter: number;

  constructor(counter = 1) {
    this.counter = counter;
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#key = privateKey;
    const { x, y } = publicKey.export({ format: "jwk" });
    const at = (part: string | undefined) => new Uint8Array(Buffer.from(part ?? "", "base64url"));
    // RFC 9053: { 1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y }
    const head = new Uint8Array([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
    this.#cose = concatBytes(head, at(x), new Uint8Array([0x22, 0x58, 0x20]), at(y));
  }

  make(challenge: Uint8Array, told: Told): { credential: Bytes; attestation: Bytes; clientData: Bytes } {
    const { length } = this.credential;
    const key = concatBytes(new Uint8Array(16), new Uint8Array([0, length]), this.credential, this.#cose);
    const authData = concatBytes(this.#data(told, attested), key);
    return {
      credential: this.credential,
      attestation: encodeCbor({ fmt: "none", attStmt: {}, authData }),
      clientData: clientData("webauthn.create", challenge, told),
    };
  }

  show(challenge: Uint8Array, told: Told): Assertion {
    const authenticatorData = this.#data(told, 0);
    const json = clientData("webauthn.get", challenge, told);
    const signed = concatBytes(authenticatorData, new Uint8Array(createHash("sha256").update(json).digest()));
    const signature = new Uint8Array(sign("sha256", signed, this.#key));
    return { credential: this.credential, authenticatorData, clientData: json, signature };
  }

  #data({ origin, rpId, present: touched = true }: Told, flags: number): Bytes {
    const host = new Uint8Array(
      createHash("sha256")
        .update(rpId ?? new URL(origin).hostname)
        .digest(),
    );
    const counter = this.counter === 0 ? 0 : this.counter++;
    return concatBytes(host, new Uint8Array([flags | (touched ? present : 0)]), u64(counter).subarray(4));
  }
}

function clientData(type: string, challenge: Uint8Array, told: Told): Bytes {
  const { origin } = told;
  return utf8(
    JSON.stringify({ type: told.type ?? type, challenge: toBase64Url(challenge), origin, crossOrigin: false }),
  );
}

/** The challenge of a nonce that the server has just given this device, and the nonce that it puts beside it. */
export async function askedInSession(
  device: TestDevice,
): Promise<{ readonly challenge: Bytes; readonly nonce: Bytes }> {
  const given = readMessage(messages.AuthenticatorNonce, await device.call("POST", "/v1/authenticators/nonce"));
  const nonce = device.port.random(32);
  const { practice, account } = device.person;
  const place = { practice, account, deviceKey: device.key.publicKey, session: device.openSession().id };
  return { nonce, challenge: sessionChallenge({ ...place, serverNonce: given.nonce, deviceNonce: nonce }) };
}
