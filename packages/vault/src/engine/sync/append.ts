/** Append: sends entries and believes that they are kept only when exactly they stand in the ledger, under a checkpoint. */

import { type Bytes, encodeCbor, equalBytes, ok, type Result, toHex } from "@alcove/bytes";
import { encodeLeaf, leafBytes, type ReleasePart } from "@alcove/crypto";
import { type AppendEntry, type Failure, failure, type Messages, parseKeyLogEntry } from "@alcove/protocol";
import { readMessage, type Session } from "../../session.ts";
import { leafOf, type OwnEntry } from "./leaves.ts";
import type { Sent, SyncParts } from "./parts.ts";
import type { Tail } from "./tail.ts";

export type Append = ReturnType<typeof createAppend>;

export function createAppend(
  parts: SyncParts,
  tail: Tail,
  pull: (session: Session) => Promise<Result<undefined, Failure>>,
) {
  const { state, disk } = parts;

  function request(session: Session, entries: readonly AppendEntry[]): Promise<Result<Bytes, Failure>> {
    const releaseParts = entries.flatMap(releasePartFor);
    const beside = releaseParts.length > 0 ? { releaseParts } : {};
    return session.call(
      "POST",
      "/v1/append",
      encodeCbor({ from: state.frontier.size, entries: entries as never, ...beside }),
    );
  }

  /** Made here for this entry and for the server, and kept nowhere on this device. */
  function releasePartFor({ kind, entry }: AppendEntry): ReleasePart[] {
    const operation = kind === "keyLog" ? parseKeyLogEntry(entry)?.body.operation : undefined;
    if (operation?.[0] !== "rotate.guarded" || !state.partsForServer.has(toHex(operation[7]))) return [];
    const part = state.releaseParts.get(toHex(operation[7]));
    return part ? [part] : [];
  }

  /** `from`: what this device had when it asked. `whenStored` joins the transaction that gives the entries their places. */
  async function settle(
    session: Session,
    answer: Bytes,
    from: number,
    sent: readonly Sent[],
    whenStored: () => void,
  ): Promise<Result<undefined, Failure>> {
    const message = readMessage("Appended", answer);
    return message.ok ? settleRead(session, message.value, from, sent, whenStored) : message;
  }

  async function settleRead(
    session: Session,
    { first, leaves, checkpoint }: Messages["Appended"],
    from: number,
    sent: readonly Sent<OwnEntry>[],
    whenStored: () => void,
  ): Promise<Result<undefined, Failure>> {
    const accepted = await tail.check(leaves, checkpoint);
    if (!accepted.ok) return accepted;
    for (const [i, { entry }] of sent.entries()) {
      const at = (first - from + i) * leafBytes;
      const stands = first >= from && equalBytes(leaves.subarray(at, at + leafBytes), encodeLeaf(leafOf(entry)));
      if (!stands) return tail.raise(failure("alarm-leaf-missing", { index: first + i }));
    }
    for (const [i, { entry, batch, pending }] of sent.entries()) {
      const body = { position: first + i, entry: entry.entry, payload: entry.payload };
      tail.expectOwn(first + i, { body, ...(batch ? { batch } : {}), ...(pending === undefined ? {} : { pending }) });
    }
    const alone = first === state.appliedTo && accepted.value.size === first + sent.length;
    if (alone) {
      await tail.take(leaves, accepted.value, accepted.value.size, new Map(), whenStored);
      return ok();
    }
    // Somebody else's entries stand between: their bodies have to come first.
    await tail.take(leaves, accepted.value, state.appliedTo, new Map());
    const pulled = await pull(session);
    if (pulled.ok) disk.transaction(whenStored);
    return pulled;
  }

  return {
    request,
    settle,
    settleRead,
    /** Both at once, for what rests on no outbox: statements, keys, heartbeats. */
    async send(session: Session, entries: readonly AppendEntry[]): Promise<Result<undefined, Failure>> {
      const from = state.frontier.size;
      const answered = await request(session, entries);
      if (!answered.ok) return answered;
      return settle(
        session,
        answered.value,
        from,
        entries.map((entry) => ({ entry })),
        () => {},
      );
    },
  };
}
