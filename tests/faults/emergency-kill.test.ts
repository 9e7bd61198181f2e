/**
 * SIGKILL at write points of a device that gives words in an emergency: they are given whole and stand in the chart's access log,
 * or the request goes on waiting for its giver, who gives them again into the same compartment (EMG-7).
 */

import type { Vault } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allSent, must, type ServerProcess, startServer } from "../bench/real-parts.ts";
import { foundWithColleague } from "./colleague.ts";
import { makeFolders, withVault } from "./device.ts";
import { killPlan } from "./kill-plan.ts";
import { holdTo, runDevice } from "./killed.ts";

const folders = makeFolders();
const folder = folders.fresh();
/** Each costs three processes; of two points one comes after a write and the other before the next. */
const every = 2;
let server: ServerProcess;
let colleague: Vault;

beforeAll(async () => {
  server = await startServer();
  const two = await foundWithColleague(server.origin, { owner: folder, colleague: folders.fresh() });
  colleague = two.colleague;
  await two.owner.close();
});
afterAll(async () => {
  await colleague?.close();
  await server?.stop();
  folders.remove();
});

const withOwner = <T>(work: (owner: Vault) => Promise<T>): Promise<T> => withVault(folder, work);

/** A chart that the colleague can't open, with one note, and what they ask of it. */
async function ask(round: number): Promise<{ chart: string; note: string; emergency: string }> {
  const { chart, note } = await withOwner(async (owner) => {
    const made = must(await owner.createChart({ name: `Chart ${round}` })).id;
    const words = { kind: "progress", date: "2026-11-22", title: "Session", body: { text: `note ${round}` } } as const;
    const saved = must(await owner.saveNote({ chart: made, ...words, basedOn: [] }));
    await allSent(owner);
    return { chart: made, note: saved.note };
  });
  await allSent(colleague);
  const { id } = must(await colleague.askInEmergency({ chart, wants: "notes", reason: `round ${round}` }));
  await allSent(colleague);
  return { chart, note, emergency: id };
}

test("EMG-7 a giver killed in between is asked again, and the words come once and are in the log", {
  timeout: 900_000,
}, async () => {
  const kills: string[] = [];
  for (let killAt = 1, finished = 0; finished < 1; killAt += every) {
    const { chart, note, emergency } = await ask(killAt);
    const { killedAt } = await runDevice({ what: "give", folder, killAt, emergency, note });
    if (killedAt) kills.push(killedAt);
    else finished++;
    const given = await withOwner(async (owner) => {
      const mayAnswer = async () => (await owner.emergencies()).find(({ id }) => id === emergency)?.mayAnswer;
      if (await mayAnswer()) must(await owner.giveInEmergency({ emergency, notes: [note], card: false }));
      expect(await mayAnswer(), `killed ${killedAt}`).toBe(false);
      await allSent(owner);
      expect(must(await owner.verifyLedger()).problems, `killed ${killedAt}`).toEqual([]);
      expect(await owner.status(), `killed ${killedAt}`).toMatchObject({ phase: "open", alarms: [] });
      const { sittings } = await owner.accessLog(chart);
      return sittings.flatMap(({ acts }) => acts).filter(({ act }) => act === "given");
    });
    expect(given, `killed ${killedAt}`).toMatchObject([{ notes: [{ id: note }] }]);
    await allSent(colleague);
    const { notes } = must(await colleague.givenInEmergency(emergency));
    expect(notes, `killed ${killedAt}`).toMatchObject([{ text: `note ${killAt}` }]);
    expect(await colleague.status(), `killed ${killedAt}`).toMatchObject({ phase: "open", alarms: [] });
  }
  holdTo(kills, killPlan.givingDevice);
});
