/** From "save" on one device to "changed" on the other, through the server: two vaults in one process, milliseconds. */

import { percentile } from "./probes.ts";
import { allSent, foundOn, must, nextEvent, openDevice, passphrase, startServer } from "./real-parts.ts";

const rounds = 60;

export async function measureChangeSeen(): Promise<{ p50: number; p95: number }> {
  const server = await startServer();
  const [a, b] = [await openDevice(), await openDevice()];
  const { kit } = await foundOn(a.vault, server.origin);
  const chart = must(await a.vault.createChart({ name: "Bench chart" })).id;
  await allSent(a.vault);
  must(await b.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "second" }));
  must(await a.vault.sync());
  must(await b.vault.sync());
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const seen = nextEvent(b.vault, (event) => event.kind === "changed" && event.charts.includes(chart));
    const began = performance.now();
    must(
      await a.vault.saveNote({
        chart,
        kind: "progress",
        date: "2026-11-22",
        title: `Session ${i}`,
        body: { text: "A change." },
        basedOn: [],
      }),
    );
    times.push((await seen) - began);
  }
  await a.remove();
  await b.remove();
  await server.stop();
  // The first rounds warm both processes.
  return { p50: percentile(times.slice(10), 50), p95: percentile(times.slice(10), 95) };
}
