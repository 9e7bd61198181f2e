/**
 * One practice's leaves in memory, as devices get them: 49 bytes each in one piece, with what the server needs beside
 * each to choose bodies for an account without reading the disk. A million leaves take 61 MB.
 */

import { assert, type Bytes, type CompartmentId, type Hash, toHex } from "@alcove/bytes";
import {
  appendLeaves,
  emptyFrontier,
  type Frontier,
  leafBytes,
  type LeafKind,
  leafKinds,
  rootOf,
} from "@alcove/crypto";

export type LeafRow = {
  /** 49 bytes. */
  readonly leaf: Uint8Array;
  /** Whose readers are owed the body; null: everybody is. */
  readonly compartment: CompartmentId | null;
  /** Length of the stored body. */
  readonly bodyBytes: number;
};

const kindByCode: readonly (LeafKind | undefined)[] = [
  undefined,
  ...(Object.keys(leafKinds) as LeafKind[]).sort((a, b) => leafKinds[a] - leafKinds[b]),
];

export class Ledger {
  #size = 0;
  #frontier: Frontier = emptyFrontier;
  #checkpoint = "";
  #leaves: Bytes = new Uint8Array(64 * leafBytes);
  #compartments = new Uint32Array(64);
  /** Where each body begins; one more than leaves, the last of them the end of all. */
  #offsets = new Float64Array(64);
  /** Compartments in order of first sight, from 1; 0 stands for none. */
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  get size(): number {
    return this.#size;
  }
  get frontier(): Frontier {
    return this.#frontier;
  }
  get root(): Hash {
    return rootOf(this.#frontier);
  }
  /** The newest signed note; it is always of this size and root. */
  get checkpoint(): string {
    return this.#checkpoint;
  }

  /** `frontier` and `checkpoint` as they are with `rows`. */
  append(rows: readonly LeafRow[], frontier: Frontier, checkpoint: string): void {
    this.load(rows);
    assert(frontier.size === this.#size, "a frontier has its ledger's size");
    this.#frontier = frontier;
    this.#checkpoint = checkpoint;
  }

  /** For reading a ledger in from disk: leaves without a checkpoint yet. */
  load(rows: readonly LeafRow[]): void {
    this.#reserve(this.#size + rows.length);
    for (const { leaf, compartment, bodyBytes } of rows) {
      assert(leaf.length === leafBytes, "a leaf has 49 bytes");
      this.#leaves.set(leaf, this.#size * leafBytes);
      this.#compartments[this.#size] = compartment === null ? 0 : this.#numberOf(compartment);
      this.#size++;
      this.#offsets[this.#size] = this.offsetAt(this.#size - 1) + bodyBytes;
    }
  }

  /** The frontier over all leaves, computed anew. */
  rebuildFrontier(): Frontier {
    const leafAt = (index: number) => this.leaves(index, index + 1);
    const size = this.#size;
    return appendLeaves(
      emptyFrontier,
      (function* each() {
        for (let index = 0; index < size; index++) yield leafAt(index);
      })(),
    );
  }

  /** A view, valid until the next append: the caller encodes it at once. */
  leaves(from: number, to: number): Bytes {
    return this.#leaves.subarray(from * leafBytes, Math.min(to, this.#size) * leafBytes);
  }
  kindAt(index: number): LeafKind {
    const kind = kindByCode[this.#leaves[index * leafBytes] ?? 0];
    assert(kind !== undefined && index < this.#size, "every stored leaf has a known kind");
    return kind;
  }
  /** Where the body at `index` begins in the practice's stream of bodies; at `size`, where the last one ends. */
  offsetAt(index: number): number {
    return this.#offsets[index] ?? 0;
  }
  /** For `mayReadAt`: which of the compartments seen here `mayRead` names; the first stands for "none". */
  readable(
    mayRead: (compartmentHex: string) => boolean,
    which: "and what is everybody's" | "only these" = "and what is everybody's",
  ): Uint8Array {
    return Uint8Array.from([
      which === "only these" ? 0 : 1,
      ...[...this.#numbers.keys()].map((hex) => (mayRead(hex) ? 1 : 0)),
    ]);
  }
  /** In hex; `undefined`: of none. */
  compartmentAt(index: number): string | undefined {
    return this.#names[(this.#compartments[index] ?? 0) - 1];
  }
  /** Where entries of its key log and batches stand, in order. */
  indexesWithin(compartment: CompartmentId): number[] {
    const number = this.#numbers.get(toHex(compartment));
    const found: number[] = [];
    for (let index = 0; number !== undefined && index < this.#size; index++) {
      if (this.#compartments[index] !== number) continue;
      const kind = this.kindAt(index);
      if (kind === "keyLog" || kind === "batch") found.push(index);
    }
    return found;
  }
  mayReadAt(index: number, readable: Uint8Array): boolean {
    return readable[this.#compartments[index] ?? 0] === 1;
  }

  #numberOf(compartment: CompartmentId): number {
    const hex = toHex(compartment);
    const known = this.#numbers.get(hex);
    if (known !== undefined) return known;
    const next = this.#numbers.size + 1;
    this.#numbers.set(hex, next);
    this.#names.push(hex);
    return next;
  }

  #reserve(size: number): void {
    if (size < this.#offsets.length) return;
    const room = Math.max(size + 1, Math.ceil(this.#offsets.length * 1.5));
    const leaves = new Uint8Array(room * leafBytes);
    leaves.set(this.#leaves);
    this.#leaves = leaves;
    const compartments = new Uint32Array(room);
    compartments.set(this.#compartments);
    this.#compartments = compartments;
    const offsets = new Float64Array(room);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
  }
}
