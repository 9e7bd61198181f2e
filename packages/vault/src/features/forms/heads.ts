/** Where a form that was filled in stands, as lists say it (docs/spec, FRM-5 to FRM-8). */

import { type Bytes, equalBytes, toHex } from "@alcove/bytes";
import type { Opened } from "../../engine/opened.ts";
import type { FormResponseHead, FormStanding } from "../../facade.ts";
import type { SqlRow } from "../../ports.ts";
import { authorName } from "../notes.ts";
import { accountOf, isTheirs } from "../signed.ts";

/** In lists an act counts by which of its writer's devices wrote the signature over it, as lists of notes go (SIG-5). */
export function isConfirmed(view: Opened, { record, author, envelope }: SqlRow): boolean {
  const writer = accountOf(view, author as Bytes) ?? view.keys.account;
  return view.fold
    .signaturesOf(record as Bytes)
    .some(
      (one) =>
        envelope !== null &&
        equalBytes(one["envelope"] as Bytes, envelope as Bytes) &&
        equalBytes(one["account"] as Bytes, writer) &&
        isTheirs(view, record as Bytes, one),
    );
}

/** `holds`: which acts count. */
export function headOf(view: Opened, row: SqlRow, holds = (act: SqlRow) => isConfirmed(view, act)): FormResponseHead {
  const record = row["record"] as Bytes;
  const acts = view.fold.formActsOf(record);
  const ofNow = acts.filter(
    (one) => one["act"] === "signed" && equalBytes(one["version"] as Bytes, row["current"] as Bytes),
  );
  const signed = new Set(ofNow.filter(holds).map(signerOf)).size;
  const writtenAt = Number(row["written_at"]);
  const isKept = view.fold.standing(record).every((one) => one["outbox"] === null);
  const signatures = Number(row["signatures"]);
  return {
    id: toHex(record),
    chart: toHex(row["chart"] as Bytes),
    form: row["form"] as string,
    version: Number(row["version"]),
    title: row["title"] as string,
    belongs: row["belongs"] as FormResponseHead["belongs"],
    standing: standingOf(row["state"] as string, acts, signed, signatures),
    signed,
    signatures,
    dangers: Number(row["dangers"]),
    unconfirmed: acts.filter((one) => !holds(one)).length,
    on: row["on_day"] as string,
    ...(row["ends"] === null ? {} : { ends: row["ends"] as string }),
    ...(row["person"] === null ? {} : { person: toHex(row["person"] as Bytes) }),
    author: authorName(view, row["author"] as Bytes),
    writtenAt,
    kept: isKept ? { here: writtenAt, server: writtenAt } : { here: writtenAt },
  };
}

/** Somebody who signs twice is one. */
const signerOf = (row: SqlRow): string => (row["name"] as string).trim().toLowerCase();

/** A withdrawal counts at once, confirmed or not: whoever relies on it too long does harm. */
function standingOf(state: string, acts: readonly SqlRow[], signed: number, signatures: number): FormStanding {
  if (acts.some((one) => one["act"] === "withdrawn")) return "withdrawn";
  if (state === "completed" && signatures > 0 && signed >= signatures) return "signed";
  return state as FormStanding;
}
