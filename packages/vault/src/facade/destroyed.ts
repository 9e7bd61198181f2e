/** A certificate of what was destroyed: said from the signed statement, which every device of the practice has. */

import type { NamedAct } from "./could-have-read.ts";

export type DestructionCertificate = {
  readonly format: "alcove-destroyed-1";
  readonly practice: { readonly id: string; readonly name: string };
  /** `name` empty where this device knows none. */
  readonly chart: { readonly id: string; readonly name: string };
  readonly madeAt: number;
  readonly madeBy: { readonly id: string; readonly name: string };
  /** Everything is said as of this checkpoint. */
  readonly ledger: { readonly size: number; readonly root: string };
  readonly destroyed: readonly DestroyedCompartment[];
  readonly done: readonly string[];
  readonly notReached: readonly string[];
};

export type DestroyedCompartment = {
  readonly compartment: string;
  readonly kind: "psychotherapy";
  readonly act: NamedAct;
  readonly device: { readonly id: string; readonly name: string };
  /** Hash of the statement. */
  readonly statement: string;
  /** Entries of its key log and batches of notes: how many, and the hash over their leaves. */
  readonly entries: number;
  readonly digest: string;
};
