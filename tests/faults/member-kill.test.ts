/**
 * SIGKILL at every write point of joining a practice, of reading what came before a right, and of forgetting what a right
 * gave: either it did not happen and happens with the next sync, or it did, and nothing is left or lost by half.
 */

import { cpSync } from "node:fs";
import { toHex } from "@alcove/bytes";
import { parseBatch } from "@alcove/crypto";
import { openNodeStore } from "@alcove/store-node";
import type { PairingStep, Vault } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDisk } from "../../packages/vault/src/disk.ts";
import { allSent, must, passphrase, type ServerProcess, startServer } from "../bench/real-parts.ts";
import { foundingOf, joiningWith, makeFolders, openHere } from "./device.ts";
import type { Said, Task } from "./device-worker.ts";
import { killPlan } from "./kill-plan.ts";
import { holdTo, runDevice } from "./killed.ts";

const folders = makeFolders();
const kills: string[] = [];
type Practice = { readonly owner: Vault; readonly chart: string };
let server: ServerProcess;
let practice: Practice;
/** Where somebody has joined `practice`, at rest. */
const joined = folders.fresh();

beforeAll(async () => {
  server = await startServer();
  practice = await openPractice();
  await write("First");
  await write("Second");
  const member = await openHere(joined);
  await joinHere(practice.owner, member);
  await allSent(member);
  await allSent(practice.owner);
  await member.close();
});
afterAll(async () => {
  await practice.owner.close();
  await server.stop();
  folders.remove();
});

async function openPractice(): Promise<Practice> {
  const owner = await openHere(folders.fresh());
  must(await owner.found(foundingOf(server.origin)));
  const chart = must(await owner.createChart({ name: "Chart" })).id;
  await allSent(owner);
  return { owner, chart };
}

async function write(title: string): Promise<void> {
  const { owner, chart } = practice;
  const words = { title, body: { text: title }, basedOn: [] };
  must(await owner.saveNote({ chart, kind: "progress", date: "2026-11-22", ...words }));
  await allSent(owner);
}

function stepOf<S extends PairingStep["step"]>(vault: Vault, step: S): Promise<Extract<PairingStep, { step: S }>> {
  return new Promise((resolve) => {
    const stop = vault.subscribe((event) => {
      if (event.kind !== "pairing" || event.step.step !== step) return;
      stop();
      resolve(event.step as Extract<PairingStep, { step: S }>);
    });
  });
}

async function invite(owner: Vault): Promise<string> {
  const waiting = stepOf(owner, "waiting");
  must(await owner.inviteMember({ role: "clinician" }));
  const { qr } = await waiting;
  return qr;
}

/** The person at the owner's device finds the newcomer's words among the three lines. */
async function pick(owner: Vault, words: readonly string[], choosing: Promise<unknown>): Promise<void> {
  await choosing;
  // Too late where the newcomer was killed meanwhile.
  await owner.choosePairingWords(words);
}

async function joinHere(owner: Vault, vault: Vault): Promise<void> {
  const invitation = await invite(owner);
  const choosing = stepOf(owner, "compare");
  const [showing, done] = [stepOf(vault, "compare"), stepOf(vault, "done")];
  must(await vault.acceptMembership(joiningWith(invitation)));
  const shown = await showing;
  const words = "words" in shown ? shown.words : [];
  await pick(owner, words, choosing);
  must(await vault.choosePairingWords(words));
  await done;
}

const titlesIn = async (vault: Vault): Promise<string[]> =>
  (await vault.notes(practice.chart)).map(({ title }) => title).sort();
const idOf = async (vault: Vault): Promise<string> => (await vault.members()).find(({ isYou }) => isYou)?.id ?? "";

async function run(task: Task, hear?: (said: Said) => void): Promise<{ said: Said; killedAt: string | undefined }> {
  const { lines, killedAt } = await runDevice(task, (line) => hear?.(JSON.parse(line) as Said));
  if (killedAt) kills.push(killedAt);
  return { said: Object.assign({}, ...lines.map((line) => JSON.parse(line) as Said)) as Said, killedAt };
}

