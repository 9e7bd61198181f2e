/**
 * A clinician leaves a practice of fifty, and with them the keys of every chart that they could open: what the first writes to
 * these charts wait for longer than others, and when all of them have a new key. One colleague's device does it; the others
 * are enrolled and never come, so that it also takes the turns of those who are away (docs/spec, key log).
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { assert, toHex } from "@alcove/bytes";
import { isStale, type Operation } from "@alcove/protocol";
import { addition, createDevice, createMember, type Signer } from "@alcove/protocol/testing";
import { nodeClock, nodeCryptoPort, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import type { Opened } from "../../../packages/vault/src/engine/opened.ts";
import { createLife } from "../../../packages/vault/src/life.ts";
import { beginningMethods } from "../../../packages/vault/src/methods/beginning.ts";
import { createContext } from "../../../packages/vault/src/methods/context.ts";
import { notesMethods } from "../../../packages/vault/src/methods/notes.ts";
import { peopleMethods } from "../../../packages/vault/src/methods/people.ts";
import { percentile, timed } from "../probes.ts";
import { must, passphrase, startServer } from "../real-parts.ts";

const members = 50;
/** Who opens a chart: its clinician, who leaves, and the device that is measured with four colleagues. */
const careTeam = 6;
const writes = 15;

export async function measureLeaver(charts: number): Promise<Record<string, number>> {
  const server = await startServer();
  const folder = mkdtempSync(join(tmpdir(), "alcove-bench-leaver-"));
  const practice = await openPractice(folder, server.origin);
  try {
    const { crypto, vault, life } = practice;
    const ids = await makeCharts(practice, charts);
    const others = await Promise.all(
      Array.from(
        { length: members - 1 },
        async (): Promise<Signer> => ({
          member: await createMember(crypto),
          device: await createDevice(crypto),
        }),
      ),
    );
    const clinical = [...rosterOf(practice).compartments.values()].filter(({ kind }) => kind === "clinical");
    const compartments = clinical.map(({ compartment }) => compartment);
    const team = others.slice(0, careTeam - 1).map(({ member }) => member.account);
    await say(
      practice,
      others.map((one) => addition(one, "clinician")),
    );
    await say(
      practice,
      team.map((account): Operation => ["entitle", account, "read-write", null, compartments]),
    );
    await until(practice, () => awaiting(practice, team.length + 1) === 0);

    const before = await writeTo(practice, ids.slice(0, writes));
    const [leaver] = team;
    assert(leaver, "somebody leaves");
    const cpuBefore = process.cpuUsage();
    const left = performance.now();
    must(await vault.removeMember({ member: toHex(leaver) }));
    assert(stale(practice) >= charts, "whatever they read is stale");
    const after = await writeTo(practice, ids.slice(-writes));
    await until(practice, () => stale(practice) === 0);
    const milliseconds = performance.now() - left;
    const { user, system } = process.cpuUsage(cpuBefore);
    const status = await life.status();
    assert(status.phase === "open" && status.alarms.length === 0, "all of it stands");
    return {
      before: middle(before, "milliseconds"),
      after: middle(after, "milliseconds"),
      cpuBefore: middle(before, "cpu"),
      cpuAfter: middle(after, "cpu"),
      slowest: Math.max(...after.map((one) => one.milliseconds)),
      milliseconds,
      cpu: (user + system) / 1000,
      charts,
      readers: team.length,
    };
  } finally {
    await practice.life.lock("closed");
    practice.store.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Practice = Awaited<ReturnType<typeof openPractice>>;

/** A vault with its engine in reach: statements for people who are names and keys only take no device of theirs. */
async function openPractice(folder: string, origin: string) {
  const crypto = await nodeCryptoPort();
  const store = openNodeStore(folder);
  const ports = { crypto, store, transport: createHttpTransport(), clock: nodeClock, log: () => {} };
  const life = createLife(ports, { indexing: "when-searched" });
  const context = createContext(ports, life);
  const vault = { ...beginningMethods(context), ...notesMethods(context), ...peopleMethods(context) };
  const names = { practiceName: "Bench Practice", ownerName: "Bea Owner", ownerEmail: "bea@bench.example" };
  must(await vault.found({ ...names, server: origin, deviceName: "laptop", passphrase }));
  return { crypto, store, life, vault };
}

function openedOf({ life }: Practice): Opened {
  const opened = life.opened();
  assert(opened, "nobody locks it");
  return opened;
}

function rosterOf(practice: Practice) {
  const { roster } = openedOf(practice).state;
  assert(roster, "it was founded");
  return roster;
}

async function makeCharts({ vault, life }: Practice, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const { id } = must(await vault.createChart({ name: `Chart ${n}` }));
    ids.push(id);
    must(await vault.saveNote({ ...noteIn(id), title: "First" }));
  }
  must(await life.background.syncNow());
  return ids;
}

const noteIn = (chart: string) => ({
  chart,
  kind: "progress" as const,
  date: "2026-11-29",
  title: "Session",
  body: { text: "What was said. ".repeat(200) },
  basedOn: [],
});

async function say(practice: Practice, operations: readonly Operation[]): Promise<void> {
  must(await openedOf(practice).sync.state(operations));
}

type Took = { readonly milliseconds: number; readonly cpu: number };

/** Each save until the server has it, on the clock and of this process; whatever else the device does meanwhile it does. */
async function writeTo({ vault }: Practice, charts: readonly string[]): Promise<Took[]> {
  const took: Took[] = [];
  for (const chart of charts)
    took.push(
      await timed(async () => {
        const { note } = must(await vault.saveNote(noteIn(chart)));
        while (must(await vault.note(note)).head.kept.server === undefined) await sleep(1);
      }),
    );
  return took;
}

const middle = (took: readonly Took[], of: keyof Took): number =>
  percentile(
    took.map((one) => one[of]),
    50,
  );

function stale(practice: Practice): number {
  const { state } = openedOf(practice);
  const roster = rosterOf(practice);
  return [...state.keyLogs.values()].filter((log) => isStale(roster, log)).length;
}

/** Clinical compartments to whose readers, of whom there are so many, the key was not given yet. */
function awaiting(practice: Practice, readers: number): number {
  const { state } = openedOf(practice);
  return [...rosterOf(practice).compartments.values()].filter(({ kind, compartment }) => {
    const log = state.keyLogs.get(toHex(compartment));
    return kind === "clinical" && (log?.delivered.length ?? 0) < readers;
  }).length;
}

async function until({ life }: Practice, isDone: () => boolean): Promise<void> {
  must(await life.background.syncNow());
  while (!isDone()) await sleep(20);
}
