/**
 * SIGKILL at every write point of a device's file: what it was told is kept is there afterwards, no draft older than its
 * last keeping is lost, what was erased stays erased, everything reaches the server once, and the ledger verifies.
 */

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Vault } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allSent, must, passphrase, type ServerProcess, startServer } from "../bench/real-parts.ts";
import { foundingOf, makeFolders, openHere } from "./device.ts";
import type { Said, Task } from "./device-worker.ts";
import { killPlan } from "./kill-plan.ts";
import type { KillAt } from "./kill-points.ts";
import { holdTo, runDevice } from "./killed.ts";

const folders = makeFolders();
const folder = folders.fresh();
const kills: string[] = [];
let server: ServerProcess;
let chart = "";

beforeAll(async () => {
  server = await startServer();
  const vault = await openHere(folder);
  must(await vault.found(foundingOf(server.origin)));
  chart = must(await vault.createChart({ name: "Chart" })).id;
  await allSent(vault);
  await vault.close();
});
afterAll(async () => {
  await server.stop();
  folders.remove();
});

/** What the device was told is kept, over all rounds. */
const notes = new Map<string, string>();
const drafts = new Map<string, string>();
const files = new Map<string, string>();

/** One life of the device; gives the write point it was killed at. */
async function work(round: number, killAt: KillAt): Promise<string | undefined> {
  const task: Task = { what: "work", folder, chart, round, killAt };
  const { lines, killedAt } = await runDevice(task);
  for (const line of lines) {
    const fact = JSON.parse(line) as Said;
    if (fact.note && fact.text) notes.set(fact.note, fact.text);
    if (fact.draft && fact.text) drafts.set(fact.draft, fact.text);
    if (fact.attachment && fact.text) files.set(fact.attachment, fact.text);
    if (fact.ended) drafts.delete(fact.ended);
  }
  if (killedAt) kills.push(killedAt);
  return killedAt;
}

test(`SYN-4 a device killed at each of its write points, ${killPlan.deviceWork.kills} times at least, keeps what it said it kept`, {
  timeout: 1_500_000,
}, async () => {
  const seen: string[] = [];
  let round = 0;
  for (let finished = 0; finished < 2; ) {
    const killedAt = await work(++round, round - finished);
    if (killedAt) seen.push(killedAt);
    else finished++;
    await openAndExpectAll(round);
  }

  // Killed once more while it makes good what the first kill left: its batch stands in the ledger, and not in its file.
  const leaving = "before DELETE FROM PENDING WHERE BODY = ?";
  for (const again of [
    "before DELETE FROM PARTS WHERE PART >= ? AND PART < ?",
    "before DELETE FROM BODIES WHERE BODY IN (SELECT BODY FROM PENDING)",
    "before DELETE FROM PENDING",
  ]) {
    expect(await work(++round, leaving)).toBe(leaving);
    expect(await work(++round, again)).toBe(again);
    await openAndExpectAll(round);
  }
  holdTo(kills, killPlan.deviceWork);
});

async function openAndExpectAll(round: number): Promise<void> {
  const vault = await openHere(folder);
  must(await vault.unlock(passphrase));
  await allSent(vault);
  await expectAll(vault, round);
  const attached = (await vault.attachments(chart)).length;
  await vault.close();
  // No chunk of a file whose record the kill came before (ATT-7).
  const disk = new DatabaseSync(join(folder, "device.sqlite"), { readOnly: true });
  expect(disk.prepare("SELECT count(DISTINCT blob) AS n FROM chunks").get()).toEqual({ n: attached });
  disk.close();
}

async function expectAll(vault: Vault, round: number): Promise<void> {
  for (const [id, text] of notes) {
    const { current, others } = must(await vault.note(id));
    expect(others).toEqual([]);
    // An edit may be durable although the kill came before it was said so.
    const steppedOn = text === `saved ${round}` && current.body.text === `edited ${round}`;
    expect(steppedOn ? text : current.body.text, `note after round ${round}`).toBe(text);
    notes.set(id, current.body.text);
  }
  const here = new Map((await vault.drafts()).map((draft) => [draft.id, draft.body.text]));
  for (const [id, text] of drafts) {
    // So may the save, or the discarding, that ends a draft.
    if (here.has(id)) expect(here.get(id)).toBe(text);
    else expect(text.split(" ")[1], `draft lost after round ${round}`).toBe(String(round));
    if (!here.has(id)) drafts.delete(id);
  }
  for (const [id, text] of files) expect(Buffer.from(must(await vault.readAttachment(id)).bytes).toString()).toBe(text);
  expect(must(await vault.verifyLedger()).problems).toEqual([]);
  const status = await vault.status();
  expect(status.phase === "open" && status.alarms).toEqual([]);
  const all = await vault.notes(chart);
  expect(new Set(all.map((note) => note.title)).size).toBe(all.length);
  for (const note of all) expect(note.conflict).toBe(false);
}