test("SYN-4 PAIR-11 a device killed at each write point of joining is a member's, or joins anew", {
  timeout: 900_000,
}, async () => {
  for (let killAt = 1, finished = 0; finished < 1; killAt++) {
    // A practice of its own: nobody goes through those who joined before.
    const { owner } = await openPractice();
    const folder = folders.fresh();
    const invitation = await invite(owner);
    const choosing = stepOf(owner, "compare");
    let picked: Promise<void> | undefined;
    const { said, killedAt } = await run({ what: "join", folder, killAt, invitation }, ({ words }) => {
      if (words) picked ??= pick(owner, words, choosing);
    });
    await picked;
    if (!killedAt) finished++;
    await owner.cancelPairing();
    const vault = await openHere(folder);
    const isEmpty = (await vault.status()).phase === "empty";
    if (isEmpty) expect(said.joined, `killed ${killedAt}`).toBeUndefined();
    if (isEmpty) await joinHere(owner, vault);
    else must(await vault.unlock(passphrase));
    await allSent(vault);
    await allSent(owner);
    await allSent(vault);
    const names = (await owner.members()).map(({ id }) => id);
    expect(names, `killed ${killedAt}`).toContain(await idOf(vault));
    expect(
      (await vault.charts()).map(({ name }) => name),
      `killed ${killedAt}`,
    ).toEqual(["Chart"]);
    expect(must(await vault.verifyLedger()).problems, `killed ${killedAt}`).toEqual([]);
    expect(await vault.status()).toMatchObject({ phase: "open", alarms: [], memberName: "Newcomer" });
    await vault.close();
    await owner.close();
  }
});

/** Of how many compartments envelopes lie on the disk of a closed device. The directory is one. */
function readableIn(folder: string): number {
  const store = openNodeStore(folder);
  const { bodies } = openDisk(store.disk);
  const found = [...bodies.entries()]
    .filter(({ body }) => bodies.payload(body).length > 0)
    .map(({ entry }) => parseBatch(entry)?.body.compartment);
  store.close();
  return new Set(found.filter((one) => one !== undefined).map(toHex)).size;
}

/** The member's device as it lies in `joined`, killed at each write point of one sync; then `look` at what its next ones make. */
async function eachKillOf(
  text: string | undefined,
  look: (vault: Vault, folder: string, said: Said, killedAt: string | undefined) => Promise<void>,
): Promise<void> {
  for (let killAt = 1, finished = 0; finished < 1; killAt++) {
    const folder = folders.fresh();
    cpSync(joined, folder, { recursive: true });
    const task: Task = { what: "sync", folder, killAt, chart: practice.chart, ...(text === undefined ? {} : { text }) };
    const { said, killedAt } = await run(task);
    if (!killedAt) finished++;
    const vault = await openHere(folder);
    must(await vault.unlock(passphrase));
    must(await vault.sync());
    must(await vault.sync());
    expect(must(await vault.verifyLedger()).problems, `killed ${killedAt}`).toEqual([]);
    expect(await vault.status()).toMatchObject({ phase: "open", alarms: [] });
    await look(vault, folder, said, killedAt);
    await vault.close();
    if (finished === 1) cpSync(folder, joined, { recursive: true, force: true });
  }
}

test("LED-12 a device killed at each write point of reading what came before its right has all of it", {
  timeout: 900_000,
}, async () => {
  const { owner, chart } = practice;
  const member = await openHere(joined);
  must(await member.unlock(passphrase));
  const id = await idOf(member);
  await member.close();
  must(await owner.shareChart({ chart, member: id, kind: "progress", right: "read-write" }));
  await allSent(owner);
  await eachKillOf(undefined, async (vault, _, __, killedAt) =>
    expect(await titlesIn(vault), `killed ${killedAt}`).toEqual(["First", "Second"]),
  );
  must(await owner.endAccess({ chart, member: id, kind: "progress" }));
});

test("LED-12 OUT-4 a device killed at each write point of forgetting keeps no envelope of it, and each word of its own", {
  timeout: 900_000,
}, async () => {
  await write("Third");
  expect(readableIn(joined), "so that it can be missed").toBe(2);
  await eachKillOf("On the train", async (vault, folder, said, killedAt) => {
    expect(
      (await titlesIn(vault)).filter((title) => title !== "On the train"),
      `killed ${killedAt}`,
    ).toEqual([]);
    const held = (await vault.heldSaves()).map((one) => one.text);
    if (said.text) expect(held, `killed ${killedAt}`).toEqual(["On the train"]);
    await vault.close();
    expect(readableIn(folder), `killed ${killedAt}`).toBe(1);
  });
});

test(`of joining, reading late and forgetting ${killPlan.memberDevice.kills} were cut off at least`, () => {
  holdTo(kills, killPlan.memberDevice);
});
