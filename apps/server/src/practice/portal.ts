/**
 * What a client's device is given of the ledger: bodies of its own compartment, each with the proof that it stands there, and that the
 * checkpoint continues the one it has. No other leaf: by their kinds and tags it could count people (docs/spec, PTL-12).
 */

import { setImmediate } from "node:timers/promises";
import { type CborValue, type CompartmentId, fail, ok, type Result, toHex } from "@alcove/bytes";
import { KeptTree, leafHash } from "@alcove/crypto";
import { type Failure, failure, limits, type Messages } from "@alcove/protocol";
import { readBodies } from "../store/body-log.ts";
import { parseBody } from "../store/stored-body.ts";
import type { Db } from "../store/tables.ts";
import type { Ledger } from "./ledger.ts";
import type { PracticeState } from "./state.ts";

/** `keyLogOnly`: for the bearer of an invite. */
export type PortalSight = { readonly compartment: CompartmentId; readonly keyLogOnly: boolean };

/** A PortalAnswer. Fails with `request-malformed` when more is asked for than there is. */
export async function answerPortal(
  db: Db,
  state: PracticeState,
  { compartment, keyLogOnly }: PortalSight,
  { size: from, bodiesFrom }: Messages["PortalRequest"],
): Promise<Result<CborValue, Failure>> {
  const { ledger, practice } = state;
  const tree = await treeOf(ledger);
  // Of one moment: what is appended while bodies are read is no part of it.
  const { size, checkpoint } = ledger;
  growTree(tree, ledger, size);
  if (from > size || bodiesFrom > size) return fail(failure("request-malformed"));
  const ofPortal = ledger.readable((id) => id === toHex(compartment), "only these");
  const chosen: number[] = [];
  let bytes = 0;
  let bodiesNext = size;
  for (let index = bodiesFrom; index < size; index++) {
    const kind = ledger.kindAt(index);
    if (!ledger.mayReadAt(index, ofPortal) || !(kind === "keyLog" || (kind === "batch" && !keyLogOnly))) continue;
    bytes += ledger.offsetAt(index + 1) - ledger.offsetAt(index);
    if (chosen.length > 0 && (bytes > limits.syncBytes || chosen.length === bodiesAtOnce)) {
      bodiesNext = index;
      break;
    }
    chosen.push(index);
  }
  const bodyAt = async (index: number) =>
    parseBody(await readBodies(db, practice, ledger.offsetAt(index), ledger.offsetAt(index + 1)));
  const prove = (index: number) => tree.proveInclusion(index, size);
  const bodies: CborValue[] = [];
  for (const index of chosen) bodies.push({ index, ...(await bodyAt(index)), proof: prove(index) });
  const founding = bodiesFrom === 0 ? { founding: { entry: (await bodyAt(0)).entry, proof: prove(0) } } : {};
  return ok({ checkpoint, consistency: tree.proveConsistency(from, size), ...founding, bodies, bodiesNext });
}

/** Each with a proof; the next answer goes on. */
const bodiesAtOnce = 500;
/** Hashed before others get their turn. */
const leavesAtOnce = 2000;
/** Of each practice whose clients have asked. */
const trees = new WeakMap<Ledger, KeptTree>();

/** Grown to the ledger's size, a little at a time: what comes in meanwhile is few. */
async function treeOf(ledger: Ledger): Promise<KeptTree> {
  const tree = trees.get(ledger) ?? new KeptTree();
  trees.set(ledger, tree);
  while (ledger.size - tree.size > leavesAtOnce) {
    growTree(tree, ledger, tree.size + leavesAtOnce);
    await setImmediate();
  }
  return tree;
}

function growTree(tree: KeptTree, ledger: Ledger, size: number): void {
  while (tree.size < size) tree.append(leafHash(ledger.leaves(tree.size, tree.size + 1)));
}
