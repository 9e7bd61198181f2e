/**
 * The first half of a login: fresh values of both sides, signed by the server's checkpoint key. Nothing here depends on
 * whether the account exists, so an answer can't tell. A hello is used once and lives three minutes.
 */

import { type Branded, type Bytes, toHex } from "@alcove/bytes";
import {
  agreementPublicKey,
  type AgreementSecret,
  type CryptoPort,
  type Signature,
  sign,
  type SigningKey,
} from "@alcove/crypto";
import { type Handshake, helloBytes, limits, type Messages } from "@alcove/protocol";
import type { Clock } from "../clock.ts";

/** 16 random bytes. */
export type HelloId = Branded<"HelloId">;
export type PendingHello = { readonly handshake: Handshake; readonly secret: AgreementSecret };

/** Each holds a few hundred bytes; beyond this the oldest make room. */
const keptHellos = 10_000;

export class HelloDesk {
  readonly #port: CryptoPort;
  readonly #clock: Clock;
  readonly #ledgerKey: SigningKey;
  readonly #pending = new Map<string, PendingHello & { readonly endsAtMs: number }>();

  constructor(parts: { readonly port: CryptoPort; readonly clock: Clock; readonly ledgerKey: SigningKey }) {
    this.#port = parts.port;
    this.#clock = parts.clock;
    this.#ledgerKey = parts.ledgerKey;
  }

  async answer(origin: string, request: Messages["HelloRequest"]): Promise<Messages["HelloAnswer"]> {
    const { practice, account, deviceKey } = request;
    const secret = this.#port.random(32) as AgreementSecret;
    const handshake: Handshake = {
      origin,
      practice,
      account,
      deviceKey,
      deviceNonce: request.nonce,
      deviceEphemeral: request.ephemeral,
      serverNonce: this.#port.random(32),
      serverEphemeral: agreementPublicKey(secret, this.#port),
    };
    const hello = this.#port.random(16) as HelloId;
    const signature: Signature = await sign(this.#port, this.#ledgerKey, helloBytes(handshake));
    for (const [oldest, { endsAtMs }] of this.#pending) {
      if (endsAtMs > this.#clock.steadyMs() && this.#pending.size < keptHellos) break;
      this.#pending.delete(oldest);
    }
    this.#pending.set(toHex(hello), { handshake, secret, endsAtMs: this.#clock.steadyMs() + limits.helloMs });
    return {
      hello: hello as never,
      nonce: handshake.serverNonce as never,
      ephemeral: handshake.serverEphemeral as never,
      signature,
    };
  }

  /** `undefined`: unknown, used or run out. */
  take(hello: Bytes): PendingHello | undefined {
    const id = toHex(hello);
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending && pending.endsAtMs > this.#clock.steadyMs() ? pending : undefined;
  }
}
