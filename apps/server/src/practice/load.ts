/**
 * Reads a practice from disk. Its leaves must rebuild to the last checkpoint this server signed, and each body that is
 * replayed must be the one its leaf names; signatures were verified before that checkpoint and are not again.
 */

import { asHash, type CompartmentId, type DeviceId, equalBytes, type PracticeId, toHex } from "@alcove/bytes";
import { type CryptoPort, hash, leafBytes, openCheckpoint, rootOf, type VerifyKey } from "@alcove/crypto";
import { applyKeyLogEntry, applyStatement, parseKeyLogEntry } from "@alcove/protocol";
import { trustingPort } from "../crypto-port.ts";
import { parseBody } from "../store/stored-body.ts";
import type { Db } from "../store/tables.ts";
import { Ledger, type LeafRow } from "./ledger.ts";
import { emptyState, type PracticeState } from "./state.ts";

/** What is on disk is not what this server signed. `practice` is an id in hex. */
export class LedgerDamaged extends Error {
  readonly practice: string;
  constructor(practice: PracticeId, what: string) {
    super(`The ledger of practice ${toHex(practice)} ${what}.`);
    this.practice = toHex(practice);
  }
}

export type LoadPort = { readonly db: Db; readonly port: CryptoPort; readonly ledgerKey: VerifyKey };

const rowsAtATime = 5000;

/**
 * `undefined`: no such practice.
 * @throws LedgerDamaged
 */
export async function loadPractice(from: LoadPort, practice: PracticeId): Promise<PracticeState | undefined> {
  const ledger = await loadLedger(from, practice);
  if (ledger === undefined) return undefined;
  const state: PracticeState = { ...emptyState(practice), ledger };
  await replayChains(from, state);
  await readPlaces(from, state);
  return state;
}

/**
 * `undefined`: no such practice.
 * @throws LedgerDamaged when leaves are missing or don't rebuild to the signed checkpoint
 */
export async function loadLedger({ db, port, ledgerKey }: LoadPort, practice: PracticeId): Promise<Ledger | undefined> {
  const row = await db.selectFrom("practice").selectAll().where("practice", "=", practice).executeTakeFirst();
  if (row === undefined) return undefined;
  const ledger = new Ledger();
  for (;;) {
    const rows = await db
      .selectFrom("leaf")
      .select(["ledger_index", "leaf", "compartment", "body_bytes"])
      .where("practice", "=", practice)
      .where("ledger_index", ">=", ledger.size)
      .orderBy("ledger_index")
      .limit(rowsAtATime)
      .execute();
    if (rows.some((each, i) => each.ledger_index !== ledger.size + i || each.leaf.length !== leafBytes)) {
      throw new LedgerDamaged(practice, "has lost leaves");
    }
    ledger.load(
      rows.map(
        (each): LeafRow => ({
          leaf: each.leaf,
          compartment: each.compartment as CompartmentId | null,
          bodyBytes: each.body_bytes,
        }),
      ),
    );
    if (rows.length < rowsAtATime) break;
  }
  const signed = await openCheckpoint(port, ledgerKey, practice, row.checkpoint);
  if (!signed) throw new LedgerDamaged(practice, "has a checkpoint that this server's key did not sign");
  const frontier = ledger.rebuildFrontier();
  if (signed.size !== ledger.size || row.size !== ledger.size || !equalBytes(signed.root, rootOf(frontier))) {
    throw new LedgerDamaged(practice, "does not rebuild to its last signed checkpoint");
  }
  ledger.append([], frontier, row.checkpoint);
  return ledger;
}

/** Roster and key logs, from their bodies. */
async function replayChains({ db, port }: LoadPort, state: PracticeState): Promise<void> {
  const { ledger, practice } = state;
  const trusting = trustingPort(port);
  const wanted = Array.from({ length: ledger.size }, (_, index) => index).filter((index) => {
    const kind = ledger.kindAt(index);
    return kind === "roster" || kind === "keyLog";
  });
  for (let at = 0; at < wanted.length; at += 500) {
    const bodies = await db
      .selectFrom("body")
      .select(["ledger_index", "body"])
      .where("practice", "=", practice)
      .where("ledger_index", "in", wanted.slice(at, at + 500))
      .orderBy("ledger_index")
      .execute();
    if (bodies.length !== Math.min(500, wanted.length - at)) throw new LedgerDamaged(practice, "has lost bodies");
    for (const { ledger_index: index, body } of bodies) {
      const { entry, payload } = parseBody(body);
      if (!equalBytes(hash(entry), ledger.leaves(index, index + 1).subarray(17)))
        throw new LedgerDamaged(practice, `has another body at ${index} than its leaf names`);
      if (ledger.kindAt(index) === "roster") {
        const applied = await applyStatement(trusting, state.roster, entry, index);
        if (!applied.ok) throw new LedgerDamaged(practice, `does not replay at ${index} (${applied.error.code})`);
        state.roster = applied.value;
        continue;
      }
      const compartment = parseKeyLogEntry(entry)?.body.compartment;
      const log = compartment && state.keyLogs.get(toHex(compartment));
      const applied =
        state.roster && compartment && (await applyKeyLogEntry(trusting, state.roster, log, entry, payload, index));
      if (!compartment || !applied || !applied.ok) throw new LedgerDamaged(practice, `does not replay at ${index}`);
      state.keyLogs.set(toHex(compartment), applied.value);
    }
  }
  if (!state.roster) throw new LedgerDamaged(practice, "has no first statement");
}

async function readPlaces({ db }: LoadPort, state: PracticeState): Promise<void> {
  const places = await db.selectFrom("author_place").selectAll().where("practice", "=", state.practice).execute();
  for (const row of places) {
    const device = row.device as DeviceId;
    const compartment = row.compartment as CompartmentId;
    const place = {
      device,
      compartment,
      deviceCounter: row.device_counter,
      compartmentCounter: row.compartment_counter,
      previous: asHash(row.previous),
    };
    state.places.set(toHex(device) + toHex(compartment), place);
    if (place.deviceCounter > (state.chains.get(toHex(device))?.deviceCounter ?? 0)) {
      state.chains.set(toHex(device), place);
    }
  }
  const heartbeats = await db
    .selectFrom("heartbeat_place")
    .selectAll()
    .where("practice", "=", state.practice)
    .execute();
  for (const { device, sequence } of heartbeats)
    state.heartbeats.set(toHex(device), { device: device as DeviceId, sequence });
}
