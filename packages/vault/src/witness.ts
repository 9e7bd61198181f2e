/**
 * A witness that a person runs (docs/spec, WIT-8): no practice and no server, a key and what was cosigned last. The caller keeps `last` on disk
 * before it lets the signature out of its hands.
 */

import { asHash, type Bytes, fail, fromHex, ok, type Result, toHex } from "@alcove/bytes";
import {
  cosign,
  type CryptoPort,
  encodeNoteKey,
  importSigningKey,
  importVerifyKey,
  noteKeyName,
  parseNoteKey,
  publicKeyOf,
  type SigningSeed,
} from "@alcove/crypto";
import { type Failure, failure, judgeAddCheckpoint, parseAddCheckpoint } from "@alcove/protocol";

/** As a file holds it. `seed` and roots: 32 bytes in hex. */
export type WitnessFile = {
  readonly name: string;
  readonly seed: string;
  /** By the ledger's origin. */
  readonly last: Readonly<Record<string, { readonly size: number; readonly root: string }>>;
};

/** Failure: `witness-unfit`, for a name with spaces or a plus, or none. */
export function makeWitness(crypto: CryptoPort, name: string): Result<WitnessFile, Failure> {
  if (!noteKeyName.test(name)) return fail(failure("witness-unfit"));
  return ok({ name, seed: toHex(crypto.random(32)), last: {} });
}

export const witnessKey = ({ name, seed }: WitnessFile): string =>
  encodeNoteKey({ name, publicKey: publicKeyOf(seedOf(seed)), type: "cosignature" });

/**
 * `ledgers`: keys of those that it witnesses. `now`: milliseconds since 1970. Failures: `request-malformed`, `witness-unknown-ledger`,
 * `witness-behind` (with `size`: what to ask from), `alarm-ledger-forked`.
 */
export async function cosignRequest(
  crypto: CryptoPort,
  file: WitnessFile,
  { ledgers, request, now }: { readonly ledgers: readonly string[]; readonly request: string; readonly now: number },
): Promise<Result<{ readonly file: WitnessFile; readonly note: string; readonly size: number }, Failure>> {
  const parsed = parseAddCheckpoint(request);
  const logs = await Promise.all(
    ledgers.map(async (line) => {
      const key = parseNoteKey(line.trim(), "log");
      const verifyKey = key && (await importVerifyKey(crypto, key.publicKey));
      return key && verifyKey ? [{ origin: key.name, key: verifyKey }] : [];
    }),
  );
  if (!parsed) return fail(failure("request-malformed"));
  const last = async (origin: string) => {
    const before = file.last[origin];
    return before && { size: before.size, root: asHash(fromHex(before.root) as Bytes) };
  };
  const judged = await judgeAddCheckpoint(crypto, logs.flat(), last, parsed);
  if (!judged.ok) {
    const { status, size } = judged.error;
    if (status === 400) return fail(failure("request-malformed"));
    if (status === 403 || status === 404) return fail(failure("witness-unknown-ledger"));
    if (status === 409 && size !== parsed.oldSize) return fail(failure("witness-behind", { size: size ?? 0 }));
    return fail(failure("alarm-ledger-forked", { size: parsed.oldSize }));
  }
  const { origin, text, checkpoint } = judged.value;
  const key = await importSigningKey(crypto, seedOf(file.seed));
  const line = await cosign(crypto, { name: file.name, key }, text, Math.floor(now / 1000));
  const next = { size: checkpoint.size, root: toHex(checkpoint.root) };
  return ok({
    file: { ...file, last: { ...file.last, [origin]: next } },
    note: parsed.note + line,
    size: checkpoint.size,
  });
}

const seedOf = (hex: string): SigningSeed => fromHex(hex) as Bytes as unknown as SigningSeed;
