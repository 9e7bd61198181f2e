/**
 * People and keys: what a device does with the roster of a practice of ten years, with the tags of very many charts, and
 * with readers who wait for a key. Each round is a process that has run nothing yet.
 */

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atMost } from "../device-figures.ts";
import { type Figure, ofRounds, rounds } from "../figure.ts";
import { inProcess } from "../in-process.ts";
import { percentile } from "../probes.ts";
import type { Order } from "./people-process.ts";

const signaturesPerStatement = 2;
const unlocks = 5;

export async function measurePeople(statements: number): Promise<Figure[]> {
  const laid = mkdtempSync(join(tmpdir(), "alcove-bench-people-"));
  try {
    await carryOut({ kind: "lay", folder: laid, statements });
    const measured: Figure[][] = [];
    for (let round = 0; round < rounds; round++) measured.push(await measureOnce(laid, statements));
    return ofRounds(measured);
  } finally {
    rmSync(laid, { recursive: true, force: true });
  }
}

async function measureOnce(laid: string, statements: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "alcove-bench-people-"));
  cpSync(laid, folder, { recursive: true });
  const cold = await carryOut({ kind: "unlock", folder, by: "passphrase" });
  const warm: Answer[] = [];
  const byPasskey: Answer[] = [];
  for (let n = 0; n < unlocks; n++) {
    warm.push(await carryOut({ kind: "unlock", folder, by: "passphrase" }));
    byPasskey.push(await carryOut({ kind: "unlock", folder, by: "passkey" }));
  }
  const snapshot = await carryOut({ kind: "snapshot", folder });
  rmSync(folder, { recursive: true, force: true });
  const owed = await carryOut({ kind: "owed", charts: 10_000, members: 5, devicesEach: 2 });
  const delivered = await carryOut({ kind: "deliveries", count: 1000 });
  const guarded = await carryOut({ kind: "guarded", notes: 200 });
  const left = await carryOut({ kind: "leaver", charts: 500 });
  const probe = (of(cold, "verifyMicroseconds") * signaturesPerStatement) / 1000;
  const perStatement = of(cold, "milliseconds") / statements;
  const middle = (name: string, answers = warm) =>
    percentile(
      answers.map((one) => of(one, name)),
      50,
    );
  return [
    atMost("rosterReplayPerStatement", perStatement, 0.5, 0.2, { cpu: of(cold, "cpu") / statements, probe }),
    atMost("rosterFromSnapshotMs", of(snapshot, "milliseconds"), 50, 20, {
      cpu: of(snapshot, "cpu"),
      KiB: of(snapshot, "bytes") / 1024,
      compartments: of(snapshot, "compartments"),
    }),
    atMost("unlockMs", middle("milliseconds"), 100, 40, { cpu: middle("cpu"), statements }),
    atMost("unlockByPasskeyMs", middle("milliseconds", byPasskey), 100, 40, {
      cpu: middle("cpu", byPasskey),
      statements,
    }),
    {
      key: "deliveriesPerSecond",
      value: of(delivered, "perSecond"),
      mustBe: 400,
      atLeast: true,
      reachFor: 800,
      parts: { probe: of(delivered, "probe") },
    },
    atMost("owedTagsMs", of(owed, "builtMilliseconds"), 1000, 500, {
      cpu: of(owed, "builtCpu"),
      chains: of(owed, "chains"),
      hmacProbeMicroseconds: of(owed, "hmacMicroseconds"),
    }),
    atMost("owedTagLookUpUs", of(owed, "lookUpMicroseconds"), 2, 0.5, {}),
    atMost("guardedOpenMs", of(guarded, "median"), 300, 100, {
      slowest: of(guarded, "slowest"),
      notes: of(guarded, "notes"),
    }),
    atMost("leaverFirstWriteMs", of(left, "after") - of(left, "before"), 50, 20, {
      before: of(left, "before"),
      after: of(left, "after"),
      cpu: of(left, "cpuAfter") - of(left, "cpuBefore"),
      slowest: of(left, "slowest"),
    }),
    atMost("leaverTidiedUpSeconds", of(left, "milliseconds") / 1000, 60, 35, {
      cpu: of(left, "cpu") / 1000,
      charts: of(left, "charts"),
      readers: of(left, "readers"),
    }),
    atMost("owedTagsMiB", of(owed, "mebibytes"), 32, 16, {}),
  ];
}

type Answer = Readonly<Record<string, number>>;

const carryOut = (order: Order): Promise<Answer> => inProcess(new URL("./people-process.ts", import.meta.url), order);

/** @throws Error where the process said nothing of it */
function of(answer: Answer, name: string): number {
  const value = answer[name];
  if (value === undefined) throw new Error(`a process of the benchmark said nothing of ${name}`);
  return value;
}
