/** Whose cosignatures a practice's devices believe (docs/spec, WIT-1). The server is trusted with none of it, so an owner says it. */

import { importVerifyKey, type Witness } from "@alcove/crypto";
import { toHex } from "@alcove/bytes";
import type { Judged, Verdict } from "./authority.ts";
import type { OperationOf } from "./statement.ts";
import { isUsedKey } from "./used-keys.ts";

export async function judgeWitnesses(
  { port, roster, signers }: Judged,
  [, named]: OperationOf<"witness.set">,
): Promise<Verdict | undefined> {
  if (signers.member.role !== "owner") return undefined;
  if (new Set(named.map(([name]) => name)).size < named.length) return undefined;
  if (new Set(named.map(([, key]) => toHex(key))).size < named.length) return undefined;
  const witnesses: Witness[] = [];
  for (const [name, publicKey] of named) {
    const key = await importVerifyKey(port, publicKey);
    // Neither the server nor a member vouches for what they show others.
    if (!key || isUsedKey(roster, publicKey)) return undefined;
    witnesses.push({ name, key });
  }
  return { effect: (next) => void (next.witnesses = witnesses), needsSecondOwner: false };
}
