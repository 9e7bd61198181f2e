/**
 * SIGKILL at every write point of the server, at work and while it starts again: what it acknowledged is there after its
 * restart, a device that was cut off sends again and everything stands in the ledger once.
 */

import type { Vault } from "@alcove/vault";
import { afterAll, expect, test } from "vitest";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { allSent, must, passphrase } from "../bench/real-parts.ts";
import { foundingOf, makeFolders, openHere } from "./device.ts";
import { killPlan } from "./kill-plan.ts";
import { type KillableServer, holdTo, startServer } from "./killed.ts";

const folders = makeFolders();
let server: KillableServer | undefined;
afterAll(async () => {
  await server?.stop();
  folders.remove();
});

test(`SYN-5 a server killed at each of its write points, ${killPlan.serverWork.kills} times at least, loses nothing that it acknowledged`, {
  timeout: 1_500_000,
}, async () => {
  const kills: string[] = [];
  const at = { port: await freePort(), data: folders.fresh() };
  const origin = `http://localhost:${at.port}`;
  server = await startServer(at);
  const [laptop, phone] = [await openHere(folders.fresh()), await openHere(folders.fresh())];
  const { kit } = must(await laptop.found(foundingOf(origin)));
  const chart = must(await laptop.createChart({ name: "Chart" })).id;
  await allSent(laptop);
  must(await phone.enrolByKit({ kit: kit.text, passphrase, totp: "", deviceName: "phone" }));
  await phone.lock("person");
  const written: string[] = [];
  let draft: string | undefined;

  /** Two notes, a file, a draft, and the draft before it thrown away, all of it sent as far as the server lives. */
  async function work(round: number): Promise<void> {
    for (const kind of ["progress", "psychotherapy"] as const) {
      const text = `${kind} ${round}`;
      written.push(text);
      const note = { chart, kind, date: "2026-11-22", title: text, body: { text }, basedOn: [] };
      must(await laptop.saveNote(note));
      await laptop.sync();
    }
    const bytes = Buffer.from(`bytes ${round}`);
    must(await laptop.attach({ chart, name: `file ${round}`, mediaType: "text/plain", bytes }));
    if (draft) await laptop.discardDraft(draft);
    const text = `draft ${round}`;
    const begun = { chart, kind: "progress", date: "2026-11-22", title: text, body: { text }, basedOn: [] } as const;
    draft = must(await laptop.keepDraft(begun)).id;
    await laptop.sync();
  }

  let startsLeft = true;
  for (let killAt = 1, startAt = 1, survived = 0; survived < 2; killAt++) {
    await server.arm(killAt);
    await work(killAt);
    if (await server.disarm()) survived++;
    else {
      kills.push((await server.ended).killedAt ?? "");
      // And once more while it starts, at one of the points that it passes then.
      if (startsLeft) {
        server = await startServer({ ...at, killAt: startAt++ });
        startsLeft = !(await server.disarm());
        if (!startsLeft) await server.stop();
        else kills.push((await server.ended).killedAt ?? "");
      }
      server = await startServer(at);
    }
    await allSent(laptop);
    await expectAll(laptop, phone, killAt);
  }
  expect(startsLeft, "each write point of a start had its turn").toBe(false);
  holdTo(kills, killPlan.serverWork);

  /** The server has it all: the other device takes it from there. */
  async function expectAll(sender: Vault, reader: Vault, round: number): Promise<void> {
    must(await reader.unlock(passphrase));
    must(await reader.sync());
    const titles = (await reader.notes(chart)).map(({ title }) => title).sort();
    expect(titles, `round ${round}`).toEqual([...written].sort());
    const files = await reader.attachments(chart);
    expect(files).toHaveLength(round);
    const newest = files.find(({ name }) => name === `file ${round}`);
    const { bytes } = must(await reader.readAttachment(newest?.id ?? ""));
    expect(Buffer.from(bytes).toString()).toBe(`bytes ${round}`);
    expect((await reader.drafts()).map(({ title }) => title)).toEqual([`draft ${round}`]);
    expect(must(await reader.verifyLedger()).problems).toEqual([]);
    for (const device of [sender, reader]) {
      const status = await device.status();
      expect(status.phase === "open" && [status.waiting, status.alarms], `round ${round}`).toEqual([0, []]);
    }
    await reader.lock("person");
  }
  for (const device of [laptop, phone]) await device.close();
});
