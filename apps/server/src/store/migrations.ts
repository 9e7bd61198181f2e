/**
 * How the tables came about, in order. A migration that has shipped never changes; the next one goes below it.
 * The practice leads every key, so that practices can be spread over machines as they are.
 *
 * Tables without rowid keep small rows well and large ones badly, so large ones have theirs.
 */

import { type CreateTableBuilder, type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

const bytes = sql`blob`;

export const migrations: Readonly<Record<string, Migration>> = {
  "0001-vault": {
    async up(db: Kysely<never>) {
      await table(db, "practice", ["practice"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("size", "integer", (c) => c.notNull())
          .addColumn("body_bytes", "integer", (c) => c.notNull())
          .addColumn("checkpoint", "text", (c) => c.notNull()),
      );
      await table(db, "account", ["practice", "account"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("account", bytes, (c) => c.notNull())
          .addColumn("login_key", bytes, (c) => c.notNull())
          .addColumn("email_sealed", bytes, (c) => c.notNull())
          .addColumn("keyring_version", "integer", (c) => c.notNull())
          .addColumn("kdf_version", "integer", (c) => c.notNull())
          .addColumn("slot0", bytes, (c) => c.notNull())
          .addColumn("keyring", bytes, (c) => c.notNull())
          .addColumn("totp_sealed", bytes)
          .addColumn("totp_step", "integer"),
      );
      await table(db, "device", ["practice", "device_key"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("device_key", bytes, (c) => c.notNull())
          .addColumn("account", bytes, (c) => c.notNull())
          .addColumn("second_factor_at", "integer", (c) => c.notNull()),
      );
      await table(db, "leaf", ["practice", "ledger_index"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("ledger_index", "integer", (c) => c.notNull())
          .addColumn("leaf", bytes, (c) => c.notNull())
          .addColumn("compartment", bytes)
          .addColumn("body_offset", "integer", (c) => c.notNull()),
      );
      await tableOfLargeRows(db, "body_page", ["practice", "page"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("page", "integer", (c) => c.notNull())
          .addColumn("bytes", bytes, (c) => c.notNull()),
      );
      await table(db, "author_place", ["practice", "device", "compartment"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("device", bytes, (c) => c.notNull())
          .addColumn("compartment", bytes, (c) => c.notNull())
          .addColumn("device_counter", "integer", (c) => c.notNull())
          .addColumn("compartment_counter", "integer", (c) => c.notNull())
          .addColumn("previous", bytes, (c) => c.notNull()),
      );
      await table(db, "heartbeat_place", ["practice", "device"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("device", bytes, (c) => c.notNull())
          .addColumn("sequence", "integer", (c) => c.notNull()),
      );
      await table(db, "blob", ["practice", "blob"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("blob", bytes, (c) => c.notNull())
          .addColumn("compartment", bytes, (c) => c.notNull())
          .addColumn("chunks", "integer", (c) => c.notNull()),
      );
      await tableOfLargeRows(db, "draft", ["practice", "account", "slot"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("account", bytes, (c) => c.notNull())
          .addColumn("slot", bytes, (c) => c.notNull())
          .addColumn("counter", "integer", (c) => c.notNull())
          .addColumn("sealed", bytes, (c) => c.notNull()),
      );
      await tableOfLargeRows(db, "invite", ["practice", "invite"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("invite", bytes, (c) => c.notNull().unique())
          .addColumn("account", bytes, (c) => c.notNull())
          .addColumn("expires_at", "integer", (c) => c.notNull())
          .addColumn("blob", bytes, (c) => c.notNull())
          .addColumn("m1", bytes)
          .addColumn("m2", bytes)
          .addColumn("rn", bytes)
          .addColumn("gift", bytes)
          .addColumn("dead", "integer", (c) => c.notNull()),
      );
    },
  },
  "0002-own-keys": {
    async up(db: Kysely<never>) {
      await table(db, "former_login_key", ["practice", "account", "login_key"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("account", bytes, (c) => c.notNull())
          .addColumn("login_key", bytes, (c) => c.notNull()),
      );
    },
  },
  "0003-recovery": {
    async up(db: Kysely<never>) {
      await table(db, "recovery_set", ["practice", "recovery_set"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("recovery_set", bytes, (c) => c.notNull().unique()),
      );
    },
  },
  "0004-passkeys": {
    async up(db: Kysely<never>) {
      await db.schema.alterTable("account").addColumn("passkeys", bytes).execute();
      await db.schema
        .alterTable("account")
        .addColumn("passkeys_counter", "integer", (c) => c.notNull().defaultTo(0))
        .execute();
    },
  },
  "0005-guarded": {
    async up(db: Kysely<never>) {
      await table(db, "release_part", ["practice", "compartment"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("compartment", bytes, (c) => c.notNull())
          .addColumn("epoch", "integer", (c) => c.notNull())
          .addColumn("part_sealed", bytes, (c) => c.notNull()),
      );
    },
  },
  "0006-spare-codes": {
    async up(db: Kysely<never>) {
      await db.schema.alterTable("account").addColumn("spare_codes", bytes).execute();
    },
  },
  "0007-served": {
    async up(db: Kysely<never>) {
      await table(db, "served", ["practice", "device"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("device", bytes, (c) => c.notNull())
          .addColumn("sent_to", "integer", (c) => c.notNull())
          .addColumn("sent_at", "integer", (c) => c.notNull()),
      );
    },
  },
  "0008-openings": {
    async up(db: Kysely<never>) {
      await table(db, "opening_place", ["practice", "device", "compartment"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("device", bytes, (c) => c.notNull())
          .addColumn("compartment", bytes, (c) => c.notNull())
          .addColumn("sequence", "integer", (c) => c.notNull()),
      );
    },
  },
  "0009-authenticators": {
    async up(db: Kysely<never>) {
      await table(db, "authenticator", ["practice", "account", "credential"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("account", bytes, (c) => c.notNull())
          .addColumn("credential", bytes, (c) => c.notNull())
          .addColumn("public_key", bytes, (c) => c.notNull())
          .addColumn("counter", "integer", (c) => c.notNull())
          .addColumn("host", "text", (c) => c.notNull())
          .addColumn("added_at", "integer", (c) => c.notNull())
          .addColumn("used_at", "integer", (c) => c.notNull()),
      );
    },
  },
  "0010-witness": {
    async up(db: Kysely<never>) {
      await table(db, "cosigned", ["practice", "witness"], (t) =>
        t
          .addColumn("practice", bytes, (c) => c.notNull())
          .addColumn("witness", "text", (c) => c.notNull())
          .addColumn("note", "text", (c) => c.notNull())
          .addColumn("cosigned_at", "integer", (c) => c.notNull()),
      );
      await table(db, "witnessed", ["origin"], (t) =>
        t
          .addColumn("origin", "text", (c) => c.notNull())
          .addColumn("size", "integer", (c) => c.notNull())
          .addColumn("root", bytes, (c) => c.notNull()),
      );
    },
  },
  "0011-asked": {
    async up(db: Kysely<never>) {
      await db.schema.alterTable("opening_place").addColumn("asked", bytes).execute();
    },
  },
  "0012-portal": {
    async up(db: Kysely<never>) {
      await db.schema.alterTable("invite").addColumn("portal", bytes).execute();
    },
  },
};

type Columns = (table: CreateTableBuilder<string>) => CreateTableBuilder<string, string>;

async function table(db: Kysely<never>, name: string, key: readonly string[], columns: Columns): Promise<void> {
  await keyed(db, name, key, columns).modifyEnd(sql`without rowid`).execute();
}

async function tableOfLargeRows(
  db: Kysely<never>,
  name: string,
  key: readonly string[],
  columns: Columns,
): Promise<void> {
  await keyed(db, name, key, columns).execute();
}

function keyed(db: Kysely<never>, name: string, key: readonly string[], columns: Columns) {
  return columns(db.schema.createTable(name)).addPrimaryKeyConstraint(`${name}_key`, key as never);
}
