import { asHash, encodeCbor, type PracticeId } from "@alcove/bytes";
import { importVerifyKey, type VerifyKey } from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import { expect, test } from "vitest";
import { isExportSealedBy, parseExportSeal, sealExport } from "./export-seal.ts";
import { createMember, idFrom } from "./testing/index.ts";

const port = await testPort();

test("EXP-3 a seal reads back, is by one identity in one practice, and has 131 bytes", async () => {
  const [member, other] = [await createMember(port), await createMember(port)];
  const practice = idFrom<PracticeId>(port);
  const keyOf = async (one: typeof member) => (await importVerifyKey(port, one.signKey.publicKey)) as VerifyKey;
  const body = { account: member.account, manifest: asHash(port.random(32)), at: 1_772_000_000_000 };
  const bytes = await sealExport(port, member.signKey, practice, body);
  expect(bytes).toHaveLength(131);
  const seal = parseExportSeal(bytes);
  if (!seal) throw new Error("it reads back");
  expect(seal.body).toEqual(body);
  expect(await isExportSealedBy(port, await keyOf(member), practice, seal)).toBe(true);
  expect(await isExportSealedBy(port, await keyOf(other), practice, seal)).toBe(false);
  expect(await isExportSealedBy(port, await keyOf(member), idFrom(port), seal)).toBe(false);
  for (const strange of [
    [2, body.account, body.manifest, 1],
    [1, body.account, new Uint8Array(31), 1],
    [1, body.account, body.manifest],
  ])
    expect(parseExportSeal(encodeCbor([encodeCbor(strange), seal.signature]))).toBeUndefined();
});
