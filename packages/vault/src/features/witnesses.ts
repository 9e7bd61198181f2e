/** Naming witnesses, and carrying between them and the server what no network does (docs/spec, WIT-1 and WIT-8). */

import { concatBytes, encodeCbor, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  encodeNoteKey,
  importVerifyKey,
  leafHash,
  ledgerOrigin,
  openCheckpoint,
  parseNoteKey,
  proveConsistency,
  splitNote,
} from "@alcove/crypto";
import { encodeAddCheckpoint, type Failure, failure, limits, type OperationOf } from "@alcove/protocol";
import { readCosigned } from "../cosigned.ts";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import type { WitnessKeys } from "../facade.ts";
import { encodeLedgerFile } from "../ledger-file.ts";
import type { Ports } from "../ports.ts";

export function witnessKeys({ state, profile, keys }: Opened): WitnessKeys {
  const ledger = { name: ledgerOrigin(keys.practice), publicKey: profile.ledgerKey, type: "log" } as const;
  return {
    ledger: encodeNoteKey(ledger),
    witnesses: (state.roster?.witnesses ?? []).map(({ name, key }) =>
      encodeNoteKey({ name, publicKey: key.publicKey, type: "cosignature" }),
    ),
  };
}

/** Failures: `not-entitled`, `witness-unfit`, `device-provisional`, those of the network. */
export async function setWitnesses(
  { sync, keys }: Opened,
  lines: readonly string[],
): Promise<Result<undefined, Failure>> {
  const read = lines.map((line) => parseNoteKey(line.trim(), "cosignature"));
  const named = read.flatMap((key): OperationOf<"witness.set">[1] => (key ? [[key.name, key.publicKey]] : []));
  if (named.length < lines.length || named.length > limits.witnesses) return fail(failure("witness-unfit"));
  const stated = await sync.state((roster) => {
    if (roster.members.get(toHex(keys.account))?.role !== "owner") return fail(failure("not-entitled"));
    const isSame =
      named.length === roster.witnesses.length &&
      roster.witnesses.every((one, i) => one.name === named[i]?.[0] && equalBytes(one.key.publicKey, named[i][1]));
    return ok({ operations: isSame ? [] : [["witness.set", named]] });
  });
  // Its keys are those of the server or of members, or two are the same: the roster's rules say so.
  return !stated.ok && stated.error.code === "statement-refused" ? fail(failure("witness-unfit")) : stated;
}

/** Over the newest checkpoint that the server signed and that this device's leaves rebuild. */
export async function witnessRequest(
  { crypto }: Ports,
  disk: Disk,
  opened: Opened,
  { from = 0 }: { readonly from?: number },
): Promise<Result<string, Failure>> {
  const note = disk.settings.get("checkpoint");
  const key = await importVerifyKey(crypto, opened.profile.ledgerKey);
  const checkpoint = key && typeof note === "string" && (await openCheckpoint(crypto, key, opened.keys.practice, note));
  if (!checkpoint) return fail(failure("server-unreachable"));
  const hashes = [...disk.leaves.each()].slice(0, checkpoint.size).map(leafHash);
  if (from > checkpoint.size || hashes.length < checkpoint.size) return fail(failure("request-malformed"));
  return ok(encodeAddCheckpoint({ oldSize: from, proof: proveConsistency(hashes, from), note: note as string }));
}

/** All leaves that this device has, under the newest checkpoint and those that witnesses cosigned. Failure: `server-unreachable`. */
export async function exportLedger(disk: Disk, opened: Opened): Promise<Result<Uint8Array, Failure>> {
  const note = disk.settings.get("checkpoint");
  const size = typeof note === "string" ? splitNote(note)?.checkpoint.size : undefined;
  if (size === undefined) return fail(failure("server-unreachable"));
  const leaves = [...disk.leaves.each()].slice(0, size);
  const notes = [note as string, ...readCosigned(disk).map((one) => one.note)];
  return ok(encodeLedgerFile({ ...witnessKeys(opened), leaves: concatBytes(...leaves), notes }));
}

export function handInCosigned({ inSession }: Opened, note: string): Promise<Result<undefined, Failure>> {
  return inSession(async (session) => {
    const put = await session.call("PUT", "/v1/cosigned", encodeCbor({ note }));
    return put.ok ? ok() : put;
  });
}
