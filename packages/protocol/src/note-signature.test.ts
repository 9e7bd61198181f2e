import { asHash, type Bytes, encodeCbor, parseCbor, type RecordId } from "@alcove/bytes";
import { importVerifyKey } from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import { beforeAll, expect, test } from "vitest";
import { isSignedByIdentity, type NoteSignatureBody, parseNoteSignature, signNote } from "./note-signature.ts";
import type { Roster } from "./roster/roster.ts";
import { createMember, idFrom } from "./testing/index.ts";

const port = await testPort();
const practice = idFrom<Roster["practice"]>(port);
let old: Awaited<ReturnType<typeof createMember>>;
let present: typeof old;
let body: NoteSignatureBody;
beforeAll(async () => {
  [old, present] = [await createMember(port), await createMember(port)];
  body = {
    account: old.account,
    compartment: idFrom(port),
    record: idFrom<RecordId>(port),
    envelope: asHash(port.random(32)),
    content: asHash(port.random(32)),
    intent: "sign",
    at: 7,
  };
});

test("SIG-1 what is signed reads back, and nothing else reads", async () => {
  const bytes = await signNote(port, old.signKey, practice, body);
  expect(parseNoteSignature(bytes)?.body).toEqual(body);
  const [bodyBytes, signature] = parseCbor(bytes) as [Bytes, Bytes];
  const fields = parseCbor(bodyBytes) as unknown[];
  const withField = (at: number, value: unknown) =>
    encodeCbor([encodeCbor(fields.map((one, index) => (index === at ? value : one)) as never), signature]);
  const others = [
    withField(0, 2),
    withField(1, new Uint8Array(15)),
    withField(4, new Uint8Array(31)),
    withField(6, 0),
    withField(6, 3),
    withField(7, -1),
    encodeCbor([encodeCbor([...fields, 0] as never), signature]),
    encodeCbor([bodyBytes, signature.subarray(1)]),
    encodeCbor([bodyBytes, signature, 0]),
    new Uint8Array(0),
  ];
  expect(others.map((one) => parseNoteSignature(one))).toEqual(others.map(() => undefined));
});

test("SIG-1 an identity counts until the index at which another one or none takes its place, and never after", async () => {
  const [oldKey, presentKey, earliestKey] = await Promise.all(
    [old, present, await createMember(port)].map(({ signKey }) => importVerifyKey(port, signKey.publicKey)),
  );
  const member = { account: old.account, identitySign: presentKey };
  const former = { account: old.account, identitySign: oldKey, untilIndex: 50, why: "rekeyed" };
  const earlier = { ...former, identitySign: earliestKey, untilIndex: 10 };
  const roster = {
    practice,
    members: new Map([[Buffer.from(old.account).toString("hex"), member]]),
    former: [former, earlier, { ...former, account: present.account, identitySign: earliestKey, untilIndex: 49 }],
  } as unknown as Roster;
  const [byOld, byPresent] = await Promise.all(
    [old, present].map(async ({ signKey }) => parseNoteSignature(await signNote(port, signKey, practice, body))),
  );
  const holds = async (signature: typeof byOld, index: number | undefined, of = roster) =>
    signature !== undefined && isSignedByIdentity(port, of, signature, index);
  const at = [9, 10, 49, 50, 51, undefined];
  expect(await Promise.all(at.map((index) => holds(byOld, index)))).toEqual([false, true, true, false, false, false]);
  expect(await Promise.all(at.map((index) => holds(byPresent, index)))).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
  ]);
  const removed = { ...roster, members: new Map() } as Roster;
  expect([await holds(byOld, 49, removed), await holds(byPresent, 51, removed)]).toEqual([true, false]);
  expect(await holds(byPresent, 51, { ...roster, practice: idFrom(port) } as Roster), "of another practice").toBe(
    false,
  );
});
