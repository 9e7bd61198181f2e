/** A device that fills a chart, or exports it, in a process of its own, so that memory and CPU time are its own. Prints one JSON line. */

import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import type { Context } from "../../../apps/cli/src/context.ts";
import { exportChart } from "../../../apps/cli/src/export/export-chart.ts";
import { parts } from "../../../packages/export/src/index.ts";
import { generateNotes, peakMiB } from "../generate-notes.ts";
import { allSent, foundOn, must, openDevice, passphrase } from "../real-parts.ts";

export type Order =
  | {
      readonly kind: "fill";
      readonly origin: string;
      readonly folder: string;
      readonly notes: number;
      /** Each of `bytes`. */
      readonly documents: number;
      readonly bytes: number;
      /** Until the server has all of it. */
      readonly send?: true;
    }
  | { readonly kind: "export"; readonly folder: string; readonly out: string };

const order = JSON.parse(process.argv[2] ?? "null") as Order;
const { vault } = await openDevice(order.folder);
const figures = order.kind === "fill" ? await fill(order) : await measure(order);
await vault.close();
console.log(JSON.stringify({ ...figures, peakMiB: peakMiB("self") ?? 0 }));

async function fill({ origin, notes, documents, bytes, send }: Extract<Order, { kind: "fill" }>): Promise<object> {
  const { kit } = await foundOn(vault, origin);
  const chart = must(await vault.createChart({ name: "Bench chart" })).id;
  must(await vault.importNotes({ task: "bench", chart, kind: "progress", notes: generateNotes(notes) }));
  for (let at = 0; at < documents; at++) {
    const block = randomBytes(1024 * 1024);
    // Each piece is another one, and nothing is in memory whole.
    const slice = (start: number, end: number) => ({
      arrayBuffer: async () => {
        const piece = new Uint8Array(end - start);
        for (let place = 0; place < piece.length; place++) piece[place] = block[(start + place) % block.length] ?? 0;
        return piece.buffer;
      },
    });
    const name = `scan ${at}.pdf`;
    must(await vault.attach({ chart, name, mediaType: "application/pdf", bytes: { size: bytes, slice } }));
  }
  if (send) await allSent(vault);
  return { kit };
}

async function measure({ out }: Extract<Order, { kind: "export" }>): Promise<object> {
  must(await vault.unlock(passphrase));
  const [chart] = await vault.charts();
  if (!chart) throw new Error("the chart is there");
  const quiet = {
    output: { progress: () => {} },
    interrupt: { gently: () => () => {}, exitCode: () => undefined },
  } as unknown as Context;
  const before = process.cpuUsage();
  const began = performance.now();
  const { id, name, createdAt } = chart;
  const scope = { parts, formats: ["text", "pdf", "fhir"], allVersions: false, psychotherapy: false } as const;
  const made = await exportChart(quiet, vault, { chart: { id, name, createdAt }, out, scope });
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return { megabytes: statSync(out).size / 1e6, seconds, cpuSeconds: (user + system) / 1e6 };
}
