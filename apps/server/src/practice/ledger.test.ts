import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { asId, type CompartmentId, concatBytes, toHex } from "@alcove/bytes";
import { appendLeaves, emptyFrontier, encodeLeaf, hash, type LeafKind, rootOf, type Tag } from "@alcove/crypto";
import { Ledger, type LeafRow } from "./ledger.ts";

const compartments = [1, 2, 3].map(() => asId<CompartmentId>(new Uint8Array(randomBytes(16))));
const kinds: readonly LeafKind[] = ["roster", "keyLog", "batch", "heartbeat"];

function row(i: number): LeafRow {
  const tag = new Uint8Array(randomBytes(16)) as unknown as Tag;
  const leaf = encodeLeaf({ kind: kinds[i % 4] as LeafKind, tag, bodyHash: hash(tag) });
  const compartment = i % 4 === 1 || i % 4 === 2 ? (compartments[i % 3] as CompartmentId) : null;
  return { leaf, compartment, bodyBytes: i * 10 };
}

test("keeps leaves, kinds, sizes and compartments through growth, and the frontier of all", () => {
  const ledger = new Ledger();
  const rows = Array.from({ length: 1000 }, (_, i) => row(i));
  for (let at = 0; at < rows.length; ) {
    const some = rows.slice(at, at + 1 + (at % 7));
    const frontier = appendLeaves(
      ledger.frontier,
      some.map(({ leaf }) => leaf),
    );
    ledger.append(some, frontier, `note ${frontier.size}`);
    at += some.length;
  }
  expect(ledger.size).toBe(1000);
  expect(toHex(ledger.leaves(0, 1000))).toBe(toHex(concatBytes(...rows.map(({ leaf }) => leaf))));
  expect(ledger.leaves(990, 5000).length).toBe(10 * 49);
  expect(
    rows.every(
      (each, i) => ledger.kindAt(i) === kinds[i % 4] && ledger.offsetAt(i + 1) - ledger.offsetAt(i) === each.bodyBytes,
    ),
  ).toBe(true);
  const mine = toHex(compartments[1] as CompartmentId);
  const readable = ledger.readable((id) => id === mine);
  for (const [i, { compartment }] of rows.entries())
    expect(ledger.mayReadAt(i, readable)).toBe(compartment === null || toHex(compartment) === mine);
  const whole = appendLeaves(
    emptyFrontier,
    rows.map(({ leaf }) => leaf),
  );
  expect(toHex(rootOf(ledger.rebuildFrontier()))).toBe(toHex(rootOf(whole)));
  expect(toHex(ledger.root)).toBe(toHex(rootOf(whole)));
});
