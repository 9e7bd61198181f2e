/**
 * What a client's device is given of the ledger: bodies of its own compartment, each with the proof that it stands there, and that the
 * checkpoint continues the one it has. No other leaf: by their kinds and tags it could count people (docs/spec, PTL-12).
 */

import { assert, type CborValue, type CompartmentId, fail, type Hash, ok, type Result, toHex } from "@alcove/bytes";
import { inclusionProver, leafBytes, leafHash, proveConsistency } from "@alcove/crypto";
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
  const { size, checkpoint } = ledger;
  if (from > size || bodiesFrom > size) return fail(failure("request-malformed"));
  // Taken before the first wait: proofs and checkpoint of one moment.
  const { hashes, prove } = treeOf(ledger);
  const ofPortal = ledger.readable((id) => id === toHex(compartment), "only these");
  const chosen: number[] = [];
  let bytes = 0;
  let bodiesNext = size;
  for (let index = bodiesFrom; index < size; index++) {
    const kind = ledger.kindAt(index);
    if (!ledger.mayReadAt(index, ofPortal) || !(kind === "keyLog" || (kind === "batch" && !keyLogOnly))) continue;
    bytes += ledger.offsetAt(index + 1) - ledger.offsetAt(index);
    if (chosen.length > 0 && bytes > limits.syncBytes) {
      bodiesNext = index;
      break;
    }
    chosen.push(index);
  }
  const bodyAt = async (index: number) =>
    parseBody(await readBodies(db, practice, ledger.offsetAt(index), ledger.offsetAt(index + 1)));
  const bodies: CborValue[] = [];
  for (const index of chosen) bodies.push({ index, ...(await bodyAt(index)), proof: prove(index) });
  const founding = bodiesFrom === 0 ? { founding: { entry: (await bodyAt(0)).entry, proof: prove(0) } } : {};
  return ok({ checkpoint, consistency: proveConsistency(hashes, from), ...founding, bodies, bodiesNext });
}

type Tree = { readonly hashes: readonly Hash[]; readonly prove: (index: number) => Hash[] };
/** The newest of each practice whose clients have asked: hashing it anew for each of them would hold up everybody. */
const trees = new WeakMap<Ledger, Tree>();

function treeOf(ledger: Ledger): Tree {
  const known = trees.get(ledger);
  if (known?.hashes.length === ledger.size) return known;
  const leaves = ledger.leaves(0, ledger.size);
  assert(leaves.length === ledger.size * leafBytes, "a leaf has 49 bytes");
  const before = known?.hashes ?? [];
  const hashes = Array.from(
    { length: ledger.size },
    (_, i) => before[i] ?? leafHash(leaves.subarray(i * leafBytes, (i + 1) * leafBytes)),
  );
  const tree = { hashes, prove: inclusionProver(hashes) };
  trees.set(ledger, tree);
  return tree;
}
