/**
 * SHA-256 of what comes in pieces, for browsers: WebCrypto hashes only what is in memory whole, and in Chromium this WASM is four to five times
 * as fast as JavaScript (docs/benchmarks.md). The module is the one that brings Argon2id along.
 */

import type { PieceHash } from "@alcove/crypto";
import type { IHasher } from "hash-wasm";

/** What the module keeps of the piece before in its memory. */
const keptBytes = 16 * 1024;

/** Gives what begins a hash; any number of them may be under way. @throws where the code for it could not be loaded */
export async function loadPieceHash(): Promise<() => PieceHash> {
  const { createSHA256 } = await import("hash-wasm");
  return byTurns(await createSHA256());
}

/** One instance for all of them: each reserves gigabytes of addresses, and one that nobody ends would lie there until it is collected. */
function byTurns(hasher: IHasher): () => PieceHash {
  type Turn = { state?: Uint8Array };
  let present: Turn | undefined;

  function take(turn: Turn): void {
    if (present === turn) return;
    if (present) present.state = hasher.save();
    if (turn.state) hasher.load(turn.state);
    else hasher.init();
    present = turn;
  }

  return () => {
    const turn: Turn = {};
    return {
      update(piece) {
        take(turn);
        hasher.update(piece);
      },
      digest() {
        take(turn);
        const hash = hasher.digest("binary");
        // Leaves no words of a file lying there.
        hasher.init().update(new Uint8Array(keptBytes)).init();
        present = undefined;
        return hash;
      },
    };
  };
}
