/**
 * This server as a witness of other servers' ledgers (docs/spec, WIT-3 and WIT-4; C2SP tlog-witness): remembers the newest
 * checkpoint of each, and cosigns what continues it. Whoever asks proves who they are by the checkpoint's own signature.
 */

import { utf8 } from "@alcove/bytes";
import {
  cosign,
  type CryptoPort,
  encodeNoteKey,
  importSigningKey,
  importVerifyKey,
  type NoteKey,
  type SigningSeed,
} from "@alcove/crypto";
import { judgeAddCheckpoint, parseAddCheckpoint, type WitnessedLog, type WitnessRefusal } from "@alcove/protocol";
import type { Clock } from "../clock.ts";
import { StartRefused } from "../start-refused.ts";
import type { Db } from "../store/tables.ts";
import { lastWitnessed, moveWitnessed } from "../store/witnessed.ts";

export type WitnessSettings = { readonly name: string; readonly logs: readonly NoteKey[] };

export type WitnessAnswer = { readonly status: number; readonly type: string; readonly bytes: Uint8Array };

export type WitnessDesk = Awaited<ReturnType<typeof createWitnessDesk>>;

type Held = {
  readonly db: Db;
  readonly port: CryptoPort;
  readonly clock: Clock;
  readonly seed: SigningSeed;
};

/** @throws StartRefused where a ledger's key is none */
export async function createWitnessDesk({ db, port, clock, seed }: Held, { name, logs }: WitnessSettings) {
  const signing = { name, key: await importSigningKey(port, seed) };
  const known: WitnessedLog[] = [];
  for (const log of logs) {
    const key = await importVerifyKey(port, log.publicKey);
    if (!key) throw new StartRefused(`The key of ${log.name} in ALCOVE_WITNESS_LOGS is none.`);
    known.push({ origin: log.name, key });
  }

  async function add(text: string): Promise<WitnessAnswer> {
    const request = parseAddCheckpoint(text);
    if (!request) return refusal({ status: 400 });
    let before: Awaited<ReturnType<typeof lastWitnessed>>;
    const last = async (origin: string) => (before = await lastWitnessed(db, origin));
    const judged = await judgeAddCheckpoint(port, known, last, request);
    if (!judged.ok) return refusal(judged.error);
    const { origin, checkpoint, text: signed } = judged.value;
    // Whoever judged over what is not the last any more begins anew: two histories are never cosigned side by side.
    if (!(await moveWitnessed(db, origin, before, checkpoint)))
      return refusal({ status: 409, size: (await lastWitnessed(db, origin))?.size ?? 0 });
    const line = await cosign(port, signing, signed, Math.floor(clock.wallMs() / 1000));
    return { status: 200, type: "text/plain; charset=utf-8", bytes: utf8(line) };
  }

  return { add, key: encodeNoteKey({ name, publicKey: signing.key.publicKey, type: "cosignature" }) };
}

function refusal({ status, size }: WitnessRefusal): WitnessAnswer {
  if (size !== undefined) return { status, type: "text/x.tlog.size", bytes: utf8(`${size}\n`) };
  return { status, type: "text/plain; charset=utf-8", bytes: new Uint8Array(0) };
}
