/**
 * Signature of a note: a member's identity signs one revision of one note where it stands (docs/spec, SIG-1 to SIG-4).
 *
 *   body      = CBOR [1, account, compartment, record, envelope hash (32), content hash (32), intent (1 sign, 2 countersign), at (ms since 1970-01-01)]
 *   signature = CBOR [body, Ed25519 signature over context("note-signature", practice, body)]
 *
 * The envelope's hash fixes words, chart, version, place and author's device as the ledger has them; the content's lets somebody
 * who has the words alone check them later. What an attacker controls: every byte of a signature, and where it lies.
 */

import {
  type AccountId,
  type Bytes,
  type CompartmentId,
  encodeCbor,
  equalBytes,
  type Hash,
  type PracticeId,
  type RecordId,
  toHex,
} from "@alcove/bytes";
import {
  context,
  type CryptoPort,
  type Signature,
  sign,
  type SigningKey,
  verify,
  type VerifyKey,
} from "@alcove/crypto";
import type { Roster } from "./roster/roster.ts";
import { anyBytes, bytes, index, parseAs, z } from "./schema.ts";

/** Its author says that the note is as it should be; a supervisor says that they have read it and agree. */
export const signatureIntents = ["sign", "countersign"] as const;
export type SignatureIntent = (typeof signatureIntents)[number];

export type NoteSignatureBody = {
  readonly account: AccountId;
  readonly compartment: CompartmentId;
  /** The note. */
  readonly record: RecordId;
  /** Of the revision that is signed, as the ledger has it. */
  readonly envelope: Hash;
  /** Of the revision inside it, as it was encoded (REC-2). */
  readonly content: Hash;
  readonly intent: SignatureIntent;
  /** By the signer's clock. */
  readonly at: number;
};
export type NoteSignature = {
  readonly body: NoteSignatureBody;
  readonly bodyBytes: Bytes;
  readonly signature: Signature;
};

const bodySchema = z.tuple([
  z.literal(1),
  bytes<AccountId>(16),
  bytes<CompartmentId>(16),
  bytes<RecordId>(16),
  bytes<Hash>(32),
  bytes<Hash>(32),
  z.union([z.literal(1), z.literal(2)]),
  index,
]);
const outerSchema = z.tuple([anyBytes, bytes<Signature>(64)]);

export async function signNote(
  port: CryptoPort,
  identity: SigningKey,
  practice: PracticeId,
  body: NoteSignatureBody,
): Promise<Bytes> {
  const { account, compartment, record, envelope, content, intent, at } = body;
  const number = signatureIntents.indexOf(intent) + 1;
  const bodyBytes = encodeCbor([1, account, compartment, record, envelope, content, number, at]);
  return encodeCbor([bodyBytes, await sign(port, identity, context("note-signature", practice, bodyBytes))]);
}

/** `undefined`: not a signature of this version. Says nothing about who signed. */
export function parseNoteSignature(encoded: Uint8Array): NoteSignature | undefined {
  const outer = parseAs(outerSchema, encoded);
  const value = outer && parseAs(bodySchema, outer[0]);
  if (!outer || !value) return undefined;
  const [, account, compartment, record, envelope, content, number, at] = value;
  const intent = signatureIntents[number - 1] as SignatureIntent;
  const body = { account, compartment, record, envelope, content, intent, at };
  return { body, bodyBytes: outer[0], signature: outer[1] };
}

/** The identity's of the account at ledger `index`; `undefined` there: the newest, for what is not in the ledger yet. */
export async function isSignedByIdentity(
  port: CryptoPort,
  roster: Roster,
  { body, bodyBytes, signature }: NoteSignature,
  index: number | undefined,
): Promise<boolean> {
  const key = identityAt(roster, body.account, index);
  return key !== undefined && verify(port, key, signature, context("note-signature", roster.practice, bodyBytes));
}

/** An identity counts until the statement that replaces or ends it. `undefined`: the account had none then. */
function identityAt(roster: Roster, account: AccountId, index: number | undefined): VerifyKey | undefined {
  const former = roster.former
    .filter((one) => equalBytes(one.account, account) && index !== undefined && index < one.untilIndex)
    .toSorted((a, b) => a.untilIndex - b.untilIndex)[0];
  return (former ?? roster.members.get(toHex(account)))?.identitySign;
}
