import { createHash } from "node:crypto";
import { asHash, fromHex, type Hash, toHex } from "@alcove/bytes";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flipped } from "../testing/index.ts";
import {
  appendLeaves,
  emptyFrontier,
  KeptTree,
  leafHash,
  nodeHash,
  proveConsistency,
  proveInclusion,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from "./merkle.ts";

const leaf = (i: number) => new Uint8Array([i >> 8, i & 255, 7]);
const leaves = (size: number) => Array.from({ length: size }, (_, i) => leaf(i));
const sha256 = (...parts: Uint8Array[]) => new Uint8Array(createHash("sha256").update(Buffer.concat(parts)).digest());

/** The slow twin: RFC 6962 section 2.1, word for word. */
function rootSlowly(all: readonly Uint8Array[]): Uint8Array {
  const [only] = all;
  if (only === undefined) return sha256();
  if (all.length === 1) return sha256(new Uint8Array([0]), only);
  let k = 1;
  while (k * 2 < all.length) k *= 2;
  return sha256(new Uint8Array([1]), rootSlowly(all.slice(0, k)), rootSlowly(all.slice(k)));
}

describe("tree", () => {
  test("LED-4 the root of the tree that Certificate Transparency publishes, grown leaf by leaf", () => {
    const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    const roots = [
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let frontier = emptyFrontier;
    expect(toHex(rootOf(frontier))).toBe(roots[0]);
    for (const [i, input] of inputs.entries()) {
      frontier = appendLeaves(frontier, [fromHex(input) as Uint8Array]);
      expect(toHex(rootOf(frontier)), `size ${i + 1}`).toBe(roots[i + 1]);
    }
  });

  test("LED-4 however it is grown, root and size are the slow twin's", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 6 }), (steps) => {
        let frontier = emptyFrontier;
        let size = 0;
        for (const step of steps) {
          const before = rootOf(frontier);
          const next = appendLeaves(frontier, leaves(size + step).slice(size));
          expect(rootOf(frontier)).toEqual(before);
          frontier = next;
          size += step;
          expect(frontier.size).toBe(size);
          expect(rootOf(frontier)).toEqual(rootSlowly(leaves(size)));
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test("LED-4 a leaf and a node of the same bytes have different hashes", () => {
    const left = asHash(new Uint8Array(32).fill(1));
    const right = asHash(new Uint8Array(32).fill(2));
    expect(nodeHash(left, right)).not.toEqual(leafHash(new Uint8Array([...left, ...right])));
  });
});

describe("proofs", () => {
  const sizes = 70;
  const hashes = leaves(sizes).map(leafHash);
  const roots = Array.from({ length: sizes + 1 }, (_, size) => asHash(rootSlowly(leaves(size))));
  const changed = (hash: Hash) => flipped(hash, 3) as Hash;

  test("LED-5 every leaf of every tree up to 70 is proved, at its place only", () => {
    const kept = new KeptTree();
    for (const hash of hashes) kept.append(hash);
    for (let size = 1; size <= sizes; size++) {
      const root = roots[size] as Hash;
      for (let index = 0; index < size; index++) {
        const at = hashes[index] as Hash;
        const proof = proveInclusion(hashes.slice(0, size), index);
        expect(kept.proveInclusion(index, size)).toEqual(proof);
        const is = (l: Hash, i: number, s: number, p: Hash[], r: Hash) => verifyInclusion(l, i, s, p, r);
        expect(is(at, index, size, proof, root)).toBe(true);
        expect(is(changed(at), index, size, proof, root)).toBe(false);
        expect(is(at, index, size, proof, changed(root))).toBe(false);
        expect(is(at, index + 1, size, proof, root)).toBe(false);
        expect(is(at, size, size, proof, root)).toBe(false);
        expect(is(at, index, size, [...proof, root], root)).toBe(false);
        if (proof.length > 0) {
          expect(is(at, index, size, proof.slice(1), root)).toBe(false);
          expect(is(at, index, size, proof.slice(0, -1), root)).toBe(false);
          expect(is(at, index, size, [changed(proof[0] as Hash), ...proof.slice(1)], root)).toBe(false);
        }
      }
    }
  });

  test("LED-5 every tree up to 70 is proved to extend every smaller one, and no other", () => {
    const kept = new KeptTree();
    for (const hash of hashes) kept.append(hash);
    for (let newSize = 1; newSize <= sizes; newSize++) {
      const newRoot = roots[newSize] as Hash;
      for (let oldSize = 1; oldSize <= newSize; oldSize++) {
        const oldRoot = roots[oldSize] as Hash;
        const proof = proveConsistency(hashes.slice(0, newSize), oldSize);
        const where = `${oldSize} to ${newSize}`;
        expect(kept.proveConsistency(oldSize, newSize), where).toEqual(proof);
        expect(verifyConsistency(oldSize, newSize, oldRoot, newRoot, proof), where).toBe(true);
        expect(verifyConsistency(oldSize, newSize, changed(oldRoot), newRoot, proof), where).toBe(false);
        expect(verifyConsistency(oldSize, newSize, oldRoot, changed(newRoot), proof), where).toBe(false);
        expect(verifyConsistency(oldSize, newSize, oldRoot, newRoot, [...proof, newRoot]), where).toBe(false);
        if (proof.length > 0) {
          expect(verifyConsistency(oldSize, newSize, oldRoot, newRoot, proof.slice(1)), where).toBe(false);
          expect(verifyConsistency(oldSize, newSize, oldRoot, newRoot, proof.slice(0, -1)), where).toBe(false);
          expect(verifyConsistency(newSize, oldSize, newRoot, oldRoot, proof), where).toBe(false);
        }
      }
    }
  });

  test("LED-5 an empty tree is extended by every tree, by an empty proof only", () => {
    const root = roots[3] as Hash;
    expect(verifyConsistency(0, 3, roots[0] as Hash, root, [])).toBe(true);
    expect(verifyConsistency(0, 3, roots[0] as Hash, root, [root])).toBe(false);
  });

  test("LED-5 no tree is extended by a smaller one, not even under the same root", () => {
    const root = roots[2] as Hash;
    expect(verifyConsistency(2, 1, root, root, [])).toBe(false);
  });

  test("LED-5 sizes that a logarithm would round are no powers of two", () => {
    const root = roots[3] as Hash;
    // With size 2^50 taken for a power of two, one sibling on each level up would do.
    const proof = Array.from({ length: 52 }, () => root);
    for (const size of [2 ** 50 + 1, 2 ** 51 - 1])
      expect(verifyConsistency(size, size + 1, root, root, proof)).toBe(false);
    expect(verifyInclusion(root, 2 ** 50, 2 ** 50 + 1, [], root)).toBe(false);
  });
});
