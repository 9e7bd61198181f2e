import { asHash, type CborValue, encodeCbor, parseCbor, type PracticeId, utf8 } from "@alcove/bytes";
import { importVerifyKey, verify, type VerifyKey } from "@alcove/crypto";
import { damagedCopies, flipped, testPort, wrong, wrongFields } from "@alcove/crypto/testing";
import { expect, test } from "vitest";
import { type Heartbeat, parseHeartbeat, verifyHeartbeat } from "./heartbeat.ts";
import { judgeHeartbeat } from "./heartbeat-rules.ts";
import {
  applyRight,
  createDevice,
  enrolment,
  foundTestPractice,
  heartbeat,
  idFrom,
  statement,
  type TestPractice,
} from "./testing/index.ts";

const port = await testPort("heartbeat");
const founded = await foundTestPractice(port);

test("LED-8 a heartbeat is CBOR [body, signature], signed by its device over context, practice and body", async () => {
  const p = founded;
  const encoded = await heartbeat(p);
  const parsed = parseHeartbeat(encoded) as Heartbeat;
  const { body } = parsed;
  const fields = [1, p.founder.device.device, 1, 20_000, p.roster.head, body.checkpoint.size, body.checkpoint.root];
  expect(parsed.bodyBytes).toEqual(encodeCbor(fields));
  expect(encoded).toEqual(encodeCbor([encodeCbor(fields), parsed.signature]));
  const key = (await importVerifyKey(port, p.founder.device.key.publicKey)) as VerifyKey;
  expect(await verifyHeartbeat(port, key, p.practice, parsed)).toBe(true);
  const message = new Uint8Array([...utf8("alcove/v1/heartbeat\0"), ...p.practice, ...parsed.bodyBytes]);
  expect(await verify(port, key, parsed.signature, message)).toBe(true);
  expect(await verifyHeartbeat(port, key, idFrom<PracticeId>(port), parsed)).toBe(false);
  expect(await verifyHeartbeat(port, key, p.practice, { ...parsed, bodyBytes: flipped(parsed.bodyBytes, -1) })).toBe(
    false,
  );
});

test("LED-8 a heartbeat with any field wrong, missing or more is refused", async () => {
  const encoded = await heartbeat(founded);
  const [body, signature] = parseCbor(encoded) as [Uint8Array, Uint8Array];
  const cases = wrongFields(parseCbor(body) as CborValue[], [
    wrong.version,
    wrong.bytes16,
    wrong.count,
    wrong.index,
    wrong.bytes32,
    wrong.count,
    wrong.bytes32,
  ]);
  for (const { name, bytes } of cases) expect(parseHeartbeat(encodeCbor([bytes, signature])), name).toBeUndefined();
  for (const { name, bytes } of wrongFields([body, signature], [[1, null, "x"], wrong.bytes64]))
    expect(parseHeartbeat(bytes), name).toBeUndefined();
  for (const bytes of damagedCopies(encoded).slice(0, 3)) expect(parseHeartbeat(bytes)).toBeUndefined();
});

test("LED-8 a heartbeat stands by an enrolled device, the next in its sequence, naming what can have been seen", async () => {
  const p = await foundTestPractice(port);
  const verdict = async (encoded: Uint8Array, sequence = 0, index = p.next, at: TestPractice = p) =>
    (await judgeHeartbeat(port, at.roster, sequence, parseHeartbeat(encoded) as Heartbeat, index))?.code ?? "stands";
  expect(await verdict(await heartbeat(p))).toBe("stands");
  expect(await verdict(await heartbeat(p), 1), "replayed").toBe("counter-wrong");
  expect(await verdict(await heartbeat(p, { sequence: 3 }), 1)).toBe("counter-wrong");
  expect(await verdict(await heartbeat(p, { sequence: 2 }), 1)).toBe("stands");
  expect(await verdict(await heartbeat(p, { rosterHead: asHash(port.random(32)) }))).toBe("head-moved");
  const future = { checkpoint: { size: p.next + 1, root: asHash(port.random(32)) } };
  expect(await verdict(await heartbeat(p, future))).toBe("head-moved");
  expect(
    await verdict(await heartbeat(p, { checkpoint: { ...future.checkpoint, size: 1 } }), 0, p.roster.headIndex),
  ).toBe("head-moved");

  const second = await createDevice(port);
  const { member } = p.founder;
  const bySecond = async () => heartbeat(p, {}, second);
  expect(await verdict(await bySecond())).toBe("device-unknown");
  const forged = await heartbeat(p, { device: p.founder.device.device }, second);
  expect(await verdict(forged)).toBe("signature-wrong");
  await applyRight(p, await statement(p, [enrolment(member, second, "pairing")]));
  expect(await verdict(await bySecond())).toBe("stands");
  await applyRight(p, await statement(p, [["device.revoke", member.account, second.device, "retired"]]));
  expect(await verdict(await bySecond())).toBe("device-revoked");
});
