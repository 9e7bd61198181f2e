import { asId, type Bytes, concatBytes, encodeCbor, type PracticeId } from "@alcove/bytes";
import {
  appendLeaves,
  cosign,
  emptyFrontier,
  encodeLeaf,
  encodeNoteKey,
  importSigningKey,
  ledgerOrigin,
  rootOf,
  signCheckpoint,
  type SigningSeed,
  splitNote,
  type Tag,
} from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import { expect, test } from "vitest";
import { encodeLedgerFile, type LedgerFile, parseLedgerFile, verifyLedgerFile } from "./ledger-file.ts";

const port = await testPort("ledger file");
const practice = asId<PracticeId>(port.random(16));
const newKey = () => importSigningKey(port, port.random(32) as unknown as SigningSeed);
const [logKey, witnessKey, otherKey] = [await newKey(), await newKey(), await newKey()];
const name = "witness.example/w";
const ledger = encodeNoteKey({ name: ledgerOrigin(practice), publicKey: logKey.publicKey, type: "log" });
const witness = encodeNoteKey({ name, publicKey: witnessKey.publicKey, type: "cosignature" });

const leaves = Array.from({ length: 9 }, () =>
  encodeLeaf({ kind: "heartbeat", tag: port.random(16) as never as Tag, bodyHash: port.random(32) as never }),
);
async function noteAt(size: number, at?: number, all = leaves): Promise<string> {
  const root = rootOf(appendLeaves(emptyFrontier, all.slice(0, size)));
  const note = await signCheckpoint(port, logKey, practice, { size, root });
  const text = splitNote(note)?.text ?? "";
  return at === undefined ? note : note + (await cosign(port, { name, key: witnessKey }, text, at));
}
const right: LedgerFile = {
  ledger,
  leaves: concatBytes(...leaves),
  notes: [await noteAt(9), await noteAt(5, 100), await noteAt(7, 200)],
  witnesses: [witness],
};
async function problems(changes: Partial<LedgerFile>, trusted = {}): Promise<string[]> {
  const report = await verifyLedgerFile(port, encodeLedgerFile({ ...right, ...changes }), trusted);
  if (!report.ok) return [report.error.code];
  return report.value.problems.map(({ code, size }) => `${code} ${size}`);
}

test("WIT-9 a ledger file reads as it was written, and says what each witness cosigned", async () => {
  expect(parseLedgerFile(encodeLedgerFile(right))).toEqual(right);
  const report = await verifyLedgerFile(port, encodeLedgerFile(right), { ledger, witnesses: [witness] });
  expect(report).toMatchObject({ ok: true, value: { size: 9, ledger, problems: [] } });
  expect(report.ok && report.value.checkpoints).toEqual([
    { size: 5, cosigned: [{ name, at: 100_000 }] },
    { size: 7, cosigned: [{ name, at: 200_000 }] },
    { size: 9, cosigned: [] },
  ]);
});

test("WIT-9 leaves changed, left out or added, other roots and other keys are told", async () => {
  const swapped = concatBytes(...leaves.with(5, leaves[6] as Bytes).with(6, leaves[5] as Bytes));
  expect(await problems({ leaves: swapped })).toEqual(["alarm-ledger-forked 7", "alarm-ledger-forked 9"]);
  expect(await problems({ leaves: concatBytes(...leaves.slice(0, 8)) })).toContain("alarm-ledger-shorter 9");
  expect(await problems({ leaves: concatBytes(...leaves, leaves[0] as Bytes) })).toEqual(["alarm-leaf-missing 10"]);
  expect(await problems({ notes: [] })).toEqual(["alarm-leaf-missing 9"]);
  expect(await problems({ notes: [...right.notes, await noteAt(6, 300, leaves.toReversed())] })).toContain(
    "alarm-ledger-forked 6",
  );
  const other = encodeNoteKey({ name: ledgerOrigin(practice), publicKey: otherKey.publicKey, type: "log" });
  expect(await problems({}, { ledger: other })).toContain("alarm-checkpoint-forged 9");
  expect(await problems({ ledger: other }, { ledger }), "the file's own key counts for nothing then").toEqual([]);
  const stranger = encodeNoteKey({ name, publicKey: otherKey.publicKey, type: "cosignature" });
  const report = await verifyLedgerFile(port, encodeLedgerFile(right), { witnesses: [stranger] });
  expect(report.ok && report.value.checkpoints.flatMap(({ cosigned }) => cosigned)).toEqual([]);
});

test("WIT-9 what is no ledger file, or names keys that are none, is refused", async () => {
  for (const bytes of [
    new Uint8Array(0),
    encodeCbor([2, ledger, right.leaves, [], []]),
    encodeCbor([1, ledger, right.leaves, [1], []]),
  ])
    expect(await verifyLedgerFile(port, bytes)).toMatchObject({ ok: false, error: { code: "ledger-file-broken" } });
  expect(await problems({ leaves: right.leaves.slice(1) })).toEqual(["ledger-file-broken"]);
  expect(await problems({ ledger: witness })).toEqual(["witness-unfit"]);
  expect(await problems({ witnesses: [ledger] })).toEqual(["witness-unfit"]);
});
