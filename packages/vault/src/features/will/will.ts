/**
 * A professional will is one record in a compartment of its author's, which the owners are let into (let-owners-in.ts): whoever winds up the
 * practice reads it as an owner, by recovery cards if need be. Others' words in such a record count for nothing.
 */

import { type AccountId, type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure, mayCreate, type Roster } from "@alcove/protocol";
import type { RevisionOf } from "@alcove/records";
import type { Opened } from "../../engine/opened.ts";
import type { WillView, WillWords } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { revisionFor } from "../notes.ts";
import { willRowsOf } from "./when-due.ts";

type Will = RevisionOf<"will">;

const nothing: WillWords = { executor: "", backup: "", instructions: "", clients: "", colleagues: "", cards: "" };

/** The newest revision of a member's own; `undefined`: none opens here. */
async function newestOf(opened: Opened, roster: Roster, account: AccountId): Promise<Will | undefined> {
  const [row] = willRowsOf(opened.fold, roster, account);
  const revision = row && (await opened.openRevision(row["revision"] as Bytes));
  return revision?.type === "will" ? revision : undefined;
}

export async function wills(opened: Opened): Promise<WillView[]> {
  const { state, keys, fold } = opened;
  const { roster } = state;
  if (!roster) return [];
  const places = [...roster.compartments.values()].filter(({ kind }) => kind === "will");
  // One's own also before the server has it.
  const own = places.some(({ author }) => equalBytes(author, keys.account))
    ? []
    : [{ author: keys.account, readers: [] }];
  const views: WillView[] = [];
  for (const { author, readers } of [...places, ...own]) {
    const will = await newestOf(opened, roster, author);
    if (!will) continue;
    const { type: _type, revision: _revision, writtenAt: _writtenAt, confirmed, ...said } = will;
    const others = readers.filter((one) => !equalBytes(one, author));
    views.push({
      ...said,
      ...(confirmed === undefined ? {} : { confirmed }),
      member: toHex(author),
      name: fold.nameOf(author) ?? "",
      isYou: equalBytes(author, keys.account),
      readers: others.map((one) => fold.nameOf(one) ?? ""),
    });
  }
  return views.toSorted((a, b) => Number(b.isYou) - Number(a.isYou) || a.name.localeCompare(b.name));
}

/** Failures: `name-empty` (no executor), `not-entitled` (a role that treats nobody), `disk-full`. */
export async function saveWill(ports: Ports, opened: Opened, words: WillWords): Promise<Result<undefined, Failure>> {
  if (words.executor.trim() === "") return fail(failure("name-empty"));
  const confirmed = new Date(ports.clock.now()).toISOString().slice(0, 10);
  return keep(ports, opened, { ...words, confirmed });
}

/** That psychotherapy notes stay closed is said beside the will, also before there is one. */
export async function decideSuccession(
  ports: Ports,
  opened: Opened,
  { notesStayClosed }: Pick<Will, "notesStayClosed">,
): Promise<Result<undefined, Failure>> {
  return keep(ports, opened, { notesStayClosed });
}

async function keep(
  { crypto, clock }: Ports,
  opened: Opened,
  changes: Partial<Omit<Will, "type" | "revision" | "writtenAt">>,
): Promise<Result<undefined, Failure>> {
  const { state, keys, fold } = opened;
  const { roster } = state;
  const me = roster?.members.get(toHex(keys.account));
  if (!roster || !me || !mayCreate(me.role, "will")) return fail(failure("not-entitled"));
  const before = await newestOf(opened, roster, keys.account);
  const [row] = willRowsOf(fold, roster, keys.account);
  const record = (row?.["record"] as Bytes | undefined) ?? crypto.random(16);
  const revision: Will = {
    ...nothing,
    notesStayClosed: false,
    ...before,
    ...changes,
    type: "will",
    revision: crypto.random(16),
    writtenAt: clock.now(),
  };
  await opened.keep([revisionFor({ kind: "will", chart: null }, record, revision, fold.standing(record))]);
  return ok();
}
