/**
 * Asks witnesses to cosign the checkpoints of practices whose owners named any: once a day, and soon after people or devices have
 * changed, since a new device waits for it (docs/spec, WIT-5). A witness that is away holds up nothing.
 */

import { toHex } from "@alcove/bytes";
import { type CryptoPort, leafBytes, leafHash, proveConsistency } from "@alcove/crypto";
import { encodeAddCheckpoint } from "@alcove/protocol";
import type { Clock } from "../clock.ts";
import type { PracticeShelf } from "../practice/shelf.ts";
import { type PracticeState, rosterOf } from "../practice/state.ts";
import type { Db } from "../store/tables.ts";
import { takeCosigned } from "./take-cosigned.ts";

const dayMs = 86_400_000;
const answerMs = 10_000;
/** What did not come is asked for again after this: a proof is made of all leaves. */
const againMs = 10 * 60 * 1000;
const answerBytes = 16 * 1024;

type Parts = {
  readonly db: Db;
  readonly port: CryptoPort;
  readonly shelf: PracticeShelf;
  readonly clock: Clock;
  /** Names no practice: where it was asked, and why nothing came of it. */
  readonly warn: (facts: { readonly url: string; readonly why: string }) => void;
};

/** What a witness cosigned last, and when it was asked for it. After a restart it is asked once more. */
type Done = { readonly size: number; readonly atMs: number };

export function createWitnessAsker(parts: Parts, urls: readonly string[]) {
  const done = new Map<string, Done>();
  const failedAtMs = new Map<string, number>();
  const stopping = new AbortController();
  let asking: Promise<void> | undefined;

  async function askAll(): Promise<void> {
    for (const loading of parts.shelf.inMemory()) {
      const state = await loading.catch(() => undefined);
      if (!state || rosterOf(state).witnesses.length === 0) continue;
      for (const url of urls) {
        const name = `${toHex(state.practice)} ${url}`;
        const rests = parts.clock.steadyMs() - (failedAtMs.get(name) ?? Number.NEGATIVE_INFINITY) < againMs;
        if (stopping.signal.aborted || rests || !isDue(state, done.get(name))) continue;
        const from = done.get(name)?.size ?? 0;
        const asked = await ask({ ...parts, stopping: stopping.signal }, state, url, from).catch((error: unknown) =>
          String(error),
        );
        if (typeof asked === "string") {
          failedAtMs.set(name, parts.clock.steadyMs());
          parts.warn({ url, why: asked });
        } else done.set(name, { size: asked, atMs: parts.clock.wallMs() });
      }
    }
  }

  function isDue(state: PracticeState, last: Done | undefined): boolean {
    return !last || parts.clock.wallMs() - last.atMs >= dayMs || rosterOf(state).headIndex >= last.size;
  }

  return {
    /** One round at a time. */
    askDue(): Promise<void> {
      asking ??= askAll().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    /** A witness that is slow to answer holds up no end. */
    async stop(): Promise<void> {
      stopping.abort();
      await asking;
    },
  };
}

/** The size that it cosigned, or why it did not. */
async function ask(
  parts: Parts & { readonly stopping: AbortSignal },
  state: PracticeState,
  url: string,
  from: number,
): Promise<number | string> {
  const { ledger } = state;
  // Of one moment: a commit may come between this and the answer.
  const [size, note, leaves] = [ledger.size, ledger.checkpoint, ledger.leaves(0, ledger.size).slice()];
  const hashes = Array.from({ length: size }, (_, at) =>
    leafHash(leaves.subarray(at * leafBytes, (at + 1) * leafBytes)),
  );
  let answer = await post(
    parts.stopping,
    url,
    encodeAddCheckpoint({ oldSize: from, proof: proveConsistency(hashes, from), note }),
  );
  const known = answer.status === 409 ? Number(answer.text.trim() || Number.NaN) : Number.NaN;
  if (known > size) return "has seen a longer ledger than this server has";
  if (Number.isSafeInteger(known) && known !== from)
    answer = await post(
      parts.stopping,
      url,
      encodeAddCheckpoint({ oldSize: known, proof: proveConsistency(hashes, known), note }),
    );
  if (answer.status !== 200) return `answered ${answer.status}`;
  const taken = await takeCosigned(parts.db, parts.port, rosterOf(state), note + answer.text);
  return taken.length > 0 ? size : "signed by a key that this practice does not name";
}

async function post(
  stopping: AbortSignal,
  url: string,
  body: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(`${url}/add-checkpoint`, {
    method: "POST",
    body,
    redirect: "error",
    signal: AbortSignal.any([stopping, AbortSignal.timeout(answerMs)]),
  });
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of answer.body ?? []) {
    length += piece.length;
    if (length > answerBytes) throw new Error("answered too much");
    pieces.push(piece);
  }
  return { status: answer.status, text: Buffer.concat(pieces).toString("utf8") };
}
