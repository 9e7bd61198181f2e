/** What is signed and sealed in a practice: statement, key-log entry, envelope, batch, heartbeat (docs/spec 03 to 06). */

import { type CompartmentId, encodeCbor, parseCbor, toHex, zeroHash } from "@alcove/bytes";
import type { CryptoPort, Signature } from "@alcove/crypto";
import { parseKeyLogEntry } from "@alcove/protocol";
import {
  applyRotation,
  batchBody,
  createCompartment,
  envelope,
  foundingBody,
  foundingOperation,
  foundTestPractice,
  heartbeat,
  idFrom,
  rotation,
  signedBatch,
  signStatement,
  type TestPractice,
} from "@alcove/protocol/testing";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;

export async function chainCases(port: CryptoPort): Promise<FrozenCase[]> {
  const p = await foundTestPractice(port);
  const { member, device } = p.founder;
  const other = hex(port.random(16));
  const statements = await statementCases(port, p);

  const c = await createCompartment(p);
  const first = await rotation(p, c);
  await applyRotation(p, c, first);
  const entry = parseKeyLogEntry(first.entry);
  const [bodyBytes, signatures] = parseCbor(first.entry) as [Uint8Array, never];

  const plaintext = new TextEncoder().encode("Slept better. Bring the letter next time.");
  const sealed = await envelope(p, c, plaintext, { revision: 2, parents: [zeroHash()] });
  const [headerBytes, ciphertext] = parseCbor(sealed) as [Uint8Array, Uint8Array];
  const header = parseCbor(headerBytes) as never[];
  const movedTo = (field: number, value: never) => hex(encodeCbor([encodeCbor(header.with(field, value)), ciphertext]));

  const body = await batchBody(p, c, [sealed, await envelope(p, c, plaintext)]);
  const batch = await signedBatch(p, { ...body, checkpoint: { size: 3, root: zeroHash() } });
  const beat = await heartbeat(p, { checkpoint: { size: 4, root: zeroHash() } });
  const keys = { identityKey: hex(member.signKey.publicKey), deviceKey: hex(device.key.publicKey) };
  return [
    ...statements,
    {
      format: "key-log-entry",
      rule: "LOG-1",
      facts: { practice: hex(p.practice), account: hex(member.account), device: hex(device.device), ...keys },
      bytes: hex(first.entry),
      opens: {
        compartment: hex(c.id),
        sequence: 0,
        operation: "rotate",
        epoch: 1,
        commitment: hex(entry?.body.operation[2] as never),
      },
      refused: [
        ...damaged(first.entry),
        { name: "one signature only", bytes: hex(encodeCbor([bodyBytes, (signatures as never[]).slice(0, 1)])) },
        {
          name: "signatures in the other order",
          bytes: hex(encodeCbor([bodyBytes, (signatures as never[]).toReversed()])),
        },
        ...otherFacts({
          practice: other,
          account: other,
          device: other,
          identityKey: keys.deviceKey,
          deviceKey: keys.identityKey,
        }),
      ],
    },
    {
      format: "envelope",
      rule: "ENV-2",
      facts: { practice: hex(p.practice), epochKey: hex(first.epochKey) },
      bytes: hex(sealed),
      opens: { record: hex(header[4] as never), revision: 2, text: new TextDecoder().decode(plaintext) },
      refused: [
        ...damaged(sealed),
        { name: "moved to another schema", bytes: movedTo(1, 2 as never) },
        { name: "moved to another compartment", bytes: movedTo(2, idFrom(port) as never) },
        { name: "moved to another epoch", bytes: movedTo(3, 2 as never) },
        { name: "moved to another record", bytes: movedTo(4, idFrom(port) as never) },
        { name: "moved to another revision", bytes: movedTo(5, 3 as never) },
        { name: "moved to another parent", bytes: movedTo(6, [new Uint8Array(32).fill(1)] as never) },
        { name: "moved to another author", bytes: movedTo(7, idFrom(port) as never) },
        { name: "a first revision with a parent", bytes: movedTo(5, 1 as never) },
        ...otherFacts({ practice: other, epochKey: hex(zeroHash()) }),
      ],
    },
    {
      format: "batch",
      rule: "BAT-2",
      facts: { practice: hex(p.practice), deviceKey: keys.deviceKey },
      bytes: hex(batch),
      opens: {
        compartment: hex(c.id),
        epoch: 1,
        author: hex(device.device),
        deviceCounter: 1,
        tag: hex(body.tag),
        envelopes: body.envelopes.map(hex),
      },
      refused: [
        ...damaged(batch),
        {
          name: "an envelope twice",
          bytes: hex(await signedBatch(p, { ...body, envelopes: [zeroHash(), zeroHash()] })),
        },
        { name: "no envelope", bytes: hex(await signedBatch(p, { ...body, envelopes: [] })) },
        ...otherFacts({ practice: other, deviceKey: keys.identityKey }),
      ],
    },
    {
      format: "heartbeat",
      rule: "LED-8",
      facts: { practice: hex(p.practice), deviceKey: keys.deviceKey },
      bytes: hex(beat),
      opens: { device: hex(device.device), sequence: 1, day: 20_000, size: 4 },
      refused: [
        ...damaged(beat),
        { name: "sequence 0", bytes: hex(await heartbeat(p, { sequence: 0 })) },
        ...otherFacts({ practice: other, deviceKey: keys.identityKey }),
      ],
    },
  ];
}

async function statementCases(port: CryptoPort, p: TestPractice): Promise<FrozenCase[]> {
  const { founder, practice, ledgerKey } = p;
  const { member, device } = founder;
  const body = foundingBody(founder, [foundingOperation(practice, ledgerKey, founder)]);
  const changed = async (changes: Partial<typeof body>) =>
    hex(await signStatement(port, practice, { ...body, ...changes }, founder));
  const [bodyBytes, signatures] = parseCbor(p.foundingStatement) as [Uint8Array, [number, Uint8Array, Signature][]];
  const unsigned = signatures.map(([kind, id]) => [kind, id, new Uint8Array(64)]);
  const again = { member, device: { ...device, key: member.signKey } };
  return [
    {
      format: "statement",
      rule: "ROS-4",
      facts: {},
      bytes: hex(p.foundingStatement),
      opens: {
        practice: hex(practice),
        founding: hex(p.roster.founding),
        origin: p.roster.origin,
        ledgerKey: hex(ledgerKey.publicKey),
        owner: hex(member.account),
        identitySign: hex(member.signKey.publicKey),
        device: hex(device.device),
      },
      refused: [
        ...damaged(p.foundingStatement),
        { name: "not signed", bytes: hex(encodeCbor([bodyBytes, unsigned])) },
        { name: "by the identity only", bytes: hex(encodeCbor([bodyBytes, signatures.slice(0, 1)])) },
        { name: "by the device twice", bytes: hex(await signStatement(port, practice, body, again)) },
        { name: "for another practice", bytes: hex(await signStatement(port, idFrom(port), body, founder)) },
        { name: "not the first", bytes: await changed({ sequence: 1 }) },
        { name: "after another", bytes: await changed({ previous: p.roster.founding }) },
        { name: "by another account", bytes: await changed({ account: idFrom(port) }) },
        {
          name: "no founding",
          bytes: await changed({
            operations: [["compartment.create", idFrom<CompartmentId>(port), "directory", null]],
          }),
        },
      ],
    },
  ];
}
