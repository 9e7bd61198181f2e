/** What private keys open of sealed keys and back links, by trying. */

import { asHash, type Bytes, equalBytes } from "@alcove/bytes";
import type { EpochKey, SealingPublicKey, SealingSeed } from "@alcove/crypto";
import { openBackLink, openEpochKey } from "@alcove/crypto/open";
import { parseKeyLogEntry } from "@alcove/protocol";
import type { TestCompartment, TestPractice } from "@alcove/protocol/testing";

/** One sealed key as it lies beside its entry; `place` and `epoch` are the model's words for where. */
export type Sealed = { readonly place: string; readonly epoch: number; readonly entry: Bytes; readonly sealed: Bytes };

/** @throws Error where it opens to another key than the epoch's */
export async function opensSealed(
  { port, practice }: TestPractice,
  one: Sealed,
  { id, log, epochKeys }: TestCompartment,
  holder: { readonly recipient: Bytes; readonly sealSeed: SealingSeed; readonly sealKey: SealingPublicKey },
): Promise<boolean> {
  const entry = parseKeyLogEntry(one.entry)?.body;
  const commitment = log?.epochs[one.epoch - 1]?.commitment;
  if (!entry || !commitment) throw new Error("what was applied parses");
  const place = {
    practice,
    compartment: id,
    epoch: one.epoch,
    commitment,
    recipient: holder.recipient as never,
    recipientKey: holder.sealKey,
    deliverer: entry.account,
    rosterHead: asHash(entry.rosterHead),
  };
  const opened = await openEpochKey(port, holder.sealSeed, place, one.sealed);
  if (opened && !equalBytes(opened, epochKeys[one.epoch - 1] as EpochKey))
    throw new Error("another key than the epoch's");
  return opened !== undefined;
}

/** Whether each epoch's key opens the one before it. */
export async function historyOpens(
  { port, practice }: TestPractice,
  { id, log, epochKeys }: TestCompartment,
): Promise<boolean> {
  for (const { epoch, backLink } of log?.epochs.slice(1) ?? []) {
    const before = log?.epochs[epoch - 2]?.commitment;
    const place = { practice, compartment: id, epoch };
    const key = epochKeys[epoch - 1] as EpochKey;
    const linked = before && backLink && (await openBackLink(port, key, place, before, backLink));
    if (!linked || !equalBytes(linked, epochKeys[epoch - 2] as EpochKey)) return false;
  }
  return true;
}
