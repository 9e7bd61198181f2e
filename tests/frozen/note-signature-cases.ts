/** A note's signature, by the identity of who signs (docs/spec, SIG-1). */

import { asHash, type CompartmentId, encodeCbor, type PracticeId, type RecordId, toHex } from "@alcove/bytes";
import { type CryptoPort, sign } from "@alcove/crypto";
import { type NoteSignatureBody, parseNoteSignature, signNote } from "@alcove/protocol";
import { createMember, idFrom } from "@alcove/protocol/testing";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;

export async function noteSignatureCases(port: CryptoPort): Promise<FrozenCase[]> {
  const practice = idFrom<PracticeId>(port);
  const member = await createMember(port);
  const body: NoteSignatureBody = {
    account: member.account,
    compartment: idFrom<CompartmentId>(port),
    record: idFrom<RecordId>(port),
    envelope: asHash(port.random(32)),
    content: asHash(port.random(32)),
    intent: "countersign",
    at: 1_772_000_000_000,
  };
  const bytes = await signNote(port, member.signKey, practice, body);
  const { bodyBytes } = parseNoteSignature(bytes) as NonNullable<ReturnType<typeof parseNoteSignature>>;
  return [
    {
      format: "note-signature",
      rule: "SIG-1",
      facts: { practice: hex(practice), identityKey: hex(member.signKey.publicKey) },
      bytes: hex(bytes),
      opens: {
        account: hex(body.account),
        compartment: hex(body.compartment),
        record: hex(body.record),
        envelope: hex(body.envelope),
        content: hex(body.content),
        intent: body.intent,
        at: body.at,
      },
      refused: [
        ...damaged(bytes),
        ...otherFacts({ practice: hex(idFrom(port)), identityKey: hex((await createMember(port)).signKey.publicKey) }),
        {
          name: "signed without its context",
          bytes: hex(encodeCbor([bodyBytes, await sign(port, member.signKey, bodyBytes)])),
        },
      ],
    },
  ];
}
