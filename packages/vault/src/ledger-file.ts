/**
 * A ledger in one file, to be checked by whoever has it, without server and practice (docs/spec, WIT-9): leaves, checkpoints that are over
 * them, and the keys that signed these. It holds no body: no statement, no sealed word.
 *
 *   file = CBOR [1, ledger key, leaves, [* note], [* witness key]]
 */

import { type Bytes, encodeCbor, equalBytes, fail, ok, parseCbor, type Result, toHex } from "@alcove/bytes";
import {
  appendLeaves,
  cosignedAt,
  type CryptoPort,
  emptyFrontier,
  type Frontier,
  importVerifyKey,
  leafBytes,
  openLogCheckpoint,
  parseLeaf,
  parseNoteKey,
  rootOf,
  splitNote,
  type Witness,
} from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";

export type LedgerFile = {
  /** Name and key, in one line. */
  readonly ledger: string;
  readonly leaves: Bytes;
  readonly notes: readonly string[];
  readonly witnesses: readonly string[];
};

export type LedgerFileReport = {
  readonly size: number;
  readonly root: string;
  /** By whose key the checkpoints were read. */
  readonly ledger: string;
  readonly checkpoints: readonly {
    readonly size: number;
    readonly cosigned: readonly { readonly name: string; readonly at: number }[];
  }[];
  readonly problems: readonly { readonly code: string; readonly size: number }[];
};

export function encodeLedgerFile({ ledger, leaves, notes, witnesses }: LedgerFile): Bytes {
  return encodeCbor([1, ledger, leaves, [...notes], [...witnesses]]);
}

/** `undefined`: no such file. Says nothing of its signatures. */
export function parseLedgerFile(bytes: Uint8Array): LedgerFile | undefined {
  const value = parseCbor(bytes);
  if (!Array.isArray(value) || value.length !== 5 || value[0] !== 1) return undefined;
  const [, ledger, leaves, notes, witnesses] = value as readonly unknown[];
  const areTexts = (all: unknown): all is string[] => Array.isArray(all) && all.every((one) => typeof one === "string");
  if (typeof ledger !== "string" || !(leaves instanceof Uint8Array) || !areTexts(notes) || !areTexts(witnesses))
    return undefined;
  return { ledger, leaves: leaves as Bytes, notes, witnesses };
}

/**
 * `trusted`: keys that the one who checks knows from elsewhere, in the place of those in the file. Failures: `ledger-file-broken`
 * where it is no ledger file, `witness-unfit` where a key is none.
 */
export async function verifyLedgerFile(
  crypto: CryptoPort,
  bytes: Uint8Array,
  trusted: { readonly ledger?: string; readonly witnesses?: readonly string[] } = {},
): Promise<Result<LedgerFileReport, Failure>> {
  const file = parseLedgerFile(bytes);
  if (!file || file.leaves.length % leafBytes !== 0) return fail(failure("ledger-file-broken"));
  const ledger = trusted.ledger ?? file.ledger;
  const log = parseNoteKey(ledger.trim(), "log");
  const logKey = log && (await importVerifyKey(crypto, log.publicKey));
  const witnesses = await readWitnesses(crypto, trusted.witnesses ?? file.witnesses);
  if (!log || !logKey || !witnesses) return fail(failure("witness-unfit"));

  const problems: { code: string; size: number }[] = [];
  const checkpoints: LedgerFileReport["checkpoints"][number][] = [];
  const whole = file.leaves.length / leafBytes;
  let frontier: Frontier = emptyFrontier;
  const bySize = file.notes.toSorted(
    (a, b) => (splitNote(a)?.checkpoint.size ?? 0) - (splitNote(b)?.checkpoint.size ?? 0),
  );
  for (const note of bySize) {
    const parts = splitNote(note);
    const checkpoint = parts && (await openLogCheckpoint(crypto, logKey, log.name, note));
    if (!parts || !checkpoint) {
      problems.push({ code: "alarm-checkpoint-forged", size: parts?.checkpoint.size ?? 0 });
      continue;
    }
    const { size, root } = checkpoint;
    if (size > whole) {
      problems.push({ code: "alarm-ledger-shorter", size });
      continue;
    }
    frontier = appendLeaves(frontier, leavesBetween(file.leaves, frontier.size, size));
    if (!equalBytes(rootOf(frontier), root)) problems.push({ code: "alarm-ledger-forked", size });
    const cosigned = [];
    for (const witness of witnesses) {
      const at = await cosignedAt(crypto, witness, parts);
      if (at !== undefined) cosigned.push({ name: witness.name, at: at * 1000 });
    }
    checkpoints.push({ size, cosigned });
  }
  // Leaves that no checkpoint is over are nobody's word.
  if (checkpoints.at(-1)?.size !== whole) problems.push({ code: "alarm-leaf-missing", size: whole });
  frontier = appendLeaves(frontier, leavesBetween(file.leaves, frontier.size, whole));
  let index = 0;
  for (const leaf of leavesBetween(file.leaves, 0, whole)) {
    if (!parseLeaf(leaf)) problems.push({ code: "alarm-batch-invalid", size: index });
    index++;
  }
  return ok({ size: whole, root: toHex(rootOf(frontier)), ledger, checkpoints, problems });
}

function* leavesBetween(leaves: Bytes, from: number, to: number): Generator<Bytes> {
  for (let at = from; at < to; at++) yield leaves.subarray(at * leafBytes, (at + 1) * leafBytes);
}

/** `undefined`: one of them is none. */
async function readWitnesses(crypto: CryptoPort, lines: readonly string[]): Promise<Witness[] | undefined> {
  const read: Witness[] = [];
  for (const line of lines) {
    const parsed = parseNoteKey(line.trim(), "cosignature");
    const key = parsed && (await importVerifyKey(crypto, parsed.publicKey));
    if (!parsed || !key) return undefined;
    read.push({ name: parsed.name, key });
  }
  return read;
}
