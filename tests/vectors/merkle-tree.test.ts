import { createHash } from "node:crypto";
import type { Hash } from "@alcove/bytes";
import {
  appendLeaves,
  emptyFrontier,
  leafHash,
  proveConsistency,
  proveInclusion,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from "@alcove/crypto";
import { expect, test } from "vitest";
import { hex, loadVectors, toHex } from "./load.ts";

type RootVector = {
  readonly kind: "root";
  readonly size: number;
  readonly leaves: readonly string[];
  readonly root: string;
};
type InclusionVector = {
  readonly kind: "inclusion";
  readonly index: number;
  readonly size: number;
  readonly leaf: string;
  readonly root: string;
  readonly proof: readonly string[];
};
type ConsistencyVector = {
  readonly kind: "consistency";
  readonly from: number;
  readonly to: number;
  readonly fromRoot: string;
  readonly toRoot: string;
  readonly proof: readonly string[];
};

const vectors = loadVectors<RootVector | InclusionVector | ConsistencyVector>("merkle-tree", 18);
const roots = vectors.filter((vector) => vector.kind === "root");
const inclusions = vectors.filter((vector) => vector.kind === "inclusion");
const consistencies = vectors.filter((vector) => vector.kind === "consistency");
const allLeaves = roots.at(-1)?.leaves ?? [];
const asHash = (text: string) => hex(text) as unknown as Hash;
const hashes = (texts: readonly string[]) => texts.map(asHash);
const leafHashes = (size: number) => allLeaves.slice(0, size).map((leaf) => leafHash(hex(leaf)));

test("there are roots of 0 to 8 leaves, five inclusion proofs and four consistency proofs", () => {
  expect(roots.map(({ size }) => size)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(inclusions.length).toBe(5);
  expect(consistencies.length).toBe(4);
});

test("roots: by Alcove's frontier, at once and leaf by leaf, and by the definition of RFC 6962", () => {
  for (const { size, leaves, root } of roots) {
    expect(leaves.length).toBe(size);
    const bytes = leaves.map(hex);
    expect(toHex(rootOf(appendLeaves(emptyFrontier, bytes)))).toBe(root);
    let oneByOne = emptyFrontier;
    for (const leaf of bytes) oneByOne = appendLeaves(oneByOne, [leaf]);
    expect(toHex(rootOf(oneByOne))).toBe(root);
    expect(toHex(rootByDefinition(bytes))).toBe(root);
  }
});

test("inclusion: proofs are made and accepted as published, and refused with anything changed", () => {
  for (const { index, size, leaf, root, proof } of inclusions) {
    const path = hashes(proof);
    const hashed = leafHash(hex(leaf));
    expect(proveInclusion(leafHashes(size), index).map((hash) => toHex(hash))).toEqual(proof);
    expect(verifyInclusion(hashed, index, size, path, asHash(root))).toBe(true);
    for (const wrong of [index - 1, index + 1, index ^ 2]) {
      if (wrong >= 0) expect(verifyInclusion(hashed, wrong, size, path, asHash(root)), `index ${wrong}`).toBe(false);
    }
    expect(verifyInclusion(hashed, index, size * 2, path, asHash(root))).toBe(false);
    expect(verifyInclusion(hashed, index, Math.floor(size / 2), path, asHash(root))).toBe(false);
    expect(verifyInclusion(leafHash(hex("ff")), index, size, path, asHash(root))).toBe(false);
    expect(verifyInclusion(hashed, index, size, path, asHash(roots[0]?.root ?? ""))).toBe(false);
    for (const wrong of wrongPaths(path, asHash(root))) {
      expect(verifyInclusion(hashed, index, size, wrong, asHash(root))).toBe(false);
    }
  }
});

test("consistency: proofs are made and accepted as published, and refused with anything changed", () => {
  for (const { from, to, fromRoot, toRoot, proof } of consistencies) {
    const path = hashes(proof);
    const [older, newer] = [asHash(fromRoot), asHash(toRoot)];
    expect(proveConsistency(leafHashes(to), from).map((hash) => toHex(hash))).toEqual(proof);
    expect(verifyConsistency(from, to, older, newer, path)).toBe(true);
    if (path.length === 0) continue;
    expect(verifyConsistency(from - 1, to, older, newer, path)).toBe(false);
    expect(verifyConsistency(from + 1, to, older, newer, path)).toBe(false);
    expect(verifyConsistency(from ^ 2, to, older, newer, path)).toBe(false);
    expect(verifyConsistency(from, to * 2, older, newer, path)).toBe(false);
    expect(verifyConsistency(from, Math.floor(to / 2), older, newer, path)).toBe(false);
    expect(verifyConsistency(from, to, newer, newer, path)).toBe(false);
    expect(verifyConsistency(from, to, older, older, path)).toBe(false);
    expect(verifyConsistency(from, to, newer, older, path)).toBe(false);
    expect(verifyConsistency(to, from, newer, older, path)).toBe(false);
    for (const wrong of [...wrongPaths(path, older), []]) {
      expect(verifyConsistency(from, to, older, newer, wrong)).toBe(false);
    }
  }
});

/** The changes that certificate-transparency's own test tries: an element replaced, one too many, one too few. */
function wrongPaths(path: readonly Hash[], root: Hash): Hash[][] {
  const other = asHash(roots[0]?.root ?? "");
  const replaced = path.map((_, at) => path.with(at, other));
  const shorter = path.length === 0 ? [] : [path.slice(0, -1), path.slice(1)];
  return [...replaced, ...shorter, [...path, root], [root, ...path], [...path, other]];
}

/** MTH of RFC 6962 section 2.1, word for word. */
function rootByDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  const sha256 = (...parts: readonly Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return sha256(new Uint8Array([0]), only);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return sha256(new Uint8Array([1]), rootByDefinition(left), rootByDefinition(right));
}
