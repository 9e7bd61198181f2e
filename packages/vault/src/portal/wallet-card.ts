/**
 * The wallet card as text (docs/spec, PTL-13): with the client's PIN it lets a new phone ask to be admitted. Alone it does nothing.
 *
 *   body = CBOR [1, origin, practice (16), founding hash (32), checkpoint key (32), portal (16), head of its key log (32),
 *                checkpoint size, checkpoint root (32), secret (16)]
 *   text = "ALCOVE-WALLET-1 " || groups of 4 of base32(body || H(body)[0..5])
 */

import {
  asHash,
  asId,
  type Bytes,
  type CborValue,
  concatBytes,
  encodeCbor,
  equalBytes,
  fromBase32,
  lastIndexInAnyCase,
  parseCbor,
  toBase32,
} from "@alcove/bytes";
import { hash, type PublicKey, type WalletSecret } from "@alcove/crypto";
import { isOrigin } from "../kit.ts";
import type { PortalPins } from "./read.ts";

export type WalletCard = PortalPins & { readonly secret: WalletSecret };

const prefix = "ALCOVE-WALLET-1";
const checksumBytes = 5;

export function encodeWalletCard(card: WalletCard): string {
  const { origin, practice, founding, ledgerKey, portal, logHead, checkpoint, secret } = card;
  const { size, root } = checkpoint;
  const body = encodeCbor([1, origin, practice, founding, ledgerKey, portal, logHead, size, root, secret]);
  const code = toBase32(concatBytes(body, hash(body).subarray(0, checksumBytes)));
  return `${prefix} ${code.match(/.{1,4}/g)?.join(" ") ?? ""}`;
}

/** `undefined`: not a card, or a character is wrong. Takes lower case and any spacing. */
export function parseWalletCard(text: string): WalletCard | undefined {
  const start = lastIndexInAnyCase(text, prefix);
  const bytes = start < 0 ? undefined : fromBase32(text.slice(start + prefix.length));
  if (!bytes || bytes.length <= checksumBytes) return undefined;
  const body = bytes.slice(0, -checksumBytes);
  if (!equalBytes(hash(body).subarray(0, checksumBytes), bytes.subarray(-checksumBytes))) return undefined;
  const value = parseCbor(body);
  if (!Array.isArray(value) || value.length !== 10) return undefined;
  const [version, origin, practice, founding, ledgerKey, portal, logHead, size, root, secret] = value as CborValue[];
  if (version !== 1 || typeof origin !== "string" || !isOrigin(origin) || typeof size !== "number" || size < 1)
    return undefined;
  if (!isBytes(practice, 16) || !isBytes(portal, 16) || !isBytes(secret, 16)) return undefined;
  if (!isBytes(founding, 32) || !isBytes(ledgerKey, 32) || !isBytes(logHead, 32) || !isBytes(root, 32))
    return undefined;
  return {
    origin,
    practice: asId(practice),
    founding: asHash(founding),
    ledgerKey: ledgerKey as PublicKey,
    portal: asId(portal),
    logHead: asHash(logHead),
    checkpoint: { size, root: asHash(root) },
    secret: secret as WalletSecret,
  };
}

const isBytes = (value: CborValue | undefined, length: number): value is Bytes =>
  value instanceof Uint8Array && value.length === length;

/** Six to twelve digits, and none of those that people try first: one digit again and again, or a run up or down. */
export function isPin(text: string): boolean {
  if (!/^[0-9]{6,12}$/.test(text)) return false;
  const steps = new Set([...text].slice(1).map((digit, i) => Number(digit) - Number(text[i])));
  const [step] = steps;
  return steps.size > 1 || step === undefined || Math.abs(step) > 1;
}
