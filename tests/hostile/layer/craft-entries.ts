/** Statements and key-log entries that no honest app makes, signed with keys that a thief has. */

import {
  type AccountId,
  asId,
  type Bytes,
  type CompartmentId,
  encodeCbor,
  fromHex,
  toHex,
  zeroHash,
} from "@alcove/bytes";
import {
  commitmentOf,
  dropBoxPublicKey,
  type EpochKey,
  hash,
  importSigningKey,
  publicKeyOf,
  sealBackLink,
  sealEpochKey,
  type SealingPublicKey,
  sealingPublicKeyOf,
  type SealingSeed,
  type SigningSeed,
} from "@alcove/crypto";
import {
  type AppendEntry,
  currentEpoch,
  encodeKeyLogBody,
  type KeyLogOperation,
  memberOf,
  type Operation,
  signAsPerson,
} from "@alcove/protocol";
import { signStatement } from "../../../packages/vault/src/engine/seal.ts";
import { codeOf, type HostileLayer } from "./hostile-layer.ts";
import type { StolenSession } from "./server-process.ts";
import type { Thief } from "./thief.ts";

export const accountFrom = (hex: string): AccountId => asId<AccountId>(fromHex(hex) as Bytes);

/** Whose keys sign: the thief's own, but for these. */
export type Signer = Partial<Pick<Thief["keys"], "account" | "device" | "identity" | "deviceKey">>;

export function craftStatement(
  { crypto, keys, state }: Thief,
  operations: readonly Operation[],
  signer: Signer = {},
): Promise<AppendEntry> {
  return signStatement(crypto, { ...keys, ...signer }, state, operations);
}

/** Somebody whom nobody knows, with keys of the attacker's. */
export async function makeGhost({ crypto }: Pick<Thief, "crypto">) {
  const seeds = { sign: crypto.random(32) as SigningSeed, seal: crypto.random(32) as SealingSeed };
  const deviceSeed = crypto.random(32) as SigningSeed;
  return {
    account: asId<AccountId>(crypto.random(16)),
    device: asId(crypto.random(16)) as Thief["keys"]["device"],
    identity: await importSigningKey(crypto, seeds.sign),
    deviceKey: await importSigningKey(crypto, deviceSeed),
    sealingSeed: seeds.seal,
    sealingKey: await sealingPublicKeyOf(seeds.seal),
    publicDeviceKey: publicKeyOf(deviceSeed),
    publicIdentity: publicKeyOf(seeds.sign),
  };
}
export type Ghost = Awaited<ReturnType<typeof makeGhost>>;

export function addition(ghost: Ghost, role: "clinician" | "owner" = "clinician"): Operation {
  const { account, publicIdentity, sealingKey, device, publicDeviceKey } = ghost;
  const said = new Uint8Array(32);
  return [
    "member.add",
    account,
    role,
    publicIdentity,
    sealingKey,
    device,
    publicDeviceKey,
    said.slice(0, 16) as never,
    said as never,
  ];
}

export type Given = {
  readonly to: AccountId;
  /** Absent: the one that the roster names. */
  readonly publicKey?: SealingPublicKey;
  /** What is sealed. Absent: the right one. */
  readonly key?: EpochKey;
};

/** The next key-log entry of a compartment by this thief: the newest key given to these, or a new one. */
export async function craftKeys(
  { crypto, keys, state }: Thief,
  compartment: CompartmentId,
  kind: "deliver" | "rotate",
  given: readonly Given[],
  signer: Signer = {},
): Promise<AppendEntry> {
  const { roster } = state;
  const log = state.keyLogs.get(toHex(compartment));
  if (!roster || !log) throw new Error("the thief reads this compartment");
  const newest = currentEpoch(log);
  const before = state.epochKeys.get(toHex(compartment))?.[newest.epoch - 1];
  if (!before) throw new Error("the thief has its key");
  const signs = { ...keys, ...signer };
  const epoch = kind === "rotate" ? newest.epoch + 1 : newest.epoch;
  const place = { practice: keys.practice, compartment, epoch };
  const key = kind === "rotate" ? (crypto.random(32) as EpochKey) : before;
  const commitment = kind === "rotate" ? await commitmentOf(crypto, key, place) : newest.commitment;
  const payload: Bytes[] = [];
  const deliveries = [];
  for (const each of given) {
    const recipientKey = each.publicKey ?? memberOf(roster, each.to).identitySeal;
    const facts = { ...place, commitment, recipient: each.to, recipientKey, deliverer: signs.account };
    const sealed = await sealEpochKey(crypto, { ...facts, rosterHead: roster.head }, each.key ?? key);
    if (!sealed) throw new Error("a public key that seals");
    payload.push(sealed);
    deliveries.push([each.to, hash(recipientKey), hash(sealed)] as const);
  }
  const operation = (kind === "deliver"
    ? ["deliver", epoch, deliveries]
    : [
        "rotate",
        epoch,
        commitment,
        await dropBoxPublicKey(crypto, key, place),
        await sealBackLink(crypto, key, place, before),
        deliveries,
      ]) as unknown as KeyLogOperation;
  const { account, identity, device, deviceKey } = signs;
  const body = encodeKeyLogBody({
    compartment,
    sequence: log.sequence + 1,
    previous: log.head ?? zeroHash(),
    rosterHead: roster.head,
    account,
    device,
    operation,
  });
  const entry = await signAsPerson(crypto, "key-log", keys.practice, body, { account, identity, device, deviceKey });
  return { kind: "keyLog", entry, payload };
}

/** Appends in somebody's session, straight at the real server: "taken", or the code of its refusal. */
export async function appendIn(
  layer: HostileLayer,
  session: StolenSession,
  entries: readonly AppendEntry[],
): Promise<string> {
  const request = encodeCbor({ from: 0, entries: entries as never });
  const reply = await layer.ask(session, "POST", "/v1/append", request);
  return reply.status === 200 ? "taken" : (codeOf(reply) ?? "no code");
}
