/**
 * Up to where in the ledger each device was sent what its account is owed, and when: what this server has to say where somebody asks what
 * could have been read (docs/spec, LEA-6). Kept in memory and written a few seconds later, all at once: nobody waits for it.
 */

import { type Bytes, type DeviceId, type PracticeId, toHex } from "@alcove/bytes";
import { sql } from "kysely";
import type { Db } from "./tables.ts";

/** `to`: ledger index behind the last body sent. `at`: milliseconds since 1970. */
export type Served = { readonly device: DeviceId; readonly to: number; readonly at: number };

export class ServedDesk {
  readonly #db: Db;
  #fresh = new Map<string, Served & { readonly practice: PracticeId }>();

  constructor(db: Db) {
    this.#db = db;
  }

  note(practice: PracticeId, { device, to, at }: Served): void {
    const name = `${toHex(practice)}/${toHex(device)}`;
    this.#fresh.set(name, { practice, device, to: Math.max(to, this.#fresh.get(name)?.to ?? 0), at });
  }

  /** What was noted is in the database when this answers; where the disk refuses, it is kept for the next time. */
  async flush(): Promise<void> {
    const fresh = this.#fresh;
    if (fresh.size === 0) return;
    this.#fresh = new Map();
    try {
      await this.#db
        .insertInto("served")
        .values(
          [...fresh.values()].map(({ practice, device, to, at }) => ({ practice, device, sent_to: to, sent_at: at })),
        )
        .onConflict((there) =>
          there.columns(["practice", "device"]).doUpdateSet((row) => ({
            sent_to: sql<number>`max(served.sent_to, excluded.sent_to)`,
            sent_at: row.ref("excluded.sent_at"),
          })),
        )
        .execute();
    } catch (error) {
      for (const one of fresh.values()) this.note(one.practice, one);
      throw error;
    }
  }

  async read(practice: PracticeId): Promise<Served[]> {
    await this.flush();
    const rows = await this.#db.selectFrom("served").selectAll().where("practice", "=", practice).execute();
    return rows.map(({ device, sent_to: to, sent_at: at }) => ({ device: device as Bytes as DeviceId, to, at }));
  }
}
