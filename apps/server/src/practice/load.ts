/**
 * Reads a practice from disk. Its leaves must rebuild to the last checkpoint this server signed, and each body that is
 * replayed must be the one its leaf names; signatures were verified before that checkpoint and are not again.
 */

import { asHash, type CompartmentId, type DeviceId, equalBytes, type PracticeId, toHex } from "@alcove/bytes";
import { type CryptoPort, hash, leafBytes, openCheckpoint, rootOf, type VerifyKey } from "@alcove/crypto";
import { applyKeyLogEntry, applyStatement, parseKeyLogEntry } from "@alcove/protocol";
import { trustingPort } from "../crypto-port.ts";
import { readBodies, readTail } from "../store/body-log.ts";
import { isErased, parseBody } from "../store/stored-body.ts";
import type { Db } from "../store/tables.ts";
import { Ledger, type LeafRow } from "./ledger.ts";
import { emptyState, openingName, type PracticeState } from "./state.ts";

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
 * `undefined`: no such practice. `checked`: its ledger, where it was read already and nothing was appended since.
 * @throws LedgerDamaged
 */
export async function loadPractice(
  from: LoadPort,
  practice: PracticeId,
  checked?: Ledger,
): Promise<PracticeState | undefined> {
  const ledger = checked ?? (await loadLedger(from, practice));
  if (ledger === undefined) return undefined;
  const bodyTail = await readTail(from.db, practice, ledger.offsetAt(ledger.size));
  const state: PracticeState = { ...emptyState(practice), ledger, bodyTail };
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
      .select(["ledger_index", "leaf", "compartment", "body_offset"])
      .where("practice", "=", practice)
      .where("ledger_index", ">=", ledger.size)
      .orderBy("ledger_index")
      .limit(rowsAtATime + 1)
      .execute();
    // One row more than is taken says where the last one's body ends.
    const taken = rows.slice(0, rowsAtATime);
    if (taken.some((each, i) => each.ledger_index !== ledger.size + i || each.leaf.length !== leafBytes)) {
      throw new LedgerDamaged(practice, "has lost leaves");
    }
    ledger.load(
      taken.map(
        ({ leaf, compartment, body_offset: offset }, i): LeafRow => ({
          leaf,
          compartment: compartment as CompartmentId | null,
          bodyBytes: (rows[i + 1]?.body_offset ?? row.body_bytes) - offset,
        }),
      ),
    );
    if (rows.length <= rowsAtATime) break;
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
  /** Whose key log is gone, with where; only the roster's end can say that it may be. */
  const erased = new Map<string, number>();
  for (let index = 0; index < ledger.size; index++) {
    const kind = ledger.kindAt(index);
    if (kind !== "roster" && kind !== "keyLog") continue;
    const body = await readBodies(db, practice, ledger.offsetAt(index), ledger.offsetAt(index + 1));
    const of = ledger.compartmentAt(index);
    if (of !== undefined && isErased(body)) {
      erased.set(of, index);
      continue;
    }
    const { entry, payload } = parseBody(body);
    if (!equalBytes(hash(entry), ledger.leaves(index, index + 1).subarray(17)))
      throw new LedgerDamaged(practice, `has another body at ${index} than its leaf names`);
    if (kind === "roster") {
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
  if (!state.roster) throw new LedgerDamaged(practice, "has no first statement");
  for (const [compartment, index] of erased)
    if (state.roster.compartments.get(compartment)?.destroyedIndex === undefined)
      throw new LedgerDamaged(practice, `has lost a body at ${index} that nobody destroyed`);
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
  const openings = await db.selectFrom("opening_place").selectAll().where("practice", "=", state.practice).execute();
  for (const row of openings) {
    const [device, compartment] = [row.device as DeviceId, row.compartment as CompartmentId];
    const place = { device, compartment, sequence: row.sequence, asked: row.asked && asHash(row.asked) };
    state.openings.set(openingName(place), place);
  }
  const heartbeats = await db
    .selectFrom("heartbeat_place")
    .selectAll()
    .where("practice", "=", state.practice)
    .execute();
  for (const { device, sequence } of heartbeats)
    state.heartbeats.set(toHex(device), { device: device as DeviceId, sequence });
}
