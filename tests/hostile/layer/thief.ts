/**
 * A thief with a copy of an unlocked person's device and their passphrase: every key, the vault's own code to use them
 * with, and no reason to be honest. Tests use it to make what an honest app never makes.
 */

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asId, type Bytes, type CompartmentId, type RecordId, toHex } from "@alcove/bytes";
import {
  type Batch,
  type BatchBody,
  batchTag,
  type CryptoPort,
  deriveContentKey,
  deriveTagKey,
  type EnvelopeHeader,
  type EpochKey,
  hash,
  parseBatch,
  sealEnvelope,
  signBatch,
} from "@alcove/crypto";
import { type AppendEntry, currentEpoch } from "@alcove/protocol";
import { encodeRevision, type Revision } from "@alcove/records";
import { nodeClock, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { openDisk } from "../../../packages/vault/src/disk.ts";
import { type Opened, openEngine } from "../../../packages/vault/src/engine/opened.ts";
import { seenCheckpoint } from "../../../packages/vault/src/engine/seal.ts";
import { authorPlace, compartmentFor } from "../../../packages/vault/src/engine/state.ts";
import { unlockDevice } from "../../../packages/vault/src/features/unlock.ts";
import { readProfile } from "../../../packages/vault/src/profile.ts";
import { lightCryptoPort } from "../../light/crypto-port.ts";
import { type Device, passphrase } from "./devices.ts";

export type Thief = Opened & { readonly crypto: CryptoPort; remove(): void };

/** Copies the device's folder as it lies there and unlocks the copy. The device itself goes on undisturbed. */
export async function stealDevice(device: Device, words = passphrase): Promise<Thief> {
  const folder = mkdtempSync(join(tmpdir(), "alcove-thief-"));
  cpSync(device.folder, folder, { recursive: true });
  const crypto = await lightCryptoPort();
  const store = openNodeStore(folder);
  const disk = openDisk(store.disk);
  const profile = readProfile(disk);
  const keys = profile && (await unlockDevice(crypto, profile, undefined, words));
  if (!profile || !keys?.ok) throw new Error("the copy does not unlock");
  const ports = { crypto, store, transport: createHttpTransport(), clock: nodeClock, log: () => {} };
  const events = { alarm: () => {}, progress: () => {}, folded: () => {}, again: () => {}, deliveredAnew: () => {} };
  const opened = await openEngine(ports, disk, profile, keys.value.keys, events);
  return {
    ...opened,
    crypto,
    remove() {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The compartment that this device would write such a note to. */
export function compartmentOf(
  thief: Thief,
  kind: "directory" | "clinical" | "psychotherapy" | "administrative" | "access-log",
  chart?: string,
): CompartmentId {
  const { roster } = thief.state;
  const id = chart === undefined ? null : Buffer.from(chart, "hex");
  const found = roster && compartmentFor(roster, thief.keys.account, kind, id);
  if (!found) throw new Error(`there is no ${kind} compartment`);
  return found.compartment;
}

export function epochOf(thief: Thief, compartment: CompartmentId): { epoch: number; key: EpochKey } {
  const log = thief.state.keyLogs.get(toHex(compartment));
  const epoch = log && currentEpoch(log).epoch;
  const key = thief.state.epochKeys.get(toHex(compartment))?.[(epoch ?? 0) - 1];
  if (!epoch || !key) throw new Error("this compartment has no epoch");
  return { epoch, key };
}

export const noteRevision = (thief: Thief, text: string): Revision => ({
  type: "note",
  revision: thief.crypto.random(16),
  writtenAt: 1_772_000_000_000,
  kind: "progress",
  date: "2026-03-03",
  title: "Forged",
  text,
});

/** One sealed note, or another revision, in its compartment's current epoch; `changes` replaces fields of the header before it is sealed. */
export async function craftEnvelope(
  thief: Thief,
  compartment: CompartmentId,
  says: string | Revision,
  changes: Partial<EnvelopeHeader> = {},
): Promise<Bytes> {
  const { epoch, key } = epochOf(thief, compartment);
  const header: EnvelopeHeader = {
    schema: 1,
    compartment,
    epoch,
    record: asId<RecordId>(thief.crypto.random(16)),
    revision: 1,
    parents: [],
    author: thief.keys.device,
    ...changes,
  };
  const contentKey = await deriveContentKey(thief.crypto, key, thief.keys.device);
  const revision = typeof says === "string" ? noteRevision(thief, says) : says;
  return sealEnvelope(thief.crypto, contentKey, thief.keys.practice, header, encodeRevision(revision));
}

/** The device's next batch in a compartment over these envelopes; `changes` replaces fields before it is signed. */
export async function craftBatch(
  thief: Thief,
  compartment: CompartmentId,
  envelopes: readonly Bytes[],
  changes: Partial<BatchBody> = {},
): Promise<AppendEntry> {
  const { crypto, keys, state } = thief;
  const { epoch, key } = epochOf(thief, compartment);
  const place = authorPlace(state, keys.device, compartment);
  const compartmentCounter = changes.compartmentCounter ?? place.compartmentCounter + 1;
  const body: BatchBody = {
    compartment,
    epoch,
    author: keys.device,
    deviceCounter: place.deviceCounter + 1,
    compartmentCounter,
    previous: place.previous,
    rosterHead: state.roster?.head ?? place.previous,
    checkpoint: seenCheckpoint(state),
    group: null,
    tag: batchTag(await deriveTagKey(crypto, key, keys.account), keys.device, compartmentCounter),
    envelopes: envelopes.map((each) => hash(each)),
    ...changes,
  };
  return {
    kind: "batch",
    entry: await signBatch(crypto, keys.deviceKey, keys.practice, body),
    payload: [...envelopes],
  };
}

export function batchIn(entry: { readonly entry: Bytes }): Batch {
  const batch = parseBatch(entry.entry);
  if (!batch) throw new Error("this is no batch");
  return batch;
}

/** For the time of `run`. */
export async function withThief<T>(device: Device, run: (thief: Thief) => Promise<T>): Promise<T> {
  const thief = await stealDevice(device);
  try {
    return await run(thief);
  } finally {
    thief.remove();
  }
}
