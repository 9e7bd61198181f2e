/**
 * The server's own secrets, in one file outside the database: a copy of the database alone signs no checkpoint and opens
 * no second factor and no address.
 *
 * The file is readable by its owner only (mode 0600): JSON `{ version, ledgerSeed, sealKey }`, 32 bytes in hex each.
 */

import { hkdfSync, randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type Branded, type Bytes, branded, fromHex, toHex } from "@alcove/bytes";
import type { SigningSeed } from "@alcove/crypto";
import { StartRefused } from "../start-refused.ts";
import { syncFolder } from "../store/sync-folder.ts";

/** 32 bytes; seals second-factor secrets and addresses. */
export type ServerSealKey = Branded<"ServerSealKey">;
/** 32 bytes; from it the keys of accounts that don't exist are derived. */
export type DecoyKey = Branded<"DecoyKey">;

/** 32 bytes; under it spare codes are kept. */
export type SpareCodeKey = Branded<"SpareCodeKey">;

export type ServerKeys = {
  readonly ledgerSeed: SigningSeed;
  readonly sealKey: ServerSealKey;
  readonly decoyKey: DecoyKey;
  readonly spareCodeKey: SpareCodeKey;
  /** Signs as a witness of other servers' ledgers, and nothing else. */
  readonly witnessSeed: SigningSeed;
};

/**
 * Reads the keys, or makes them where `databaseIsNew`.
 * @throws StartRefused when the file is missing beside a database that was written with it, or is damaged
 */
export function readServerKeys(dataFolder: string, databaseIsNew: boolean): ServerKeys {
  const folder = join(dataFolder, "keys");
  const file = join(folder, "server.json");
  if (existsSync(file)) return parseKeys(readFileSync(file, "utf8"), file);
  if (!databaseIsNew) {
    throw new StartRefused(
      `The server's keys (${file}) are missing, but there is a database that was written with them. ` +
        "Put the file back from your backup; nothing was changed.",
    );
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const text = `${JSON.stringify({ version: 1, ledgerSeed: toHex(randomBytes(32)), sealKey: toHex(randomBytes(32)) })}\n`;
  writeDurably(folder, file, text);
  return parseKeys(text, file);
}

function parseKeys(text: string, file: string): ServerKeys {
  const damaged = new StartRefused(`The server's keys (${file}) are damaged. Put the file back from your backup.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged;
  }
  if (typeof value !== "object" || value === null) throw damaged;
  const { version, ledgerSeed, sealKey } = value as Record<string, unknown>;
  const seed = typeof ledgerSeed === "string" ? fromHex(ledgerSeed) : undefined;
  const key = typeof sealKey === "string" ? fromHex(sealKey) : undefined;
  if (version !== 1 || seed?.length !== 32 || key?.length !== 32) throw damaged;
  const decoy: Bytes = new Uint8Array(hkdfSync("sha256", key, "", "alcove/server/decoy", 32));
  return {
    ledgerSeed: branded<SigningSeed>(seed, 32),
    sealKey: branded<ServerSealKey>(new Uint8Array(hkdfSync("sha256", key, "", "alcove/server/seal", 32)), 32),
    decoyKey: branded<DecoyKey>(decoy, 32),
    spareCodeKey: branded<SpareCodeKey>(
      new Uint8Array(hkdfSync("sha256", key, "", "alcove/server/spare-codes", 32)),
      32,
    ),
    witnessSeed: branded<SigningSeed>(new Uint8Array(hkdfSync("sha256", key, "", "alcove/server/witness", 32)), 32),
  };
}

/** All of it or nothing, and on disk before the first practice pins the key. */
function writeDurably(folder: string, file: string, text: string): void {
  const temporary = `${file}.new`;
  const handle = openSync(temporary, "w", 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
  syncFolder(folder);
}
