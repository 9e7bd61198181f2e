/**
 * SIGKILL at every write point of a device's file: what it was told is kept is there afterwards, no draft older than its
 * last keeping is lost, what was erased stays erased, everything reaches the server once, and the ledger verifies.
 */

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeClock, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault, type Vault } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allSent, must, passphrase, type ServerProcess, startServer } from "../bench/real-parts.ts";
import { lightCryptoPort } from "./light-crypto.ts";

type Said = { note?: string; draft?: string; attachment?: string; text?: string; ended?: string; finished?: number };

let server: ServerProcess;
const folder = mkdtempSync(join(tmpdir(), "alcove-faults-"));
let chart = "";

async function openHere(path: string): Promise<Vault> {
  const ports = {
    crypto: await lightCryptoPort(),
    store: openNodeStore(path),
    transport: createHttpTransport(),
    clock: nodeClock,
    log: () => {},
  };
  return createVault(ports, { indexing: "when-searched" });
}

beforeAll(async () => {
  server = await startServer();
  const vault = await openHere(folder);
  const request = {
    server: server.origin,
    practiceName: "Faults",
    ownerName: "Owner",
    ownerEmail: "o@faults.example",
    deviceName: "laptop",
    passphrase,
  };
  must(await vault.found(request));
  chart = must(await vault.createChart({ name: "Chart" })).id;
  await allSent(vault);
  await vault.close();
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function work(round: number, killAt: number): Promise<{ said: Said[]; killed: boolean; code: number | null }> {
  const program = fileURLToPath(new URL("./device-worker.ts", import.meta.url));
  const child = spawn(process.execPath, ["--no-warnings", program, folder, chart, String(round), String(killAt)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once("close", (...ended) => resolve(ended)),
  );
  const said = out
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Said);
  return { said, killed: signal === "SIGKILL", code };
}

test("SYN-4 a device killed at each of its write points keeps what it said it kept", {
  timeout: 1_500_000,
}, async () => {
  const notes = new Map<string, string>();
  const drafts = new Map<string, string>();
  const files = new Map<string, string>();
  const mayHaveEnded = new Set<string>();
  let finished = 0;
  let round = 0;
  for (let killAt = 1; finished < 2; killAt++) {
    round++;
    const { said, killed, code } = await work(round, killAt);
    // What a round said last may have gone one step further before the kill: an ended draft, an edited note.
    for (const fact of said) {
      if (fact.note && fact.text) notes.set(fact.note, fact.text);
      if (fact.draft && fact.text) drafts.set(fact.draft, fact.text);
      if (fact.attachment && fact.text) files.set(fact.attachment, fact.text);
      if (fact.ended) drafts.delete(fact.ended);
      if (fact.finished) finished++;
    }
    // The save, or the discarding, that ends a draft may be durable although the kill came before it was said so.
    if (killed) for (const [id, text] of drafts) if (text.split(" ").includes(String(round))) mayHaveEnded.add(id);
    expect(killed || code === 0, `round ${round} ended with ${code}`).toBe(true);
    if (killed && killAt % 12 !== 0) continue;
    await holdTo(notes, drafts, files, round, mayHaveEnded);
  }
  expect(round, "as many rounds as there are write points").toBeGreaterThan(100);
});

async function holdTo(
  notes: Map<string, string>,
  drafts: Map<string, string>,
  files: Map<string, string>,
  round: number,
  mayHaveEnded: ReadonlySet<string>,
): Promise<void> {
  const vault = await openHere(folder);
  must(await vault.unlock(passphrase));
  await allSent(vault);
  for (const [id, text] of notes) {
    const { current, others } = must(await vault.note(id));
    expect(others).toEqual([]);
    // An edit may be durable although the kill came before it was said so.
    const steppedOn = text.startsWith("saved ") && current.body.text === text.replace("saved", "edited");
    expect(steppedOn ? text : current.body.text, `note after round ${round}`).toBe(text);
    notes.set(id, current.body.text);
  }
  const here = new Map((await vault.drafts()).map((draft) => [draft.id, draft.body.text]));
  for (const [id, text] of drafts) {
    if (!here.has(id)) expect(mayHaveEnded.has(id), `draft lost after round ${round}`).toBe(true);
    else expect(here.get(id)).toBe(text);
    if (!here.has(id)) drafts.delete(id);
  }
  for (const [id, text] of files) expect(Buffer.from(must(await vault.readAttachment(id)).bytes).toString()).toBe(text);
  const report = must(await vault.verifyLedger());
  expect(report.problems).toEqual([]);
  const status = await vault.status();
  expect(status.phase === "open" && status.alarms).toEqual([]);
  const all = await vault.notes(chart);
  expect(new Set(all.map((note) => note.title + note.id)).size).toBe(all.length);
  for (const note of all) expect(note.conflict).toBe(false);
  await vault.close();
}
