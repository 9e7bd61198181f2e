/**
 * One device of a practice of ten years in a process of its own: run by `people-figures.ts` with a JSON order as argument,
 * prints one JSON line. What is fast only once it has run before is not fast at unlock.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asHash, assert } from "@alcove/bytes";
import { type CryptoPort, derivePasskeyKey, hash, prfInput, sealPasskeys, statementTag } from "@alcove/crypto";
import { applyStatement, type Roster } from "@alcove/protocol";
import { nodeClock, nodeCryptoPort, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault } from "@alcove/vault";
import { emptyState, encodeState, layOnDisk, parseState } from "@alcove/vault/testing/engine";
import { type Disk, openDisk } from "../../../packages/vault/src/disk.ts";
import { storedOf } from "../../../packages/vault/src/features/passkeys/list.ts";
import { unlockKeyring } from "../../../packages/vault/src/features/unlock.ts";
import { readProfile } from "../../../packages/vault/src/profile.ts";
import { writePasskeys } from "../../../packages/vault/src/stored-passkeys.ts";
import { authenticator } from "../../light/authenticator.ts";
import { timed, verifyOnce } from "../probes.ts";
import { must, passphrase } from "../vault-steps.ts";
import { growPractice } from "./grown-practice.ts";
import { measureOwedTags } from "./owed-tags.ts";
import { measureDeliveries } from "./deliveries.ts";
import { measureGuardedOpen } from "./guarded-open.ts";
import { measureLeaver } from "./leaver.ts";

export type Order =
  | { readonly kind: "lay"; readonly folder: string; readonly statements: number }
  | { readonly kind: "unlock"; readonly folder: string; readonly by: "passphrase" | "passkey" }
  | { readonly kind: "snapshot"; readonly folder: string }
  | { readonly kind: "owed"; readonly charts: number; readonly members: number; readonly devicesEach: number }
  | { readonly kind: "deliveries"; readonly count: number }
  | { readonly kind: "guarded"; readonly notes: number }
  | { readonly kind: "leaver"; readonly charts: number };

/** Nobody listens there: what is measured needs no server. */
const noServer = "http://127.0.0.1:9";
const finger = authenticator("finger");

const order = JSON.parse(process.argv[2] ?? "null") as Order;
process.stdout.write(`${JSON.stringify(await carryOut())}\n`);

async function carryOut(): Promise<Record<string, number>> {
  switch (order.kind) {
    case "lay":
      return lay(order.folder, order.statements);
    case "unlock":
      return unlock(order.folder, order.by);
    case "snapshot": {
      const port = await nodeCryptoPort();
      const bytes = new Uint8Array(readFileSync(join(order.folder, "state.bin")));
      const { value: state, milliseconds, cpu } = await timed(() => parseState(port, bytes));
      assert(state?.roster, "what was encoded is parsed");
      return { milliseconds, cpu, bytes: bytes.length, compartments: state.roster.compartments.size };
    }
    case "owed":
      return measureOwedTags(order);
    case "deliveries":
      return measureDeliveries(order.count);
    case "guarded":
      return measureGuardedOpen(order.notes);
    case "leaver":
      return measureLeaver(order.charts);
  }
}

/** A device's folder with the founder's practice in it and nothing replayed yet; and the state that a replay ends in. */
async function lay(folder: string, count: number): Promise<Record<string, number>> {
  const crypto = await nodeCryptoPort();
  const { practice, ledgerKey, founder, statements } = await growPractice(crypto, count);
  const store = openNodeStore(folder);
  const { member, device } = founder;
  const laid = {
    practice,
    account: member.account,
    signSeed: member.signSeed,
    sealSeed: member.sealSeed,
    device: device.device,
    deviceSeed: device.seed,
    ledgerKey: ledgerKey.publicKey,
    founding: asHash(hash(statements[0] as Uint8Array)),
    origin: noServer,
    passphrase,
  };
  await layOnDisk(
    { crypto, store },
    laid,
    statements.map((entry, n) => ({ kind: "roster", tag: statementTag(n), entry, payload: [] })),
  );
  await layPasskey(crypto, openDisk(store.disk));
  store.close();
  const state = emptyState();
  let roster: Roster | undefined;
  for (const [n, entry] of statements.entries()) roster = must(await applyStatement(crypto, roster, entry, n));
  state.roster = roster;
  writeFileSync(join(folder, "state.bin"), encodeState(state));
  const { compartments, devices, members } = roster as Roster;
  return { compartments: compartments.size, devices: devices.size, members: members.size };
}

async function layPasskey(crypto: CryptoPort, disk: Disk): Promise<void> {
  const profile = readProfile(disk);
  assert(profile, "a device was laid");
  const { keyringKey } = must(await unlockKeyring(crypto, profile, passphrase));
  const { credential, prf } = finger.use(prfInput(profile));
  const key = await derivePasskeyKey(crypto, profile, prf as never, profile.secretKey);
  const one = { slot: 1, credential: new Uint8Array(credential), host: "localhost", name: "", addedAt: 0, key };
  const list = await sealPasskeys(crypto, keyringKey, { ...profile, counter: 1 }, [one]);
  const stored = await storedOf(crypto, profile, keyringKey, { counter: 1, list, passkeys: [one] });
  disk.transaction(() => writePasskeys(disk, stored));
}

/** To the end of `unlock`, less Argon2id, which takes as long as it is told to. The lock behind it writes the snapshot for the next one. */
async function unlock(folder: string, by: "passphrase" | "passkey"): Promise<Record<string, number>> {
  const crypto = await nodeCryptoPort();
  const argon2 = { milliseconds: 0, cpu: 0 };
  const vault = createVault(
    {
      crypto: {
        ...crypto,
        async argon2id(...cost) {
          const { value: key, ...took } = await timed(() => crypto.argon2id(...cost));
          Object.assign(argon2, took);
          return key;
        },
      },
      store: openNodeStore(folder),
      transport: createHttpTransport(),
      clock: nodeClock,
      log: () => {},
    },
    { indexing: "when-searched" },
  );
  const locked = await vault.status();
  const input = locked.phase === "locked" ? locked.passkeys?.prfInput : undefined;
  assert(input, "a passkey was laid");
  const {
    value: unlocked,
    milliseconds,
    cpu,
  } = await timed(() => (by === "passkey" ? vault.unlockByPasskey(finger.use(input)) : vault.unlock(passphrase)));
  must(unlocked);
  const status = await vault.status();
  assert(status.phase === "open" && status.alarms.length === 0, "every statement stands");
  await vault.close();
  return {
    milliseconds: milliseconds - argon2.milliseconds,
    cpu: cpu - argon2.cpu,
    verifyMicroseconds: verifyOnce(),
  };
}
