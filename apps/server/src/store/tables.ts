/** The tables as Kysely sees them. What each column reveals stands in `columns.ts`; how they came about in `migrations.ts`. */

import type { Generated, Kysely, Transaction } from "kysely";

type Blob = Uint8Array;

export type Tables = {
  practice: { practice: Blob; size: number; body_bytes: number; checkpoint: string };
  account: {
    practice: Blob;
    account: Blob;
    login_key: Blob;
    email_sealed: Blob;
    keyring_version: number;
    kdf_version: number;
    slot0: Blob;
    keyring: Blob;
    totp_sealed: Blob | null;
    totp_step: number | null;
    spare_codes: Blob | null;
    passkeys: Blob | null;
    passkeys_counter: Generated<number>;
  };
  authenticator: {
    practice: Blob;
    account: Blob;
    credential: Blob;
    public_key: Blob;
    counter: number;
    host: string;
    added_at: number;
    used_at: number;
  };
  former_login_key: { practice: Blob; account: Blob; login_key: Blob };
  device: { practice: Blob; device_key: Blob; account: Blob; second_factor_at: number };
  leaf: { practice: Blob; ledger_index: number; leaf: Blob; compartment: Blob | null; body_offset: number };
  body_page: { practice: Blob; page: number; bytes: Blob };
  author_place: {
    practice: Blob;
    device: Blob;
    compartment: Blob;
    device_counter: number;
    compartment_counter: number;
    previous: Blob;
  };
  opening_place: { practice: Blob; device: Blob; compartment: Blob; sequence: number; asked: Blob | null };
  heartbeat_place: { practice: Blob; device: Blob; sequence: number };
  recovery_set: { practice: Blob; recovery_set: Blob };
  release_part: { practice: Blob; compartment: Blob; epoch: number; part_sealed: Blob };
  served: { practice: Blob; device: Blob; sent_to: number; sent_at: number };
  cosigned: { practice: Blob; witness: string; note: string; cosigned_at: number };
  /** Of other servers' practices. */
  witnessed: { origin: string; size: number; root: Blob };
  blob: { practice: Blob; blob: Blob; compartment: Blob; chunks: number };
  draft: { practice: Blob; account: Blob; slot: Blob; counter: number; sealed: Blob };
  invite: {
    practice: Blob;
    invite: Blob;
    account: Blob;
    expires_at: number;
    blob: Blob;
    m1: Blob | null;
    m2: Blob | null;
    rn: Blob | null;
    gift: Blob | null;
    dead: number;
    portal: Blob | null;
  };
};

export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;
