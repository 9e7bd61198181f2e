/** With a session: what changed on another device comes here, and what a restored server has lost goes to it again. */

import { ok, type Result } from "@alcove/bytes";
import type { Failure } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { Ports } from "../../ports.ts";
import type { Session } from "../../session.ts";
import { writePasskeys } from "../../stored-passkeys.ts";
import { listHere, newestList, sendList, storedOf } from "./list.ts";

/** `isCurrent`: whether these keys still count here, once the answer has come. */
export async function followPasskeys(
  { crypto }: Ports,
  disk: Disk,
  { profile, keys }: Opened,
  session: Session,
  isCurrent: () => boolean,
): Promise<Result<undefined, Failure>> {
  const before = (await listHere(crypto, disk, keys)).counter;
  const newest = await newestList(crypto, disk, keys, session);
  // A server in whose past this device is not enrolled has no list for it; what it has here stays.
  if (!newest.ok) return newest.error.code === "not-entitled" ? ok() : newest;
  const { counter, list, atServer } = newest.value;
  if (counter > atServer && list) {
    const sent = await sendList(session, counter, list);
    return sent.ok || sent.error.code === "head-moved" ? ok() : sent;
  }
  if (counter === before) return ok();
  const stored = await storedOf(crypto, profile, keys.keyringKey, newest.value);
  disk.transaction(() => {
    if (isCurrent()) writePasskeys(disk, stored);
  });
  return ok();
}
