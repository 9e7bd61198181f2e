/** What the lists say of signatures: by the device that wrote them, without verifying (docs/spec, SIG-5). */

import { type Bytes, equalBytes, toHex } from "@alcove/bytes";
import type { SignatureIntent } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { SqlRow } from "../ports.ts";

/** Whose device this is, also after it or its member was removed. */
export const accountOf = ({ state }: Opened, device: Bytes): Bytes | undefined =>
  state.roster?.devices.get(toHex(device))?.account;

/** Whether they wrote a revision of the note, up to this number. */
export const isAuthor = (opened: Opened, note: Bytes, account: Bytes, upTo = Number.MAX_SAFE_INTEGER): boolean =>
  opened.fold.revisionsOf(note).some((row) => {
    if (Number(row["number"]) > upTo) return false;
    const author = accountOf(opened, row["author"] as Bytes);
    return author !== undefined && equalBytes(author, account);
  });

/** Whether this member wrote every version of the note. */
export const isAlone = (opened: Opened, note: Bytes): boolean =>
  opened.fold.revisionsOf(note).every((row) => {
    const author = accountOf(opened, row["author"] as Bytes);
    return author === undefined || equalBytes(author, opened.keys.account);
  });

/** Written by a device of who signs; as their author, only by one. */
export function isTheirs(opened: Opened, note: Bytes, row: SqlRow): boolean {
  const [account, writer] = [row["account"] as Bytes, accountOf(opened, row["author"] as Bytes)];
  if (!writer || !equalBytes(writer, account)) return false;
  return row["intent"] === "countersign" || isAuthor(opened, note, account);
}

/** Whether an author signed it, and somebody else did behind them; `undefined`: nobody. */
export function signedIn(opened: Opened, note: Bytes): "signed" | "countersigned" | undefined {
  const theirs = opened.fold.signaturesOf(note).filter((row) => isTheirs(opened, note, row));
  const has = (intent: SignatureIntent) => theirs.some((row) => row["intent"] === intent);
  if (!has("sign")) return undefined;
  return has("countersign") ? "countersigned" : "signed";
}
