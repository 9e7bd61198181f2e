/** Branded bytes: two kinds of 16 bytes are not interchangeable. */

import type { Bytes } from "./bytes.ts";
import { copyBytes } from "./bytes.ts";
import { assert } from "./result.ts";

declare const brand: unique symbol;
export type Branded<Name extends string> = Bytes & { readonly [brand]: Name };

/** 16 random bytes each. */
export type PracticeId = Branded<"PracticeId">;
export type AccountId = Branded<"AccountId">;
export type DeviceId = Branded<"DeviceId">;
export type CompartmentId = Branded<"CompartmentId">;
export type ChartId = Branded<"ChartId">;
export type RecordId = Branded<"RecordId">;
export type GroupId = Branded<"GroupId">;
export type BlobId = Branded<"BlobId">;
/** Names a recovery set; in a key log it stands where a recipient's account does. */
export type RecoverySetId = Branded<"RecoverySetId">;
/** 32 bytes, SHA-256. */
export type Hash = Branded<"Hash">;

/** Gives checked bytes their brand. The caller has checked where they come from; the length is checked here. */
export function branded<B extends Branded<string>>(bytes: Uint8Array, length: number): B {
  assert(bytes.length === length, `expected ${length} bytes, got ${bytes.length}`);
  return copyBytes(bytes) as B;
}

export const asId = <B extends Branded<string>>(bytes: Uint8Array): B => branded<B>(bytes, 16);
export const asHash = (bytes: Uint8Array): Hash => branded<Hash>(bytes, 32);
export const zeroHash = (): Hash => asHash(new Uint8Array(32));
