/** The seal of an export, by the identity of who made it (docs/spec, EXP-3). */

import { asHash, encodeCbor, type PracticeId, toHex } from "@alcove/bytes";
import { context, type CryptoPort, sign } from "@alcove/crypto";
import { parseExportSeal, sealExport } from "@alcove/protocol";
import { createMember, idFrom } from "@alcove/protocol/testing";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;

export async function exportSealCases(port: CryptoPort): Promise<FrozenCase[]> {
  const practice = idFrom<PracticeId>(port);
  const member = await createMember(port);
  const body = { account: member.account, manifest: asHash(port.random(32)), at: 1_772_000_000_000 };
  const bytes = await sealExport(port, member.signKey, practice, body);
  const { bodyBytes } = parseExportSeal(bytes) as NonNullable<ReturnType<typeof parseExportSeal>>;
  const asNote = await sign(port, member.signKey, context("note-signature", practice, bodyBytes));
  return [
    {
      format: "export-seal",
      rule: "EXP-3",
      facts: { practice: hex(practice), identityKey: hex(member.signKey.publicKey) },
      bytes: hex(bytes),
      opens: { account: hex(body.account), manifest: hex(body.manifest), at: body.at },
      refused: [
        ...damaged(bytes),
        ...otherFacts({ practice: hex(idFrom(port)), identityKey: hex((await createMember(port)).signKey.publicKey) }),
        { name: "signed as a note", bytes: hex(encodeCbor([bodyBytes, asNote])) },
      ],
    },
  ];
}
