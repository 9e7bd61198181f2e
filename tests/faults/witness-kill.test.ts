/**
 * SIGKILL at every write point of a server that cosigns, and that keeps what was cosigned: a witness never goes back behind what it
 * has signed, and what was handed in stands or is handed in again.
 */

import { afterAll, expect, test } from "vitest";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { allSent, must } from "../bench/real-parts.ts";
import { foundingOf, makeFolders, openHere } from "./device.ts";
import { killPlan } from "./kill-plan.ts";
import { holdTo, type KillableServer, startServer } from "./killed.ts";

const folders = makeFolders();
let server: KillableServer | undefined;
afterAll(async () => {
  delete process.env["ALCOVE_WITNESS_NAME"];
  delete process.env["ALCOVE_WITNESS_LOGS"];
  await server?.stop();
  folders.remove();
});

test(`WIT-4 a witness killed while it cosigns, ${killPlan.witnessServer.kills} times at least, goes on from what it signed`, {
  timeout: 600_000,
}, async () => {
  const kills: string[] = [];
  const at = { port: await freePort(), data: folders.fresh() };
  const origin = `http://localhost:${at.port}`;
  server = await startServer(at);
  const laptop = await openHere(folders.fresh());
  must(await laptop.found(foundingOf(origin)));
  await allSent(laptop);
  // It witnesses its own practice here, under its other key: what it keeps as either is its own.
  process.env["ALCOVE_WITNESS_NAME"] = "witness.example/w";
  process.env["ALCOVE_WITNESS_LOGS"] = must(await laptop.witnessKeys()).ledger;
  await server.stop();
  server = await startServer(at);
  must(await laptop.setWitnesses([(await (await fetch(`${origin}/witness-key`)).text()).trim()]));
  const ask = (body: string) => fetch(`${origin}/add-checkpoint`, { method: "POST", body }).catch(() => undefined);
  // It ended at no such size, so it says where it did, and signs nothing.
  const known = async () => Number(await (await ask(must(await laptop.witnessRequest({ from: 1 }))))?.text());

  let signed = 0;
  for (let killAt = 1, survived = 0; survived < 1; killAt++) {
    must(await laptop.createChart({ name: `Chart ${killAt}` }));
    await allSent(laptop);
    const request = must(await laptop.witnessRequest({ from: signed }));
    const size = Number(/\n\n[^\n]+\n(\d+)\n/.exec(request)?.[1]);
    await server.arm(killAt);
    const answer = await ask(request);
    const line = answer?.status === 200 ? await answer.text().catch(() => undefined) : undefined;
    if (line !== undefined) signed = size;
    const note = request.slice(request.indexOf("\n\n") + 2) + (line ?? "");
    const handedIn = line === undefined ? undefined : await laptop.handInCosigned(note);
    if (await server.disarm()) {
      must(handedIn ?? { ok: false, error: { code: "bug" } });
      survived++;
    } else {
      kills.push((await server.ended).killedAt ?? "");
      server = await startServer(at);
      await allSent(laptop);
      if (line !== undefined) must(await laptop.handInCosigned(note));
    }
    const now = await known();
    expect(now, `killed at ${kills.at(-1)}`).toBeGreaterThanOrEqual(signed);
    expect([signed, size], "what it signed, or was about to").toContain(now);
    signed = now;
  }
  holdTo(kills, killPlan.witnessServer);
  await laptop.close();
});
