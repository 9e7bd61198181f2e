/** Openings of guarded charts, and who was let in (docs/spec/17-guarded-charts.md). */

import { type Cbor, read, write } from "./cbor.ts";
import type { KeyLog } from "./key-log.ts";
import { mayRead } from "./operations.ts";
import { context, H, hex, hkdf, hmac, must, same, verify } from "./primitives.ts";
import { checkSigned, deviceAt, readSigned, type Roster } from "./roster.ts";
import { anyBytes, bytesOf, count, fieldsOf, from, hash, id, index, one, parse, signature } from "./shape.ts";

export type Opening = {
  readonly compartment: string;
  readonly device: string;
  readonly sequence: number;
  readonly asked: Uint8Array;
  /** By whom. */
  letInBy?: string;
};
/** The newest of each device in each compartment. */
export type Openings = Map<string, Opening>;

type Logs = ReadonlyMap<string, KeyLog>;

const openingShape = [from(1, 2), id, count, id, id, index, count, bytesOf(16), index, hash] as const;

/** GRD-1, GRD-2, GRD-11. */
export function applyOpening(
  roster: Roster,
  logs: Logs,
  openings: Openings,
  tag: Uint8Array,
  bytes: Uint8Array,
  at: number,
): Opening {
  const [body, signed] = parse(bytes, [anyBytes, signature], "GRD-1");
  const all = read(body) as Cbor[];
  const [kind, compartmentId, epoch, account, device, , sequence, ownTag, size] = fieldsOf(
    all.slice(0, 10),
    openingShape,
    "GRD-1",
  );
  // A one-time key stands behind them where people let in.
  must(kind === 1 ? all.length === 10 : all.length === 11 && bytesOf(1216)(all[10]), "GRD-1");
  const name = hex(compartmentId);
  const [log, compartment, found] = [logs.get(name), roster.compartments.get(name), deviceAt(roster, device, at)];
  const member = roster.members.get(hex(account));
  must(log && compartment && found && same(found.account, account), "GRD-2");
  must(mayRead(compartment, account) && member && !member.suspended, "GRD-2");
  const guard = log.epochs.at(-1)?.guard;
  must(guard && epoch === log.epochs.length && (kind === 2) === guard.keepers.length > 0, "GRD-2");
  must(size <= at && verify(found.key, signed, context("opening", roster.practice, body)), "GRD-2");
  const place = `${name}/${hex(device)}`;
  must(sequence === (openings.get(place)?.sequence ?? 0) + 1, "GRD-11");
  const tagKey = hkdf(guard.memberPart, context("tag-opening", account));
  must(same(tag, hmac(tagKey, write([device, sequence])).slice(0, 16)) && same(tag, ownTag), "GRD-11");
  const opening = { compartment: name, device: hex(device), sequence, asked: H(context("asked", bytes)) };
  openings.set(place, opening);
  return opening;
}

/** GRD-17. */
export function applyRelease(
  roster: Roster,
  logs: Logs,
  openings: Openings,
  tag: Uint8Array,
  bytes: Uint8Array,
  payload: readonly Uint8Array[],
  at: number,
): Opening {
  const signed = readSigned(bytes, "GRD-17");
  const shape = [one, id, count, id, hash, id, id, hash, index, hash] as const;
  const [, compartmentId, epoch, asker, asked, account, device, sealedHash, size] = parse(signed.body, shape, "GRD-17");
  const name = hex(compartmentId);
  const [log, compartment, found] = [logs.get(name), roster.compartments.get(name), deviceAt(roster, device, at)];
  const [member, by] = [roster.members.get(hex(account)), deviceAt(roster, asker, at)];
  must(log && compartment && found && member && by && same(found.account, account), "GRD-17");
  must(compartment.rights.get(hex(account))?.release && !member.suspended, "GRD-17");
  must(epoch === log.epochs.length && log.epochs.at(-1)?.guard?.keepers.includes(hex(account)), "GRD-17");
  must(mayRead(compartment, by.account) && !roster.members.get(hex(by.account))?.suspended, "GRD-17");
  const opening = openings.get(`${name}/${hex(asker)}`);
  must(opening && same(opening.asked, asked) && opening.letInBy === undefined, "GRD-17");
  must(size <= at && same(tag, asked.slice(0, 16)), "GRD-17");
  const [sealed, ...more] = payload;
  must(sealed?.length === 1168 && more.length === 0 && same(H(sealed), sealedHash), "GRD-17");
  const signers = [[1, account, member.signKey] as const, [2, device, found.key] as const];
  checkSigned("release", roster.practice, signed, signers, "GRD-17");
  opening.letInBy = hex(account);
  return opening;
}
