/**
 * The Merkle tree of RFC 6962 section 2.1, as a growing frontier: what is needed to append and to know the root.
 * The frontier holds the roots of the perfect subtrees that the size's one-bits stand for, largest first.
 */

import { assert, equalBytes, type Hash, zeroHash } from "@alcove/bytes";
import { hash } from "../primitives/hash.ts";

export type Frontier = { readonly size: number; readonly subtrees: readonly Hash[] };

export const emptyFrontier: Frontier = { size: 0, subtrees: [] };

/** `H(0x00 || leaf)`. */
export function leafHash(leaf: Uint8Array): Hash {
  const input = new Uint8Array(leaf.length + 1);
  input.set(leaf, 1);
  return hash(input);
}

/** `H(0x01 || left || right)`. */
export function nodeHash(left: Hash, right: Hash): Hash {
  const input = new Uint8Array(65);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 33);
  return hash(input);
}

export function appendLeaves(frontier: Frontier, leaves: Iterable<Uint8Array>): Frontier {
  const subtrees = [...frontier.subtrees];
  let size = frontier.size;
  for (const leaf of leaves) {
    subtrees.push(leafHash(leaf));
    // Each trailing one-bit of the size is a perfect subtree as tall as the new one has grown: they merge.
    for (let ones = size; ones % 2 === 1; ones = Math.floor(ones / 2)) {
      const right = subtrees.pop();
      const left = subtrees.pop();
      assert(left !== undefined && right !== undefined, "a frontier has one subtree for each one-bit of its size");
      subtrees.push(nodeHash(left, right));
    }
    size++;
  }
  return { size, subtrees };
}

/** The tree's root; of the empty tree, the hash of nothing. */
export function rootOf(frontier: Frontier): Hash {
  if (frontier.size === 0) return hash(new Uint8Array(0));
  return frontier.subtrees.reduceRight((right, left) => nodeHash(left, right));
}

/** RFC 9162 section 2.1.3.2. `index` from 0; `proof` from the leaf upwards. */
export function verifyInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean {
  if (index >= size) return false;
  let node = index;
  let last = size - 1;
  let result = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      result = nodeHash(sibling, result);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      result = nodeHash(result, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && equalBytes(result, root);
}

/** RFC 9162 section 2.1.4.2: that the tree of `newSize` extends the one of `oldSize`. */
export function verifyConsistency(
  oldSize: number,
  newSize: number,
  oldRoot: Hash,
  newRoot: Hash,
  proof: readonly Hash[],
): boolean {
  if (oldSize > newSize) return false;
  if (oldSize === newSize) return proof.length === 0 && equalBytes(oldRoot, newRoot);
  if (oldSize === 0) return proof.length === 0;
  const path = splitPoint(oldSize * 2) === oldSize ? [oldRoot, ...proof] : [...proof];
  const first = path.shift();
  if (first === undefined) return false;
  let node = oldSize - 1;
  let last = newSize - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  let oldResult = first;
  let newResult = first;
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      oldResult = nodeHash(sibling, oldResult);
      newResult = nodeHash(sibling, newResult);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      newResult = nodeHash(newResult, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && equalBytes(oldResult, oldRoot) && equalBytes(newResult, newRoot);
}

/** Proofs over leaf hashes held in memory: for exports and witnesses (RFC 9162 sections 2.1.3.1 and 2.1.4.1). */
export function proveInclusion(leaves: readonly Hash[], index: number): Hash[] {
  return inclusionPath(rootAmong(leaves), index, 0, leaves.length);
}

export function proveConsistency(leaves: readonly Hash[], oldSize: number): Hash[] {
  return oldSize === 0 ? [] : consistencyPath(rootAmong(leaves), oldSize, 0, leaves.length, true);
}

/** The root of the leaves from one index up to another, one of the subtrees that proofs name. */
type RootOfRange = (from: number, to: number) => Hash;

function rootAmong(leaves: readonly Hash[]): RootOfRange {
  const root: RootOfRange = (from, to) => {
    if (to - from <= 1) return leaves[from] ?? zeroHash();
    const middle = from + splitPoint(to - from);
    return nodeHash(root(from, middle), root(middle, to));
  };
  return root;
}

function inclusionPath(root: RootOfRange, index: number, from: number, to: number): Hash[] {
  if (to - from <= 1) return [];
  const middle = from + splitPoint(to - from);
  return index < middle
    ? [...inclusionPath(root, index, from, middle), root(middle, to)]
    : [...inclusionPath(root, index, middle, to), root(from, middle)];
}

function consistencyPath(root: RootOfRange, oldSize: number, from: number, to: number, complete: boolean): Hash[] {
  if (oldSize === to) return complete ? [] : [root(from, to)];
  const middle = from + splitPoint(to - from);
  return oldSize <= middle
    ? [...consistencyPath(root, oldSize, from, middle, complete), root(middle, to)]
    : [...consistencyPath(root, oldSize, middle, to, false), root(from, middle)];
}

/** A tree that keeps the root of each perfect subtree, so that a proof hashes its right edge and nothing else. It takes 64 bytes a leaf. */
export class KeptTree {
  /** At `height` the roots of 2^height leaves each, in order. */
  readonly #levels: Hash[][] = [[]];

  get size(): number {
    return this.#levels[0]?.length ?? 0;
  }

  append(hashed: Hash): void {
    let root = hashed;
    for (let height = 0; ; height++) {
      const level = (this.#levels[height] ??= []);
      level.push(root);
      if (level.length % 2 === 1) return;
      root = nodeHash(level[level.length - 2] as Hash, root);
    }
  }

  /** In the tree of its first `size` leaves. */
  proveInclusion(index: number, size: number): Hash[] {
    return inclusionPath(this.#root, index, 0, size);
  }

  proveConsistency(oldSize: number, size: number): Hash[] {
    return oldSize === 0 ? [] : consistencyPath(this.#root, oldSize, 0, size, true);
  }

  readonly #root: RootOfRange = (from, to) => {
    const leaves = to - from;
    const middle = splitPoint(leaves);
    if (leaves > 1 && middle * 2 !== leaves)
      return nodeHash(this.#root(from, from + middle), this.#root(from + middle, to));
    // A perfect subtree begins at a multiple of its size.
    const kept = this.#levels[Math.log2(leaves)]?.[from / leaves];
    assert(kept, "the tree is as large as what is proved of it");
    return kept;
  };
}

/** The largest power of two below `size`, counted: a logarithm rounds where sizes are large. */
function splitPoint(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}
