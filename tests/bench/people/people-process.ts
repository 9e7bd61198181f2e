/**
 * One device of a practice of ten years in a process of its own: run by `people-figures.ts` with a JSON order as argument,
 * prints one JSON line. What is fast only once it has run before is not fast at unlock.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asHash, assert } from "@alcove/bytes";
import { hash, statementTag } from "@alcove/crypto";
import { applyStatement, type Roster } from "@alcove/protocol";
import { nodeClock, nodeCryptoPort, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault } from "@alcove/vault";
import { emptyState, encodeState, layOnDisk, parseState } from "@alcove/vault/testing/engine";
import { timed, verifyOnce } from "../probes.ts";
import { must, passphrase } from "../vault-steps.ts";
import { growPractice } from "./grown-practice.ts";
import { measureOwedTags } from "./owed-tags.ts";
import { measureDeliveries } from "./deliveries.ts";

export type Order =
  | { readonly kind: "lay"; readonly folder: string; readonly statements: number }
  | { readonly kind: "unlock"; readonly folder: string }
  | { readonly kind: "snapshot"; readonly folder: string }
  | { readonly kind: "owed"; readonly charts: number; readonly members: number; readonly devicesEach: number }
  | { readonly kind: "deliveries"; readonly count: number };

/** Nobody listens there: what is measured needs no server. */
const noServer = "http://127.0.0.1:9";

const order = JSON.parse(process.argv[2] ?? "null") as Order;
process.stdout.write(`${JSON.stringify(await carryOut())}\n`);

async function carryOut(): Promise<Record<string, number>> {
  switch (order.kind) {
    case "lay":
      return lay(order.folder, order.statements);
    case "unlock":
      return unlock(order.folder);
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
  store.close();
  const state = emptyState();
  let roster: Roster | undefined;
  for (const [n, entry] of statements.entries()) roster = must(await applyStatement(crypto, roster, entry, n));
  state.roster = roster;
  writeFileSync(join(folder, "state.bin"), encodeState(state));
  const { compartments, devices, members } = roster as Roster;
  return { compartments: compartments.size, devices: devices.size, members: members.size };
}

/** To the end of `unlock`, less Argon2id, which takes as long as it is told to. The lock behind it writes the snapshot for the next one. */
async function unlock(folder: string): Promise<Record<string, number>> {
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
  const { value: unlocked, milliseconds, cpu } = await timed(() => vault.unlock(passphrase));
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
