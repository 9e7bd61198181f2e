import { asHash, asId, type Hash, type PracticeId, toBase64 } from "@alcove/bytes";
import {
  type Checkpoint,
  importSigningKey,
  importVerifyKey,
  leafHash,
  ledgerOrigin,
  nodeHash,
  proveConsistency,
  signCheckpoint,
  type SigningSeed,
  type VerifyKey,
} from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeAddCheckpoint, judgeAddCheckpoint, parseAddCheckpoint } from "./add-checkpoint.ts";

const port = await testPort("witness");
const practice = asId<PracticeId>(port.random(16));
const origin = ledgerOrigin(practice);
const key = await importSigningKey(port, port.random(32) as unknown as SigningSeed);
const log = { origin, key: (await importVerifyKey(port, key.publicKey)) as VerifyKey };

const leaves = (n: number, from = "honest") =>
  Array.from({ length: n }, (_, i) => leafHash(new TextEncoder().encode(`${from} ${i}`)));
/** The slow twin of a root. */
function rootOf(all: readonly Hash[]): Hash {
  if (all.length === 1) return all[0] as Hash;
  let split = 1;
  while (split * 2 < all.length) split *= 2;
  return nodeHash(rootOf(all.slice(0, split)), rootOf(all.slice(split)));
}
const at = (all: readonly Hash[]): Checkpoint => ({ size: all.length, root: rootOf(all) });

async function ask(
  all: readonly Hash[],
  last: Checkpoint | undefined,
  changes: Partial<{ oldSize: number; proof: readonly Hash[]; note: string }> = {},
) {
  const note = await signCheckpoint(port, key, practice, at(all));
  const oldSize = last?.size ?? 0;
  const proof = oldSize <= all.length ? proveConsistency(all, oldSize) : [];
  const judged = await judgeAddCheckpoint(port, [log], () => Promise.resolve(last), {
    oldSize,
    proof,
    note,
    ...changes,
  });
  return judged.ok
    ? "cosigned"
    : judged.error.size === undefined
      ? judged.error.status
      : `${judged.error.status} ${judged.error.size}`;
}

test("WIT-3 what continues the tree cosigned last is cosigned, also when it is the same, and the first one is", async () => {
  const ten = leaves(10);
  expect(await ask(ten, undefined)).toBe("cosigned");
  for (let size = 1; size <= 10; size++)
    expect(await ask(ten, at(ten.slice(0, size))), `from ${size}`).toBe("cosigned");
});

test("WIT-3 another history is cosigned at no size, nor a shorter one", async () => {
  const [ten, seen] = [leaves(10), at(leaves(6))];
  const fork = [...leaves(5), ...leaves(5, "forked")];
  expect(await ask(fork, seen)).toBe(422);
  expect(await ask(fork.slice(0, 6), seen), "of the same size").toBe("409 6");
  expect(await ask(ten.slice(0, 5), seen)).toBe(400);
  expect(await ask(ten.slice(0, 5), seen, { oldSize: 5, proof: [] })).toBe("409 6");
  expect(await ask(fork, seen, { oldSize: 0, proof: [] }), "as if nothing had been").toBe("409 6");
  expect(await ask(fork, seen, { oldSize: 5, proof: proveConsistency(fork, 5) }), "from where they parted").toBe(
    "409 6",
  );
  expect(await ask(ten, seen, { proof: [] })).toBe(422);
  expect(await ask(ten, undefined, { proof: [asHash(port.random(32))] }), "a first one has no proof").toBe(422);
});

test("WIT-3 another log's, another key's and unsigned checkpoints are refused", async () => {
  const all = leaves(3);
  const other = await importSigningKey(port, port.random(32) as unknown as SigningSeed);
  expect(await ask(all, undefined, { note: await signCheckpoint(port, other, practice, at(all)) })).toBe(403);
  const elsewhere = asId<PracticeId>(port.random(16));
  expect(await ask(all, undefined, { note: await signCheckpoint(port, key, elsewhere, at(all)) })).toBe(404);
  expect(await ask(all, undefined, { note: "no note\n" })).toBe(400);
});

test("WIT-3 a request reads as it was written; what is none does not read", () => {
  const hashes = fc.array(
    fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => asHash(bytes as never)),
    { maxLength: 63 },
  );
  fc.assert(
    fc.property(fc.maxSafeNat(), hashes, fc.string(), (oldSize, proof, note) => {
      expect(parseAddCheckpoint(encodeAddCheckpoint({ oldSize, proof, note }))).toEqual({ oldSize, proof, note });
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => void parseAddCheckpoint(text)));
  const hash = toBase64(port.random(32));
  for (const text of [
    "",
    "old 1\n",
    "old 01\n\n",
    "old -1\n\n",
    "old 9007199254740993\n\n",
    "Old 1\n\n",
    `old 1\n${hash}\n`,
    `old 1\n${hash.slice(1)}\n\n`,
    `old 1\n${`${hash}\n`.repeat(64)}\n`,
    `old 1\r\n${hash}\r\n\r\n`,
  ])
    expect(parseAddCheckpoint(text), JSON.stringify(text.slice(0, 40))).toBeUndefined();
});
