/**
 * One device in a process of its own, so that its peak memory is its own: run by `main.ts` with a JSON order as argument,
 * prints one JSON line. Orders: import, firstSync, index, unlock, search.
 */

import type { VaultOptions } from "@alcove/vault";
import { generateNotes, peakMiB } from "./generate-notes.ts";
import { argon2Milliseconds, percentile } from "./probes.ts";
import { allSent, foundOn, must, openDevice, passphrase } from "./real-parts.ts";

export type Order =
  | { readonly kind: "import"; readonly origin: string; readonly folder: string; readonly notes: number }
  | {
      readonly kind: "firstSync";
      readonly origin: string;
      readonly folder: string;
      readonly kit: string;
      readonly indexing: VaultOptions["indexing"];
    }
  | { readonly kind: "unlock"; readonly folder: string; readonly times: number }
  | { readonly kind: "search"; readonly folder: string; readonly queries: readonly string[] };

const order = JSON.parse(process.argv[2] ?? "null") as Order;
const device = await openDevice(order.folder, order.kind === "firstSync" ? order.indexing : undefined);
const { vault } = device;
const figures = await carryOut();
// Snapshots are written by then, which is when memory is fullest.
await vault.close();
console.log(JSON.stringify({ ...figures, peakMiB: peakMiB("self") ?? 0 }));

async function carryOut(): Promise<object> {
  switch (order.kind) {
    case "import": {
      const notes = generateNotes(order.notes);
      const { kit } = await foundOn(vault, order.origin);
      const chart = must(await vault.createChart({ name: "Bench chart" })).id;
      await allSent(vault);
      const began = performance.now();
      must(await vault.importNotes({ task: "bench", chart, kind: "progress", notes }));
      await allSent(vault);
      return { kit, chart, microseconds: ((performance.now() - began) * 1000) / notes.length };
    }
    case "firstSync": {
      const began = performance.now();
      must(await vault.enrolByKit({ kit: order.kit, passphrase, totp: "", deviceName: "second" }));
      const synced = performance.now();
      if (order.indexing === "soon") must(await vault.search({ words: "hallway" }));
      const searched = performance.now();
      const notes = (await vault.charts())[0]?.progressNotes ?? 0;
      return { syncedMilliseconds: synced - began, searchedMilliseconds: searched - synced, notes };
    }
    case "unlock": {
      // By turns: Argon2id takes longer than all the rest, and on a busy machine now more, now less.
      const argon2s: number[] = [];
      const times: number[] = [];
      for (let i = 0; i < order.times; i++) {
        argon2s.push(await argon2Milliseconds());
        const began = performance.now();
        must(await vault.unlock(passphrase));
        const [chart] = await vault.charts();
        const [first] = await vault.notes(chart?.id ?? "", 50);
        must(await vault.note(first?.id ?? ""));
        times.push(performance.now() - began);
        await vault.lock("person");
      }
      return { milliseconds: percentile(times, 50), argon2Milliseconds: percentile(argon2s, 50) };
    }
    case "search": {
      must(await vault.unlock(passphrase));
      must(await vault.search({ words: "hallway" }));
      const times: number[] = [];
      for (const words of order.queries) {
        const began = performance.now();
        must(await vault.search({ words }));
        times.push(performance.now() - began);
      }
      return { p95: percentile(times, 95), p50: percentile(times, 50) };
    }
  }
}
