/** Opens envelopes. Only entitled readers import this. */

import type { Bytes, PracticeId } from "@alcove/bytes";
import { envelopeContext, type ParsedEnvelope } from "../envelope.ts";
import { unpad } from "../padding.ts";
import type { CryptoPort } from "../port.ts";
import { open, type SealKey } from "../primitives/aead.ts";

/** The revision's bytes. `undefined`: another key, practice or header than it was sealed with, changed bytes, or wrong padding. */
export async function openEnvelope(
  port: CryptoPort,
  key: SealKey,
  practice: PracticeId,
  envelope: ParsedEnvelope,
): Promise<Bytes | undefined> {
  const padded = await open(port, key, envelope.sealed, envelopeContext(practice, envelope.headerBytes));
  return padded && unpad(padded);
}
