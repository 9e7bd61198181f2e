/**
 * What a witness is asked, and how it judges (docs/spec, WIT-3; C2SP tlog-witness, `add-checkpoint`).
 *
 *   old <size it last cosigned>\n
 *   <consistency proof from there, base64, one hash a line>\n ...
 *   \n
 *   <checkpoint, a signed note>
 *
 * The log is the attacker here: it has its own key, and wants two histories cosigned.
 */

import { asHash, equalBytes, fail, fromBase64, type Hash, ok, type Result, toBase64 } from "@alcove/bytes";
import {
  type Checkpoint,
  type CryptoPort,
  openLogCheckpoint,
  splitNote,
  verifyConsistency,
  type VerifyKey,
} from "@alcove/crypto";

export type AddCheckpoint = {
  readonly oldSize: number;
  readonly proof: readonly Hash[];
  /** The signed note, as it came. */
  readonly note: string;
};

const maxProof = 63;
const requestPattern = /^old (0|[1-9][0-9]{0,15})\n((?:[A-Za-z0-9+/]{43}=\n)*)\n/;

export function encodeAddCheckpoint({ oldSize, proof, note }: AddCheckpoint): string {
  return [`old ${oldSize}\n`, ...proof.map((hash) => `${toBase64(hash)}\n`), "\n", note].join("");
}

/** `undefined`: not such a request, or with more than 63 hashes. Says nothing of its note. */
export function parseAddCheckpoint(text: string): AddCheckpoint | undefined {
  const parts = requestPattern.exec(text);
  const [head = "", size = "", lines = ""] = parts ?? [];
  const hashes = lines.split("\n").slice(0, -1).map(fromBase64);
  const proof = hashes.flatMap((bytes) => (bytes?.length === 32 ? [asHash(bytes)] : []));
  if (!parts || !Number.isSafeInteger(Number(size)) || proof.length < hashes.length || proof.length > maxProof)
    return undefined;
  return { oldSize: Number(size), proof, note: text.slice(head.length) };
}

export type WitnessedLog = { readonly origin: string; readonly key: VerifyKey };

/** HTTP status of the answer; `size`: what was cosigned last, where the log has to begin from there. */
export type WitnessRefusal = { readonly status: 400 | 403 | 404 | 409 | 422; readonly size?: number };

/** `last`: the checkpoint that this witness cosigned last for an origin. Gives what to cosign, and to remember before that. */
export async function judgeAddCheckpoint(
  port: CryptoPort,
  logs: readonly WitnessedLog[],
  last: (origin: string) => Promise<Checkpoint | undefined>,
  request: AddCheckpoint,
): Promise<
  Result<{ readonly origin: string; readonly text: string; readonly checkpoint: Checkpoint }, WitnessRefusal>
> {
  const parts = splitNote(request.note);
  if (!parts) return fail({ status: 400 });
  const { origin, text, checkpoint } = parts;
  const log = logs.find((one) => one.origin === origin);
  if (!log) return fail({ status: 404 });
  if (!(await openLogCheckpoint(port, log.key, origin, request.note))) return fail({ status: 403 });
  if (request.oldSize > checkpoint.size) return fail({ status: 400 });
  const before = await last(origin);
  const size = before?.size ?? 0;
  if (request.oldSize !== size) return fail({ status: 409, size });
  if (before && size === checkpoint.size && !equalBytes(before.root, checkpoint.root))
    return fail({ status: 409, size });
  const grows = verifyConsistency(
    size,
    checkpoint.size,
    before?.root ?? checkpoint.root,
    checkpoint.root,
    request.proof,
  );
  return grows ? ok({ origin, text, checkpoint }) : fail({ status: 422 });
}
