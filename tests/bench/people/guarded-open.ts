/**
 * `guardedOpenMs`: from asking for a guarded chart to its notes in the lists, over loopback: the sync before it, the opening in the
 * server's ledger, the release part, and every note of the chart opened from this device's disk.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "@alcove/bytes";
import { nodeClock, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault } from "@alcove/vault";
import { runServer } from "../../../apps/server/src/testing/run-server.ts";
import { lightCryptoPort } from "../../light/crypto-port.ts";
import { percentile, timed } from "../probes.ts";
import { must, passphrase } from "../vault-steps.ts";

const openings = 15;

export async function measureGuardedOpen(notes: number): Promise<Record<string, number>> {
  const server = await runServer();
  const folder = mkdtempSync(join(tmpdir(), "alcove-bench-guarded-"));
  const vault = createVault({
    crypto: await lightCryptoPort(),
    store: openNodeStore(folder),
    transport: createHttpTransport(),
    clock: nodeClock,
    log: () => {},
  });
  try {
    const names = { practiceName: "Quiet Room", ownerName: "Ada Fern", ownerEmail: "ada@quiet.example" };
    must(await vault.found({ ...names, server: server.origin, deviceName: "laptop", passphrase }));
    const { id: chart } = must(await vault.createChart({ name: "M. K." }));
    const texts = Array.from({ length: notes }, (_, n) => ({
      title: `Session ${n}`,
      text: `What was said in session ${n}. `.repeat(80),
      source: `note-${n}.txt`,
      date: `2025-${String(1 + (n % 12)).padStart(2, "0")}-${String(1 + (n % 28)).padStart(2, "0")}`,
    }));
    must(await vault.importNotes({ task: "bench", chart, kind: "progress", notes: texts }));
    must(await vault.sync());
    must(await vault.guardChart({ chart }));
    const took: number[] = [];
    for (let n = 0; n < openings; n++) {
      await vault.closeGuarded();
      const { value, milliseconds } = await timed(() => vault.openGuarded(chart));
      must(value);
      took.push(milliseconds);
    }
    const shown = await vault.notes(chart);
    assert(shown.length === notes, "all of it is open");
    return { median: percentile(took, 50), slowest: Math.max(...took), notes };
  } finally {
    await vault.close();
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
